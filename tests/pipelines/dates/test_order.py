"""What a night holds is a function of the nights up to it: built in any order, masthead clocks and zones come out the same."""

import io
from datetime import date, timedelta
from pathlib import Path

import pyarrow.compute as pc
import pytest
from rich.console import Console

from pipelines.dates.show import explain
from pipelines.dates.zones_known import zone_rows
from pipelines.home import Home
from pipelines.lake import Lake
from tests.pipelines.dates.desk import Dated, build, offer, stated
from tests.pipelines.duplicates.newsroom import Capture, story

ONE, TWO, THREE = NIGHTS = tuple(date(2026, 2, 2) + timedelta(days=n) for n in range(3))
ORDERS = [(THREE, TWO, ONE), (TWO, ONE, THREE)]


def page(path: str, seed: int, night: date, *offers: dict[str, object], source: str = "paper") -> Dated:
    return Dated(Capture(source, path, story(seed), night), offers, settings={"country": "AT"})


def clock(night: date) -> dict[str, object]:
    return offer(night.isoformat(), raw=f"{night:%A, %d %B %Y}")


def masthead() -> list[Dated]:
    """One story on two nights shows that its place is a clock; the second of the third night stands in the same place."""
    return [
        page("ferry", 1, ONE, clock(ONE)),
        page("ferry", 1, TWO, clock(TWO)),
        page("bridge", 2, THREE, clock(THREE)),
    ]


def zoned() -> list[Dated]:
    """Two stories of the first night and one of the second teach the zone; a third source does it with an offset."""
    taught = [("a", 3, ONE, "2026-01-30T18:45"), ("b", 4, ONE, "2026-01-31T10:15"), ("c", 5, TWO, "2026-02-01T07:30")]
    pages = [page(p, seed, night, offer(at), stated(f"{at}:20+01:00")) for p, seed, night, at in taught]
    return [*pages, page("first", 6, ONE, offer("2025-07-30T18:45")), page("last", 7, THREE, offer("2026-02-03T22:00"))]


def evidence(home: Home, path: str) -> dict[str, object]:
    work = Capture("paper", path, "", ONE).article_id
    (row,) = (
        Lake(home.lake)
        .read("date_evidence", where=(pc.field("article_id") == work) & (pc.field("origin") == "text"))
        .to_pylist()
    )
    return dict(row)


def test_a_clock_unmasked_by_earlier_nights_is_none_on_a_later_one(tmp_path: Path) -> None:
    build(Home.at(tmp_path), masthead(), NIGHTS)
    assert evidence(Home.at(tmp_path), "bridge")["reason"] == "masthead-moves-with-fetch"


def test_a_night_uses_the_zone_that_the_nights_up_to_it_taught(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    build(home, zoned(), NIGHTS)
    assert evidence(home, "first")["value"] == "2025-07-30T18:45"
    assert evidence(home, "last")["value"] == "2026-02-03T22:00+01:00"
    assert evidence(home, "last")["zone_source"] == "learned:3"
    work = Capture("paper", "first", "", ONE).article_id
    held = Lake(home.lake).read("date_history", where=pc.field("article_id") == work).to_pylist()
    assert [(row["night"], row["published"], row["change"]) for row in held] == [
        (ONE, "2025-07-30T18:45", "first"),
        (TWO, "2025-07-30T18:45+02:00", "refined"),
    ]
    assert held[1]["published_basis"] == "byline-text: text (zone learned from 3 stories)"
    told = ("paper", "Europe/Vienna", "learned from 3 stories by 2026-02-03", "UTC+1 h: 3 (2026-01-30 to 2026-02-01)")
    assert list(zone_rows(home)) == [told]
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(explain(home, work))
    text = console.export_text()
    assert "Zone:       Europe/Vienna, learned from 3 stories by 2026-02-03 in paper" in text
    assert (
        "Was:        2025-07-30T18:45 (0.97; byline-text: text), until night 2026-02-03, because better evidence"
        in text
    )


@pytest.mark.parametrize("pages", [masthead(), zoned()], ids=["masthead", "zone"])
def test_the_order_of_nights_does_not_matter(pages: list[Dated], tmp_path: Path) -> None:
    wanted = build(Home.at(tmp_path / "forward"), pages, NIGHTS)
    for order in ORDERS:
        assert build(Home.at(tmp_path / "-".join(map(str, order))), pages, order) == wanted
