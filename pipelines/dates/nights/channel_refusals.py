"""Refuse dates in feeds and sitemaps that are not a story's: dates of comments, and the time at which the feed was built.

These rules look at all items of one list on one night. Feeds that differ from their pages: `pipelines.dates.judge.feed_trust`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pipelines.base.urls.comment_feeds import is_below, is_comment_feed_address, is_comment_title
from pipelines.base.urls.identity import key_of
from pipelines.dates.judge.rules import COMMENT_FEED, FEED_CLOCK, REPEATED, SHARED_CLOCK
from pipelines.dates.read.reading import Dialect, instant_of, read_machine

PUBLISHED = ("pubDate", "published", "publication_date")
NOT_THE_PAGES = {"comment": COMMENT_FEED, "lastBuildDate": FEED_CLOCK}
"""Kinds of channel dates that are never a story's, with the rule that refuses them."""
CLOCK_SHARE = 0.6
"""If this share of a list's pages has the same minute, that minute is the time when the list was built."""
SHARED_BY = 4
"""As CLOCK_SHARE, for a list without a matching Last-Modified: at least this many pages must have the same minute."""
MINUTE = timedelta(minutes=1)

Channel = Mapping[str, Any]
"""A channel of `schemas.FETCHES` that gives a date."""
Feed = tuple[str, str]
"""Source, and URL of the feed or sitemap."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed or sitemap: the `url_key` of its page, and its dated channel."""

    page: str
    channel: Channel


def channel_refusals(fetches: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[tuple[Channel, str | None]]]:
    """The dated channels of each page (source, url_key) of a night, each with the rule that refuses its date, or None."""
    lists: dict[Feed, list[Item]] = defaultdict(list)
    for f in fetches:
        for channel in f["channels"] or ():
            if channel["date_raw"] and channel["referrer"] and channel["date_kind"] in PUBLISHED:
                lists[f["source"], channel["referrer"]].append(Item(f["url_key"], channel))
    answers = {(f["source"], f["url"]): f for f in fetches if (f["source"], f["url"]) in lists}
    judges = {feed: ChannelList(feed[1], items, answers.get(feed)) for feed, items in lists.items()}
    return {
        (f["source"], f["url_key"]): [
            (c, _reason(judges.get((f["source"], c["referrer"])), f["url_key"], c))
            for c in f["channels"] or ()
            if c["date_raw"]
        ]
        for f in fetches
    }


def _reason(judge: ChannelList | None, page: str, channel: Channel) -> str | None:
    if (reason := NOT_THE_PAGES.get(channel["date_kind"] or "")) is not None:
        return reason
    if judge is None or channel["date_kind"] not in PUBLISHED:
        return None
    if judge.of_comments or page in judge.repeated:
        return COMMENT_FEED if judge.of_comments else REPEATED
    minute = _minute(channel["date_raw"])
    return judge.clocks.get(minute) if minute is not None else None


class ChannelList:
    """A feed or sitemap of one night: if it lists comments, pages listed repeatedly, minutes of its build."""

    def __init__(self, url: str, items: Sequence[Item], answer: Mapping[str, Any] | None) -> None:
        self.repeated = _repeated(items)
        self.of_comments = _of_comments(url, items, self.repeated)
        self.clocks = _clocks(items, answer)


def _repeated(items: Iterable[Item]) -> set[str]:
    """Pages that several items of one list give different dates: dates of parts of the page or of comments."""
    dates: dict[str, set[tuple[Any, str]]] = defaultdict(set)
    for item in items:
        dates[item.page].add((item.channel.get("position"), item.channel["date_raw"]))
    return {
        page
        for page, stated in dates.items()
        if len({place for place, _ in stated}) > 1 and len({raw for _, raw in stated}) > 1
    }


def _of_comments(url: str, items: Sequence[Item], repeated: set[str]) -> bool:
    """True if a list is of comments: by its URL (`/comments/feed`, or below a story's), its item titles, or repeated pages."""
    pages, key = {item.page for item in items}, key_of(url)
    if is_comment_feed_address(url) or (key is not None and any(is_below(key, page) for page in pages)):
        return True
    titled = sum(is_comment_title(item.channel.get("anchor")) for item in items)
    return 2 * titled > len(items) or (len(repeated) > 1 and 2 * len(repeated) >= len(pages))


def _clocks(items: Sequence[Item], answer: Mapping[str, Any] | None) -> dict[datetime, str]:
    """The minutes at which the list was built or fetched, with the rule.

    One item whose date equals Last-Modified is not refused: many systems send the date of the newest item as Last-Modified.
    """
    shown: dict[datetime, set[str]] = defaultdict(set)
    for item in items:
        if (minute := _minute(item.channel["date_raw"])) is not None:
            shown[minute].add(item.page)
    pages = len({item.page for item in items})
    fetched, built = _sent(answer)
    found = {}
    for minute, bearing in shown.items():
        near = bearing | shown.get(minute + MINUTE, set()) | shown.get(minute - MINUTE, set())
        of_many = len(near) > 1 and len(near) >= CLOCK_SHARE * pages
        if _same(fetched, minute) or (_same(built, minute) and of_many):
            found[minute] = FEED_CLOCK
        elif len(bearing) >= SHARED_BY and len(bearing) >= CLOCK_SHARE * pages:
            found[minute] = SHARED_CLOCK
    return found


def _same(at: datetime | None, minute: datetime) -> bool:
    return at is not None and abs(at - minute) <= MINUTE


def _sent(answer: Mapping[str, Any] | None) -> tuple[datetime | None, datetime | None]:
    """(time of the fetch, Last-Modified) of a list, None if unknown."""
    if answer is None:
        return None, None
    modified = answer["last_modified"]
    return answer["fetched_at"], _minute(modified) if modified else None


@lru_cache(maxsize=20_000)
def _minute(raw: str) -> datetime | None:
    """The minute of an instant; None for a date without zone or clock time (midnight counts as no clock time)."""
    reading = read_machine(raw, Dialect())
    instant = instant_of(reading.value) if reading is not None and not reading.ambiguous else None
    if reading is None or instant is None or reading.value[11:16] in ("", "00:00"):
        return None
    return instant.replace(second=0, microsecond=0)
