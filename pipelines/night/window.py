"""Windows of nights that a night learns from: long enough for a quiet source, short enough for a redesign."""

from __future__ import annotations

from datetime import date, timedelta

WINDOW_NIGHTS = 30
"""Nights, this one included, that a night learns from: places of stories, repeated text, time zones."""
RECENT_NIGHTS = 14
"""Nights, this one included, that a report shows side by side."""

COMPARED_NIGHTS = 56
"""Earlier nights that a source's night is compared with: eight of each weekday."""


def since(night: date) -> date:
    """The first night that this night learns from.

    >>> since(date(2026, 3, 2))
    datetime.date(2026, 2, 1)
    """
    return night - timedelta(days=WINDOW_NIGHTS - 1)


REPORTED_NIGHTS = 28
"""Nights, with the present one, in which a report looks for incidents and their figures."""
