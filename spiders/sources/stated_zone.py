"""The time zone of a site's own times: a suggestion for its source file, only if its pages and feeds agree.

A time in UTC (`Z`, `+00:00`) alone is no evidence: systems convert to it. It is evidence beside times of the same kind
with another offset: Lisbon's winter is UTC. Many zones have `+01:00` in winter: if zones with different clocks agree
with all times, no zone is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from spiders.resources.listed_dates import written_at
from spiders.sources.countries import zones_by_country
from spiders.sources.findings import Findings, is_readable, page_of
from spiders.sources.probe import Answer

NO_YEAR = re.compile(r"\b0001\b")
"""Hugo's year for pages without a date; parsers of mail dates read it as 2001."""
MIN_TIMES = 3
MAX_TIMES = 500
DATE_KEYS = ("datePublished", "dateModified", "dateCreated", "uploadDate")
DATE_META = re.compile(r"(?:published|modified|updated)_time$|^(?:date|pubdate|dc\.date\S*|datepublished)$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A time with an offset from the site, and the kind of place where it was found."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class ZoneOffer:
    """`zones` agree with all stated times, best first. `sure`: they have one clock, and belong to the country or to one
    country.

    `why` is a sentence for a person: the stated offsets and their places.
    """

    zones: tuple[str, ...]
    sure: bool
    why: str


def zone_offer(found: Findings, country: str | None, hint: str | None = None) -> ZoneOffer:
    """The zones that agree with the stated times, of `country` if it is known; the `hint` country's zones come first.

    Without stated times: the country's zones. If the times contradict each other or the country: no zone.
    """
    times = telling(stated_times(found))
    known = zones_by_country().get(country or "", ())
    moments = len({stated.at for stated in times})
    if moments < MIN_TIMES:
        why = f"Time zone: that of {country}; its pages state none" if known else ""
        return ZoneOffer(known, clocks(known) == 1, why)
    agreeing = tuple(zone for zone in known or _principal(hint) if agrees(zone, times))
    said = f"Time zone: {_places(times)} say {_offsets(times)}, {moments} times"
    if not agreeing:
        return ZoneOffer((), False, f"{said}; no zone{f' of {country}' if known else ''} keeps that")
    own = tuple(zone for zone in agreeing if zone in zones_by_country().get(hint or "", ()))
    sure = clocks(agreeing) == 1 and bool(known or own or len(_countries(agreeing)) == 1)
    return ZoneOffer(agreeing, sure, said)


def contradicted(found: Findings, country: str) -> bool:
    """True if no zone of a country agrees with the stated times."""
    times = telling(stated_times(found))
    enough = len({stated.at for stated in times}) >= MIN_TIMES
    return enough and not any(agrees(zone, times) for zone in zones_by_country().get(country, ()))


def stated_times(found: Findings) -> list[Stated]:
    """Times with an offset in the pages, feeds and sitemaps of a site."""
    listed = [("feeds", found.feeds), ("sitemaps", found.parts)]
    times = [
        Stated(at, place)
        for place, answers in listed
        for edge in chain.from_iterable(answer.reading.edges for answer in answers)
        for _, raw in edge.own_dates
        if (at := _with_offset(raw))
    ]
    for answer in (*found.pages, *found.candidates):
        times += [Stated(at, f"pages' {place}") for place, raw in _page_times(answer) if (at := _with_offset(raw))]
    return times[:MAX_TIMES]


def telling(times: Iterable[Stated]) -> list[Stated]:
    """The times of every kind of place that has at least one time outside UTC."""
    times = list(times)
    local = {stated.place for stated in times if stated.at.utcoffset()}
    return [stated for stated in times if stated.place in local]


def agrees(zone: str, times: Iterable[Stated]) -> bool:
    """True if a zone has every stated offset at the stated time.

    >>> winter = Stated(datetime.fromisoformat("2025-01-03T18:45:00+01:00"), "feeds")
    >>> agrees("Europe/Vienna", [winter]), agrees("Europe/London", [winter])
    (True, False)
    """
    keeper = ZoneInfo(zone)
    return all(stated.at.utcoffset() == stated.at.astimezone(keeper).utcoffset() for stated in times)


def clocks(zones: Sequence[str]) -> int:
    """Number of different clocks of the zones over a year.

    >>> clocks(["Europe/Berlin", "Europe/Busingen"]), clocks(["America/New_York", "America/Chicago"])
    (1, 2)
    """
    return len({_year(zone) for zone in zones})


@cache
def _year(zone: str) -> tuple[timedelta | None, ...]:
    days = [datetime(2026, month, day, tzinfo=UTC) for month in range(1, 13) for day in (1, 15)]
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in days)


def _principal(hint: str | None) -> list[str]:
    """All countries' zones: first those of the hinted country, then principal zones, countries with many zones first."""
    table = zones_by_country()
    first = list(table.get(hint or "", ()))
    ranked = sorted((rank, -len(zones), zone) for zones in table.values() for rank, zone in enumerate(zones))
    return [*first, *(zone for _, _, zone in ranked if zone not in first)]


def _countries(zones: Iterable[str]) -> set[str]:
    """The countries of the zones."""
    wanted = set(zones)
    return {country for country, own in zones_by_country().items() if wanted & set(own)}


def _with_offset(raw: str) -> datetime | None:
    at = None if NO_YEAR.search(raw) else written_at(raw)
    return at if at is not None and at.utcoffset() is not None and at.year > 1970 else None


def _page_times(answer: Answer) -> Iterator[tuple[str, str]]:
    if not is_readable(answer):
        return
    page = page_of(answer)
    for element in page.tree.iter("time"):
        yield "<time>", element.get("datetime") or ""
    for name, content in page.meta:
        if DATE_META.search(name):
            yield "meta", content
    for node in page.jsonld:
        yield from (("JSON-LD", said) for key in DATE_KEYS if isinstance(said := _value(node.get(key)), str))


def _value(value: Any) -> Any:
    return value.get("@value") if isinstance(value, dict) else value


def _offsets(times: Iterable[Stated]) -> str:
    return " and ".join(sorted({stated.at.isoformat()[-6:] for stated in times}))


def _places(times: Iterable[Stated]) -> str:
    return ", ".join(dict.fromkeys(stated.place for stated in times))
