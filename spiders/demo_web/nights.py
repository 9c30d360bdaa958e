"""The two nights of the demo web, and how its papers write a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

NIGHTS = (date(2026, 2, 2), date(2026, 2, 3))
"""The only nights there are."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WOCHENTAGE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONATE = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip


def masthead(day: date) -> str:
    """A day as the daily's masthead has it.

    >>> masthead(NIGHTS[0])
    'Monday, Feb 02, 2026'
    """
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1][:3]} {day.day:02d}, {day.year}"


def german_day(day: date) -> str:
    """A day as a German paper writes it out.

    >>> german_day(date(2025, 11, 3))
    'Montag, 3. November 2025'
    """
    return f"{WOCHENTAGE[day.weekday()]}, {day.day}. {MONATE[day.month - 1]} {day.year}"


def rfc822(moment: datetime) -> str:
    """A moment as RSS writes it, in its own offset."""
    head = f"{WEEKDAYS[moment.weekday()][:3]}, {moment.day:02d} {MONTHS[moment.month - 1][:3]} {moment.year}"
    return f"{head} {moment:%H:%M:%S %z}"


def http_date(moment: datetime) -> str:
    """A moment as HTTP headers write it."""
    return rfc822(moment.astimezone(UTC)).replace("+0000", "GMT")


def eve(night: date) -> datetime:
    """The last moment at which a story of that night can have been published: an hour before the night, UTC."""
    return datetime.combine(night, time(), UTC) - timedelta(hours=1)
