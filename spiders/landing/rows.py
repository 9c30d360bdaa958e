"""The rows of a crawled night: `fetches` and `links`, built from the frontier, independent of the order of fetching.

They come in slices, in the order of the lake's tables, so that a large night fits in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any

import pyarrow as pa

from pipelines.base.storable import mended_row
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake.link_kinds import ALIASES, IMPORT, SEED
from pipelines.lake.schemas import FETCHES, LINKS
from pipelines.lake.values import ANSWERED, FetchOutcome
from spiders.frontier.frontier import Frontier
from spiders.frontier.night_visits import BEYOND
from spiders.frontier.visits import Result
from spiders.landing.advertised import Advertised, Channel, Named
from spiders.landing.spans import Spans, by_page
from spiders.links.edges import Edge, packed_today, unpack
from spiders.rights.rights import RULE_VERSION
from spiders.sources.source import Source
from spiders.url_rules.keys import cached_key

OTHER_VERSION = "another version of a page, or a link that the crawl did not read: not followed"
SEEN = (*ANSWERED, FetchOutcome.REDIRECTED)
SLICE_LINKS = 5_000
SLICE_FETCHES = 500
"""Fewer rows than SLICE_LINKS: one row may have thousands of channels."""
CONTROLS = bytes(byte for byte in range(ord(" ")) if byte not in b"\t\n\r")
"""The bytes of UTF-8 that are those of UNSTORABLE."""

ANSWER = attrgetter(*Result.__slots__)

Considered = tuple[str, str, str, int, int | None, Result | None]
"""Key, url, resource, state, hops and result of a URL that was considered, in the form of `Frontier.visits`."""


class CrawledLinks:
    """The `links` of a crawled night, batch by batch. Iteration also adds every edge to `advertised`."""

    def __init__(self, frontier: Frontier, advertised: Advertised, source: str, night: date) -> None:
        self.frontier = frontier
        self.advertised = advertised
        self.source = source
        self.night = night
        self.by_today = True

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        visits = ((key, url, self._edges(key, result)) for key, url, _, _, _, result in self.frontier.visits.all())
        return link_batches(visits, self.advertised, self.source, self.night)

    def metadata(self) -> dict[bytes, bytes]:
        """The digest of the link rules that read all links of the night. Empty if an unchanged page has links of older rules."""
        return {KEY: link_rules().encode()} if self.by_today else {}

    def _edges(self, key: str, result: Result | None) -> list[Edge]:
        if result is None or result.outcome not in (*SEEN, FetchOutcome.DUPLICATE_URL):
            return []
        page = self.frontier.memory.page(key)
        packed = self.frontier.glanced(key) if "#" in key else page.edges if page else None
        self.by_today &= packed_today(packed)
        edges = unpack(packed)
        return edges if result.outcome in SEEN else [edge for edge in edges if edge.kind in ALIASES]


def link_batches(
    visits: Iterable[tuple[str, str, list[Edge]]], advertised: Advertised, source: str, night: date
) -> Iterator[pa.RecordBatch]:
    """The `links` of (key, url, edges), in batches. Iteration also adds every edge to `advertised`."""
    return slices(_links(visits, advertised, source, night), LINKS, SLICE_LINKS)


def fetch_batches(
    visits: Iterable[Considered],
    advertised: Advertised,
    source: Source,
    night: date,
    *,
    imported: Collection[str] = (),
) -> Iterator[pa.RecordBatch]:
    """The `fetches` of the night. `advertised` must be complete; `visits` are sorted by key; `imported` keys get that channel.

    Every URL that a fetched resource or the source file names has exactly one row. A URL out of scope ends as
    `offsite`, a URL beyond the hop budget as `budget`. A due story that no resource named has no channels.
    """
    return slices(_fetches(visits, advertised, source, night, imported), FETCHES, SLICE_FETCHES)


def slices(rows: Iterable[dict[str, Any]], schema: pa.Schema, size: int) -> Iterator[pa.RecordBatch]:
    """The rows in batches of at most `size`, with values repaired that Arrow would refuse."""
    rows = iter(rows)
    while chosen := list(islice(rows, size)):
        yield _storable(chosen, schema)


def _storable(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    """A batch of rows. Values are repaired one by one only if one of them needs it, which the batch tells at once."""
    try:
        batch = pa.RecordBatch.from_pylist(rows, schema)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist(mended_row(rows), schema)
    if _has_controls(b"".join(each.to_pybytes() for column in batch.columns for each in _texts(column))):
        return pa.RecordBatch.from_pylist(mended_row(rows), schema)
    return batch


def _has_controls(data: bytes) -> bool:
    """True if texts have a control character that stores refuse."""
    return len(data.translate(None, CONTROLS)) < len(data)


def _texts(column: pa.Array) -> Iterator[pa.Buffer]:
    """The characters of a column, and of its lists and structs."""
    if isinstance(column, pa.ListArray):
        yield from _texts(column.flatten())
    elif isinstance(column, pa.StructArray):
        for each in column.flatten():
            yield from _texts(each)
    elif isinstance(column, pa.StringArray) and (data := column.buffers()[2]) is not None:
        yield data


def _links(
    visits: Iterable[tuple[str, str, list[Edge]]], advertised: Advertised, source: str, night: date
) -> Iterator[dict[str, Any]]:
    for looks in by_page(visits):
        for key, url, links in looks.rows():
            advertised.add(url, [edge for edge, _ in links])
            spans = [each for _, each in links]
            numbered = zip(_numbered([edge for edge, _ in links]), spans, strict=True)
            for (edge, variant), stood in sorted(numbered, key=lambda link: (*_place(link[0][0]), link[0][1])):
                yield _link(night, source, url, key, edge, variant, stood)


def _numbered(edges: list[Edge]) -> Iterator[tuple[Edge, int]]:
    """Each edge with its number among the edges of its place: a page may link to another with several texts."""
    seen: Counter[tuple[str, int, str]] = Counter()
    for edge in edges:
        yield edge, seen[_place(edge)]
        seen[_place(edge)] += 1


def _place(edge: Edge) -> tuple[str, int, str]:
    return edge.kind, edge.position, edge.url


def _link(
    night: date, source: str, url: str, key: str, edge: Edge, variant: int, spans: Spans | None
) -> dict[str, Any]:
    return {
        "night": night,
        "source": source,
        "from_url": url,
        "from_url_key": key,
        "to_url": edge.url,
        "to_url_key": edge.key,
        "kind": edge.kind,
        "position": edge.position,
        "variant": variant,
        "anchor": edge.anchor or None,
        "set_in": edge.set_in if edge.anchor else None,
        "spans": spans,
    }


def _fetches(
    visits: Iterable[Considered], advertised: Advertised, source: Source, night: date, imported: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Merge the visits and the URLs that are only named, both sorted by key, into one sequence by key."""
    starts = starts_of(source)
    named = iter(advertised)
    next_named = next(named, None)
    for key, url, resource, state, hops, result in visits:
        while next_named and next_named.key < key:
            yield named_only(night, source, next_named, starts)
            next_named = next(named, None)
        channels = list(starts.get(key.partition("#")[0], ()))
        if next_named and next_named.key == key:
            channels += next_named.channels
            next_named = next(named, None)
        if key in imported:
            channels.append(Channel(IMPORT))
        if not channels and resource in ("robots", "sitemap", "rights"):
            channels = [Channel(SEED)]  # requested at its usual place
        yield _fetch(night, source.name, key, url, resource, hops, result or _unfinished(state), channels)
    while next_named:
        yield named_only(night, source, next_named, starts)
        next_named = next(named, None)


def starts_of(source: Source) -> dict[str, list[Channel]]:
    """The channels of the URLs that the source file names, by key."""
    starts: dict[str, list[Channel]] = {}
    for start, url in source.starts():
        starts.setdefault(cached_key(url), []).append(Channel(start.channel))
    return starts


def named_only(night: date, source: Source, named: Named, starts: dict[str, list[Channel]]) -> dict[str, Any]:
    """The row of a URL that is only named: it is out of scope, or another version of a page. Neither is followed."""
    channels = [*starts.get(named.key, ()), *named.channels]
    offsite = not source.in_scope(named.url)
    result = Result(FetchOutcome.OFFSITE) if offsite else Result(FetchOutcome.NOT_CRAWLED, detail=OTHER_VERSION)
    return _fetch(night, source.name, named.key, named.url, "page", None, result, channels)


def is_named_only(row: Mapping[str, Any]) -> bool:
    """True if a row of `fetches` is for a URL that the crawl only named and did not consider."""
    return bool(row["outcome"] == FetchOutcome.OFFSITE or row["detail"] == OTHER_VERSION)


def _unfinished(state: int) -> Result:
    if state == BEYOND:
        return Result(FetchOutcome.BUDGET, detail="more links away than a night follows")
    return Result(FetchOutcome.NOT_CRAWLED, detail="the crawl ended before it was fetched")


def _fetch(
    night: date,
    source: str,
    key: str,
    url: str,
    resource: str,
    hops: int | None,
    result: Result,
    channels: list[Channel],
) -> dict[str, Any]:
    return {
        **dict(zip(Result.__slots__, ANSWER(result), strict=True)),
        "fetched_at": datetime.fromisoformat(result.fetched_at) if result.fetched_at else None,
        "night": night,
        "source": source,
        "url": url,
        "url_key": key,
        "resource": resource,
        "channels": channel_rows(channels),
        "redirects": list(result.redirects),
        "rights": list(result.rights),
        "rights_rule": RULE_VERSION if result.train_ai else None,
        "hops": hops,
    }


def channel_rows(channels: list[Channel]) -> list[dict[str, Any]]:
    """Each channel once, in a fixed order."""
    return [channel._asdict() for channel in _sorted(channels)]


def _sorted(channels: list[Channel]) -> list[Channel]:
    return sorted(dict.fromkeys(channels), key=lambda channel: [str(value or "") for value in channel])
