"""`dateline try`: the report of one page, from the web and from a file, at 80 columns and safe on a terminal."""

import gzip
import io
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.base.errors import InputError
from spiders.trial.report import print_report
from spiders.trial.visit import page_in_file
from tests import programs
from tests.spiders.sources.papers import feed, served, sitemap

PROSE = "".join(
    f"<p>The council met for the {n}. time this year and could not agree on the bridge, which has been closed since May.</p>"
    for n in range(1, 7)
)
STORY = f"""<html lang="en"><head><title>Bridge stays closed | The Courier</title><link rel="canonical" href="https://c.example/bridge">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge stays closed", "author": {{"@type": "Person",
"name": "Jane Doe"}}, "datePublished": "2025-11-03T18:45:00+01:00"}}</script></head><body><nav><a href="/">The Courier</a></nav>
<article><h1>Bridge stays closed</h1><p class="byline">By Jane Doe</p>{PROSE}</article>
<aside class="related"><h3>Related</h3><a href="/dam">Dam bursts in the north of the county</a></aside></body></html>"""


def reported(path: Path, url: str | None = None, width: int = 80) -> str:
    """The report of a page in a file."""
    out = io.StringIO()
    print_report(page_in_file(path, url), Console(file=out, width=width, highlight=False, markup=False))
    return out.getvalue()


def value(report: str, label: str) -> str:
    """What stands beside a label."""
    return next(line[len(label) :].strip() for line in report.splitlines() if line.startswith(f"{label} "))


def test_a_story_in_a_file_is_told_in_full(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(STORY)
    report = reported(tmp_path / "page.html")
    assert value(report, "Page") == "https://c.example/bridge"
    assert value(report, "Kind") == "article: a story"
    assert value(report, "Title") == "Bridge stays closed"
    assert value(report, "Authors") == "Jane Doe"
    assert value(report, "Published").startswith("2025-11-03T18:45:00+01:00  (the day is right with a probability")
    assert "  accepted    2025-11-03 18:45:00+01:00  JSON-LD · NewsArticle.datePublished" in report
    assert "  The council met for the 6. time this year" in report
    assert "  related (stories offered beside or below it): 1" in report
    assert "    Dam bursts in the north of the county  https://c.example/dam" in report
    assert "Rights" not in report  # a file does not say what its site does


@pytest.mark.parametrize("width", [80, 60, 200])
def test_no_line_is_wider_than_the_terminal(width: int, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(STORY)
    assert max(map(len, reported(tmp_path / "page.html", width=width).splitlines())) <= width


def test_nothing_on_a_page_is_obeyed_by_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\u202e"
    page = STORY.replace("Bridge stays closed", f"Bridge {hostile} stays closed").replace(
        "Dam bursts", f"Dam {hostile} bursts"
    )
    (tmp_path / "page.html").write_text(page.replace("could not agree", f"could {hostile} not [bold]agree[/bold]"))
    report = reported(tmp_path / "page.html")
    assert not set(report) & set("\x1b\x07\u202e")
    assert "[bold]agree[/bold]" in " ".join(report.split())


def test_a_gzipped_page_and_an_address_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(STORY.encode()))
    report = reported(tmp_path / "page.html.gz", "https://other.example/x")
    assert value(report, "Page") == "https://other.example/x"
    assert "https://other.example/dam" in report


def test_what_is_no_page_says_why(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"%PDF-1.7 \x00\x01\x02" * 40)
    assert value(reported(tmp_path / "page.html", "https://c.example/x"), "Left out") == "binary: starts with b'%PDF'"


def test_a_feed_and_a_sitemap_are_called_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        feed("Courier", ("Flood", "https://c.example/flood", "Mon, 03 Nov 2025 08:15:00 +0000"))
    )
    report = reported(tmp_path / "feed.xml", "https://c.example/feed/", width=200)
    assert "A feed of 1: in a source file it stands under `feeds:`" in report
    assert "    Flood (pubDate Mon, 03 Nov 2025 08:15:00 +0000)  https://c.example/flood" in report
    (tmp_path / "map.xml").write_text(sitemap("https://c.example/flood", "https://c.example/dam"))
    report = reported(tmp_path / "map.xml", "https://c.example/sitemap.xml")
    assert "A sitemap of 2: in a source file it stands under `sitemaps:`" in report


def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "torn.gz").write_bytes(gzip.compress(STORY.encode())[:100])
    for name, url, says in (
        ("none.html", None, r"none\.html: cannot be read: No such file or directory"),
        ("torn.gz", None, r"torn\.gz: a damaged gzip file: unpack it, or save the page again"),
    ):
        with pytest.raises(InputError, match=says):
            page_in_file(tmp_path / name, url)
    (tmp_path / "page.html").write_text(STORY)
    with pytest.raises(InputError, match=r"--url c\.example: not an absolute"):
        page_in_file(tmp_path / "page.html", "c.example")


def test_a_file_without_end_is_read_no_further_than_a_page_may_be(tmp_path: Path) -> None:
    (tmp_path / "endless.html").symlink_to("/dev/zero")
    bomb = tmp_path / "bomb.html.gz"
    bomb.write_bytes(gzip.compress(b"<p>" * (20 << 20)))
    for path in (tmp_path / "endless.html", bomb):
        with pytest.raises(InputError, match="more than 16 MB: a crawl does not keep such a page"):
            page_in_file(path, None)


def test_a_page_of_the_web_is_asked_as_a_crawl_asks() -> None:
    pages = {"/bridge": STORY, "/robots.txt": "User-agent: GPTBot\nDisallow: /\nUser-agent: *\nDisallow: /closed\n"}
    with served(lambda _site: pages) as (site, asked):
        done = run("--private", f"{site}/bridge")
        denied = run("--private", f"{site}/closed")
        gone = run("--private", f"{site}/gone")
        inside = run(f"{site}/bridge")
    assert done.returncode == 0, done.stderr
    assert value(done.stdout, "Page") == f"{site}/bridge"
    assert value(done.stdout, "robots.txt") == "no rule forbids it"
    assert "Rights: AI training disallowed, text and data mining unknown" in done.stdout
    assert "  /bridge … 3 links\n" in done.stderr
    assert [path for path, _ in asked][:2] == ["/robots.txt", "/bridge"]
    assert "/closed" not in [path for path, _ in asked]
    for other, says in (
        (denied, f"dateline: {site}/closed cannot be read: Disallow: /closed (line 4, user-agent: *)"),
        (gone, f"dateline: {site}/gone cannot be read: HTTP 404"),
        (inside, f"dateline: {site}/bridge is no address on the public internet; write one such as https://paper.example/, "
         "or say --private if a machine or network of yours is meant"),
    ):  # fmt: skip
        assert other.returncode == 2
        assert other.stdout == ""
        assert other.stderr.splitlines()[-1] == says


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return programs.run("pipelines", "try", *arguments)
