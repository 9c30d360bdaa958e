"""When to ask again after a failure that may pass."""

from __future__ import annotations

RETRIES = 2
PASSING = frozenset((0, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
"""Statuses that may pass; 0 stands for no response at all."""
LEFT_ALONE = "asks to be left alone"
"""In the detail of what is not fetched because its host asked for a longer pause."""
MAX_PAUSE_SECONDS = 120.0
MIN_PAUSE_SECONDS = 0.25


def pause_seconds(attempts: int, status: int, retry_after: float | None, delay_seconds: float) -> float | None:
    """Seconds before the same URL is asked again after `attempts` failures before this one; null when it is not.

    A host that asks for more than MAX_PAUSE_SECONDS is left for tonight.

    >>> [pause_seconds(attempts, 503, None, 1.0) for attempts in range(3)]
    [2.0, 8.0, None]
    >>> pause_seconds(0, 429, 30.0, 1.0), pause_seconds(0, 429, 3600.0, 1.0), pause_seconds(0, 404, None, 1.0)
    (30.0, None, None)
    """
    if status not in PASSING or attempts >= RETRIES:
        return None
    pause: float = max(retry_after or 0.0, max(delay_seconds, MIN_PAUSE_SECONDS) * 2 * 4**attempts)
    return pause if pause <= MAX_PAUSE_SECONDS else None
