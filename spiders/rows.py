"""The rows of a crawled night: `fetches` and `links`, built from the frontier alone, the same whatever the order of fetching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from pipelines.schemas import FETCHES, LINKS
from spiders.edges import CHANNELS, Edge, unpack
from spiders.frontier import BEYOND, DONE, Frontier, Result
from spiders.reading import cached_key
from spiders.sources import Source

SEEN = ("stored", "not_modified", "duplicate_payload", "redirected")
NAV_REFERRERS = 16
"""Menus stand on every page: of their advertisements the first so many are kept as channels; `links` has every one."""


def night_rows(frontier: Frontier, source: Source, night: date) -> dict[str, pa.Table]:
    """`fetches` and `links` of the night.

    Every URL that a fetched resource or the source file names has exactly one row of `fetches`: those out of scope as
    `offsite`, those beyond the hop budget as `budget`.
    """
    channels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    offsite: dict[str, str] = {}
    links: list[dict[str, Any]] = []
    visits = list(frontier.visits())
    considered = {visit[0] for visit in visits}
    for key, url, _, _, _, result in visits:
        page = frontier.page(key) if result and result.outcome in SEEN else None
        for edge in unpack(page.edges if page else None):
            links.append(_link(night, source.name, url, key, edge))
            channels[edge.key] += _channels(url, edge)
            if edge.key not in considered:
                offsite[edge.key] = min(edge.url, offsite.get(edge.key, edge.url))
    for key, channel in _seeds(source):
        channels[key].append(_channel(channel))
    for key in considered - channels.keys():
        channels[key].append(_channel("seed"))  # robots.txt, and the usual places of a sitemap
    rows = [
        _fetch(night, source.name, key, url, resource, hops, _ending(state, result), channels)
        for key, url, resource, state, hops, result in visits
    ]
    rows += [
        _fetch(night, source.name, key, url, "page", None, Result("offsite"), channels) for key, url in offsite.items()
    ]
    return {"fetches": pa.Table.from_pylist(rows, schema=FETCHES), "links": pa.Table.from_pylist(links, schema=LINKS)}


def _ending(state: int, result: Result | None) -> Result:
    if state == DONE and result is not None:
        return result
    if state == BEYOND:
        return Result("budget", detail="more related links away than max_hops allows")
    return Result("not_crawled", detail="the crawl ended before it was fetched")


def _seeds(source: Source) -> Iterable[tuple[str, str]]:
    for urls, channel in (
        ((source.url, *source.seeds), "seed"),
        (source.sections, "section"),
        (source.feeds, "feed"),
        (source.sitemaps, "sitemap"),
    ):
        for url in urls:
            yield cached_key(url), channel


def _channels(referrer: str, edge: Edge) -> list[dict[str, Any]]:
    dates = edge.dates or ((None, None),)
    name = CHANNELS[edge.kind]
    return [_channel(name, referrer, edge.anchor, edge.position, kind, raw) for kind, raw in dates]


def _channel(
    name: str,
    referrer: str | None = None,
    anchor: str | None = None,
    position: int | None = None,
    date_kind: str | None = None,
    date_raw: str | None = None,
) -> dict[str, Any]:
    return {
        "channel": name,
        "referrer": referrer,
        "anchor": anchor,
        "position": position,
        "date_raw": date_raw,
        "date_kind": date_kind,
    }


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


def _fetch(
    night: date,
    source: str,
    key: str,
    url: str,
    resource: str,
    hops: int | None,
    result: Result,
    channels: Mapping[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    row = {name: getattr(result, name) for name in Result.__slots__}
    row["fetched_at"] = datetime.fromisoformat(result.fetched_at) if result.fetched_at else None
    found = sorted(channels.get(key, []), key=lambda channel: [str(value or "") for value in channel.values()])
    return {
        **row,
        "night": night,
        "source": source,
        "url": url,
        "url_key": key,
        "resource": resource,
        "channels": found,
        "redirects": list(result.redirects),
        "rights": list(result.rights),
        "hops": hops,
    }
