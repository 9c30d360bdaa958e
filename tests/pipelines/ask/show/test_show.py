"""`dateline show`: an article to read, and the page it was made of."""

import webbrowser
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ask.show.word_diff import word_diff
from pipelines.cli import dateline
from pipelines.corpus.publish.views import write_views
from pipelines.lake.archive import ArchiveWriter, Exchange, folder
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from tests.pipelines.conftest import article

ONE, TWO = date(2026, 2, 2), date(2026, 2, 3)
FIRST, SECOND = datetime(2026, 2, 2, 4, tzinfo=UTC), datetime(2026, 2, 3, 4, tzinfo=UTC)
STORY, COPY, OTHER = "aaaa000000000001", "aaaa000000000002", "bbbb000000000003"
URL = "https://paper.example/bridge"
BODY = b"<html><h1>Bridge opens</h1>\x1b[31m</html>"
OLD = "The mayor opened the bridge on Monday.\n\nThe bridge cost two million."
NEW = "The mayor opened the bridge on Monday.\n\nThe bridge cost three million."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return written(tmp_path_factory.mktemp("home"))


def written(root: Path) -> Home:
    """A story that changed once, its copy, and another that it links to; the second night had the first one's page again."""
    home = Home.at(root)
    story: dict[str, Any] = {
        "url": URL, "url_key": "paper.example/bridge", "title": "Bridge opens", "text": NEW,
        "authors": ["Ann Lee"], "agency": "AFP", "cluster_id": STORY,
        "published": "2026-02-01", "published_basis": "byline-text: text", "published_confidence": 0.97, "revisions": 2,
        "not_before": FIRST, "not_before_basis": "byline-text: text", "copies": 1,
        "related": [{"url": "https://paper.example/other", "title": "Another story", "position": 0},
                    {"url": "https://paper.example/away", "title": "\x1b[2JAway", "position": 1}],
    }  # fmt: skip
    put(
        home,
        "articles",
        article(STORY, **story),
        article(COPY, cluster_id=STORY, role="wire_copy", source="digest"),
        article(OTHER),
    )
    texts = ((1, FIRST, "first", OLD), (2, SECOND, "update", NEW))
    put(home, "revisions", *(
        {"article_id": STORY, "revision": number, "seen_from": at, "change": change, "text": text, "title": "Bridge opens"}
        for number, at, change, text in texts
    ))  # fmt: skip
    pages = (
        (ONE, FIRST, STORY, "bridge"),
        (TWO, SECOND, STORY, "bridge"),
        (ONE, FIRST, COPY, "copy"),
        (ONE, FIRST, OTHER, "other"),
    )
    for night in (ONE, TWO):
        rows = [
            {"night": night, "source": "paper", "article_id": work, "url_key": f"paper.example/{name}", "fetched_at": at,
             "url": f"https://paper.example/{name}",
             "title": name, "kind": "article", "kind_basis": "text"}
            for when, at, work, name in pages if when == night
        ]  # fmt: skip
        put(home, "documents", *rows, night=night)
    archive(home)
    move = {
        "source": "paper",
        "article_id": STORY,
        "url_key": "paper.example/bridge",
        "from_url_key": "paper.example/copy",
    }
    put(home, "moves", move | {"night": TWO, "reason": "HTTP 301"}, night=TWO)
    print_page = {
        "to_url": f"{URL}?print=1",
        "to_url_key": "paper.example/bridge",
        "kind": "version",
        "anchor": "print",
    }
    put(
        home,
        "links",
        print_page | {"night": TWO, "source": "paper", "from_url": URL, "from_url_key": "paper.example/bridge"},
    )
    write_views(home)
    return home


def put(home: Home, table: str, *rows: dict[str, Any], night: date | None = None) -> None:
    schema = TABLES[table].schema
    blank = dict.fromkeys(schema.names) | ({"month": "2026-02"} if "month" in schema.names else {})
    Lake(home.lake).replace(table, pa.Table.from_pylist([blank | row for row in rows], schema=schema), night=night)


def archive(home: Home) -> None:
    """The page on the first night, and a record that refers to it on the second."""
    refers_to = None
    for night, at in ((ONE, FIRST), (TWO, SECOND)):
        out = ArchiveWriter(home.archive, folder(home.archive, "paper", night), f"paper-{night}")
        body = BODY if refers_to is None else b""
        place = out.write(Exchange(URL, at, [], 200, "OK", [("Content-Type", "text/html")], body, refers_to=refers_to))
        out.close()
        fetch = {
            "night": night, "source": "paper", "url": URL, "url_key": "paper.example/bridge", "fetched_at": at,
            "resource": "page", "outcome": "stored" if refers_to is None else "not_modified", "payload_sha256": "1",
            "payload_bytes": len(body) or None, "warc_file": place.file, "warc_offset": place.offset,
        }  # fmt: skip
        put(home, "fetches", fetch, night=night)
        refers_to = (place.record_id, f"{at:%Y-%m-%dT%H:%M:%SZ}")


def show(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(dateline, ["--home", str(home.root), "show", *arguments])


@pytest.mark.parametrize("asked", [STORY, "aaaa000000000001"[:16], URL])
def test_an_article_is_shown_with_all_that_is_known_of_it(home: Home, asked: str) -> None:
    lines = show(home, asked).stdout.splitlines()
    assert lines[:7] == [
        "Bridge opens",
        "paper · en",
        "By         Ann Lee, AFP",
        "Published  2026-02-01: stands in the byline (the day is right with a probability of 0.97)",
        "Bounds     not before 2026-02-02 04:00 UTC (byline-text: text), not after 2026-02-02 02:00 UTC (None)",
        f"URL        {URL}",
        f"Article    {STORY}",
    ]
    assert "The bridge cost three million." in lines
    assert "     The bridge cost [-two-]{+three+} million." in lines
    assert f"  {COPY}  digest  undated  wire copy" in lines
    assert f"  {OTHER}  Another story" in lines
    assert "  not captured      \\u001b[2JAway" in lines
    addresses = lines.index("Addresses (2)")
    assert lines[addresses + 1 : addresses + 5] == [
        f"  {URL}",
        "                    canonical  2026-02-02 to 2026-02-03  page of the current text",
        f"  {URL}?print=1",
        "                    print  2026-02-03 to 2026-02-03  link version print",
    ]
    captures = lines[lines.index("Archived (2)") + 1 :]
    assert captures[0].endswith(f"{len(BODY)} bytes")
    assert captures[1].endswith("the same as before")
    assert all(f"{home.archive}/source=paper/night=" in line for line in captures)


def test_the_archived_bytes(home: Home) -> None:
    assert show(home, STORY, "--raw").stdout_bytes == BODY


def test_the_beginning_of_an_id(home: Home) -> None:
    assert f"Article    {OTHER}" in show(home, "b").stdout
    said = str(show(home, "aaaa").exception)
    assert said.startswith(
        "2 articles have an id that begins with 'aaaa': aaaa000000000001 (bridge), aaaa000000000002 (copy)"
    )


def test_what_is_no_article_is_told_with_the_reason(tmp_path: Path) -> None:
    home = written(tmp_path)
    put(home, "articles")
    put(home, "taken_back", {"article_id": STORY, "kind": "listing", "basis": "entries"})
    assert "it was taken back, a page of the kind listing (entries)" in str(show(home, STORY).exception)
    assert "its page is of the kind article (text)" in str(show(home, OTHER).exception)


def test_the_browser_is_opened_where_there_is_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    class Browser:
        def open(self, url: str) -> bool:
            opened.append(url)
            return True

    def none() -> Browser:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", Browser)
    assert show(home, STORY, "--open").exit_code == 0
    assert opened == [URL]
    monkeypatch.setattr(webbrowser, "get", none)
    assert f"there is no browser here: open {URL} yourself" in str(show(home, STORY, "--open").exception)


@given(
    st.lists(st.sampled_from(["a b", "b c", "c", "d e f"]), max_size=4),
    st.lists(st.sampled_from(["a b", "c", "x"]), max_size=4),
)
def test_a_diff_holds_what_went_and_what_came(old: list[str], new: list[str]) -> None:
    changes = [change for place in word_diff("\n\n".join(old), "\n\n".join(new)) for change in place]
    gone = [word for paragraph in old for word in paragraph.split()]
    come = [word for paragraph in new for word in paragraph.split()]
    for change in changes:
        if change.sign == "-":
            assert set(change.text.split()) <= set(gone)
        if change.sign == "+":
            assert set(change.text.split()) <= set(come)
    assert bool(changes) == (old != new and "\n\n".join(old) != "\n\n".join(new))


def test_what_is_the_same_is_told_in_short() -> None:
    long = "word " * 100
    [place] = word_diff(f"{long}old {long}", f"{long}new {long}")
    assert [change.sign for change in place] == [" ", "-", "+", " "]
    assert sum(len(change.text) for change in place) < 150
