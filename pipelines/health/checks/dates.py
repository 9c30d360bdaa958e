"""Are the dates the stories' own? Checks for today's date on every page, one instant for all, lost dates and future dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

from pipelines.health.past import MIN_NIGHTS, Figures, Part, Past, beyond, few
from pipelines.health.seen import count_of, median
from pipelines.health.share import Unusual, unusual
from pipelines.health.tonight import ERROR, WARNING, Check, Found, Tonight, figure_part, lacking_part
from pipelines.health.volume import EXPECTED, Usual
from pipelines.lake.values import HealthCheck

LONG_AGO_HOURS = 14 * 24.0
LAG_FACTOR = 10.0
"""Factor above the highest usual lag."""
ONE_DAY, MIN_DATED, NEAR_DAYS_HOURS = 0.8, 3, 48.0
MAX_TODAY = 0.8
NEAR_HOURS = 3
"""Hours of the day that are close to each other: at night few stories are from today, in the evening most are."""
LACKING = frozenset((
    HealthCheck.NO_ANSWER, HealthCheck.TIMEOUTS, HealthCheck.SERVER_ERRORS, HealthCheck.TOO_MANY_REQUESTS,
    HealthCheck.REFUSED, HealthCheck.ROBOTS, HealthCheck.MOVED, HealthCheck.LOOPS, HealthCheck.FEED_EMPTY,
    HealthCheck.STALE_PAGES, HealthCheck.VOLUME,
))  # fmt: skip
"""Findings of a night that did not have all of its stories."""
MIN_AHEAD, AHEAD_FACTOR = 3, 3
"""Minimum number of future dates for a warning, and factor above the highest usual number."""


def undated(tonight: Tonight) -> Found | None:
    """Most stories no longer get a date from pages or feeds."""
    found = tonight.unusual(HealthCheck.DATES, lacking_part("dated", _judged))
    if found is None:
        return None
    return _ahead(tonight, found) or _found(f"{found.words} stories have no date", tonight, "not page_dated")


def page_undated(tonight: Tonight) -> Found | None:
    """Most pages no longer state a date of their own: they show today's date or none."""
    found = tonight.unusual(HealthCheck.DATES, lacking_part("page_dated", _judged))
    if found is None:
        return None
    sentence = f"{found.words} stories' pages state no date of their own"
    return _ahead(tonight, found) or _found(sentence, tonight, "not page_dated")


def _ahead(tonight: Tonight, found: Unusual) -> Found | None:
    """Stories whose dates are not believed because they are to come."""
    ahead = max(tonight.figures["listed_ahead"] or 0, tonight.figures["page_ahead"] or 0)
    if 2 * ahead <= found.part.number:
        return None
    return _found(f"{ahead} of {found.part.total} stories are dated in the future", tonight, "page_ahead")


def lagging(tonight: Tonight) -> Found | None:
    """On two nights in a row the median new story is hours older than usual at that hour, though each night read its lists."""
    past = tonight.past.of(HealthCheck.DATES)
    run, last = (tonight.figures, *tonight.past.rows[-1:]), tonight.past.rows[-1:]
    if not last or not _was_read(last[0]) or any(not _has_lag(row) for row in run):
        return None
    hour = tonight.figures["fetch_hour"]
    earlier = [row for row in past.rows if row["night"] < last[0]["night"] and _is_near(row["fetch_hour"], hour)]
    usual = [row["lag_hours"] for row in earlier if _has_lag(row)]
    if len(usual) < MIN_NIGHTS:
        return None
    if any(beyond(row["lag_hours"], usual, deviations=6, floor=HOURS_BEHIND) < 1 for row in run):
        return None
    sentence = (
        f"on two nights the median new story was {tonight.figures['lag_hours']:.0f} hours old when it was fetched "
    )
    sentence += f"(usually {median(usual):.0f}): a wrong zone, or late lists"
    return Found(HealthCheck.DATES, WARNING, sentence, tonight.example("listed_late", "stories"))


def _has_lag(figures: Figures) -> bool:
    return figures["lag_hours"] is not None and figures["new_stories"] >= MIN_LAGGING


HOURS_BEHIND, MIN_LAGGING = 4.0, 8
"""Minimum rise of the hours, and of the new stories whose median is compared."""


def timeless(tonight: Tonight) -> Found | None:
    """Most stories state a day, but no longer a time of day; their days are good."""
    found = tonight.unusual(HealthCheck.DATES, _timeless)
    sentence = f"{found.words} dated stories state no time of day" if found else ""
    return Found(HealthCheck.DATES, WARNING, sentence, tonight.example("stories")) if found else None


def _timeless(figures: Figures) -> Part:
    total = sum(row["count"] for row in figures["precisions"])
    return Part(total - count_of(figures["precisions"], "instant"), total)


def all_today(tonight: Tonight) -> Found | None:
    """Most stories are dated on the day of their fetch. This is unusual compared with nights that were fetched at a
    similar hour.
    """
    hour = tonight.figures["fetch_hour"]
    past = Past(tuple(row for row in tonight.past.of(HealthCheck.DATES).rows if _is_near(row["fetch_hour"], hour)))
    found = unusual(past, tonight.figures, figure_part("fetch_day", _dated), least=MAX_TODAY)
    return (
        _found(f"{found.words} dated stories bear the day or the minute of their fetch", tonight, "fetch_day")
        if found
        else None
    )


def moving(tonight: Tonight) -> Found | None:
    """Most known stories are dated later than they were first seen: a date that moves does not belong to the story."""
    if tonight.past.of(HealthCheck.DATES).is_short:
        return None  # a publisher that changes the date with every update is known by then
    found = tonight.unusual(HealthCheck.DATES, figure_part("dated_after_seen", _known), prior=Part(1, 20))
    return (
        _found(f"{found.words} known stories are dated after they were seen", tonight, "dated_after_seen")
        if found
        else None
    )


def one_instant(tonight: Tonight) -> Found | None:
    """Most stories are dated to the same minute."""
    found = tonight.unusual(HealthCheck.DATES, figure_part("one_instant", _dated), least=MAX_TODAY)
    return _found(f"{found.words} dated stories bear one and the same minute", tonight, "one_day") if found else None


def long_ago(tonight: Tonight) -> Found | None:
    """Most stories are dated long ago: on one day (a clock was reset) or on days close together (a wrong year).

    Stories from a newly found archive have many different days.
    """
    figures, past = tonight.figures, tonight.past.of(HealthCheck.DATES)
    lag, usual = figures["lag_hours"], past.levels(lambda row: row["lag_hours"])
    if lag is None or past.is_short or not usual or lag < max(LONG_AGO_HOURS, LAG_FACTOR * max(usual)):
        return None
    days_ago = f"{lag / 24:.0f} days ago (usually {max(usual) / 24:.1f} at most)"
    if figures["one_day"] >= max(MIN_DATED, ONE_DAY * figures["dated"]):
        sentence = f"{figures['one_day']} of {figures['dated']} dated stories bear one day, {days_ago}"
    elif (spread := figures["lag_spread_hours"]) is not None and spread <= NEAR_DAYS_HOURS:
        sentence = f"most of {figures['new_stories']} new stories are dated within two days of each other, {days_ago}"
    else:
        return None
    return _found(sentence, tonight, "one_day")


def outside(tonight: Tonight) -> Found | None:
    """Many new stories in lists are dated after their own fetch, or before the last night's lists: a wrong zone, or other
    dates. The night is judged alone, and together with the night before. After a night that read no stories, new ones are
    from before its lists.
    """
    past, last = tonight.past.of(HealthCheck.DATES), tonight.past.rows[-1:]
    runs: list[tuple[Past, Figures]] = [(past, tonight.figures)]
    if past.rows and past.rows[-1] is last[0]:
        runs.append((Past(past.rows[:-1]), _together(tonight.figures, past.rows[-1])))
    read_last_night = any(_was_read(row) and row["night"] == tonight.night - timedelta(days=1) for row in last)
    for (figure, words, least), (before, now) in product(OUTSIDE if read_last_night else OUTSIDE[:1], runs):
        found = unusual(before, now, _outside(figure), least=least, rise=least)
        if found and (figure != "listed_old" or _lacks_fresh(tonight, past)):
            return _found(f"{found.words} new stories in lists are dated {words}", tonight, figure)
    return None


def _outside(figure: str) -> Callable[[Figures], Part]:
    """The part of the listed stories with a date that a figure makes up; stories of long ago are no part of the late ones."""
    if figure != "listed_late":
        return figure_part(figure, lambda figures: figures["listed_dated"] or 0)

    def late(figures: Figures) -> Part:
        old, total = figures["listed_old"] or 0, figures["listed_dated"] or 0
        return Part(max(0, (figures["listed_late"] or 0) - old), total - old)

    return late


def _lacks_fresh(tonight: Tonight, past: Past) -> bool:
    """True if there are too few stories of the last day: old ones stand in their place, and not beside them as on an
    anniversary.
    """
    usual = Usual(past, _fresh, tonight.levels).on(tonight.night)
    return usual is not None and few(int(_fresh(tonight.figures)), EXPECTED * usual) < MAX_CHANCE


def _fresh(figures: Figures) -> float:
    return float((figures["listed_dated"] or 0) - (figures["listed_late"] or 0) - (figures["listed_ahead"] or 0))


def _was_read(figures: Figures) -> bool:
    """True if a night read its stories: what it could not have comes late."""
    return bool(figures["stories"]) and not any(found["check"] in LACKING for found in figures["findings"] or ())


def _together(tonight: Figures, before: Figures) -> Figures:
    names = ("listed_dated", "listed_ahead", "listed_late", "listed_old")
    return {name: (tonight[name] or 0) + (before[name] or 0) for name in names}


OUTSIDE = (
    ("listed_ahead", "after they were fetched", 0.1),
    ("listed_late", "a few hours before the lists of the last night", 0.15),
    ("listed_old", "days before the lists of the last night", 0.25),
)
"""Figure, words, share of new stories and its minimum rise: a zone that is nine hours off puts nine of 24 hours outside, and no
story has a time to come.
"""
MAX_CHANCE = 0.01
"""Fewer stories of the last day are no chance."""


def ahead(tonight: Tonight) -> Found | None:
    """Feeds or sitemaps give pages future dates."""
    now, past = tonight.figures["future_dates"], tonight.past.of(HealthCheck.FUTURE_DATES)
    if past.is_short or now < MIN_AHEAD or now < AHEAD_FACTOR * max(past.levels(lambda row: row["future_dates"])):
        return None
    sentence = f"feeds or sitemaps date {now} pages more than a day ahead"
    return Found(HealthCheck.FUTURE_DATES, WARNING, sentence, tonight.example("future_dates"))


def _found(sentence: str, tonight: Tonight, example: str) -> Found:
    return Found(HealthCheck.DATES, ERROR, sentence, tonight.example(example, "stories"))


def _is_near(hour: int | None, other: int | None) -> bool:
    """True if two hours of the day are close to each other, also around midnight."""
    if hour is None or other is None:
        return False
    apart = abs(hour - other)
    return min(apart, 24 - apart) <= NEAR_HOURS


def _judged(figures: Figures) -> int:
    return int(figures["dated"] + figures["undated"])


def _known(figures: Figures) -> int:
    return int(figures["stories"] - figures["new_stories"])


def _dated(figures: Figures) -> int:
    return int(figures["dated"])


DATES: tuple[Check, ...] = (
    undated,
    page_undated,
    all_today,
    moving,
    one_instant,
    long_ago,
    outside,
    timeless,
    lagging,
    ahead,
)
