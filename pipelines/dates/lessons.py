"""Lessons: what a night's stories show of the offset of their source's bare clock times. Of that night's captures alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.dates.model import Candidate
from pipelines.dates.moment import has_clock, zone_between
from pipelines.dates.rules import Evidence, refusal, trust
from pipelines.schemas import ZONE_LESSONS

STATED = ("written", "name")
MOST_STORIES = 10
COLUMNS = ("night", "source", "local_day", "utc_offset_minutes")


def night_lessons(captures: Iterable[tuple[Mapping[str, Any], list[Evidence]]]) -> pa.Table:
    """Rows of `schemas.ZONE_LESSONS` from a night's captures (rows of `schemas.DOCUMENTS`) and the evidence of each."""
    found: dict[tuple[date, str, date, int], set[str]] = defaultdict(set)
    for document, evidence in captures:
        shown = observation(evidence)
        if shown is not None:
            found[document["night"], document["source"], *shown].add(document["article_id"])
    rows = [
        dict(zip(COLUMNS, key, strict=True)) | {"article_ids": sorted(stories)[:MOST_STORIES]}
        for key, stories in sorted(found.items())
    ]
    return pa.Table.from_pylist(rows, schema=ZONE_LESSONS)


def observation(evidence: Iterable[Evidence]) -> tuple[date, int] | None:
    """(day, offset in minutes) of the bare clock times of one capture, where its stated instants leave one offset only."""
    clocks = [e.candidate for e in evidence if _is_own_clock(e)]
    bare = [c for c in clocks if c.utc_offset_minutes is None]
    stated = [c for c in clocks if c.zone_source in STATED]
    shown = {(_day(b), offset) for b in bare for s in stated if (offset := zone_between(b, s)) is not None}
    return min(shown) if len({offset for _, offset in shown}) == 1 else None


def _is_own_clock(e: Evidence) -> bool:
    c = e.candidate
    return has_clock(c) and refusal(e, e.fetched_at) is None and trust(c) is not None


def _day(c: Candidate) -> date:
    return date.fromisoformat((c.value or "")[:10])
