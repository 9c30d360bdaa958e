"""When to ask again after a failure that may pass."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRIES = 2
PASSING = frozenset((0, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
"""Statuses that may pass; 0 stands for no response at all."""
MAX_PAUSE = 120.0


def pause_seconds(
    attempts: int, status: int, retry_after: str, delay_seconds: float, now: datetime | None = None
) -> float | None:
    """Seconds before the same URL is asked again; null when it is not.

    Retry-After (RFC 9110 §10.2.3) is honoured; a host that asks for more than MAX_PAUSE is left for tonight.

    >>> [pause_seconds(attempts, 503, "", 1.0) for attempts in range(3)]
    [2.0, 8.0, None]
    >>> pause_seconds(0, 429, "30", 1.0), pause_seconds(0, 429, "3600", 1.0), pause_seconds(0, 404, "", 1.0)
    (30.0, None, None)
    """
    if status not in PASSING or attempts >= RETRIES:
        return None
    asked = _asked(retry_after.strip(), now or datetime.now(UTC))
    pause: float = max(asked, max(delay_seconds, 0.25) * 2 * 4**attempts)
    return pause if pause <= MAX_PAUSE else None


def _asked(retry_after: str, now: datetime) -> float:
    if retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (ValueError, TypeError, IndexError):
        return 0.0
