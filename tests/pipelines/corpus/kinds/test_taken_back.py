"""A list that passed for a story leaves every table once its source has shown what it is, whatever the order of nights."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from assets.demo_nights import table_hashes
from pipelines.ask.search.searcher import find
from pipelines.base.ids import article_id
from pipelines.cli import dateline
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, TABLES
from pipelines.night.locator import forget
from pipelines.upkeep.reconciliation import works_published
from tests.pipelines.extract.argus import prose

ONE, TWO, THREE = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
SUBJECTS = ("bridge", "ferry", "school", "mill", "market")


def story(subject: str) -> str:
    return f"<h1>What will become of the {subject}</h1>{prose(subject)}"


def subject_page(*subjects: str) -> str:
    """What a source says of a subject, above the beginnings of stories about it."""
    entries = "".join(
        f"<div class=e><h3><a href='/2026/{s}'>Talk of the {s} goes on</a></h3>{prose(s)}</div>" for s in subjects
    )
    return f"<h1>All about it</h1><div class=list>{entries}</div>"


NIGHTS = {
    ONE: {
        "/2026/bridge": story("bridge"),
        "/about-the/pier": f"<h1>All about it</h1>{prose('bridge')}",
        "/weekly": story("week"),
    },
    TWO: {f"/sub{subject}": subject_page(subject, "well", "road") for subject in SUBJECTS}
    | {f"/about-the/{subject}": subject_page(subject, "well", "road") for subject in SUBJECTS},
    THREE: {"/2026/ferry": story("ferry"), "/weekly": subject_page("bridge", "ferry")},
}
PIER, WEEKLY, BRIDGE, FERRY = (
    article_id(f"argus.example{path}") for path in ("/about-the/pier", "/weekly", "/2026/bridge", "/2026/ferry")
)


def archived(home: Home, night: date) -> None:
    at = datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
    out = ArchiveWriter(home.archive, folder(home.archive, "argus", night), f"argus-{night}")
    rows = []
    for path, body in sorted(NIGHTS[night].items()):
        url, html = (
            f"http://argus.example{path}",
            f"<html lang=en><title>Argus</title><body>{body}</body></html>".encode(),
        )
        place = out.write(Exchange(url, at, [], 200, "OK", [("Content-Type", "text/html")], html))
        row: dict[str, Any] = {"night": night, "source": "argus", "url": url, "url_key": url[7:], "resource": "page"}
        row |= {
            "outcome": "stored",
            "fetched_at": at,
            "content_type": "text/html",
            "payload_sha256": path,
            "channels": [],
        }
        rows.append(dict.fromkeys(FETCHES.names) | row | {"warc_file": place.file, "warc_offset": place.offset})
    out.close()
    save_source_settings(home.archive, "argus", night, {"url": "http://argus.example/"})
    for table, found in (("links", []), ("fetches", rows)):
        save_night_rows(
            home.archive, "argus", night, table, [pa.RecordBatch.from_pylist(found, schema=TABLES[table].schema)]
        )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home.at(tmp_path_factory.mktemp("argus"))
    for night in NIGHTS:
        archived(home, night)
    return home.archive


def built(archive: Path, root: Path, *nights: date) -> Home:
    home = Home.at(root)
    shutil.copytree(archive, home.archive)
    for night in nights:
        build(home, night)
    return home


def build(home: Home, night: date) -> None:
    arguments = ["--home", str(home.root), "build", "--night", str(night)]
    assert CliRunner().invoke(dateline, arguments, catch_exceptions=False).exit_code == 0


def works(home: Home, table: str) -> set[str]:
    return set(Lake(home.lake).read(table)["article_id"].to_pylist())


@pytest.fixture(scope="module")
def stages(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[date, Home]:
    """The corpus after each night, built in order."""
    folder = tmp_path_factory.mktemp("stages")
    home = built(archive, folder / "home")
    copies = {}
    for night in NIGHTS:
        build(home, night)
        copies[night] = Home.at(shutil.copytree(home.root, folder / str(night)))
    return copies


def test_a_page_is_taken_back_when_its_source_shows_what_stands_under_such_addresses(stages: dict[date, Home]) -> None:
    assert works(stages[ONE], "articles") == {BRIDGE, PIER, WEEKLY}
    assert find(stages[ONE], "pier OR bridge").total == 2
    assert works(stages[TWO], "articles") == {BRIDGE, WEEKLY}
    home = stages[THREE]
    for table in ("articles", "revisions", "clusters", "date_history"):
        assert works(home, table) == {BRIDGE, FERRY}, table
    rows = {row["article_id"]: (row["kind"], row["basis"]) for row in Lake(home.lake).read("taken_back").to_pylist()}
    assert rows == {PIER: ("listing", "shape /about-the/*"), WEEKLY: ("listing", "entries")}
    assert find(home, "pier OR bridge").total == 1
    assert works_published(home).sentence == "2 works with a text = 2 articles, 2 taken back"
    assert Lake(home.lake).read("clusters", columns=["cluster_id", "role"]).to_pylist() == [
        {"cluster_id": work, "role": "origin"} for work in sorted((BRIDGE, FERRY))
    ]


def test_the_order_of_nights_does_not_matter(stages: dict[date, Home], archive: Path, tmp_path: Path) -> None:
    assert table_hashes(built(archive, tmp_path, THREE, TWO, ONE)) == table_hashes(stages[THREE])


def test_without_the_locator_the_lake_says_what_was_taken_back(stages: dict[date, Home], tmp_path: Path) -> None:
    home = Home.at(shutil.copytree(stages[TWO].root, tmp_path / "home"))
    forget(home)
    build(home, THREE)
    assert table_hashes(home) == table_hashes(stages[THREE])
