"""What the nights taught of a source: where its pages hold what, its zone and order of dates, and how soon it reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import Any

from pipelines.browse.narrow import whereabouts
from pipelines.browse.publication import Publication, Row
from pipelines.corpus.publish.macros import LAG, SURE
from pipelines.dates.read.reading import offset_text

PLACES = """
SELECT role, place, right_so_far, wrong_so_far, learned FROM places
WHERE source = ? AND night = ? AND role NOT IN ('repeated', 'picture') AND (learned OR role <> 'site')
ORDER BY learned DESC, role, right_so_far DESC, wrong_so_far, place LIMIT 30
"""
LESSONS = """
SELECT teaches, utc_offset_minutes, date_order, count(DISTINCT night) AS nights, max(night) AS last_night
FROM date_lessons WHERE source = ? GROUP BY ALL ORDER BY teaches DESC, last_night DESC, nights DESC
"""
OWN_EVENTS = (
    "SELECT DISTINCT event_id FROM events WHERE source = ? AND first_night >= ? AND strength >= 0.7 ORDER BY ALL"
)
MAX_EVENTS = 200
LAGS = re.sub(r"\bsource_\b", "$1", f"WITH members AS ({SURE} AND list_contains($2, e.event_id)), {LAG}")


def learned(publication: Publication, source: str, nights: Sequence[date]) -> dict[str, Any]:
    """The places of its last night, and what its nights (the last one first) taught of its dates."""
    if not nights:
        return {"places": [], "lessons": []}
    places = publication.rows(PLACES, source, nights[0], within={"places": nights[:1]})
    lessons = publication.rows(LESSONS, source, within={"date_lessons": nights})
    for row in lessons:
        minutes = row.pop("utc_offset_minutes")
        row["zone"] = None if minutes is None else offset_text(minutes)
    return {"places": places, "lessons": lessons}


def lag(publication: Publication, source: str, nights: Sequence[date]) -> Row | None:
    """How long after the first other source it reported the events of these nights, at most MAX_EVENTS: in how many it was
    certainly first or later, and the middle of the least and the most hours; None if it shared none.
    """
    if not nights:
        return None
    own = publication.rows(OWN_EVENTS, source, nights[-1], within={"events": nights})
    events = [row["event_id"] for row in own][:MAX_EVENTS]
    where = whereabouts(publication.home, publication.events.members(events))
    rows = publication.rows(LAGS, source, events, within=where.of_works) if events else []
    if not rows:
        return None
    return {
        "events": len(rows),
        "first": sum(row["most_hours"] <= 0 for row in rows),
        "later": sum(row["least_hours"] >= 0 for row in rows),
        **{name: round(median(row[name] for row in rows), 1) for name in ("least_hours", "most_hours")},
    }
