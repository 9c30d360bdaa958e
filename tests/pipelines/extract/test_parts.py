"""Stories in parts: one text from the pages of a story, by night and by archive, and everything that only looks like it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from assets.demo_nights import table_hashes
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, LINKS
from pipelines.nights import build
from pipelines.upkeep.takedown.target import find_target
from spiders.resources.reading import read_page

ONE, TWO, THREE = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
HOST = "argus.example"
STORY = "/2026/01/the-town-and-its-mill"


def prose(number: int, word: str = "mill") -> str:
    return "".join(
        f"<p>In chapter {number} the town council heard speaker {n} on the {word}, who asked why nobody mended the {word}.</p>"
        for n in range(5)
    )


def page(body: str, *links: str, title: str, head: str = "") -> str:
    return (
        f"<html lang=en><head><title>{title}</title><meta property='og:type' content='article'>{head}"
        f"<meta property='article:published_time' content='2026-01-04T08:00:00Z'></head><body><article><h1>{title}</h1>"
        f"<p>By Ann Poe</p>{body}<div class=pages>{' '.join(links)}</div></article></body></html>"
    )


def link(path: str, text: str, rel: str = "") -> str:
    return f"<a href='{path}' rel='{rel}'>{text}</a>"


def parts(story: str, *addresses: str, text: str = "{}") -> dict[str, str]:
    """A story of several pages; each page links to the others by their numbers."""
    every = [story, *addresses]
    return {
        own: page(
            prose(n, story[-9:]) + f"<p>Page {n} of {len(every)}</p>",
            *(link(to, text.format(m)) for m, to in enumerate(every, 1) if m != n),
            title=f"All about {story[-20:].replace('-', ' ')}",
        )
        for n, own in enumerate(every, 1)
    }


Pages = Mapping[str, str | int]
"""The text of a page, or the status that its address answers with."""


def archived(home: Home, night: date, pages: Pages) -> None:
    at = datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
    out = ArchiveWriter(home.archive, folder(home.archive, "argus", night), f"argus-{night}")
    fetches, links = [], []
    for path, body in sorted(pages.items()):
        url = f"http://{HOST}{path}"
        key = url[7:].removesuffix("/")
        row: dict[str, Any] = {"night": night, "source": "argus", "url": url, "url_key": key, "resource": "page"}
        row |= {"fetched_at": at, "channels": [], "final_url": url, "outcome": "http_error", "status": body}
        if isinstance(body, str):
            place = out.write(Exchange(url, at, [], 200, "OK", [("Content-Type", "text/html")], body.encode()))
            row |= {
                "outcome": "stored",
                "status": 200,
                "content_type": "text/html",
                "payload_sha256": f"{path} {night}",
            }
            row |= {"warc_file": place.file, "warc_offset": place.offset}
            links += [
                {"night": night, "source": "argus", "from_url": url, "from_url_key": key, "to_url": edge.url}
                | {"to_url_key": edge.key, "kind": edge.kind, "position": edge.position, "variant": 0}
                | {"anchor": edge.anchor, "set_in": None, "spans": None}
                for edge in read_page(url, body.encode(), "text/html").edges
            ]
        fetches.append(dict.fromkeys(FETCHES.names) | row)
    out.close()
    save_source_settings(home.archive, "argus", night, {"url": f"http://{HOST}/"})
    for table, schema, rows in (("links", LINKS, links), ("fetches", FETCHES, fetches)):
        save_night_rows(home.archive, "argus", night, table, [pa.RecordBatch.from_pylist(rows, schema=schema)])


SLIDES = "/photos/the-ten-best-mills.html"
WHOLE = "/2026/01/what-the-town-wants"
CHAIN = "/2026/01/one-long-night-in-town"
GAP = "/2026/01/the-council-and-the-money"
BLOG = "/2026/01/a-short-walk-along-the-river"
ECHO = "/2026/01/ferries-are-late-once-more"
LATE = "/2026/01/how-a-town-was-lost"
KEPT = "/2026/01/who-owns-the-old-harbour"
NIGHTS: dict[date, dict[str, str | int]] = {
    ONE: {
        **parts(STORY, f"{STORY}/2/", f"{STORY}/3/"),
        **parts("/news/mill-burns-again.html", "/news/mill-burns-again.html?page=2", text="Page {}"),
        **parts(SLIDES, "/photos/the-ten-best-mills-2.html", "/photos/the-ten-best-mills-3.html"),
        # `rel=next` in the head, and "Next page": the first page names the second only
        CHAIN: page(prose(1, "night"), head=f"<link rel=next href='{CHAIN}/page/2'>", title="One long night in town"),
        f"{CHAIN}/page/2": page(
            prose(2, "night"),
            link(f"{CHAIN}/page/3", "Next page »"),
            link(CHAIN, "« Previous page"),
            title="One long night in town",
        ),
        f"{CHAIN}/page/3": page(
            prose(3, "night"),
            link(CHAIN, "1"),
            head=f"<link rel=prev href='{CHAIN}/page/2'>",
            title="One long night in town",
        ),
        # all on one page; the second page was not captured
        WHOLE: page(
            prose(1, "stage"),
            link(f"{WHOLE}/2", "2"),
            link(f"{WHOLE}?page=all", "View all on a single page"),
            title="What the town wants",
        ),
        f"{WHOLE}?page=all": page(
            prose(1, "stage") + prose(2, "stage") + prose(3, "stage"), title="What the town wants"
        ),
        # the second page fails, the third is there
        GAP: parts(GAP, f"{GAP}/2", f"{GAP}/3")[GAP],
        f"{GAP}/2": 500,
        f"{GAP}/3": parts(GAP, f"{GAP}/2", f"{GAP}/3")[f"{GAP}/3"],
        # a blog's next story, the second of a series, and a pager of comments
        BLOG: page(
            prose(1, "river"),
            link("/2026/01/the-next-walk", "Next", "next"),
            link(f"{BLOG}/2", "2"),
            title="A short walk along the river",
        ),
        "/2026/01/the-next-walk": page(prose(1, "sea"), title="The next walk"),
        f"{BLOG}/2": page(prose(2, "hill"), link(BLOG, "1"), title="Walks above the town"),
        ECHO: page(prose(1, "ferry"), link(f"{ECHO}?page=2", "2"), title="Ferries are late once more"),
        f"{ECHO}?page=2": page(prose(1, "ferry"), link(ECHO, "1"), title="Ferries are late once more"),
        LATE: page(prose(1, "lamp"), link(f"{LATE}/2", "2"), title="How a town was lost"),
        f"{KEPT}/2": page(prose(2, "quay"), link(KEPT, "1"), title="Who owns the old harbour"),
    },
    TWO: {
        f"{STORY}/2/": parts(STORY, f"{STORY}/2/", f"{STORY}/3/")[f"{STORY}/2/"].replace(
            "In chapter 2", "In the new chapter"
        ),
        f"{SLIDES[:-5]}-2.html": parts(SLIDES, f"{SLIDES[:-5]}-2.html", f"{SLIDES[:-5]}-3.html")[
            f"{SLIDES[:-5]}-2.html"
        ]
        + " ",
        f"{LATE}/2": page(prose(2, "lamp"), link(LATE, "1"), title="How a town was lost"),
        KEPT: page(prose(1, "quay"), link(f"{KEPT}/2", "2"), title="Who owns the old harbour"),
    },
    THREE: {
        STORY: parts(STORY, f"{STORY}/2/", f"{STORY}/3/")[STORY].replace("In chapter 1", "In the first chapter"),
        f"{STORY}/3/": parts(STORY, f"{STORY}/2/", f"{STORY}/3/")[f"{STORY}/3/"].replace(
            "In chapter 3", "In the last chapter"
        ),
    },
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home.at(tmp_path_factory.mktemp("parts"))
    for night, pages in NIGHTS.items():
        archived(home, night, pages)
    return home.archive


@pytest.fixture(scope="module")
def home(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return built(archive, tmp_path_factory.mktemp("built"), ONE, TWO, THREE)


def built(archive: Path, root: Path, *nights: date) -> Home:
    home = Home.at(root)
    shutil.copytree(archive, home.archive)
    for night in nights:
        build(home, [night], show=False)
    return home


def rows(home: Home, night: date) -> dict[str, dict[str, Any]]:
    found = Lake(home.lake).read("documents", night=night).to_pylist()
    return {row["url"].removeprefix(f"http://{HOST}"): row for row in found if row["kind"] in ("article", "gallery")}


def chapters(row: dict[str, Any]) -> list[str]:
    """The chapters of a text, in order, each once for its five paragraphs; every other line as it is."""
    found: list[str] = []
    for line in row["text"].split("\n\n"):
        name = line.split(" the town council")[0]
        if found[-1:] != [name]:
            found.append(name)
    return found


def named(row: dict[str, Any], rule: str) -> list[str]:
    return [flag["text"].removeprefix(f"http://{HOST}") for flag in row["flags"] if flag["rule"] == rule]


@pytest.mark.parametrize(
    ("story", "texts", "joined"),
    [
        (STORY, 3, [f"{STORY}/2/", f"{STORY}/3/"]),
        ("/news/mill-burns-again.html", 2, ["/news/mill-burns-again.html?page=2"]),
        (SLIDES, 3, [f"{SLIDES[:-5]}-2.html", f"{SLIDES[:-5]}-3.html"]),
        (CHAIN, 3, [f"{CHAIN}/page/2", f"{CHAIN}/page/3"]),
        (WHOLE, 3, [f"{WHOLE}?page=all"]),
    ],
)
def test_a_story_on_several_pages_is_one_text_without_repeated_heads(
    home: Home, story: str, texts: int, joined: list[str]
) -> None:
    row = rows(home, ONE)[story]
    assert chapters(row) == [f"In chapter {n}" for n in range(1, texts + 1)]
    assert len(row["text"].split("\n\n")) == 5 * texts
    assert (named(row, "part"), named(row, "part_missing"), row["authors"]) == (joined, [], ["Ann Poe"])
    for flag in row["flags"]:
        if flag["rule"] == "part":
            assert row["text"][flag["start"] : flag["end"]].startswith("In chapter ")


def test_part_pages_are_no_stories_and_have_rows(home: Home) -> None:
    found = Lake(home.lake).read("documents", night=ONE).to_pylist()
    kinds = {row["url"].removeprefix(f"http://{HOST}"): (row["kind"], row["kind_basis"]) for row in found}
    of = ("other", "further page")
    assert all(
        kinds[path] == of for path in (f"{STORY}/2/", f"{CHAIN}/page/3", f"{SLIDES[:-5]}-3.html", f"{ECHO}?page=2")
    )
    assert len(found) == sum(isinstance(body, str) for body in NIGHTS[ONE].values())


def test_a_story_with_a_missing_part_says_so_and_has_no_text_behind_it(home: Home) -> None:
    row = rows(home, ONE)[GAP]
    assert (chapters(row), named(row, "part"), named(row, "part_missing")) == (["In chapter 1"], [], [f"{GAP}/2"])


@pytest.mark.parametrize("story", [BLOG, "/2026/01/the-next-walk", ECHO])
def test_other_pages_are_not_joined(home: Home, story: str) -> None:
    row = rows(home, ONE)[story]
    assert (chapters(row), named(row, "part"), named(row, "part_missing")) == (["In chapter 1"], [], [])


def test_a_part_that_changes_makes_a_revision_and_one_that_does_not_makes_none(home: Home) -> None:
    tonight = rows(home, TWO)
    assert chapters(tonight[STORY]) == ["In chapter 1", "In the new chapter", "In chapter 3"]
    assert SLIDES not in tonight
    assert chapters(rows(home, THREE)[STORY]) == ["In the first chapter", "In the new chapter", "In the last chapter"]
    revisions = Lake(home.lake).read("revisions").to_pylist()
    assert sum(row["article_id"] == tonight[STORY]["article_id"] for row in revisions) == 3


def test_parts_of_other_nights_count_from_the_night_on_that_has_all(home: Home) -> None:
    assert (chapters(rows(home, ONE)[LATE]), chapters(rows(home, TWO)[LATE])) == (
        ["In chapter 1"],
        ["In chapter 1", "In chapter 2"],
    )
    assert named(rows(home, ONE)[LATE], "part_missing") == [f"{LATE}/2"]
    assert chapters(rows(home, TWO)[KEPT]) == ["In chapter 1", "In chapter 2"]


PIECE = "/2026/01/the-bridge-that-nobody-crosses"


def test_the_rest_that_a_button_shows_is_the_storys_and_a_page_of_its_own_is_not(tmp_path: Path) -> None:
    home, button = Home.at(tmp_path), "<button class=more data-url='{}'>Read more</button>".format
    title = "The bridge that nobody crosses"
    pages = {
        PIECE: page(prose(1, "bridge") + button("/fragments/7"), title=title),
        "/fragments/7": prose(2, "bridge"),
        f"{PIECE}-now": page(prose(3, "ferry") + button("/api/story/8"), title="The ferry is late again in spring"),
        "/api/story/8": page(prose(4, "library"), title="A library opens where the station stood"),
        f"{PIECE}-again": page(prose(1, "station") + button("/fragments/9"), title="A station closes for good in May"),
    }
    archived(home, ONE, pages)
    build(home, [ONE], show=False)
    found = rows(home, ONE)
    assert chapters(found[PIECE]) == ["In chapter 1", "In chapter 2"]
    assert named(found[PIECE], "part") == ["/fragments/7"]
    assert set(found) == {PIECE, f"{PIECE}-now", "/api/story/8", f"{PIECE}-again"}
    assert chapters(found[f"{PIECE}-now"]) == ["In chapter 3"]
    assert named(found[f"{PIECE}-again"], "part_missing") == ["/fragments/9"]
    changed = prose(2, "bridge").replace("chapter 2", "chapter 3")
    archived(home, TWO, {"/fragments/7": changed})
    archived(home, THREE, {PIECE: pages[PIECE], "/fragments/7": changed})
    build(home, [TWO, THREE], show=False)
    assert rows(home, TWO) == {}  # a piece that comes alone is no story
    assert chapters(rows(home, THREE)[PIECE]) == ["In chapter 1", "In chapter 3"]


def test_a_page_without_a_text_is_the_story_that_a_script_fills_in(tmp_path: Path) -> None:
    home, box = Home.at(tmp_path), "<div hx-get='{}' hx-trigger=load></div>".format
    title = "The bridge that nobody crosses"
    whole = f"<article><h1>{title}</h1><p>By Ben Hill</p>{prose(2, 'bridge')}</article>"
    bare = page(box("/frames/8"), title=title).replace("<p>By Ann Poe</p>", "")
    pages = {
        PIECE: page(box("/fragments/7"), title=title),
        "/fragments/7": prose(1, "bridge"),
        f"{PIECE}-again": bare,
        "/frames/8": whole,
        f"{PIECE}-lost": page(box("/fragments/9"), title="A station closes for good in May"),
    }
    archived(home, ONE, pages)
    archived(home, TWO, {PIECE: pages[PIECE]})
    build(home, [ONE, TWO], show=False)
    found = rows(home, ONE)
    assert {story: chapters(row) for story, row in found.items()} == {
        PIECE: ["In chapter 1"],
        f"{PIECE}-again": ["In chapter 2"],
    }
    assert [found[story]["authors"] for story in (PIECE, f"{PIECE}-again")] == [["Ann Poe"], ["Ben Hill"]]
    assert {row["language"] for row in found.values()} == {"en"}
    assert chapters(rows(home, TWO)[PIECE]) == ["In chapter 1"]


def test_a_night_with_parts_of_pages_that_were_never_captured(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    archived(home, ONE, {"/list?page=2": page(prose(1), title="The rest of a page")})
    assert build(home, [ONE], show=False).changed
    assert list(rows(home, ONE)) == ["/list?page=2"]


def test_no_story_is_a_work_twice(home: Home) -> None:
    articles = {row["url"].removeprefix(f"http://{HOST}") for row in Lake(home.lake).read("articles").to_pylist()}
    stories = {
        STORY,
        "/news/mill-burns-again.html",
        SLIDES,
        CHAIN,
        WHOLE,
        GAP,
        BLOG,
        "/2026/01/the-next-walk",
        ECHO,
        LATE,
        KEPT,
    }
    assert articles - {f"{BLOG}/2"} == stories


def test_rows_do_not_depend_on_the_order_of_nights_nor_on_what_stood(home: Home, archive: Path, tmp_path: Path) -> None:
    """The first night comes last: what stood of the other two is joined again."""
    assert table_hashes(built(archive, tmp_path / "other", TWO, THREE, ONE)) == table_hashes(home)


@pytest.mark.parametrize("given", [STORY, f"{STORY}/3/"])
def test_a_takedown_of_a_story_reaches_its_parts_and_one_of_a_part_its_story(home: Home, given: str) -> None:
    target = find_target(home, f"http://{HOST}{given}")
    assert {f"{HOST}{STORY}", f"{HOST}{STORY}/2", f"{HOST}{STORY}/3"} <= set(target.keys)
    assert rows(home, ONE)[STORY]["article_id"] in target.works
