"""The nights that a night learns from: long enough for a quiet source, short enough for a redesign."""

from __future__ import annotations

from datetime import date, timedelta

WINDOW_NIGHTS = 30
"""Nights, its own among them, that a night learns from: where stories stand, what pages repeat, what clocks show."""
RECENT_NIGHTS = 14
"""Nights that a report shows side by side, its own among them."""

COMPARED_NIGHTS = 56
"""Nights before its own that a source's night is compared with: eight of each day of the week."""


def since(night: date) -> date:
    """The first night that this night learns from.

    >>> since(date(2026, 3, 2))
    datetime.date(2026, 2, 1)
    """
    return night - timedelta(days=WINDOW_NIGHTS - 1)
