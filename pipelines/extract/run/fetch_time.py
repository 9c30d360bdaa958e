"""The time of a fetch as people write it; no date of the page came later."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.dates.judge.rules import LAST_SECOND

MAX_DAY_CHARS = 10
"""Characters of a bare day: the page was fetched at some time of it, so that no date of that day came later."""
FIRST_FETCH, LAST_FETCH = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""No page was fetched before there was a web; what is added to a time of a fetch must still be a time."""


def fetch_time(raw: str) -> datetime:
    """An ISO 8601 time in UTC; without a zone it is UTC, and a day alone is its last second. Raises ValueError with the reason.

    >>> fetch_time("2025-11-03T18:45+01:00").isoformat(), fetch_time("2025-11-03").isoformat()
    ('2025-11-03T17:45:00+00:00', '2025-11-03T23:59:59+00:00')
    """
    try:
        moment = datetime.fromisoformat(raw)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"fetched_at must be an ISO 8601 time, found {ascii(raw)[:60]}") from error
    if not FIRST_FETCH <= moment <= LAST_FETCH:
        raise ValueError(f"fetched_at must lie between 1990 and 2200, found {ascii(raw)[:60]}")
    return moment if ":" in raw or len(raw) > MAX_DAY_CHARS else datetime.combine(moment, LAST_SECOND, UTC)
