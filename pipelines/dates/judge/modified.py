"""The last modification that a page states: a field of its own, and the upper bound of a story without a date. Never the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipelines.dates.judge.agreement import family
from pipelines.dates.judge.moment import has_clock
from pipelines.dates.judge.rules import Evidence, refusal
from pipelines.dates.read.reading import instant_of


def last_modified(pieces: Sequence[Evidence], seen: datetime | None) -> tuple[str | None, datetime | None]:
    """(value as written, UTC instant) of the newest modification date; (None, None) if the page states none."""
    stated = [
        e.candidate
        for e in pieces
        if e.candidate.role == "modified"
        and family(e.candidate) in ("jsonld", "meta", "microdata", "shown")
        and e.candidate.context not in ("related", "comment", "footer", "masthead")
        and refusal(e, e.fetched_at or seen) == "modified-not-published"
    ]
    if not stated:
        return None, None
    newest = max(stated, key=lambda c: (has_clock(c), c.utc_offset_minutes is not None, c.value or "", str(c.origin)))
    return newest.value, instant_of(newest.value or "")
