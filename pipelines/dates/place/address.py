"""Dates in a page's address: a day or month in its path, and ids that are made from the instant of posting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipelines.dates.model import Origin, OriginKind
from pipelines.dates.read.reading import Dialect, Offer, read_machine

DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-](\d\d?)(?:[_-](\d\d?)|/(0\d|\d\d?(?!-\w)))(?!\d)|(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?!\d)"
)
"""A day in a path. A number that begins a name below a month counts stories, or things: `/2011/12/10-things-we-learned`; not so
with a zero before it."""
MONTH = re.compile(r"/((?:19|20)\d\d)[/-](1[0-2]|0?[1-9])(?=/)")
NAMED = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d\d?)(?=/)", re.IGNORECASE)

ARCHIVED = re.compile(r"^.*?/(?:19|20)\d{12}[a-z_]*/(?=https?:/|(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/)", re.IGNORECASE)
"""As web archives write the instant of a capture before an address with its scheme or none: `/20130307194448/paper.example/`."""
NUMBERED = re.compile(r"(?:[^\W\d][^/]*[/_-]|/\d{1,3}-)(?:19|20)\d\d-?\d\d-?\d\d(?:\.\w+)?/?$")
"""A slug, section or number that ends in a number as long as a day (`/a/74-20190211`): an id as often as a date, or the day of an
event."""

EVENTS = re.compile(
    r"/(?:events?|calendars?|agenda|termine?|kalender|veranstaltung(?:en)?|eventos?|evenements?|eventi|whats-on|schedule|fixtures|on-this-day"
    r"|today-in-history)(?:/|$)",
    re.IGNORECASE,
)
"""A path of events or anniversaries: the day in the address is theirs."""

TWITTER_EPOCH = 1_288_834_974_657  # ms; https://github.com/twitter-archive/snowflake/tree/snowflake-2010
POST_HOSTS = frozenset({"twitter.com", "x.com"})
POST = re.compile(r"/(?:[^/]+|i/web)/status(?:es)?/(\d{15,19})(?:/|$)")  # shorter ids were counted, not made
LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


def address_offers(url: str) -> Iterator[Offer]:
    """The date that an address tells; the instant of a post whose id was made from it."""
    path = urlsplit(original(url)).path
    if (moment := posted_at(url)) is not None:
        raw = path.rpartition("/status/")[2] if "/status/" in path else path.rstrip("/").rpartition("/")[2]
        stated = moment.isoformat(timespec="milliseconds")
        yield Offer("published", Origin(OriginKind.URL, "id"), raw, read_machine(stated, Dialect()))
    elif m := _day_in(path):
        year, month, day = (int(g) for g in m.groups() if g is not None)
        ending = NUMBERED.search(path)
        doubtful = (ending is not None and m[0] in ending[0]) or EVENTS.search(path[: m.start()])
        origin = Origin(OriginKind.URL, "number" if doubtful else "")
        yield Offer("published", origin, m[0], read_machine(f"{year:04}-{month:02}-{day:02}", Dialect()))
    elif m := NAMED.search(path):
        yield Offer("published", Origin(OriginKind.URL), m[0], read_machine(f"{m[3]} {m[2]} {m[1]}", Dialect()))
    elif m := MONTH.search(path):
        yield Offer("published", Origin(OriginKind.URL), m[0], read_machine(f"{m[1]}-{m[2]:0>2}", Dialect()))


def _day_in(path: str) -> re.Match[str] | None:
    """The first day in a path; None where the path files the story under another month first: that day is in its headline.

    >>> [bool(_day_in(f"/2025/11/{name}/")) for name in ("ferry-2021-05-06-inquiry", "2025-11-03-ferry")]
    [False, True]
    """
    day, month = DAY.search(path), MONTH.search(path)
    if day and month and month.end() < day.start() and len(month[2]) == 2:
        numbers = [int(g) for g in day.groups() if g is not None]
        return day if numbers[:2] == [int(month[1]), int(month[2])] else None
    return day


def original(url: str) -> str:
    """The address of which an archive's address keeps a capture; any other address unchanged.

    >>> original("https://web.archive.org/web/20221103184500/https://paper.example/ferry")
    'https://paper.example/ferry'
    >>> original("https://archive.example/web/20130307194448/paper.example/2008/05/ferry")
    'http://paper.example/2008/05/ferry'
    """
    m = ARCHIVED.match(url)
    if m is None:
        return url
    kept = url[m.end() :]
    return kept if kept.startswith(("http:/", "https:/")) else f"http://{kept}"


def posted_at(url: str) -> datetime | None:
    """The instant from which the id of a post on X was made; None for any other address.

    >>> str(posted_at("https://x.com/jack/status/1281836879789404160/photo/1"))
    '2020-07-11 06:25:02.176000+00:00'
    >>> posted_at("https://x.com/jack/status/20")
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("mobile.")
    m = POST.match(parts.path) if host in POST_HOSTS else None
    if m is None:
        return None
    seconds = ((int(m[1]) >> 22) + TWITTER_EPOCH) / 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds < LATEST else None
