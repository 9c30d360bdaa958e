"""Discovery: which of the URLs that a night's resources name become visits, as what, and how soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
MAX_DEPTH = 20
"""Links of other kinds between a start page and a page: pages of a listing, sections of sections, days of a calendar."""


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
            for place in USUAL_PLACES[:1]:
                self._start(resolve(source.url, place) or "", "sitemap", ranks.FEED)

    def follow(self, visit: Visit, edges: Iterable[Edge]) -> None:
        """Consider everything in scope that a resource names."""
        from_seed = visit.rank <= ranks.SEED and visit.resource == "page"
        for edge in edges:
            if not self.in_scope(edge):
                continue
            if edge.kind in ("alternate", "index"):
                nested = visit.depth + 1 if edge.kind == "index" and visit.resource == "sitemap" else 0
                resource = "feed" if edge.kind == "alternate" else "sitemap"
                self._consider(Visit(edge.key, edge.url, resource, host_of(edge.url), ranks.FEED, 0, nested))
            elif visit.resource == "page":
                step = edge.kind in STEPS
                self._page(edge, visit.hops + step, visit.depth + (not step), from_seed=from_seed)
            else:
                self._page(edge, 0, 0, from_seed=False)

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

    def _page(self, edge: Edge, hops: int, depth: int, *, from_seed: bool) -> None:
        verdict = looks_like_article(edge.url, self.patterns, kind=edge.kind, anchor=edge.anchor)
        known = self.frontier.page(edge.key) is not None
        rank = ranks.rank_of(edge, verdict.kind, night=self.night, from_seed=from_seed, known=known)
        self._consider(Visit(edge.key, edge.url, "page", host_of(edge.url), rank, hops, depth))

    def _consider(self, visit: Visit) -> None:
        found = self.frontier.find(visit.key)
        if found is None:
            self.frontier.add(visit, PENDING if self._within(visit) else BEYOND)
            return
        state, rank, hops, depth = found
        if visit.hops >= hops and visit.depth >= depth and visit.rank >= rank:
            return
        better = replace(visit, rank=min(rank, visit.rank), hops=min(hops, visit.hops), depth=min(depth, visit.depth))
        self.frontier.promote(better, awake=state == BEYOND and self._within(better))
        if state == DONE and (better.hops < hops or better.depth < depth):
            self._pass_on(better)

    def _within(self, visit: Visit) -> bool:
        if visit.resource != "page":
            return visit.depth < MAX_NESTING
        return visit.hops <= self.source.max_hops and visit.depth <= MAX_DEPTH

    def _pass_on(self, visit: Visit) -> None:
        page = self.frontier.page(visit.key)
        if page is not None and page.edges:
            self.follow(replace(visit, rank=ranks.NEW), unpack(page.edges))


def host_of(url: str) -> str:
    """Host and port of a URL: what a pause between requests applies to.

    >>> host_of("http://www.a.example:8080/x")
    'www.a.example:8080'
    """
    return urlsplit(url).netloc.rpartition("@")[2]
