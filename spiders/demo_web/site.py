"""A site on one night: what it answers to each path, computed before the first request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from spiders.demo_web.nights import http_date

HTML = "text/html; charset=utf-8"
TRACKING = ("utm_", "fbclid", "cmp")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `changed` makes it cacheable (ETag, Last-Modified); its first `failures` requests a night get a 500."""

    body: bytes = b""
    status: int = 200
    content_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None
    failures: int = 0

    @property
    def etag(self) -> str:
        """Strong validator over the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def fresh_for(self, none_match: str | None, modified_since: str | None) -> bool:
        """Whether a conditional request is to be answered by 304 (RFC 9110 §13.2.2: If-None-Match goes first)."""
        if self.changed is None or self.status != 200:
            return False
        if none_match is not None:
            return self.etag in none_match or none_match.strip() == "*"
        try:
            return self.changed.replace(microsecond=0) <= parsedate_to_datetime(modified_since or "")
        except ValueError:
            return False

    def all_headers(self) -> list[tuple[str, str]]:
        """Every header but Content-Length."""
        out = [] if self.content_type is None else [("Content-Type", self.content_type)]
        if self.changed is not None:
            out += [("ETag", self.etag), ("Last-Modified", http_date(self.changed))]
        return [*out, *self.headers]


NOT_FOUND = Reply(b"<!DOCTYPE html><title>404</title><h1>Not found</h1><p>There is no such page here.</p>", 404)


@dataclass(frozen=True, slots=True)
class Door:
    """What a reader needs to be let in: a cookie, which the form at `login` gives to whoever sends the values of `reader`.

    `replies` are for everybody else.
    """

    cookie: str
    login: str = ""
    reader: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, Reply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """Paths (with query, if that matters) to replies; `endless` answers what no finite map can."""

    name: str
    replies: dict[str, Reply]
    endless: Callable[[str], Reply | None]
    door: Door | None = None

    def answer(self, target: str, cookies: str = "") -> Reply:
        """The reply to a request target. Tracking parameters make no difference, as on any real site."""
        if self.door is not None and self.door.cookie not in cookies.split("; ") and target in self.door.replies:
            return self.door.replies[target]
        if target in self.replies:
            return self.replies[target]
        path, _, query = target.partition("?")
        kept = "&".join(p for p in query.split("&") if p and not p.startswith(TRACKING))
        plain = f"{path}?{kept}" if kept else path
        return self.replies.get(plain) or self.endless(plain) or NOT_FOUND

    def sent(self, path: str, form: str) -> Reply:
        """The reply to a form that is sent: the cookie of the door, or the page again."""
        said, door = {value for _, value in parse_qsl(form)}, self.door
        if door is None or path != door.login or not said.issuperset(door.reader.values()):
            return self.answer(path)
        return Reply(b"", 303, None, (("Location", "/"), ("Set-Cookie", f"{door.cookie}; Path=/; HttpOnly")))


def moved(location: str, status: int = 301) -> Reply:
    """A redirect."""
    return Reply(b"", status, None, (("Location", location),))
