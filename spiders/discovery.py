"""Discovery: which of the URLs that a night's resources name become visits, as what, and how soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from pipelines.urls import resolve
from spiders import ranks
from spiders.article_urls import UrlPatterns, looks_like_article
from spiders.edges import Edge, unpack
from spiders.frontier import BEYOND, DONE, PENDING, Frontier, Visit
from spiders.reading import Reading, cached_key
from spiders.sitemaps import MAX_NESTING, USUAL_PLACES
from spiders.sources import Source

STEPS = frozenset(("related", "in_body"))
"""Kinds of link that cost a hop; lists of stories, menus and feeds do not."""


@dataclass
class Discovery:
    """Turns edges into visits of one source's frontier, within its scope and budgets."""

    source: Source
    frontier: Frontier
    night: date
    patterns: UrlPatterns = field(default_factory=UrlPatterns)
    _scope: dict[str, bool] = field(default_factory=dict)

    def seed(self) -> None:
        """Put the start pages on tonight's list; a resumed night has them already."""
        source = self.source
        for url in (source.url, *source.seeds, *source.sections):
            self._start(url, "page", ranks.SEED)
        for url in source.feeds:
            self._start(url, "feed", ranks.FEED)
        for url in source.sitemaps:
            self._start(url, "sitemap", ranks.FEED)
        if source.discover:
            self._start(resolve(source.url, "/robots.txt") or "", "robots", ranks.ROBOTS)
            for place in USUAL_PLACES[:1]:
                self._start(resolve(source.url, place) or "", "sitemap", ranks.FEED)

    def follow(self, visit: Visit, edges: Iterable[Edge]) -> None:
        """Consider everything in scope that a resource names."""
        from_seed = visit.rank <= ranks.SEED and visit.resource == "page"
        for edge in edges:
            if not self.in_scope(edge):
                continue
            if edge.kind in ("alternate", "index"):
                resource = "feed" if edge.kind == "alternate" else "sitemap"
                self._consider(edge, resource, ranks.FEED, visit.hops + (edge.kind == "index"), MAX_NESTING)
                continue
            hops = visit.hops + (edge.kind in STEPS) if visit.resource == "page" else 0
            verdict = looks_like_article(edge.url, self.patterns, kind=edge.kind, anchor=edge.anchor)
            self._page(edge, verdict.kind, hops, from_seed=from_seed)

    def in_scope(self, edge: Edge) -> bool:
        """Whether a link stays with the source; what other resources name is judged by its site."""
        site = edge.key.partition("/")[0].partition("?")[0]
        if site not in self._scope:
            self._scope[site] = self.source.in_scope(edge.url)
        return self._scope[site]

    def edges_of(self, reading: Reading) -> list[Edge]:
        """The edges of a resource, the feeds and sitemaps it names among them."""
        named = [("alternate", url) for url in reading.feeds] + [("index", url) for url in reading.sitemaps]
        if not self.source.discover:
            named = []
        places = [Edge(kind, url, cached_key(url), position) for position, (kind, url) in enumerate(named)]
        return [*reading.edges, *places]

    def _start(self, url: str, resource: str, rank: int) -> None:
        key = cached_key(url)
        if self.frontier.find(key) is None:
            self.frontier.add(Visit(key, url, resource, host_of(url), rank))

    def _page(self, edge: Edge, kind: str, hops: int, *, from_seed: bool) -> None:
        known = self.frontier.page(edge.key)
        rank = ranks.rank_of(edge, kind, night=self.night, from_seed=from_seed, known=known is not None)
        self._consider(edge, "page", rank, hops, self.source.max_hops)

    def _consider(self, edge: Edge, resource: str, rank: int, hops: int, limit: int) -> None:
        found = self.frontier.find(edge.key)
        host = host_of(edge.url)
        if found is None:
            visit = Visit(edge.key, edge.url, resource, host, rank, hops)
            self.frontier.add(visit, BEYOND if hops > limit else PENDING)
            return
        state, old_rank, old_hops = found
        if hops >= old_hops and rank >= old_rank:
            return
        awake = state == BEYOND and hops <= limit
        self.frontier.promote(edge.key, host, min(rank, old_rank), min(hops, old_hops), awake=awake)
        if state == DONE and hops < old_hops:
            self._pass_on(edge, resource, hops)

    def _pass_on(self, edge: Edge, resource: str, hops: int) -> None:
        page = self.frontier.page(edge.key)
        if page is not None and page.edges:
            self.follow(Visit(edge.key, edge.url, resource, "", ranks.NEW, hops), unpack(page.edges))


def host_of(url: str) -> str:
    """Host and port of a URL: what a pause between requests applies to.

    >>> host_of("http://www.a.example:8080/x")
    'www.a.example:8080'
    """
    return urlsplit(url).netloc.rpartition("@")[2]
