"""An events calendar without end: every month links the next and the one before, for ever."""

from __future__ import annotations

import re

from spiders.demo_web.markup import link
from spiders.demo_web.nights import MONTHS
from spiders.demo_web.site import Reply, html

PATH = re.compile(r"^/calendar/(\d{4,})/(\d\d)$")


def calendar_page(target: str) -> Reply | None:
    """The month a path names; None for any other path."""
    match = PATH.match(target)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    months = int(match[1]) * 12 + int(match[2]) - 1
    links = " ".join(link(_path(months + step), text) for step, text in ((-1, "Month before"), (1, "Month after")))
    title = f"Events in {MONTHS[months % 12]} {months // 12}"
    return Reply(html(f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1><p>Nothing is planned yet.</p>\n{links}"))


def _path(months: int) -> str:
    return f"/calendar/{months // 12:04d}/{months % 12 + 1:02d}"
