"""`dateline extract` as people type it: page files, a page on standard input, a URL; JSON, text, Markdown."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import dateline
from tests import programs
from tests.spiders.sources.papers import served

PAGE = (
    "<html lang=en><title>Old bridge will be mended</title><body><article><h1>Old bridge will be mended</h1>"
    "<p>By Ann Lee, 3 November 2025</p>"
    "<p>The council of the small town met on Monday evening, and it agreed to mend the bridge.</p>"
    "<h2>Why now</h2><p>It has been closed since May, and [the ferry](http://evil.example) is as slow as it ever was.</p>"
    "</article></body></html>"
)
TEXT = [
    "Old bridge will be mended",
    "By Ann Lee",
    "2025-11-03",
    "",
    "The council of the small town met on Monday evening, and it agreed to mend the bridge.",
    "",
    "Why now",
    "",
    "It has been closed since May, and [the ferry](http://evil.example) is as slow as it ever was.",
]


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(dateline, ["extract", *arguments])


@pytest.fixture
def page(tmp_path: Path) -> str:
    (tmp_path / "page.html").write_text(PAGE)
    return str(tmp_path / "page.html")


def test_a_page_is_one_record_of_json(page: str) -> None:
    record = json.loads(extract(page, "--url", "https://paper.example/bridge", "--fetched-at", "2025-12-01").stdout)
    assert record["id"] == page
    assert (record["title"], record["authors"], record["published"]) == (TEXT[0], ["Ann Lee"], "2025-11-03")
    assert (record["url"], record["not_after"]) == ("https://paper.example/bridge", "2025-11-04T11:59:59Z")


def test_a_page_is_text_to_read_and_markdown_that_is_never_obeyed(page: str) -> None:
    assert extract(page, "--format", "text").stdout.splitlines() == TEXT
    assert extract(page, "--format", "markdown").stdout.splitlines()[::2] == [
        "# Old bridge will be mended",
        "*By Ann Lee · 2025-11-03*",
        TEXT[4],
        "## Why now",
        r"It has been closed since May, and \[the ferry\](http://evil.example) is as slow as it ever was.",
    ]


def test_a_page_comes_on_standard_input_or_gzipped(tmp_path: Path) -> None:
    piped = programs.run("pipelines", "extract", "-", "--format", "text", answer=PAGE)
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    packed = extract(str(tmp_path / "page.html.gz"), "--format", "text")
    assert piped.stdout.splitlines() == packed.stdout.splitlines() == TEXT


def test_several_pages_are_a_line_each_and_one_that_is_none_has_a_reason(page: str, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 \x00\x01\x02" * 40)
    done = extract(page, str(tmp_path / "report.pdf"), page)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == [TEXT[0]] * 2
    assert done.stderr.startswith(f"dateline: {tmp_path}/report.pdf: no article can be read from it: ")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


def test_lines_of_json_are_known_by_their_first_character_and_go_to_stdout(page: str, tmp_path: Path) -> None:
    (tmp_path / "pages").write_text(json.dumps({"id": "a", "path": page}) + "\n")
    named = extract(str(tmp_path / "pages"))
    piped = programs.run("pipelines", "extract", "-", answer=(tmp_path / "pages").read_text())
    for done in (named, piped):
        assert json.loads(done.stdout)["id"] == "a"
        assert done.stderr.endswith("1 of 1 pages extracted: -\n")


def test_the_output_appears_whole_or_not_at_all(page: str, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert extract(page, "--format", "text", "-o", str(out)).exit_code == 0
    assert out.read_text().splitlines() == TEXT
    assert extract(page, "-o", page).exit_code != 0
    assert Path(page).read_text() == PAGE


@pytest.mark.parametrize(
    ("arguments", "first"),
    [(["extract", "--format", "text"], TEXT[0]), (["try", "--json"], "{")],
    ids=["extract", "try"],
)
def test_an_address_is_fetched(arguments: list[str], first: str) -> None:
    with served(lambda _site: {"/bridge": PAGE}) as (site, asked):
        done = programs.run("pipelines", *arguments, "--private", f"{site}/bridge")
    assert done.stdout.splitlines()[0] == first
    assert done.returncode == 0
    assert [path for path, _ in asked][:2] == ["/robots.txt", "/bridge"]
    if first == "{":
        told = json.loads(done.stdout)
        assert (told["status"], told["page"]["title"], told["rights"]["train_ai"]) == (200, TEXT[0], "unknown")
        assert [line["verdict"] for line in told["evidence"]] == ["accepted"]
