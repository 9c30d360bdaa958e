"""Figures of a night's feeds: entries, fresh entries, the newest entry; and future dates in feeds and sitemaps. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pipelines.dates.read.reading import Dialect, instant_of, read_machine
from pipelines.health.seen import Row, Seen
from pipelines.lake.link_kinds import LATEST_ENTRIES
from pipelines.lake.values import ANSWERED

FRESH = timedelta(hours=24)
AHEAD = timedelta(hours=24)
"""A date that is later than this after the fetch is not just a wrong time zone."""
PUBLISHED = ("pubDate", "published", "publication_date")


def feeds(fetches: Sequence[Row], links: Iterable[Row]) -> Seen:
    """The figures of one source and night, from rows of `schemas.FETCHES` and entries of feeds in `schemas.LINKS`."""
    entries: dict[str, set[str]] = defaultdict(set)
    for link in links:
        entries[link["from_url"]].add(link["to_url_key"])
    dates: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for referrer, at, url in _dates(fetches):
        dates[referrer].append((at, url))
    asked = [row for row in fetches if row["resource"] in LATEST_ENTRIES]
    seen = Seen({"feeds": [_feed(row, len(entries[row["url"]]), [at for at, _ in dates[row["url"]]]) for row in asked]})
    answered = {row["url"]: row["fetched_at"] for row in fetches if row["fetched_at"] is not None}
    ahead = [
        url
        for referrer, each in dates.items()
        if (read := answered.get(referrer))
        for at, url in each
        if at > read + AHEAD
    ]
    seen.figures["future_dates"] = len(set(ahead))
    seen.show("future_dates", ahead)
    for row in asked:
        seen.examples[f"feed {row['url']}"] = row["url"]
    return seen


def _feed(row: Row, entries: int, dates: list[datetime]) -> dict[str, Any]:
    read = row["fetched_at"]
    answered = row["outcome"] in ANSWERED and read is not None
    past = [at for at in dates if answered and at <= read + AHEAD]
    newest = max(past, default=None)
    return {
        "url": row["url"],
        "outcome": row["outcome"],
        "entries": entries if answered else None,
        "fresh": sum(at > read - FRESH for at in past) if past else None,
        "newest": newest,
        "age_hours": (read - newest).total_seconds() / 3600 if newest else None,
    }


def _dates(fetches: Iterable[Row]) -> Iterator[tuple[str, datetime, str]]:
    """(feed or sitemap, publication date, page) of every entry with a date and time."""
    for row in fetches:
        for channel in row["channels"] or ():
            if channel["date_kind"] in PUBLISHED and channel["referrer"] and (at := _instant(channel["date_raw"])):
                yield channel["referrer"], at, row["url"]


@lru_cache(maxsize=20_000)
def _instant(raw: str | None) -> datetime | None:
    reading = read_machine(raw, Dialect()) if raw else None
    return instant_of(reading.value) if reading is not None and not reading.ambiguous else None
