"""The channels of each URL: every edge of a night, collected on disk and grouped by the URL it links to.

A night of 20,000 pages has too many edges for memory; SQLite sorts them on disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from pipelines.lake.link_kinds import LINK_KINDS, kinds
from spiders.links.edges import Edge

MENUS = kinds(lambda kind: kind.is_menu)
NAV_REFERRERS = 16
"""Maximum channels that are kept of menu links to one URL. Menus are on every page; the `links` table has all of them."""
COUNTED_MENUS = 20_000
SCHEMA = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
PRAGMA cache_size=-8000;
PRAGMA temp_store=FILE;
CREATE TABLE edges(
  key TEXT NOT NULL, seq INTEGER PRIMARY KEY, url TEXT, kind TEXT, referrer TEXT, anchor TEXT, position INT, dates TEXT);
BEGIN;
"""


class Channel(NamedTuple):
    """One link to a URL, or one mention in a feed or sitemap: the fields of `pipelines.lake.schemas.CHANNEL`."""

    channel: str
    referrer: str | None = None
    anchor: str | None = None
    position: int | None = None
    date_raw: str | None = None
    date_kind: str | None = None


class Named(NamedTuple):
    """A URL that edges link to: its first spelling in sort order, and its channels in the order of addition."""

    key: str
    url: str
    channels: list[Channel]


class Advertised:
    """The edges of one night in a temporary SQLite file at `path`; `close` deletes it. A small night needs no path."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._menus: dict[str, tuple[int, str]] = {}
        if path is not None:
            path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.executescript(SCHEMA)

    def add(self, referrer: str, edges: Iterable[Edge]) -> None:
        """Add the edges of a resource."""
        self._db.executemany(
            "INSERT INTO edges(key, url, kind, referrer, anchor, position, dates) VALUES (?,?,?,?,?,?,?)",
            (
                (edge.key, edge.url, edge.kind, referrer, edge.anchor, edge.position, json.dumps(edge.dates))
                for edge in edges
                if edge.kind not in MENUS or self._is_news(edge)
            ),
        )

    def __iter__(self) -> Iterator[Named]:
        """Every URL that an edge links to, by key."""
        rows = self._db.execute("SELECT key, url, kind, referrer, anchor, position, dates FROM edges ORDER BY key, seq")
        for key, edges in groupby(rows, itemgetter(0)):
            urls, channels = _urls_and_channels(edges)
            yield Named(key, min(urls), channels)

    def close(self) -> None:
        """Delete the file."""
        self._db.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _is_news(self, edge: Edge) -> bool:
        """True if a menu's edge is still needed: it is within NAV_REFERRERS, or its spelling sorts before all earlier ones."""
        if len(self._menus) >= COUNTED_MENUS:
            self._menus.clear()
        count, least = self._menus.get(edge.key, (0, edge.url))
        self._menus[edge.key] = (count + 1, min(least, edge.url))
        return count < NAV_REFERRERS or edge.url < least


def _urls_and_channels(
    edges: Iterable[tuple[str, str, str, str, str | None, int, str]],
) -> tuple[set[str], list[Channel]]:
    urls: set[str] = set()
    channels: list[Channel] = []
    menus = 0
    for _, url, kind, referrer, anchor, position, dates in edges:
        urls.add(url)
        menus += kind in MENUS
        if kind not in MENUS or menus <= NAV_REFERRERS:
            for date_kind, raw in json.loads(dates) or ((None, None),):
                channels.append(Channel(LINK_KINDS[kind].channel, referrer, anchor, position, raw, date_kind))
    return urls, channels
