"""Edges: the links from one fetched resource to others, which become `links` rows and channels."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipelines.base.storable import mended
from pipelines.corpus.fetches.link_rules import link_rules
from pipelines.night.fingerprint.rules import DIGITS

COMMENT, BUILT = "comment", "lastBuildDate"
"""Kinds of dates in a feed that are not the listed page's: of a comment on it (or another part of it); of the feed itself."""


class Edge(NamedTuple):
    """A link: where it points (`key` is the identity of `url`), what kind it is, and what stood with it.

    `position` is 0-based among the links of its kind in the same place. `dates` are (kind, raw) as a feed or sitemap wrote
    them, kinds being pubDate published updated publication_date lastmod, and comment lastBuildDate for what dates no page.
    `rel` is `attachment` or `nofollow` where the link says so. `state` is what a feed or sitemap tells of the page's content, see
    `content_state`.
    """

    kind: str
    url: str
    key: str
    position: int
    anchor: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    rel: str | None = None
    state: str | None = None

    @property
    def own_dates(self) -> tuple[tuple[str, str], ...]:
        """The dates that are said of the page itself."""
        return tuple(date for date in self.dates if date[0] not in (COMMENT, BUILT))


COMPRESSED = b"x"
"""How edges begin that were packed without their rules; a digest of rules has no such letter: https://www.rfc-editor.org/rfc/rfc1950."""

WHOLE, PARTIAL = "=", "~"


def content_state(content: str, *, whole: bool) -> str:
    """A digest of what a channel tells of a page's content, to compare from night to night.

    `whole`: the same digest means that the page is unchanged (a lastmod, a full text); else only another digest means anything.

    >>> content_state("2025-11-03", whole=True)
    '=c4f54519a8'
    """
    return (WHOLE if whole else PARTIAL) + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:10]


def pack(edges: Iterable[Edge]) -> bytes:
    """Edges as bytes for the frontier, behind the digest of the rules that read them.

    >>> unpack(pack([Edge("feed", "http://a.example/x", "a.example/x", 0, "X")]))
    [Edge(kind='feed', url='http://a.example/x', key='a.example/x', position=0, anchor='X', dates=(), rel=None, state=None)]
    """
    return link_rules().encode() + _compressed(edges)


def repack(data: bytes, change: Callable[[Edge], Edge]) -> bytes:
    """Packed edges with each of them changed, behind the rules that read them; the same bytes where none changes."""
    edges = unpack(data)
    changed = [change(edge) for edge in edges]
    head = b"" if data.startswith(COMPRESSED) else data[:DIGITS]
    return data if changed == edges else head + _compressed(changed)


def _compressed(edges: Iterable[Edge]) -> bytes:
    rows = [edge if edge.rel or edge.state else edge[:6] for edge in edges]
    written = mended(json.dumps(rows, ensure_ascii=False, separators=(",", ":")))
    return zlib.compress(written.encode(), 1)


def packed_today(data: bytes | None) -> bool:
    """Whether edges were packed by the rules for links that hold today; nothing has no rules."""
    return not data or data[:DIGITS] == link_rules().encode()


def unpack(data: bytes | None) -> list[Edge]:
    """Inverse of `pack`; no edges for null."""
    if not data:
        return []
    rows = json.loads(zlib.decompress(data if data.startswith(COMPRESSED) else data[DIGITS:]))
    return [
        Edge(kind, url, key, position, anchor, tuple((name, raw) for name, raw in dates), *more)
        for kind, url, key, position, anchor, dates, *more in rows
    ]
