"""The rows of a crawled night: `fetches` and `links`, built from the frontier, the same whatever the order of fetching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import pyarrow as pa

from pipelines.schemas import FETCHES, LINKS
from spiders.edges import CHANNELS, Edge, unpack
from spiders.frontier import BEYOND, Frontier
from spiders.reading import cached_key
from spiders.rights import RULE_VERSION
from spiders.sources import Source
from spiders.visits import Result

SEEN = ("stored", "not_modified", "duplicate_payload", "redirected")
ALIASES = ("redirect", "canonical")
NAV_REFERRERS = 16
"""Menus stand on every page: of their advertisements the first so many are kept as channels; `links` has every one."""
BATCH = 5_000


class Channel(NamedTuple):
    """One way a URL was advertised: `pipelines.schemas.CHANNEL`, field for field."""

    channel: str
    referrer: str | None = None
    anchor: str | None = None
    position: int | None = None
    date_raw: str | None = None
    date_kind: str | None = None


def link_rows(frontier: Frontier, advertised: Advertised, source: str, night: date) -> pa.Table:
    """`links` of the night; every edge is noted in `advertised` on the way."""
    return pa.Table.from_batches(_link_batches(frontier, advertised, source, night), LINKS)


def fetch_rows(frontier: Frontier, advertised: Advertised, source: str, night: date) -> pa.Table:
    """`fetches` of the night, once `advertised` is complete.

    Every URL that a fetched resource or the source file names has exactly one row: those out of scope end as `offsite`,
    those beyond the hop budget as `budget`. A story that was due and that nothing named has no channels.
    """
    return pa.Table.from_batches(_fetch_batches(frontier, advertised, source, night), FETCHES)


class Advertised:
    """Channels by URL key, gathered in the order of the referrers' keys; `spelling` is the least URL of each key."""

    def __init__(self, source: Source) -> None:
        self.channels: dict[str, list[Channel]] = defaultdict(list)
        self.spelling: dict[str, str] = {}
        self._menus: dict[str, int] = defaultdict(int)
        for urls, channel in (
            ((source.url, *source.seeds), "seed"),
            (source.sections, "section"),
            (source.feeds, "feed"),
            (source.sitemaps, "sitemap"),
        ):
            for url in urls:
                self.channels[cached_key(url)].append(Channel(channel))

    def add(self, referrer: str, edge: Edge) -> None:
        """Note an edge."""
        known = self.spelling.get(edge.key)
        self.spelling[edge.key] = edge.url if known is None else min(known, edge.url)
        if edge.kind == "nav":
            self._menus[edge.key] += 1
            if self._menus[edge.key] > NAV_REFERRERS:
                return
        name = CHANNELS[edge.kind]
        for kind, raw in edge.dates or ((None, None),):
            self.channels[edge.key].append(Channel(name, referrer, edge.anchor, edge.position, raw, kind))

    def of(self, key: str) -> list[dict[str, Any]]:
        """The channels of a URL, sorted."""
        found = sorted(set(self.channels.get(key, ())), key=lambda channel: [str(value or "") for value in channel])
        return [channel._asdict() for channel in found]


def _link_batches(frontier: Frontier, advertised: Advertised, source: str, night: date) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, Any]] = []
    for key, url, _resource, _state, _hops, result in frontier.visits():
        for edge in _edges(frontier, key, result):
            advertised.add(url, edge)
            rows.append(_link(night, source, url, key, edge))
        if len(rows) >= BATCH:
            yield pa.RecordBatch.from_pylist(rows, LINKS)
            rows = []
    yield pa.RecordBatch.from_pylist(rows, LINKS)


def _edges(frontier: Frontier, key: str, result: Result | None) -> Iterable[Edge]:
    if result is None or result.outcome not in (*SEEN, "duplicate_url"):
        return ()
    page = frontier.memory.page(key)
    edges = unpack(page.edges if page else None)
    return edges if result.outcome in SEEN else [edge for edge in edges if edge.kind in ALIASES]


def _link(night: date, source: str, url: str, key: str, edge: Edge) -> dict[str, Any]:
    return {
        "night": night,
        "source": source,
        "from_url": url,
        "from_url_key": key,
        "to_url": edge.url,
        "to_url_key": edge.key,
        "kind": edge.kind,
        "position": edge.position,
        "anchor": edge.anchor or None,
    }


def _fetch_batches(frontier: Frontier, advertised: Advertised, source: str, night: date) -> Iterator[pa.RecordBatch]:
    offsite = dict(advertised.spelling)
    rows: list[dict[str, Any]] = []
    for key, url, resource, state, hops, result in frontier.visits():
        offsite.pop(key, None)
        if key not in advertised.channels and resource in ("robots", "sitemap", "rights"):
            advertised.channels[key] = [Channel("seed")]  # asked for in the usual place
        ending = result or _unfinished(state)
        rows.append(_fetch(night, source, key, url, resource, hops, ending, advertised.of(key)))
        if len(rows) >= BATCH:
            yield pa.RecordBatch.from_pylist(rows, FETCHES)
            rows = []
    rows += [
        _fetch(night, source, key, url, "page", None, Result("offsite"), advertised.of(key))
        for key, url in offsite.items()
    ]
    yield pa.RecordBatch.from_pylist(rows, FETCHES)


def _unfinished(state: int) -> Result:
    if state == BEYOND:
        return Result("budget", detail="more links away than a night follows")
    return Result("not_crawled", detail="the crawl ended before it was fetched")


def _fetch(
    night: date,
    source: str,
    key: str,
    url: str,
    resource: str,
    hops: int | None,
    result: Result,
    channels: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        **{name: getattr(result, name) for name in Result.__slots__},
        "fetched_at": datetime.fromisoformat(result.fetched_at) if result.fetched_at else None,
        "night": night,
        "source": source,
        "url": url,
        "url_key": key,
        "resource": resource,
        "channels": channels,
        "redirects": list(result.redirects),
        "rights": list(result.rights),
        "rights_rule": RULE_VERSION if result.train_ai else None,
        "hops": hops,
    }
