"""Discovery: which of the links of fetched pages, feeds and sitemaps become visits, as which resource, at which rank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from pipelines.column_values import FetchOutcome, PageKind
from pipelines.comment_feeds import HINT, is_below, is_comment_feed_address, is_comments_title, is_reply, story_above
from pipelines.urls import cleaned, plainness, resolve
from spiders.frontier import ranks
from spiders.frontier.frontier import BEYOND, DONE, Frontier
from spiders.frontier.memory import Page
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import VERSIONS, Edge, unpack
from spiders.resources.listed_dates import day_of
from spiders.resources.reading import Reading, edges_of
from spiders.resources.sitemaps import MAX_NESTING, USUAL_PLACES
from spiders.rights.desk import USUAL_PLACES as RIGHTS_PLACES
from spiders.sources.source import Source
from spiders.url_rules.article_urls import looks_like_article
from spiders.url_rules.keys import cached_key, host_of, without_session

STEPS = frozenset(("related", "in_body"))
"""Kinds of link that cost a hop; lists of stories, menus and feeds do not."""
LISTED = frozenset(("feed", "sitemap", "index", "redirect", "canonical"))
"""Kinds of edge that name a page as a page, whatever words its address holds."""
MAX_DEPTH = 20
"""Links of other kinds between a start page and a page: pages of a listing, sections of sections, days of a calendar."""
TOUCHES = ("updated", "lastmod")
"""Kinds of date that say a story changed: a change since the last visit is reason for another."""
COMMENT_FEED = Result(FetchOutcome.TRAP, detail="comment_feed")
REPLY_LINK = Result(FetchOutcome.TRAP, detail="reply_link")
URL_DAY = re.compile(r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/-]|$)")


class Discovery:
    """Turns edges into visits of one source's frontier, within its scope and budgets."""

    def __init__(self, source: Source, frontier: Frontier, night: date) -> None:
        self.source = source
        self.frontier = frontier
        self.memory = frontier.memory
        self.night = night
        self.patterns = self.memory.patterns()
        self._scope: dict[str, bool] = {}
        self._hosts: set[str] = set()

    def seed(self) -> None:
        """Add the start pages and the stories due for a revisit to the frontier; a resumed night has them already."""
        source = self.source
        for urls, resource, rank in (
            ((source.url, *source.seeds, *source.sections), "page", ranks.SEED),
            (source.feeds, "feed", ranks.FEED),
            (source.sitemaps, "sitemap", ranks.FEED),
            (self._usual_places(), "sitemap", ranks.FEED),
        ):
            for url in urls:
                key = cached_key(url)
                if self.frontier.find(key) is None:
                    refused = COMMENT_FEED if resource == "feed" and is_comment_feed_address(url) else None
                    self.frontier.add(Visit(key, url, resource, host_of(url), rank), refused)
                self._rights_of_host(url)
        for page in self.memory.due_stories(self.night):
            if self.frontier.find(page.key) is None and source.in_scope(page.url) and not is_reply(page.url):
                self.frontier.add(Visit(page.key, page.url, "page", host_of(page.url), ranks.REVISIT))

    def follow(self, visit: Visit, edges: Iterable[Edge]) -> None:
        """Add the in-scope links of a fetched resource to the frontier."""
        from_seed = visit.rank <= ranks.SEED and visit.resource == "page"
        for edge in edges:
            if edge.kind in VERSIONS or not self.in_scope(edge):
                continue
            if (refused := self._of_comments(visit, edge)) is not None:
                self._refuse(edge, refused)
                continue
            if edge.kind in ("alternate", "index"):
                nested = visit.depth + 1 if edge.kind == "index" and visit.resource == "sitemap" else 0
                resource = "feed" if edge.kind == "alternate" else "sitemap"
                self._consider(
                    Visit(edge.key, edge.url, resource, host_of(edge.url), ranks.FEED, 0, nested), edge, from_seed
                )
                continue
            step = edge.kind in STEPS
            hops, depth = (visit.hops + step, visit.depth + (not step)) if visit.resource == "page" else (0, 0)
            url = without_session(cleaned(edge.url))
            self._consider(
                Visit(edge.key, url, "page", host_of(url), ranks.NEW, hops, depth, _born(edge)), edge, from_seed
            )

    def rights(self, url: str) -> None:
        """Add a rights file (tdmrep.json, ai.txt, a licence) to the frontier, ahead of all pages, if it is in scope."""
        key = cached_key(url)
        if self.source.in_scope(url) and self.frontier.find(key) is None:
            self.frontier.add(Visit(key, url, "rights", host_of(url), ranks.RIGHTS))

    def in_scope(self, edge: Edge) -> bool:
        """True if a link is in the source's scope, decided per site (host and port) and cached."""
        site = edge.key.partition("/")[0].partition("?")[0]
        if site not in self._scope:
            self._scope[site] = self.source.in_scope(edge.url)
        return self._scope[site]

    def edges_of(self, reading: Reading) -> list[Edge]:
        """The edges of a resource; with `discover`, its feeds and sitemaps are added as `alternate` and `index` edges."""
        return edges_of(reading, discover=self.source.discover)

    def canonical_of(self, edges: Iterable[Edge]) -> str | None:
        """The key of the canonical URL that a page declares; null if it declares none, or one out of scope."""
        return next((edge.key for edge in edges if edge.kind == "canonical" and self.in_scope(edge)), None)

    def _of_comments(self, visit: Visit, edge: Edge) -> Result | None:
        """Why a link is not followed: it names a feed of readers' comments, or the form to answer one."""
        if edge.kind == "alternate":
            below = is_below(edge.key, visit.key) and self._is_story(visit)
            comments = below or is_comment_feed_address(edge.url) or is_comments_title(edge.anchor)
            return COMMENT_FEED if comments else None
        if edge.kind in LISTED or not HINT.search(edge.url):
            return None
        if is_reply(edge.url):
            return REPLY_LINK
        above = story_above(edge.key)
        of_story = above is not None and looks_like_article(f"http://{above}", self.patterns).kind == PageKind.ARTICLE
        return COMMENT_FEED if of_story or is_comment_feed_address(edge.url) else None

    def _is_story(self, visit: Visit) -> bool:
        """Whether a page is a story: not a category, whose feed stands below its address as well."""
        kind = looks_like_article(visit.url, self.patterns).kind
        known = self.memory.glance(visit.key)
        return kind == PageKind.ARTICLE or (
            kind != PageKind.LISTING and known is not None and known.kind == PageKind.ARTICLE
        )

    def _refuse(self, edge: Edge, refused: Result) -> None:
        if self.frontier.find(edge.key) is None:
            resource = "feed" if edge.kind == "alternate" else "page"
            self.frontier.add(Visit(edge.key, edge.url, resource, host_of(edge.url), ranks.FEED), refused)
        else:
            self.frontier.end_untaken(edge.key, refused)

    def _rights_of_host(self, url: str) -> None:
        host = host_of(url)
        if host not in self._hosts:
            self._hosts.add(host)
            for place in RIGHTS_PLACES:
                self.rights(resolve(url, place) or url)

    def _usual_places(self) -> list[str]:
        places = USUAL_PLACES if self.source.discover else ()
        urls = [url for place in places if (url := resolve(self.source.url, place))]
        absent = {
            url
            for url in urls
            if (known := self.memory.glance(cached_key(url))) and known.gone and not self._due(known)
        }
        return [url for url in urls if url not in absent]

    def _due(self, page: Page) -> bool:
        return page.due <= self.night.isoformat()

    def _consider(self, visit: Visit, edge: Edge, from_seed: bool) -> None:
        found = self.frontier.find(visit.key)
        known = self.memory.glance(visit.key) if found is None else None
        if visit.resource == "page":
            kind = looks_like_article(edge.url, self.patterns, kind=edge.kind, anchor=edge.anchor).kind
            is_known = known is not None or (found is not None and found[1].rank == ranks.REVISIT)
            rank = ranks.rank_of(edge, kind, night=self.night, from_seed=from_seed, known=is_known)
            visit = replace(visit, rank=rank)
        if found is None:
            self._enter(visit, known, touched=_day(edge, TOUCHES, max))
        else:
            self._improve(visit, *found)

    def _enter(self, visit: Visit, known: Page | None, touched: str | None) -> None:
        self._rights_of_host(visit.url)
        if known is None or visit.resource != "page":
            self.frontier.add(visit, beyond=not self._within(visit))
            return
        visit = replace(visit, url=_plainer(visit.url, known.url))
        alias = self.memory.alias_of(known, self.night)
        if alias is not None:
            reason = f"{known.alias_reason} to {alias.url}, seen on {known.last_night}"
            self.frontier.add(visit, Result(FetchOutcome.DUPLICATE_URL, detail=reason))
            self.follow(visit, [Edge(known.alias_reason or "redirect", alias.url, alias.key, 0)])
        elif not self._due(known) and known.kind != PageKind.LISTING and (touched or "") < known.last_night:
            self.frontier.add(
                visit, Result(FetchOutcome.SKIPPED_FRESH, detail=f"seen on {known.last_night}, due on {known.due}")
            )
        else:
            self.frontier.add(visit, beyond=not self._within(visit))

    def _improve(self, visit: Visit, state: int, old: Visit) -> None:
        better = replace(
            old,
            url=_plainer(old.url, visit.url),
            rank=old.rank if old.attempts else min(visit.rank, old.rank),  # a second attempt keeps its place, the last
            hops=min(visit.hops, old.hops),
            depth=min(visit.depth, old.depth),
            born=min((day for day in (visit.born, old.born) if day), default=None),
        )
        if better == old:
            return
        self.frontier.promote(better, awake=state == BEYOND and self._within(better))
        if state == DONE and (better.hops < old.hops or better.depth < old.depth):
            page = self.memory.page(better.key)
            if page is not None and page.last_night == self.night.isoformat():
                self.follow(replace(better, rank=ranks.NEW), unpack(page.edges))

    def _within(self, visit: Visit) -> bool:
        if visit.resource != "page":
            return visit.depth <= MAX_NESTING
        return visit.hops <= self.source.max_hops and visit.depth <= MAX_DEPTH


def _plainer(url: str, other: str) -> str:
    # of two hosts the one first met is kept: its queue has been joined
    return min(url, other, key=plainness) if url != other and host_of(url) == host_of(other) else url


def _born(edge: Edge) -> str | None:
    written = URL_DAY.search(edge.url)
    days = [day for day in (_day(edge, None, min), "-".join(written.groups()) if written else None) if day]
    return min(days, default=None)


def _day(edge: Edge, kinds: tuple[str, ...] | None, pick: Callable[[list[str]], str]) -> str | None:
    read = [day_of(raw) for kind, raw in edge.own_dates if kinds is None or kind in kinds]
    days = [day.isoformat() for day in read if day]
    return pick(days) if days else None
