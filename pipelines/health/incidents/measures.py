"""The figure behind each check, night by night, for the picture beside an incident."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.health.past import Figures
from pipelines.health.seen import count_of
from pipelines.lake.values import HealthCheck as Is

Measure = Callable[[Figures], float | None]


def share(number: float | None, total: float) -> float | None:
    """A share in percent; None of nothing."""
    return None if number is None or not total else round(100 * number / total, 1)


def figure_of(check: str) -> tuple[str, Measure]:
    """The name of the figure behind a check, and the function that takes it from a row of `schemas.SOURCE_HEALTH`."""
    if check in FAILURES:
        return "requests that failed so, %", lambda row: share(count_of(row["failures"], check), row["asked"])
    if check in NOTICES:
        return "pages that show the notice, %", lambda row: share(count_of(row["notices"], check), _pages(row))
    return FIGURES.get(check, FIGURES[Is.VOLUME])


def _pages(row: Figures) -> int:
    return int(row["stories"] + row["others"])


def _of_stories(name: str) -> Measure:
    return lambda row: share(row[name], row["stories"])


def _entries(row: Figures) -> float | None:
    return sum(feed["entries"] or 0 for feed in row["feeds"]) if row["feeds"] else None


def _age(row: Figures) -> float | None:
    ages = [feed["age_hours"] for feed in row["feeds"] if feed["age_hours"] is not None]
    return round(min(ages), 1) if ages else None


FAILURES = frozenset((
    Is.NO_ANSWER, Is.TIMEOUTS, Is.SERVER_ERRORS, Is.TOO_MANY_REQUESTS, Is.REFUSED, Is.ROBOTS, Is.MOVED, Is.LOOPS, Is.GONE,
))  # fmt: skip
NOTICES = frozenset((Is.CHALLENGE, Is.NOT_FOUND, Is.CONSENT_WALL, Is.LOGIN_WALL))
FIGURES: Mapping[str, tuple[str, Measure]] = {
    Is.VOLUME: ("new stories", lambda row: float(row["new_stories"])),
    Is.REPEATED: ("new stories known before", lambda row: row["repeated"]),
    Is.REDIRECTS: ("pages that redirect to one page", lambda row: row["redirects_to_one"]),
    Is.CUT_SHORT: ("stories that end early, %", _of_stories("cut_short")),
    Is.SCRIPT_ONLY: (
        "pages that only scripts draw, %",
        lambda row: share(count_of(row["dropped"], Is.SCRIPT_ONLY), _pages(row)),
    ),
    Is.SAME_PAGE: ("pages with one text", lambda row: row["same_page"]),
    Is.SAME_TITLE: ("stories with one title", lambda row: row["same_title"]),
    Is.ENCODING: ("stories with damaged characters, %", _of_stories("garbled")),
    Is.TEMPLATE: ("words in the median story", lambda row: row["words_median"]),
    Is.UNREADABLE: ("pages that are no story, %", lambda row: share(row["others"], _pages(row))),
    Is.AUTHORS: ("stories with an author, %", _of_stories("authored")),
    Is.DATES: ("stories with a date of their own, %", _of_stories("page_dated")),
    Is.FUTURE_DATES: ("dates of the future", lambda row: row["future_dates"]),
    Is.FEED_EMPTY: ("entries of feeds", _entries),
    Is.FEED_STALE: ("hours since the newest entry", _age),
    Is.SLOW: ("milliseconds until an answer", lambda row: row["latency_ms"]),
    Is.RIGHTS: (
        "pages that disallow training, %",
        lambda row: share(count_of(row["train_ai"], "disallowed"), row["answered"]),
    ),
}
