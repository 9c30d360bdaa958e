"""Parse the dates that feeds and sitemaps give with a link, for ranking and probing only.

`pipelines.dates` judges the dates of stories later.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime


def written_at(raw: str) -> datetime | None:
    """Parse a time in ISO 8601 or RFC 5322. Naive if `raw` states no zone; None if unreadable.

    >>> written_at("Mon, 3 Nov 2025 18:45:00 +0100").isoformat(), written_at("yesterday")
    ('2025-11-03T18:45:00+01:00', None)
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(raw.strip())
            at.astimezone(UTC)  # raises if the year is out of range
            return at
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def day_of(raw: str) -> date | None:
    """The UTC day of a feed's or sitemap's date. Without a zone, the day as written; None if unreadable.

    >>> day_of("2025-11-03T23:30:00-05:00"), day_of("2025-11-03"), day_of("yesterday")
    (datetime.date(2025, 11, 4), datetime.date(2025, 11, 3), None)
    """
    at = written_at(raw)
    return None if at is None else (at.astimezone(UTC) if at.tzinfo else at).date()


def written_day(raw: str) -> date | None:
    """The day of a date as written, in the publisher's zone, not in UTC. None if unreadable.

    >>> written_day("2025-11-04T00:15:00+01:00"), written_day("2025-11-03T23:15:00Z")
    (datetime.date(2025, 11, 4), datetime.date(2025, 11, 3))
    """
    at = written_at(raw)
    return None if at is None else at.date()
