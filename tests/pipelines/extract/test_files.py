# ruff: noqa: E501 -- markup is read best in one line
"""`dateline extract`: a line in, a line out, in order; errors are rows; a user's mistake names file and line."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.base.errors import InputError
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
    "id", "url", "canonical_url", "kind", "title", "authors", "authors_confidence", "agency", "text", "blocks", "language", "language_score", "section",
    "tags",
    "image", "paywall", "related", "flags", "charset", "content_sha256", "published", "published_day", "published_precision", "published_confidence",
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
    ("line", "identity", "complaint"),
    [
        ("{not json", None, "not JSON: Expecting property name enclosed in double quotes at character 2"),
        ("[1]", None, "not an object but list"),
        ("[" * 200_000, None, "not JSON: it nests too deep"),
        ('{"path": "x"}', None, "id must be a string, found None"),
        ('{"id": "a", "path": "x"}', "a", "id comes twice, first on line 1; ids must be distinct"),
        ('{"id": "x"}', "x", "path must be a string, found None"),
        ('{"id": "x", "path": "x", "fetched_at": "yesterday"}', "x", "fetched_at must be an ISO 8601 time, found 'yesterday'"),
        (
            '{"id": "x", "path": "x", "fetched_at": "0001-01-01T00:00:00+23:59"}',
            "x",
            "fetched_at must be an ISO 8601 time, found '0001-01-01T00:00:00+23:59'",
        ),
        (
            '{"id": "x", "path": "x", "fetched_at": "9999-12-31T23:59:59Z"}',
            "x",
            "fetched_at must lie between 1990 and 2200, found '9999-12-31T23:59:59Z'",
        ),
        (b'{"id": "caf\xe9"}', None, "not UTF-8: byte 0xe9 at byte 12 of the line"),
    ],
)  # fmt: skip
def test_a_malformed_line_is_an_error_in_its_place(
    tmp_path: Path, line: str | bytes, identity: str | None, complaint: str
) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    page = {"path": str(tmp_path / "a.html"), "url": "http://p.example/"}
    first, last = (json.dumps({"id": name} | page).encode() for name in ("a", "b"))
    bad = line if isinstance(line, bytes) else line.encode()
    pages, out = tmp_path / "pages.jsonl", tmp_path / "out.jsonl"
    pages.write_bytes(b"\n".join([first, bad, last]))
    assert extract_file(pages, out, workers=1).dropped == {"bad_line": 1}
    rows = [json.loads(each) for each in out.read_bytes().splitlines()]
    assert [rows[0]["id"], rows[2]["id"]] == ["a", "b"]
    assert rows[0]["title"] == rows[2]["title"] == "Old bridge will be mended"
    assert rows[1] == {"id": identity, "line": 2, "error": complaint}
    again = tmp_path / "again.jsonl"
    extract_file(pages, again, workers=1)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("day", "published"),
    [
        ("2025-11-03", "2025-11-03T18:45:00+01:00"),
        ("20251102", None),
        ("2025-W44-7", None),
        ("2025-11-03T00:00", None),
        ("2025-11-03 00:00:00Z", None),
    ],
)
def test_a_fetch_that_is_only_known_by_its_day_ends_with_it(tmp_path: Path, day: str, published: str | None) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    line = {"id": "a", "path": str(tmp_path / "a.html"), "url": "http://p.example/", "fetched_at": day}
    assert run(tmp_path, [line])[0]["published"] == published


@pytest.mark.parametrize("shown", ["Sunday, November 2, 2025", "Monday, November 3, 2025", "4 November 2025"])
def test_the_paper_of_the_day_shows_it_in_any_zone(tmp_path: Path, shown: str) -> None:
    page = PAGE.replace(PAGE[PAGE.index("<script") : PAGE.index("</script>")], "<script>")
    (tmp_path / "a.html").write_text(page.replace("<article>", f"<div>{shown}</div><article>"), encoding="utf-8")
    line = {"id": "a", "path": str(tmp_path / "a.html"), "url": "http://p.example/", "fetched_at": "2025-11-03"}
    assert run(tmp_path, [line])[0]["published"] is None


def test_bad_lines_keep_their_places_among_many_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    lines: list[Any] = [{"id": str(n), "path": str(tmp_path / "a.html"), "url": "http://p.example/"} for n in range(60)]
    for place in (59, 30, 30, 0):
        lines.insert(place, "no JSON")
    rows = run(tmp_path, [*lines, "no JSON"], workers=2)
    assert [row["id"] for row in rows] == [each["id"] if isinstance(each, dict) else None for each in [*lines, ""]]
    assert [row["line"] for row in rows if "line" in row] == [1, 32, 33, 63, 65]


def test_what_cannot_be_spelt_in_utf_8_is_mended_or_escaped(tmp_path: Path) -> None:
    hostile = PAGE.replace("Old bridge will be mended", "Bridge \\ud83d mended \\u0000", 2)
    (tmp_path / "a.html").write_text(hostile, encoding="utf-8")
    [row] = run(
        tmp_path, ['{"id": "\\ud83d", "path": "' + str(tmp_path / "a.html") + '", "url": "http://p.example/\\ud83d"}']
    )
    assert row["id"] == "\ud83d"
    assert row["title"] == "Bridge \ufffd mended \ufffd"
    assert ["mended_text", "title: Bridge \\ud83d mended \\x00"] in [[f["rule"], f["text"]] for f in row["flags"]]


def test_standard_input_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    line = json.dumps({"id": "a", "path": str(tmp_path / "a.html"), "url": "http://p.example/"})
    command = [sys.executable, "-m", "pipelines", "extract", "-", "-o", "-", "--workers", "1"]
    done = subprocess.run(command, input=f"{line}\nno JSON\n", capture_output=True, text=True, check=True)
    rows = [json.loads(each) for each in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", None]
    assert "1 of 2 pages extracted, failed: 1 bad_line" in done.stderr


def test_a_missing_input_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        list(read_jobs(tmp_path / "none.jsonl"))
