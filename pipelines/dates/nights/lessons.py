"""Lessons of nights, and the date conventions of sources: configured in archived settings, or learned from these lessons.

A lesson is a row of `date_lessons`: a UTC offset or a day-month order that the stories of one night show, such as "18:45" beside
`17:45Z` (offset 60). Lessons of several nights that agree make `LearnedConventions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.decision import country_of
from pipelines.dates.judge.moment import has_clock, zone_between
from pipelines.dates.judge.rules import Evidence, refusal
from pipelines.dates.model import Candidate
from pipelines.dates.source.conventions import (
    ORDER,
    ZONE,
    DateConventions,
    Timeline,
    learned_by,
    order_shown,
    timelines,
)
from pipelines.dates.trust import trust
from pipelines.lake.archive import nights_of, source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DATE_LESSONS

Captured = tuple[Mapping[str, Any], list[Evidence]]
"""A row of `schemas.DOCUMENTS` and its date evidence."""
STATED = ("written", "name")
LESSON_STORIES = 10
"""Stories that a lesson names."""
COLUMNS = ("night", "source", "teaches", "local_day", "utc_offset_minutes", "date_order")
LESSONS = "date_lessons"


def night_lessons(captures: Iterable[Captured], conventions: Mapping[str, DateConventions]) -> pa.Table:
    """Rows of `schemas.DATE_LESSONS` from a night's captures. A zone or order that is configured is not learned."""
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for document, evidence in captures:
        own = conventions.get(document["source"], DateConventions())
        here = (document["night"], document["source"])
        if own.time_zone is None and (shown := observation(evidence, own.country)) is not None:
            found[*here, ZONE, *shown, None].add(document["article_id"])
        if own.date_order is None and (order := order_observed(evidence)) is not None:
            found[*here, ORDER, None, None, order].add(document["article_id"])
    rows = [
        dict(zip(COLUMNS, key, strict=True)) | {"article_ids": sorted(stories)[:LESSON_STORIES]}
        for key, stories in found.items()
    ]
    return pa.Table.from_pylist(rows, schema=DATE_LESSONS)


def order_observed(evidence: Iterable[Evidence]) -> str | None:
    """DMY or MDY, if the visible dates of one capture can be read in only one order: `25/04/2025` → DMY. None otherwise."""
    visible = (e.candidate for e in evidence if e.candidate.origin.is_visible)
    orders = {order for c in visible if c.value is not None and (order := order_shown(c.raw))}
    return orders.pop() if len(orders) == 1 else None


def observation(evidence: Iterable[Evidence], country: str | None = None) -> tuple[date, int] | None:
    """(day, UTC offset in minutes) of the clock times without a zone, if the instants of the capture allow only one."""
    clocks = [e.candidate for e in evidence if _is_own_clock(e)]
    bare = [c for c in clocks if c.utc_offset_minutes is None]
    stated = [c for c in clocks if c.zone_source in STATED]
    shown = {(_day(b), offset) for b in bare for s in stated if (offset := zone_between(b, s, country)) is not None}
    return min(shown) if len({offset for _, offset in shown}) == 1 else None


def _is_own_clock(e: Evidence) -> bool:
    c = e.candidate
    return has_clock(c) and refusal(e, e.fetched_at) is None and trust(c) is not None


def _day(c: Candidate) -> date:
    return date.fromisoformat((c.value or "")[:10])


def configured(home: Home, sources: Iterable[str], night: date) -> dict[str, DateConventions]:
    """The configured conventions of each source, as archived on that night."""
    return {source: _configured_in(source_settings(home, source, night)) for source in sources}


def configured_now(home: Home, sources: Iterable[str]) -> dict[str, DateConventions]:
    """The configured conventions of each source that has an archive, as archived on its last night."""
    known = {source: nights for source in sorted(set(sources)) if (nights := nights_of(home.archive, source))}
    return {source: _configured_in(source_settings(home, source, nights[-1])) for source, nights in known.items()}


def settings_changed(home: Home, sources: Iterable[str], night: date) -> set[str]:
    """Sources whose last crawl is this night's and whose date settings differ from those of the crawl before."""
    found = set()
    for source in sources:
        nights = nights_of(home.archive, source)
        if len(nights) > 1 and nights[-1] == night:
            now, before = (_configured_in(source_settings(home, source, each)) for each in (night, nights[-2]))
            found |= {source} if now != before else set()
    return found


def _configured_in(settings: Mapping[str, Any]) -> DateConventions:
    order = settings.get("date_order")  # ymd says nothing of 03/04/2025
    country = settings.get("country") or country_of(settings.get("url") or "")
    return DateConventions(
        settings.get("time_zone"), order.upper() if order in ("dmy", "mdy") else None, settings.get("language"), country
    )


def lessons_of(lake: Lake, sources: Iterable[str]) -> list[dict[str, Any]]:
    """All lessons of sources: rows of `schemas.DATE_LESSONS`."""
    wanted = pa.array(sorted(set(sources)), pa.string())
    rows: list[dict[str, Any]] = lake.read(LESSONS, where=pc.field("source").isin(wanted)).to_pylist()
    return rows


def learned_timelines(
    lessons: Iterable[Mapping[str, Any]], conventions: Mapping[str, DateConventions]
) -> dict[str, Timeline]:
    """The learned zone and order of each source in `conventions`, night by night."""
    known = (row for row in lessons if row["source"] in conventions)
    return timelines(known, {source: own.country for source, own in conventions.items()})


def with_learned(
    conventions: Mapping[str, DateConventions], timelines: Mapping[str, Timeline], night: date | None
) -> dict[str, DateConventions]:
    """The configured conventions with the zone and order learned by the end of a night (None: the last)."""
    return {
        source: replace(own, learned=learned_by(timelines.get(source, ()), night))
        for source, own in conventions.items()
    }
