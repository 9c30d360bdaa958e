"""An events calendar without end: every month links the next and the one before, for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spiders.demo_web.edition import Edition
from spiders.demo_web.site import Reply
from spiders.demo_web.words import words

PATH = re.compile(r"^/calendar/(\d{4,})/(\d\d)$")


def month(edition: Edition, _: Mapping[str, Reply], target: str) -> Reply | None:
    """The month a path names; None for any other path."""
    match = PATH.match(target)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    months = int(match[1]) * 12 + int(match[2]) - 1
    title = f"Events in {words('en')['months'][months % 12]} {months // 12}"
    context = {"title": title, "before": _path(months - 1), "after": _path(months + 1)}
    return Reply(edition.render("calendar.html", context).encode())


def _path(months: int) -> str:
    return f"/calendar/{months // 12:04d}/{months % 12 + 1:02d}"
