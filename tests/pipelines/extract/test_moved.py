"""Stories that move to another address stay one work with one history, whatever the order of nights."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from assets.demo_nights import table_hashes
from pipelines.base.ids import article_id
from pipelines.base.urls.identity import url_key
from pipelines.extract.moved import is_same_story
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, TABLES
from pipelines.night.locator import forget
from pipelines.nights import build

SENTENCES = (
    "The council talked about the {0} on Monday, and this {0} was the reason why so many came to the {0} talk.",
    "Nobody knows yet what a {0} will cost, but a {0} like this {0} has to be mended before another {0} is built.",
    "When the town paid for its {0}, the mayor said, every {0} was cheap, and this {0} was the first {0} of all.",
    "A committee looks at the {0} from all sides: at the {0} in winter, the {0} in summer, and the {0} at night.",
)

ONE, TWO, THREE = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
HOST = "argus.example"


def prose(subject: str) -> str:
    return "".join(f"<p>{sentence.format(subject)}</p>" for sentence in SENTENCES * 2)


def story(subject: str, *, edit: str = "", canonical: str = "", day: int = 4) -> str:
    link = f"<link rel=canonical href='http://{HOST}{canonical}'>" if canonical else ""
    return (
        f"<html lang=en><title>The {subject}</title>{link}<meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2026-01-{day:02}T08:00:00Z'><body><article>"
        f"<h1>What will become of the {subject}</h1>{prose(subject)}{edit}</article></body></html>"
    )


Answer = str | int
"""A page, the address that a page redirects to, or a status."""
SUBJECTS = ("bridge", "ferry", "school", "mill", "market", "church", "well", "road", "tower", "pier", "quay")
NIGHTS: dict[date, dict[str, Answer]] = {
    ONE: {f"/old/{s}": story(s) for s in SUBJECTS},
    TWO: {
        "/old/bridge": "/new/bridge",  # to another slug
        "/new/bridge": story("bridge", canonical="/new/bridge"),
        "/old/ferry": "/hop/ferry",  # two redirects, to an id
        "/hop/ferry": "/7001",
        "/7001": story("ferry", edit="<p>The ferry came back in the evening.</p>"),
        "/old/school": story("school", canonical="/new/school"),  # it answers still
        "/old/mill": 404,  # without a redirect
        "/new/mill": story("mill"),
        "/old/market": "/new/theatre",  # another story
        "/new/theatre": story("theatre"),
        "/old/church": "/new/church",  # two stories to one address, which has one of them
        "/old/well": "/new/church",
        "/new/church": story("church"),
        "/old/road": story("road"),  # a second copy: the first is there
        "/new/road": story("road"),
        "/new/tower": story("tower"),  # nobody asked for the first
        "/new/pier": story("pier", day=6),  # printed again on another day
        "/old/quay": "http://news.argus.test/quay",  # to another host
        "http://news.argus.test/quay": story("quay"),
    },
    THREE: {
        "/new/bridge": "/newer/bridge",
        "/newer/bridge": story("bridge", edit="<p>The bridge was opened on Tuesday.</p>"),
        "/old/mill": 404,
        "/new/mill": story("mill"),
    },
}
WORK = {
    path: article_id(url_key(path if "://" in path else f"{HOST}{path}")) for pages in NIGHTS.values() for path in pages
}


def address(path: str) -> str:
    return path if "://" in path else f"http://{HOST}{path}"


def archived(home: Home, night: date, answers: Mapping[str, Answer]) -> None:
    at = datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
    out = ArchiveWriter(home.archive, folder(home.archive, "argus", night), f"argus-{night}")
    rows = []
    for path, answer in sorted(answers.items()):
        url = address(path)
        row: dict[str, Any] = {"night": night, "source": "argus", "url": url, "url_key": url[7:], "resource": "page"}
        row |= {"fetched_at": at, "channels": [], "final_url": url, "outcome": "http_error", "status": answer}
        if isinstance(answer, str) and not answer.startswith("<"):
            row |= {"outcome": "redirected", "status": 301, "final_url": address(answer)}
        elif isinstance(answer, str):
            place = out.write(Exchange(url, at, [], 200, "OK", [("Content-Type", "text/html")], answer.encode()))
            row |= {"outcome": "stored", "status": 200, "content_type": "text/html", "payload_sha256": path}
            row |= {"warc_file": place.file, "warc_offset": place.offset}
        rows.append(dict.fromkeys(FETCHES.names) | row)
    out.close()
    save_source_settings(home.archive, "argus", night, {"url": f"http://{HOST}/"})
    for table, found in (("links", []), ("fetches", rows)):
        batch = pa.RecordBatch.from_pylist(found, schema=TABLES[table].schema)
        save_night_rows(home.archive, "argus", night, table, [batch])


def built(archive: Path, root: Path, *nights: date) -> Home:
    home = Home.at(root)
    shutil.copytree(archive, home.archive)
    for night in nights:
        build(home, [night], show=False)
    return home


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home.at(tmp_path_factory.mktemp("argus"))
    for night, answers in NIGHTS.items():
        archived(home, night, answers)
    return home.archive


@pytest.fixture(scope="module")
def home(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The corpus, built in the order of nights."""
    return built(archive, tmp_path_factory.mktemp("built") / "home", *NIGHTS)


def test_a_story_that_moved_keeps_its_work(home: Home) -> None:
    works = {row["article_id"]: row for row in Lake(home.lake).read("articles").to_pylist()}
    others = {"/new/theatre", "/new/road", "/new/pier"}
    assert works.keys() == {WORK[path] for path in {*NIGHTS[ONE], *others}}
    places = {
        "bridge": "/newer/bridge",
        "ferry": "/7001",
        "mill": "/new/mill",
        "tower": "/new/tower",
        "quay": "http://news.argus.test/quay",
    }
    for subject, path in places.items():
        row = works[WORK[f"/old/{subject}"]]
        assert (row["url"], row["first_night"], row["gone_on"]) == (address(path), ONE, None)
    assert {path: works[WORK[f"/old/{path}"]]["revisions"] for path in places} == {
        "bridge": 2,
        "ferry": 2,
        "mill": 1,
        "tower": 1,
        "quay": 1,
    }


def test_the_table_says_where_each_story_was_before(home: Home) -> None:
    rows = Lake(home.lake).read("moves").to_pylist()
    moves = {(row["night"], row["url_key"]): (row["article_id"], row["from_url_key"], row["reason"]) for row in rows}
    assert moves == {
        (TWO, f"{HOST}/new/bridge"): (WORK["/old/bridge"], f"{HOST}/old/bridge", "HTTP 301"),
        (TWO, f"{HOST}/7001"): (WORK["/old/ferry"], f"{HOST}/old/ferry", "HTTP 301"),
        (TWO, f"{HOST}/old/school"): (WORK["/old/school"], f"{HOST}/old/school", "canonical"),
        (TWO, f"{HOST}/new/mill"): (WORK["/old/mill"], f"{HOST}/old/mill", "HTTP 404, same text"),
        (TWO, f"{HOST}/new/church"): (WORK["/old/church"], f"{HOST}/old/church", "HTTP 301"),
        (TWO, f"{HOST}/new/tower"): (WORK["/old/tower"], f"{HOST}/old/tower", "same text"),
        (TWO, "news.argus.test/quay"): (WORK["/old/quay"], f"{HOST}/old/quay", "HTTP 301"),
        (THREE, f"{HOST}/newer/bridge"): (WORK["/old/bridge"], f"{HOST}/new/bridge", "HTTP 301"),
    }


def test_neither_the_order_of_nights_nor_a_lost_locator_matters(home: Home, archive: Path, tmp_path: Path) -> None:
    other = built(archive, tmp_path, TWO, THREE)
    forget(other)
    build(other, [ONE], show=False)
    assert table_hashes(other) == table_hashes(home)


def test_texts_are_the_same_story_if_most_of_the_shorter_is_in_the_longer() -> None:
    one, other = ({"title": subject, "text": prose(subject)} for subject in ("bridge", "windmill"))
    assert is_same_story(one, one | {"title": "Another headline", "text": f"{one['text'][:300]} And so on."})
    assert not is_same_story(one, other)
    assert not is_same_story(one, one | {"text": f"{one['text'][:60]} {other['text']}"})
    short = {"title": "The bridge", "text": "It is shut."}
    assert is_same_story(short, short | {"title": "THE  bridge"})
    assert not is_same_story(short, short | {"title": "The ferry"})
