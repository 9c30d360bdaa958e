"""Lists show a story's day beside its link: heard of stories without another date, once the lists of a source prove right."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.dates.nights.channel_dates import listed_channels
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import Dated, build, stated

ONE, TWO = date(2026, 2, 2), date(2026, 2, 3)
BASIS = "listing-day: listing:beside"


def a_list(*entries: tuple[str, str], url: str = "https://paper.example/news") -> dict[str, Any]:
    return {
        "source": "paper",
        "url": url,
        "listed": [{"url": f"https://paper.example/{name}", "date": day, "place": "time"} for name, day in entries],
    }


def test_a_page_that_lists_give_several_days_has_none() -> None:
    lists = [
        a_list(("ferry", "1 February 2026"), ("mill", "2026-01-30T10:00:00Z"), ("owls", "03/04/2026")),
        a_list(("ferry", "2 February 2026"), ("mill", "30 January 2026"), url="https://paper.example/b"),
    ]
    found = listed_channels(lists)
    assert {page: channel["date_raw"] for page, channel in found.items()} == {
        ("paper", "paper.example/mill"): "30 January 2026"
    }
    assert found == listed_channels(reversed(lists))


def night(dated: int, *, apart: int = 0, listed_on: date = ONE, place: str = "time.news") -> list[Dated]:
    """A ferry without a date, stories that state theirs, of which some are listed with other days, and the list of all."""
    days = [f"2026-01-{20 + n}" for n in range(dated)]
    listed = [
        ("ferry", "1 February 2026"),
        *((f"mill{n}", "2 May 2025" if n < apart else day) for n, day in enumerate(days)),
    ]
    links = tuple(
        (f"https://paper.example/{name}", day, place if name == "ferry" else "time.news") for name, day in listed
    )
    pages = [Dated(Capture("paper", "ferry", story(1), ONE))]
    pages += [
        Dated(Capture("paper", f"mill{n}", story(n + 2), ONE), offers=(stated(day),)) for n, day in enumerate(days)
    ]
    pages.append(Dated(Capture("paper", "news", story(99), listed_on), lists=links))
    return pages


def ferry(home: Home) -> dict[str, Any]:
    rows = Lake(home.lake).read("articles").to_pylist()
    return next(row for row in rows if row["url"].endswith("/ferry"))


@pytest.mark.parametrize(
    ("dated", "apart", "place", "published"),
    [
        (6, 0, "time.news", "2026-02-01"),  # enough that agree
        (4, 0, "time.news", None),  # too few
        (6, 1, "time.news", None),  # one too many apart
        (6, 0, "time.event", None),  # the days of another list
    ],
)
def test_a_list_is_believed_where_it_agrees_with_what_pages_state(
    tmp_path: Path, dated: int, apart: int, place: str, published: str | None
) -> None:
    home = Home.at(tmp_path)
    build(home, night(dated, apart=apart, place=place), (ONE,))
    assert ferry(home)["published"] == published
    seen = [row for row in Lake(home.lake).read("date_evidence").to_pylist() if row["origin"] == "listing:beside"]
    assert len(seen) == (published is not None)  # nothing of stories that have dates


def test_a_story_that_was_captured_before_is_dated_by_the_list_of_a_later_night(tmp_path: Path) -> None:
    pages = [*night(6, listed_on=TWO), Dated(Capture("paper", "ferry", story(1), TWO), unchanged=True)]
    tables = []
    for name, nights in (("in-order", (ONE, TWO)), ("late", (TWO, ONE))):
        home = Home.at(tmp_path / name)
        tables.append(build(home, pages, nights))
        assert (ferry(home)["published"], ferry(home)["published_basis"]) == ("2026-02-01", BASIS)
    assert tables[0] == tables[1]
