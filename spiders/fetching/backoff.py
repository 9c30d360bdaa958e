"""The pause before a retry after a temporary failure."""

from __future__ import annotations

RETRIES = 2
PASSING = frozenset((0, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
"""Temporary statuses; 0 stands for no response at all."""
LEFT_ALONE = "asks to be left alone"
"""Part of the detail of a visit that is not fetched because its host asked for a longer pause."""
NOT_ANSWERING = "does not answer"
"""Part of the detail of a visit that is not fetched because its host was waited for in vain."""
MAX_PAUSE_SECONDS = 120.0
MIN_PAUSE_SECONDS = 0.25


def pause_seconds(attempts: int, status: int, retry_after: float | None, delay_seconds: float) -> float | None:
    """Seconds before a URL is requested again, after `attempts` earlier failures; None if it is not retried.

    If more than MAX_PAUSE_SECONDS is asked for, the URL is not retried.

    >>> [pause_seconds(attempts, 503, None, 1.0) for attempts in range(3)]
    [2.0, 8.0, None]
    >>> pause_seconds(0, 429, 30.0, 1.0), pause_seconds(0, 429, 3600.0, 1.0), pause_seconds(0, 404, None, 1.0)
    (30.0, None, None)
    """
    if status not in PASSING or attempts >= RETRIES:
        return None
    pause: float = max(retry_after or 0.0, max(delay_seconds, MIN_PAUSE_SECONDS) * 2 * 4**attempts)
    return pause if pause <= MAX_PAUSE_SECONDS else None
