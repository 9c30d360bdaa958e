"""Dates right, or missing rather than wrong, and never a masthead's; bounds that hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.demo.figures.figure import Figure, count
from tests.demo.figures.view import Row, View

NOVEMBER, DECEMBER = datetime(2022, 11, 1, tzinfo=UTC), datetime(2022, 12, 1, tzinfo=UTC)


def date_figures(view: View) -> dict[str, Figure]:
    """Figures over publication dates, some of them a source."""
    figures = {}
    for source, stories in view.sources.items():
        found = view.found(stories)
        dated = [(s, row) for s, row in found if s["published"] is not None]
        if dated:
            figures[f"day_right:{source}"] = count(
                (s["key"], _day(row) == s["published"][:10], row["published"]) for s, row in dated
            )
        figures[f"day_not_wrong:{source}"] = count((s["key"], _not_wrong(s, row), row["published"]) for s, row in found)
        figures[f"no_masthead:{source}"] = count(
            (s["key"], _day(row) not in s["must_not_be"], row["published"]) for s, row in found
        )
    found = view.found(view.stories)
    exact = [(s, row) for s, row in found if s["precision"] == "instant"]
    local = [(s, row) for s, row in found if s["precision"] == "local"]
    undated = [(s, row) for s, row in found if s["published"] is None]
    figures["instant_right"] = count(
        (s["key"], row["published_at"] == _actual(s), row["published"]) for s, row in exact
    )
    figures["clock_right"] = count((s["key"], _clock(row) == s["published"], row["published"]) for s, row in local)
    figures["instant_not_wrong"] = count((s["key"], row["published_at"] in (None, _actual(s)), row["published_at"])
                                         for s, row in found if s["precision"] != "day")  # fmt: skip
    figures["undated_stays_undated"] = count(
        (s["key"], row["published"] is None, row["published"]) for s, row in undated
    )
    figures["bounds_hold"] = count(
        (s["key"], _bounds_hold(s, row), (row["not_before"], row["not_after"])) for s, row in found
    )
    bounded = [(s, row) for s, row in found if s["bounds"]]
    figures["bounds_from_copies"] = count(
        (s["key"], _as_tight(s, row), (row["not_before"], row["not_after"])) for s, row in bounded
    )
    figures["undated_within_a_fortnight"] = count((s["key"], _is_narrow(row), _width(row)) for s, row in undated)
    figures["november_2022"] = count(
        (s["key"], _possible(row) == _in_november(s), (row["not_before"], row["not_after"])) for s, row in undated
    )
    return figures


def _width(row: Row) -> timedelta | None:
    known = row["not_before"] is not None and row["not_after"] is not None
    return row["not_after"] - row["not_before"] if known else None


def _is_narrow(row: Row) -> bool:
    width = _width(row)
    return width is not None and timedelta() <= width <= timedelta(days=14)


def _in_november(story: Row) -> bool:
    return NOVEMBER <= _actual(story) < DECEMBER


def _possible(row: Row) -> bool:
    """True if the macro `possibly_between('2022-11-01', '2022-12-01')` returns an undated story."""
    return row["not_after"] >= NOVEMBER and (row["not_before"] is None or row["not_before"] < DECEMBER)


def _day(row: Row) -> str | None:
    day = row["published_day"]
    return day.isoformat() if day else None


def _clock(row: Row) -> str | None:
    return row["published"][:16] if row["published"] else None


def _not_wrong(story: Row, row: Row) -> bool:
    """A date that stops short of the day is not wrong if it agrees as far as it goes; an undatable story has none."""
    published = row["published"]
    if published is None:
        return True
    return story["published"] is not None and story["published"].startswith(published[:10])


def _actual(story: Row) -> datetime:
    return datetime.fromisoformat(story["actual"])


def _bounds_hold(story: Row, row: Row) -> bool:
    actual = _actual(story)
    after = row["not_before"] is None or row["not_before"] <= actual
    return after and row["not_after"] is not None and actual <= row["not_after"]


def _as_tight(story: Row, row: Row) -> bool:
    want = {name: datetime.fromisoformat(value) for name, value in story["bounds"].items()}
    late = "not_after" not in want or (row["not_after"] is not None and row["not_after"] <= want["not_after"])
    early = "not_before" not in want or (row["not_before"] is not None and row["not_before"] >= want["not_before"])
    return late and early
