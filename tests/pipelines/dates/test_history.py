"""The history of dates: what was believed on each night, kept when better evidence comes, and nobody shown twice."""

import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipelines.ask.dates.evidence_table import explain, former_dates
from pipelines.ask.sql.query import query_corpus
from pipelines.corpus.publish.step import dates_changed
from pipelines.corpus.publish.views import refresh_views
from pipelines.dates.nights.history import COLUMNS, HELD, change, dated_articles, history
from pipelines.dates.nights.works import works_of
from pipelines.dates.trust import confidence, in_hundredths
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DATE_EVIDENCE
from pipelines.lake.schemas import UTC as UTC_TIME
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import DERIVED, Dated, build, offer, stated

ONE, TWO, THREE = date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4)
SEED = Capture("seed", "bridge", story(1), ONE)
PAPER = Capture("paper", "ferry", story(2), ONE)
FEED = "Sun, 01 Feb 2026 16:45:00 +0100"


def again(capture: Capture, night: date) -> Capture:
    return Capture(capture.source, capture.path, capture.text, night)


PAGES = [
    Dated(SEED),
    Dated(PAPER),
    Dated(Capture("agency", "2022/bridge", story(1), TWO), (stated("2022-05-03T10:00:00+00:00"),)),
    Dated(again(PAPER, TWO), (offer("2026-02-01"),)),
    Dated(again(PAPER, THREE), (offer("2026-02-01"),), feed=FEED),
]


def rows(home: Home, table: str, work: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Lake(home.lake).read(table, where=pc.field("article_id") == work).to_pylist()
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("history"))
    build(home, PAGES, (ONE, TWO, THREE))
    return home


def test_a_copy_tightens_a_bound_and_the_old_bound_stays_in_history(home: Home) -> None:
    first, second = rows(home, "date_history", SEED.article_id)
    assert (first["night"], first["until_night"], first["change"]) == (ONE, TWO, "first")
    assert (first["not_after"].date(), first["not_after_basis"]) == (ONE, "first seen")
    assert (second["night"], second["until_night"], second["change"]) == (TWO, None, "bounds")
    assert second["not_after"] == datetime(2022, 5, 3, 10, tzinfo=UTC)
    assert second["not_after_basis"].startswith("copy in agency")


def test_a_work_that_is_dated_later_stays_in_its_partition_and_is_shown_once(home: Home) -> None:
    undated, dated, refined = rows(home, "date_history", PAPER.article_id)
    assert [(row["month"], row["first_night"]) for row in (undated, dated, refined)] == [("2026-02", ONE)] * 3
    assert [row["change"] for row in (undated, dated, refined)] == ["first", "dated", "refined"]
    assert (dated["published"], dated["night"], dated["until_night"]) == ("2026-02-01", TWO, THREE)
    assert refined["published"] == "2026-02-01T16:45:00+01:00"
    for night in (ONE, TWO, THREE):
        refresh_views(home, night, lambda done, total: None)
    shown = query_corpus(home, "SELECT first_night, published[:10] AS day FROM articles ORDER BY source").to_pylist()
    assert [tuple(row.values()) for row in shown] == [(TWO, "2022-05-03"), (ONE, "2026-02-01"), (ONE, None)]
    former = query_corpus(home, "SELECT published FROM dates_as_of(DATE '2026-02-02')").to_pylist()
    assert former == [{"published": None}] * 2


def test_what_holds_now_is_what_the_article_says(home: Home) -> None:
    dates = [name for name in COLUMNS if name in HELD]
    for article in Lake(home.lake).read("articles").to_pylist():
        last = rows(home, "date_history", article["article_id"])[-1]
        assert last["until_night"] is None
        assert {name: last[name] for name in dates} == {name: article[name] for name in dates}


@pytest.mark.parametrize("order", [(THREE, TWO, ONE), (TWO, THREE, ONE)])
def test_history_is_the_same_in_whatever_order_nights_are_built(
    order: tuple[date, ...], home: Home, tmp_path: Path
) -> None:
    assert build(Home.at(tmp_path), PAGES, order) == {table: Lake(home.lake).content_hash(table) for table in DERIVED}


def test_only_the_history_that_changed_is_written(home: Home) -> None:
    lake = Lake(home.lake)
    before = {table: lake.files(table) for table in ("articles", "date_history", "date_evidence", "sightings")}
    build(home, [], (TWO, THREE))
    assert {table: lake.files(table) for table in before} == before
    night = THREE + timedelta(days=1)
    build(home, [Dated(again(PAPER, night), (offer("2026-02-01"),), feed=FEED)], (night,))
    assert {table: lake.files(table) for table in ("articles", "date_history")} == {
        table: before[table] for table in ("articles", "date_history")
    }
    assert lake.files("sightings") != before["sightings"]


def test_former_dates_in_words(home: Home) -> None:
    lines = [line.plain for line in former_dates(rows(home, "date_history", PAPER.article_id))]
    sure = in_hundredths(confidence("byline-text", "alone"))
    assert lines[1] == (
        f"Was:        2026-02-01 ({sure}; byline-text: text), until night 2026-02-04, because better evidence gave the clock "
        "time, the zone or the precision; feed: feed:pubDate"
    )
    (bound,) = former_dates(rows(home, "date_history", SEED.article_id))
    assert "until night 2026-02-03, because a bound became tighter" in bound.plain
    assert "not after 2022-05-03 10:00:00 UTC: copy in agency" in bound.plain


@pytest.mark.parametrize(
    ("was", "published", "kind"),
    [
        (None, "2026-02-01", "dated"),
        ("2026-02-01", None, "withdrawn"),
        ("2026-02", "2026-02-01", "refined"),
        ("2026-02-01T10:00", "2026-02-01T10:00:00+01:00", "refined"),
        ("2026-02-01", "2026-01-31", "redated"),
        ("2026-02-01", "2026-02-01", "basis"),
    ],
)
def test_the_kind_of_a_change(was: str | None, published: str | None, kind: str) -> None:
    blank = dict.fromkeys(HELD)
    assert change(blank | {"published": was}, blank | {"published": published}) == kind


OFFERS = st.lists(
    st.sampled_from(["2026-01-30", "2026-01-31", "2026-01-31T18:45", "2026-01-31T18:45+01:00", "2026-01"]), max_size=2
)


@given(st.lists(OFFERS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_a_history_is_without_gaps_ends_in_what_holds_and_knows_no_order(
    nights: list[list[str]], chance: Random
) -> None:
    rows = []
    for n, values in enumerate(nights):
        at = datetime(2026, 2, 2, 3, tzinfo=UTC) + timedelta(days=n)
        capture = {"night": at.date(), "source": "paper", "capture_id": str(n), "article_id": "a", "fetched_at": at}
        known = {"verdict": "rejected", "reason": "unjudged"}
        rows += [dict.fromkeys(DATE_EVIDENCE.names) | offer(value) | capture | known for value in [*values, None]]
    chance.shuffle(rows)
    seen = pa.table({"article_id": ["a"], "first_seen": pa.array([datetime(2026, 2, 2, 3, tzinfo=UTC)], UTC_TIME)})
    works = works_of(pa.Table.from_pylist(rows, schema=DATE_EVIDENCE), seen)
    held = history(works, {"a": "paper"}, {"a": ONE}).to_pylist()
    assert [row["until_night"] for row in held] == [*(row["night"] for row in held[1:]), None]
    assert all(any(x[name] != y[name] for name in HELD) for x, y in pairwise(held))
    (now,) = dated_articles(works).to_pylist()
    assert {name: held[-1][name] for name in COLUMNS if name in HELD} == {n: now[n] for n in COLUMNS if n in HELD}


def test_a_copy_is_among_the_evidence_that_is_shown(home: Home) -> None:
    console = Console(width=220, record=True, file=io.StringIO())
    console.print(explain(home, SEED.article_id))
    (line,) = [line for line in console.export_text().splitlines() if "the same story in agency" in line]
    assert "2022-05-03 10:00:00+00:00" in line
    assert "supporting" in line


def test_a_night_counts_the_works_that_it_dated_otherwise(home: Home) -> None:
    former = Lake(home.lake).read("date_history")
    assert [dates_changed(former, night) for night in (ONE, TWO, THREE)] == [0, 2, 1]
