"""Days on which an article may have been published: from its date, otherwise from its bounds. Also the days that a
query names.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

WEB = date(1991, 8, 6)
"""The day of the web's first page: nothing in a corpus is older."""
WRITTEN = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")


def interval(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day. Raises ValueError.

    >>> interval("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"no year, month or day: {text}")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    first, last = month or 1, month or 12
    return date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])


def published_between(article: Mapping[str, Any]) -> tuple[date, date]:
    """The first and the last day on which an article may have been published, from columns of `articles`.

    Bounds narrow a date that is only a month or a year. A date with a day is that day.
    """
    before, after = _day(article["not_before"]), _day(article["not_after"])
    lower, upper = before or WEB, after or _day(article["first_seen"]) or date.max
    try:
        first, last = interval((article["published"] or "")[:10])
    except ValueError:  # unknown, or not a calendar date
        return lower, max(lower, upper)
    if first == last:
        return first, last
    return max(first, min(lower, last)), min(last, max(upper, first))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
