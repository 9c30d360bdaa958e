"""The requests that a site was asked, and what kind of thing each was for."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

KINDS = ("story", "page", "feed", "sitemap", "media", "rules", "redirect", "failed")
RULES = re.compile(r"/(robots\.txt|ai\.txt|rsl\.xml|license\.xml|\.well-known/.*)$")
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the path with its query, and the status and Content-Type of the answer."""

    path: str
    status: int
    content_type: str


@dataclass(slots=True)
class Traffic:
    """The requests of a site in order; servers add to it from their threads."""

    asked: list[Asked] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, path: str, status: int, content_type: str | None) -> None:
        """Note a request that was answered."""
        with self._lock:
            self.asked.append(Asked(path, status, content_type or ""))

    def taken(self) -> list[Asked]:
        """The requests since the last time this was called."""
        with self._lock:
            taken, self.asked = self.asked, []
        return taken


def kind_of(asked: Asked, stories: Collection[str]) -> str:
    """What a request was for, one of KINDS; `stories` are the paths of the stories' pages.

    >>> kind_of(Asked("/a/", 200, "text/html"), {"/a/"}), kind_of(Asked("/a/?replytocom=7", 200, "text/html"), {"/a/"})
    ('story', 'page')
    >>> kind_of(Asked("/feed/", 200, "application/rss+xml; charset=UTF-8"), ()), kind_of(Asked("/a", 404, "text/html"), ())
    ('feed', 'failed')
    """
    if RULES.search(asked.path):
        return "rules"
    if asked.path in stories:
        return "story"
    if asked.status >= 400:
        return "failed"
    if asked.status >= 300 and asked.status != NOT_MODIFIED:
        return "redirect"
    if "sitemap" in asked.path:
        return "sitemap"
    if "xml" in asked.content_type.replace("xhtml+xml", "") or "json" in asked.content_type:
        return "feed"
    if asked.content_type and not asked.content_type.startswith(("text/html", "application/xhtml")):
        return "media"
    return "page"


def by_kind(asked: list[Asked], stories: Collection[str]) -> dict[str, int]:
    """How many requests were for each kind, kinds that none was for left out."""
    counts = Counter(kind_of(one, stories) for one in asked)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def as_rows(asked: list[Asked]) -> list[list[Any]]:
    """The requests as JSON has them."""
    return [[one.path, one.status, one.content_type] for one in asked]


def of_rows(rows: list[list[Any]]) -> list[Asked]:
    """The requests that `as_rows` wrote."""
    return [Asked(*row) for row in rows]
