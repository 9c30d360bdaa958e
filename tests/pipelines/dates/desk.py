"""A lake with captures that offer dates, and the steps that date them: nights may come in any order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

import pyarrow as pa

from pipelines.lake.archive import save_source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES
from pipelines.night.locator import ARTICLES, DUPLICATES, locating
from pipelines.nights import STEPS, Accounts, run_step
from tests.pipelines.corpus.duplicates.newsroom import Capture, land

DERIVED = ("date_evidence", "date_lessons", "clusters", "revisions", "traces", "articles", "date_history")
FEED = "https://paper.example/rss"


@dataclass(frozen=True)
class Dated:
    """A capture with the candidates that its page offers, and what a feed said of its address that night.

    `listed` is the text of a link to it in a listing of that night. A page with `lists` is one itself: it shows these days (url,
    text, place) beside its links.
    `unchanged`: the page answered that it was as before, so that nothing was captured.
    `feed_read`: the night has a row for the feed, which says when it was fetched.
    """

    capture: Capture
    offers: tuple[dict[str, Any], ...] = ()
    feed: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    unchanged: bool = False
    listed: str | None = None
    feed_read: bool = False
    lists: tuple[tuple[str, str, str], ...] = ()


def offer(value: str | None, **more: Any) -> dict[str, Any]:
    """A candidate in the byline; `precision` and offset follow from the value."""
    written = value is not None and len(value) > 16 and value[-6] in "+-"
    coarse = {4: "year", 7: "month", 10: "day"}.get(len(value or "unreadable"))
    precision = coarse or ("instant" if written else "local")
    row = {
        "role": "published",
        "origin": "text",
        "raw": value or "soon",
        "value": value,
        "utc_offset_minutes": _minutes(value[-6:]) if value and written else None,
        "zone_source": "written" if written else "none",
        "precision": precision,
        "context": "byline",
        "position": 0,
    }
    return row | more


def stated(value: str) -> dict[str, Any]:
    """A candidate that the page's structured data states."""
    return offer(value, origin="jsonld:NewsArticle.datePublished", context="head")


def build(home: Home, pages: Iterable[Dated], nights: Iterable[date]) -> dict[str, str]:
    """Land, date, dedupe and publish the nights in the order given, and whatever a late one makes stale of the others.

    Returns the hash of each derived table.
    """
    ordered = sorted(pages, key=lambda p: p.capture.night)
    by_night = {night: list(tonight) for night, tonight in groupby(ordered, key=lambda p: p.capture.night)}
    for night in nights:
        if night in by_night:
            land(home, (p.capture for p in by_night[night] if not p.unchanged))
            _offered(home, night, by_night[night])
        _landed(home, night)
        for step in ("dates", "duplicates", "traces", "articles"):
            run_step(home, night, step, show=False)
    return {table: Lake(home.lake).content_hash(table) for table in DERIVED}


def _landed(home: Home, night: date) -> None:
    """What the steps before dating leave: what they note of the night, and that they are done, for later nights as well."""
    lake = Lake(home.lake)
    pages = lake.read("documents", night=night, columns=["article_id", "source", "url_key"]).to_pylist()
    with locating(home) as locator:
        locator.put_pages(night, [tuple(page.values()) for page in pages])
        locator.put_captures(night, [page["article_id"] for page in pages])
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, [page["article_id"] for page in pages])
    accounts = Accounts(home)
    for each in sorted({night, *lake.nights("documents")}):
        for step in ("fetches", "documents", "source_health", "clean_documents"):
            accounts.done(STEPS[step], each, 0)


def _offered(home: Home, night: date, pages: list[Dated]) -> None:
    lake = Lake(home.lake)
    by_work = {page.capture.article_id: page for page in pages}
    rows = lake.read("documents", night=night).to_pylist()
    for row in rows:
        page = by_work[row["article_id"]]
        row["date_candidates"] = list(page.offers)
        if page.lists:
            row |= {
                "kind": "listing",
                "listed": [dict(zip(("url", "date", "place"), entry, strict=True)) for entry in page.lists],
            }
    lake.replace("documents", pa.Table.from_pylist(rows, schema=lake.read("documents").schema), night=night)
    lake.replace("date_evidence", lake.read("date_evidence").slice(0, 0), night=night)
    fetches = [_fetch(p) for p in pages] + [_feed(p) for p in pages if p.feed_read][:1]
    lake.replace("fetches", pa.Table.from_pylist(fetches, schema=FETCHES), night=night)
    for page in pages:
        url = f"https://{page.capture.source}.example/"
        save_source_settings(home.archive, page.capture.source, night, {"url": url} | page.settings)


def _fetch(page: Dated) -> dict[str, Any]:
    capture = page.capture
    channel = {
        "channel": "feed",
        "referrer": FEED,
        "date_raw": page.feed,
        "date_kind": "pubDate",
    }
    listing = {
        "channel": "section",
        "referrer": f"https://paper.example/news?page={capture.night.day}",
        "anchor": page.listed,
        "position": 3,
    }
    return dict.fromkeys(FETCHES.names) | {
        "night": capture.night,
        "source": capture.source,
        "url": capture.url,
        "url_key": capture.url.removeprefix("https://"),
        "outcome": "not_modified" if page.unchanged else "stored",
        "resource": "page",
        "fetched_at": datetime.combine(capture.night, time(3), UTC),
        "channels": [*([channel] if page.feed else []), *([listing] if page.listed else [])],
    }


def _feed(page: Dated) -> dict[str, Any]:
    row = _fetch(page) | {"url": FEED, "url_key": FEED.removeprefix("https://"), "channels": []}
    return row | {"outcome": "stored", "resource": "feed"}


def _minutes(offset: str) -> int:
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return minutes if offset[0] == "+" else -minutes
