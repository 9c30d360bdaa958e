"""What the lake no longer has documents of leaves every table when its night is built again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.ask.sql.query import query_corpus
from pipelines.corpus.clean.step import clean_night
from pipelines.corpus.duplicates.step import dedupe_night
from pipelines.corpus.publish.step import publish_night
from pipelines.corpus.publish.views import write_views
from pipelines.extract.step import extract_night
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DROPPED, FETCHES
from pipelines.upkeep.conservation import capture_balance
from tests.pipelines.corpus.duplicates.newsroom import Capture, land, story

ONE, TWO = date(2026, 2, 1), date(2026, 2, 2)
HERALD = Capture("herald", "bridge", story(1), ONE)
DAILY = Capture("daily", "bridge", story(1), TWO)
DAILY_FERRY = Capture("daily", "ferry", story(2), TWO)
TABLES = ("documents", "clean_documents", "revisions", "clusters", "articles")


def build(home: Home, night: date) -> None:
    for step in (clean_night, dedupe_night, publish_night):
        step(home, night, lambda done, total: None)


def stored(home: Home, captures: Iterable[Capture]) -> None:
    blank = dict.fromkeys(FETCHES.names) | {"outcome": "stored", "resource": "page"}
    rows = [
        blank | {"night": c.night, "source": c.source, "url": c.url, "url_key": c.url.removeprefix("https://")}
        for c in captures
    ]
    Lake(home.lake).replace("fetches", pa.Table.from_pylist(rows, schema=FETCHES))


def built(folder: Path, *captures: Capture) -> Home:
    home = Home.at(folder)
    land(home, captures)
    stored(home, captures)
    for night in (ONE, TWO):
        build(home, night)
    return home


def drop(home: Home, night: date, source: str) -> None:
    """Drop every document of a source, as extraction by stricter rules would."""
    lake = Lake(home.lake)
    theirs = lake.read("documents", night=night, source=source)
    blank = dict.fromkeys(DROPPED.names) | {"night": night, "source": source, "step": "extract", "reason": "timeout"}
    dropped = [blank | {"capture_id": capture, "url": "-"} for capture in theirs["capture_id"].to_pylist()]
    lake.replace("documents", theirs.slice(0, 0), night=night, source=source)
    lake.replace("dropped", pa.Table.from_pylist(dropped, schema=DROPPED), night=night, source=source)


def works(home: Home, table: str) -> set[str]:
    return set(Lake(home.lake).read(table)["article_id"].to_pylist())


def published(home: Home, capture: Capture) -> dict[str, Any]:
    rows: list[dict[str, Any]] = (
        Lake(home.lake).read("articles", where=pc.field("article_id") == capture.article_id).to_pylist()
    )
    return rows[0]


def copies(home: Home, capture: Capture) -> int:
    write_views(home)
    (found,) = query_corpus(home, f"SELECT copies FROM articles WHERE article_id = '{capture.article_id}'").to_pylist()
    return int(found["copies"])


def test_no_row_of_a_source_outlives_its_last_document(tmp_path: Path) -> None:
    home = built(tmp_path, HERALD, DAILY, DAILY_FERRY)
    assert works(home, "articles") == {HERALD.article_id, DAILY.article_id, DAILY_FERRY.article_id}
    assert copies(home, HERALD) == 1
    (view,) = query_corpus(home, "SELECT sql FROM duckdb_views() WHERE view_name = 'articles'").to_pylist()
    assert "/lake/articles/" in view["sql"]
    assert "/lake/clusters/" not in view["sql"]  # who asks for no copies does not read all clusters
    drop(home, TWO, "daily")
    build(home, TWO)
    assert {table: works(home, table) for table in TABLES} == {table: {HERALD.article_id} for table in TABLES}
    assert copies(home, HERALD) == 0
    balance = capture_balance(home, TWO)
    assert balance.holds
    assert balance.counts == {"stored": 2, "clean": 0, "dropped": 2, "twice": 0}


def test_who_left_a_cluster_leaves_nobody_with_its_old_label(tmp_path: Path) -> None:
    home = built(tmp_path, HERALD, DAILY)
    land(home, [Capture("daily", "bridge", story(3), TWO)])
    build(home, TWO)
    assert [copies(home, each) for each in (HERALD, DAILY)] == [0, 0]
    assert published(home, DAILY)["cluster_id"] == DAILY.article_id


def test_a_capture_taken_back_shortens_its_revision(tmp_path: Path) -> None:
    again = Capture("herald", "bridge", story(1), TWO)
    home = built(tmp_path, HERALD, again)
    drop(home, TWO, "herald")
    build(home, TWO)
    (revision,) = Lake(home.lake).read("revisions").to_pylist()
    assert revision["seen_from"] == revision["seen_to"]
    assert revision["seen_to"].date() == ONE


def test_rows_of_a_source_with_no_stored_page_are_taken_back(tmp_path: Path) -> None:
    home = built(tmp_path, HERALD, DAILY, DAILY_FERRY)
    stored(home, [HERALD])
    assert extract_night(home, TWO, lambda done, total: None, workers=1).changed
    build(home, TWO)
    assert {table: works(home, table) for table in TABLES} == {table: {HERALD.article_id} for table in TABLES}
    assert not extract_night(home, TWO, lambda done, total: None, workers=1).changed
