"""The two nights of the demo web, and how its papers write a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from spiders.demo_web.words import words

NIGHTS = (date(2026, 2, 2), date(2026, 2, 3))
"""The only nights there are."""


def dated(day: date, pattern: str, language: str = "en") -> str:
    """A day in words; `%` as in strftime, but for names, which follow the language and not the machine's locale.

    >>> dated(date(2025, 11, 3), "{weekday}, {day}. {month} %Y", "de")
    'Montag, 3. November 2025'
    """
    weekday, month = words(language)["weekdays"][day.weekday()], words(language)["months"][day.month - 1]
    return day.strftime(pattern.format(weekday=weekday, month=month, day=day.day))


def rfc822(moment: datetime) -> str:
    """A moment as RSS writes it, in its own offset."""
    return dated(moment, "{weekday:.3}, %d {month:.3} %Y %H:%M:%S %z")


def http_date(moment: datetime) -> str:
    """A moment as HTTP headers write it."""
    return rfc822(moment.astimezone(UTC)).replace("+0000", "GMT")


def eve(night: date) -> datetime:
    """The last moment at which a story of that night can have been published: an hour before the night, UTC."""
    return datetime.combine(night, time(), UTC) - timedelta(hours=1)
