"""What is known of a source's dates before any page is read: its zone, its order of 03/04, its language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.dates.model import Candidate
from pipelines.dates.reading import Dialect, offset_text, read_machine
from pipelines.dates.zones import minutes_at


@dataclass(frozen=True, slots=True)
class SourceDating:
    """A source's habits: IANA zone of its bare clock times, order of its numeric dates (DMY MDY), ISO 639-1 language."""

    time_zone: str | None = None
    date_order: str | None = None
    language: str | None = None


def settle(c: Candidate, dating: SourceDating) -> Candidate:
    """A candidate with what the source settles: 03/04 read in its order, a bare clock time given its zone."""
    if c.value is None and dating.date_order is not None:
        reading = read_machine(c.raw, Dialect(dating.language, dating.date_order))
        if reading is not None:
            c = replace(
                c,
                value=reading.value,
                precision=reading.precision,
                utc_offset_minutes=reading.utc_offset_minutes,
                zone_source=reading.zone_source,
            )
    if c.value is not None and c.precision == "local" and dating.time_zone is not None:
        minutes = minutes_at(dating.time_zone, datetime.fromisoformat(c.value))
        fine = "instant" if c.value.count(":") == 2 else "minute"
        return replace(
            c, value=c.value + offset_text(minutes), utc_offset_minutes=minutes, zone_source="source", precision=fine
        )
    return c
