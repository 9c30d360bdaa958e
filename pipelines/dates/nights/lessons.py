"""Lessons of a night: UTC offsets and day-month orders that its stories show, such as "18:45" beside `17:45Z` (offset 60)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.dates.judge.moment import has_clock, zone_between
from pipelines.dates.judge.rules import Evidence, refusal, trust
from pipelines.dates.model import Candidate
from pipelines.dates.source.conventions import DateConventions
from pipelines.dates.source.day_month_order import order_shown
from pipelines.dates.source.learned import ORDER, ZONE
from pipelines.lake.schemas import DATE_LESSONS

Captured = tuple[Mapping[str, Any], list[Evidence]]
"""A row of `schemas.DOCUMENTS` and its date evidence."""
STATED = ("written", "name")
MOST_STORIES = 10
COLUMNS = ("night", "source", "teaches", "local_day", "utc_offset_minutes", "date_order")


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
        dict(zip(COLUMNS, key, strict=True)) | {"article_ids": sorted(stories)[:MOST_STORIES]}
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
