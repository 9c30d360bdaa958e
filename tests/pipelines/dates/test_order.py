"""What a night holds is a function of the nights up to it: built in any order, masthead clocks, zones and orders are the same."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from rich.console import Console

from pipelines.ask.dates.evidence_table import explain
from pipelines.ask.dates.sources_table import source_rows
from pipelines.dates.trust import confidence, in_hundredths
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import DERIVED, Dated, build, offer, stated

ONE, TWO, THREE = NIGHTS = tuple(date(2026, 2, 2) + timedelta(days=n) for n in range(3))


def page(source: str, path: str, night: date, *offers: dict[str, Any]) -> Dated:
    seed = sum(f"{source}{path}".encode())
    return Dated(Capture(source, path, story(seed), night), offers, settings={"country": "AT"})


def clock(night: date) -> dict[str, Any]:
    return offer(night.isoformat(), raw=f"{night:%A, %d %B %Y}")


def masthead() -> list[Dated]:
    """One story on two nights shows that its place is a clock; another of the third night has the day in the same place."""
    return [
        page("ticker", "ferry", ONE, clock(ONE)),
        page("ticker", "ferry", TWO, clock(TWO)),
        page("ticker", "bridge", THREE, clock(THREE)),
    ]


def zoned() -> list[Dated]:
    """Two stories of the first night and one of the second teach the zone."""
    taught = [("a", ONE, "2026-01-30T18:45"), ("b", ONE, "2026-01-31T10:15"), ("c", TWO, "2026-02-01T07:30")]
    pages = [page("courier", path, night, offer(at), stated(f"{at}:20+01:00")) for path, night, at in taught]
    first, last = offer("2025-07-30T18:45"), offer("2026-02-03T22:00")
    return [*pages, page("courier", "first", ONE, first), page("courier", "last", THREE, last)]


def ordered() -> list[Dated]:
    """Two stories of the first night and one of the second have a day that no month has: the day comes first."""
    taught = [("a", ONE, "2025-04-25"), ("b", ONE, "2025-05-13"), ("c", TWO, "2025-06-30")]
    pages = [page("gazette", path, night, offer(d, raw=f"{d[8:]}/{d[5:7]}/2025")) for path, night, d in taught]
    either = offer(None, raw="03/04/2025", precision=None)
    return [*pages, page("gazette", "first", ONE, either), page("gazette", "last", THREE, either)]


PAGES = [*masthead(), *zoned(), *ordered()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("order"))
    build(home, PAGES, NIGHTS)
    return home


def work(source: str, path: str) -> str:
    return Capture(source, path, "", ONE).article_id


def evidence(home: Home, source: str, path: str) -> dict[str, Any]:
    where = (pc.field("article_id") == work(source, path)) & (pc.field("origin") == "text")
    (row,) = Lake(home.lake).read("date_evidence", where=where).to_pylist()
    return dict(row)


def held(home: Home, source: str, path: str) -> list[tuple[date, str | None, str]]:
    rows = Lake(home.lake).read("date_history", where=pc.field("article_id") == work(source, path)).to_pylist()
    return [(row["night"], row["published"], row["change"]) for row in rows]


def test_a_clock_unmasked_by_earlier_nights_is_none_on_a_later_one(home: Home) -> None:
    assert evidence(home, "ticker", "bridge")["reason"] == "masthead-moves-with-fetch"


def test_a_night_uses_the_zone_that_the_nights_up_to_it_taught(home: Home) -> None:
    assert evidence(home, "courier", "first")["value"] == "2025-07-30T18:45"
    last = evidence(home, "courier", "last")
    assert (last["value"], last["raw"], last["zone_source"]) == (
        "2026-02-03T22:00+01:00",
        "2026-02-03T22:00",
        "learned:3",
    )


def test_what_was_read_before_is_dated_anew(home: Home) -> None:
    assert held(home, "courier", "first") == [
        (ONE, "2025-07-30T18:45", "first"),
        (TWO, "2025-07-30T18:45+02:00", "refined"),
    ]
    assert held(home, "gazette", "first") == [(ONE, None, "first"), (TWO, "2025-04-03", "dated")]


def test_a_night_reads_in_the_order_that_the_nights_up_to_it_taught(home: Home) -> None:
    first, last = evidence(home, "gazette", "first"), evidence(home, "gazette", "last")
    assert (first["value"], first["reason"]) == (None, "unreadable")
    assert (last["value"], last["date_order"]) == ("2025-04-03", "DMY by learned:3")


def test_what_was_learned_is_shown(home: Home) -> None:
    assert list(source_rows(home)) == [
        ("courier", "Europe/Vienna, learned from 3 stories by 2026-02-03", "unknown", "UTC+1 h: 3"),
        ("gazette", "unknown", "read day first, learned from 3 stories by 2026-02-03", "read day first: 3"),
        ("ticker", "unknown", "unknown", ""),
    ]
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(explain(home, work("courier", "first")))
    text = console.export_text()
    assert "byline-text: text (zone learned from 3 stories)" in text
    assert "Zone:       Europe/Vienna, learned from 3 stories by 2026-02-03 in courier" in text
    sure = in_hundredths(confidence("byline-text", "alone"))
    assert f"Was:        2025-07-30T18:45 ({sure}; byline-text: text), until night 2026-02-03, because better" in text


@pytest.mark.parametrize("order", [(THREE, TWO, ONE), (TWO, ONE, THREE)])
def test_the_order_of_nights_does_not_matter(order: tuple[date, ...], home: Home, tmp_path: Path) -> None:
    wanted = {table: Lake(home.lake).content_hash(table) for table in DERIVED}
    assert build(Home.at(tmp_path), PAGES, order) == wanted
