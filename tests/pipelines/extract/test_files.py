# ruff: noqa: E501 -- markup is read best in one line
"""`dateline extract`: a line in, a line out, in order; errors are rows; a user's mistake names file and line."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import InputError
from pipelines.extract.run.files import extract_file, read_jobs

PAGE = (
    "<html><head><title>Old bridge will be mended | The Paper</title>"
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Old bridge will be mended",'
    '"datePublished":"2025-11-03T18:45:00+01:00","author":[{"@type":"Person","name":"Jane Doe"}]}</script></head>'
    "<body><article><h1>Old bridge will be mended</h1>"
    + "<p>The council of the small town met on Monday evening, and after long talk it agreed to mend the old bridge.</p>"
    * 3
    + "</article></body></html>"
)
FIELDS = {
    "id", "url", "canonical_url", "kind", "title", "authors", "agency", "text", "blocks", "language", "language_score", "section", "tags",
    "image", "paywall", "related", "flags", "charset", "content_sha256", "published", "published_precision", "published_confidence",
    "published_basis", "not_before", "not_after", "modified",
}  # fmt: skip


def run(folder: Path, lines: list[Any], workers: int = 1) -> list[dict[str, Any]]:
    pages, out = folder / "pages.jsonl", folder / "out.jsonl"
    pages.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8")
    extract_file(pages, out, workers=workers)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_line_out_for_each_line_in(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.html", tmp_path / "b.html.gz"
    plain.write_text(PAGE, encoding="utf-8")
    packed.write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    url = "http://paper.example/bridge"
    rows = run(
        tmp_path,
        [
            {"id": "a", "path": str(plain), "url": url, "fetched_at": "2025-11-04T03:00:00Z"},
            {"id": "b", "path": str(packed), "url": url},
            {"id": "c", "path": str(tmp_path / "c.pdf"), "url": url},
            {"id": "d", "path": str(tmp_path / "none.html"), "url": url},
        ],
    )
    assert [r["id"] for r in rows] == ["a", "b", "c", "d"]
    assert set(rows[0]) >= FIELDS
    assert rows[0]["published"] == rows[1]["published"] == "2025-11-03T18:45:00+01:00"
    assert rows[0]["authors"] == ["Jane Doe"]
    assert rows[0]["text"] == rows[1]["text"]
    assert rows[2]["error"].startswith("binary")
    assert rows[3]["error"].startswith("unreadable")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{not json", "pages.jsonl:2: not JSON"),
        ("[1]", "pages.jsonl:2: expected an object"),
        ("[" * 200_000, "pages.jsonl:2: not JSON"),
        ('{"path": "x"}', "pages.jsonl:2: id must be a string"),
        ('{"id": "a", "path": "x"}', "pages.jsonl:2: id 'a' comes twice"),
        ('{"id": "x"}', "pages.jsonl:2: path must be a string"),
        ('{"id": "x", "path": "x", "fetched_at": "yesterday"}', "pages.jsonl:2: fetched_at must be an ISO 8601 time"),
        (
            '{"id": "x", "path": "x", "fetched_at": "0001-01-01T00:00:00+23:59"}',
            "pages.jsonl:2: fetched_at must be an ISO 8601 time",
        ),
    ],
)
def test_a_malformed_line_is_named_and_nothing_is_written(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    with pytest.raises(InputError, match=complaint.replace("(", r"\(")):
        run(tmp_path, [{"id": "a", "path": str(tmp_path / "a.html"), "url": "http://p.example/"}, line])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "pages.jsonl"]


def test_a_missing_input_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        list(read_jobs(tmp_path / "none.jsonl"))
