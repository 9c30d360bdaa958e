"""The links of a fetched resource: one parser for each kind, each a pure function of the bytes, bounded in time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pipelines.base.urls.identity import resolve
from pipelines.health.answers import BY_FORM
from spiders.links.edges import Edge, content_state
from spiders.links.head import FeedLink
from spiders.links.links import Link, PageLinks, scan
from spiders.links.scanner import HEADLINE_CHARACTERS
from spiders.resources.by_script import links_by_script
from spiders.resources.feeds import read_feed
from spiders.resources.json_lists import read_json
from spiders.resources.sitemaps import named_sitemaps, read_sitemap
from spiders.url_rules.keys import cached_key
from spiders.url_rules.no_story import ATTACHMENT, NOFOLLOW, NOINDEX

CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The links of one resource.

    - `edges`: in page order.
    - `feeds`, `sitemaps`: those that it names; `lastmods`: last changes of the sitemaps, if a sitemap index states them.
    - `page`: the scanned page; None if the resource is not HTML.
    - `robots`: what the page asks of robots, of `noindex` and `nofollow`.
    """

    edges: list[Edge] = field(default_factory=list)
    feeds: tuple[FeedLink, ...] = ()
    sitemaps: tuple[str, ...] = ()
    lastmods: Mapping[str, str] = field(default_factory=dict)
    page: PageLinks | None = None
    robots: frozenset[str] = frozenset()

    def asked(self, robots: str | None) -> Reading:
        """The reading with what an `X-Robots-Tag` header asks, too."""
        words = _robots_words(robots or "")
        edges = [edge._replace(rel=edge.rel or NOFOLLOW) for edge in self.edges] if NOFOLLOW in words else self.edges
        return replace(self, edges=edges, robots=self.robots | words)


def read_page(url: str, body: bytes, content_type: str | None) -> Reading:
    """The links of an HTML page, or of a list in JSON; an empty reading for any other content."""
    if (content_type or "").partition(";")[0].strip().lower().endswith("json"):
        return Reading(read_json(url, body))
    if not _is_html(body, content_type):
        return Reading()
    charset = CHARSET.search(content_type or "")
    page = scan(body, url, charset[1] if charset else None)
    robots = frozenset[str]().union(*(_robots_words(content) for name, content in page.meta if name == "robots"))
    every = NOFOLLOW if NOFOLLOW in robots else None
    edges = [
        Edge(
            link.kind,
            link.url,
            cached_key(link.url),
            link.position,
            link.anchor,
            rel=_rel(link) or every,
            state=_state(link),
            set_in=link.set_in,
        )
        for link in page.links
    ]
    for kind, target in (("canonical", page.canonical), ("redirect", page.refresh)):
        if target and cached_key(target) != cached_key(url):
            edges.append(Edge(kind, target, cached_key(target), 0))
    first = sum(edge.kind == "pagination" for edge in edges)
    more = (to for to in page.more if cached_key(to) != cached_key(url))
    edges += [Edge("pagination", to, cached_key(to), place) for place, to in enumerate(more, first)]
    edges += [Edge("part", to, cached_key(to), place) for place, to in enumerate(page.rest)]
    edges += [Edge("pagination", to, cached_key(to), place, rel=BY_FORM) for place, to in enumerate(page.by_form)]
    if by_script := links_by_script(url, body, content_type, page):
        seen = {(edge.kind, edge.key) for edge in edges} | {("section", cached_key(url))}
        edges += [each for each in by_script if (each.kind, each.key) not in seen]
    others = [version for version in page.versions if cached_key(version.url) != cached_key(url)]
    edges += [Edge(kind, to, cached_key(to), place, label) for place, (kind, to, label) in enumerate(others)]
    return Reading(edges, feeds=page.feeds, page=page, robots=robots)


def _robots_words(said: str) -> frozenset[str]:
    """The words that are for us in what a page says to robots.

    >>> sorted(_robots_words("NoIndex,nofollow")), sorted(_robots_words("none")), sorted(_robots_words("otherbot: nofollow"))
    (['nofollow', 'noindex'], ['nofollow', 'noindex'], [])
    """
    words = {word.strip().lower() for word in said.split(",")}
    return frozenset((NOINDEX, NOFOLLOW)) if "none" in words else frozenset(words & {NOINDEX, NOFOLLOW})


def _rel(link: Link) -> str | None:
    return ATTACHMENT if link.attachment else NOFOLLOW if link.nofollow else None


def _state(link: Link) -> str | None:
    """Digest of a story's headline in a list. A different digest means that the story changed."""
    headline = link.kind == "section" and len(link.anchor or "") >= HEADLINE_CHARACTERS
    return content_state(link.anchor or "", whole=False) if headline else None


def read_resource(resource: str, url: str, body: bytes, content_type: str | None) -> Reading:
    """Read the links of a resource of kind `resource`. Empty for kinds that name no other URLs (`rights`)."""
    reader = READERS.get(resource)
    return reader(url, body, content_type) if reader else Reading()


def edges_of(reading: Reading, *, discover: bool) -> list[Edge]:
    """The edges of a resource. With `discover`, also the feeds (`alternate`), other lists and sitemaps (`index`) that
    it names.
    """
    if not discover:
        return reading.edges
    feeds = [Edge(kind, url, cached_key(url), place, title) for place, (url, title, kind) in enumerate(reading.feeds)]
    sitemaps = [_index(url, place, reading.lastmods.get(url)) for place, url in enumerate(reading.sitemaps, len(feeds))]
    return reading.edges + feeds + sitemaps


def _index(url: str, place: int, lastmod: str | None) -> Edge:
    if lastmod is None:
        return Edge("index", url, cached_key(url), place)
    dates, state = (("lastmod", lastmod),), content_state(lastmod, whole=True)
    return Edge("index", url, cached_key(url), place, dates=dates, state=state)


def _feed(url: str, body: bytes, content_type: str | None) -> Reading:
    return Reading(read_feed(url, body, content_type))


def _sitemap(url: str, body: bytes, _content_type: str | None) -> Reading:
    edges, nested = read_sitemap(url, body)
    return Reading(edges, sitemaps=tuple(nested), lastmods={place: raw for place, raw in nested.items() if raw})


def _robots(url: str, body: bytes, _content_type: str | None) -> Reading:
    named = (resolve(url, place) for place in named_sitemaps(body))
    return Reading(sitemaps=tuple(place for place in named if place))


def _is_html(body: bytes, content_type: str | None) -> bool:
    kind = (content_type or "text/html").partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml", "text/plain", "") and not body.startswith(
        (b"%PDF", b"\x89PNG", b"PK\x03")
    )


READERS: dict[str, Callable[[str, bytes, str | None], Reading]] = {
    "page": read_page,
    "feed": _feed,
    "sitemap": _sitemap,
    "robots": _robots,
}
"""The parser of each kind of resource that names URLs. The names are those of `leads_to` in
`pipelines.lake.link_kinds`."""
