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
"""Kinds of feed dates that are not the listed page's date: the date of a comment on the page, and the build date of the
feed."""


class Edge(NamedTuple):
    """A link with its target, its kind and the data that the resource gave with it.

    - `key`: the identity of `url`.
    - `position`: 0-based, among the links of its kind in the same resource.
    - `dates`: (kind, raw) as a feed or sitemap wrote them. Kinds: pubDate, published, updated, publication_date, lastmod;
      comment and lastBuildDate are not dates of the page.
    - `rel`: `attachment` or `nofollow`, if the link states it.
    - `set_in`: the place of a page's anchor: `heading`, `label` or null; see `links`.
    - `state`: a digest of the page's content as a feed or sitemap shows it; see `content_state`.
    """

    kind: str
    url: str
    key: str
    position: int
    anchor: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    rel: str | None = None
    state: str | None = None
    set_in: str | None = None

    @property
    def own_dates(self) -> tuple[tuple[str, str], ...]:
        """The dates that belong to the page itself."""
        return tuple(date for date in self.dates if date[0] not in (COMMENT, BUILT))


COMPRESSED = b"x"
"""First byte of edges that were packed without a digest of rules. No digest of rules begins with this letter.

Source: https://www.rfc-editor.org/rfc/rfc1950."""

WHOLE, PARTIAL = "=", "~"


def content_state(content: str, *, whole: bool) -> str:
    """A digest of the content that a channel shows of a page, to compare it from night to night.

    With `whole`, an equal digest means that the page is unchanged (a lastmod, a full text). Without it, only a
    different digest is evidence: the page changed.

    >>> content_state("2025-11-03", whole=True)
    '=c4f54519a8'
    """
    return (WHOLE if whole else PARTIAL) + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:10]


def pack(edges: Iterable[Edge]) -> bytes:
    """Pack edges as bytes for the frontier. The bytes begin with the digest of the link rules that read the edges.

    >>> unpack(pack([Edge("feed", "http://a.example/x", "a.example/x", 0, "X")]))  # doctest: +ELLIPSIS
    [Edge(kind='feed', url='http://a.example/x', key='a.example/x', position=0, anchor='X', dates=(), rel=None, ...)]
    """
    return link_rules().encode() + _compressed(edges)


def repack(data: bytes, change: Callable[[Edge], Edge]) -> bytes:
    """Apply `change` to each packed edge and keep the digest of the rules. Returns the same bytes if no edge changes."""
    edges = unpack(data)
    changed = [change(edge) for edge in edges]
    head = b"" if data.startswith(COMPRESSED) else data[:DIGITS]
    return data if changed == edges else head + _compressed(changed)


def _compressed(edges: Iterable[Edge]) -> bytes:
    rows = [edge if edge.set_in else edge[:8] if edge.rel or edge.state else edge[:6] for edge in edges]
    written = mended(json.dumps(rows, ensure_ascii=False, separators=(",", ":")))
    return zlib.compress(written.encode(), 1)


def packed_today(data: bytes | None) -> bool:
    """True if edges were packed by today's link rules. Also true for no data, because no rules apply to it."""
    return not data or data[:DIGITS] == link_rules().encode()


def unpack(data: bytes | None) -> list[Edge]:
    """Inverse of `pack`; an empty list for None."""
    if not data:
        return []
    rows = json.loads(zlib.decompress(data if data.startswith(COMPRESSED) else data[DIGITS:]))
    return [
        Edge(kind, url, key, position, anchor, tuple((name, raw) for name, raw in dates), *more)
        for kind, url, key, position, anchor, dates, *more in rows
    ]
