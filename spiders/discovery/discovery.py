"""Discovery: which of the links of fetched pages, feeds and sitemaps become visits, as which resource, at which rank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.column_values import FetchOutcome, PageKind
from pipelines.comment_feeds import is_comment_feed_address
from pipelines.urls import cleaned, plainness, resolve
from spiders.discovery.refusals import COMMENT_FEED, Refusals
from spiders.discovery.reread import Reread
from spiders.frontier import ranks
from spiders.frontier.frontier import BEYOND, DONE, PENDING, Frontier
from spiders.frontier.memory import Page
from spiders.frontier.revisit import next_visit
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import VERSIONS, Edge, unpack
from spiders.resources.listed_dates import day_of
from spiders.resources.reading import Reading, edges_of
from spiders.resources.sitemaps import MAX_NESTING, USUAL_PLACES
from spiders.rights.desk import USUAL_PLACES as RIGHTS_PLACES
from spiders.sources.source import Source
from spiders.url_rules.article_urls import looks_like_article
from spiders.url_rules.keys import cached_key, host_of, without_session
from spiders.url_rules.no_story import no_story

STEPS = frozenset(("related", "in_body"))
"""Kinds of link that cost a hop; lists of stories, menus and feeds do not."""
MAX_DEPTH = 20
"""Links of other kinds between a start page and a page: pages of a listing, sections of sections, days of a calendar."""
FRESH_NIGHTS = 2
"""Age in nights up to which a story is looked at again even if its sitemap says that it is unchanged."""
IDLE_NIGHTS = 7
"""Nights between visits to a listing or feed that never named a story first, and to stories said to be unchanged."""
SECTION_NIGHTS = 3
"""The same of a listing that a start page links to."""
NOT_AMONG_LOOKS = "due, but not among tonight's second looks"
LOOKS, LOOKS_SHARE = 5, 0.1
"""Second looks a night at stories too old to be due, and the share of the known stories that they may be."""
LOST, LOST_SHARE = 5, 0.2
"""The same of stories that a list no longer names."""
URL_DAY = re.compile(r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/-]|$)")


class Discovery:
    """Turns edges into visits of one source's frontier, within its scope and budgets."""

    def __init__(self, source: Source, frontier: Frontier, night: date) -> None:
        self.source = source
        self.frontier = frontier
        self.memory = frontier.memory
        self.night = night
        self.patterns = self.memory.patterns()
        self.refusals = Refusals(source, frontier, self.patterns)
        self.reread = Reread(self.memory)
        self._turning: set[str] = set()
        self._lost = LOST + int(LOST_SHARE * self.memory.story_count())
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
        for page, is_asked in self._due_pages():
            if self.frontier.find(page.key) is None and source.in_scope(page.url) and self._may_return(page.url):
                rank = ranks.REVISIT if is_asked else ranks.LOST
                left = None if is_asked else Result(FetchOutcome.SKIPPED_FRESH, detail=_seen(page, NOT_AMONG_LOOKS))
                self.frontier.add(Visit(page.key, page.url, "page", host_of(page.url), rank), left)

    def read(self, visit: Visit, old: Sequence[Edge], new: Sequence[Edge], *, is_story: bool) -> None:
        """Compare a fetched resource with its last reading, before its links are followed.

        Stories that a list named then and no longer does are looked at, unless something else names them tonight.
        """
        gone = self.reread.read(visit.key, old, new)
        if is_story:
            return
        if any(self._is_news(edge) for edge in new):
            self._turning.add(visit.key)
        for key in gone:
            found = self.frontier.find(key)
            is_named = found is not None and (found[0] != DONE or found[1].rank != ranks.LOST)
            known = self.memory.glance(key) if not is_named else None
            if self._lost > 0 and known is not None and self._may_be_lost(known):
                self._lost -= 1
                lost = Visit(key, known.url, "page", host_of(known.url), ranks.LOST, via=visit.key)
                if found is None:
                    self.frontier.add(lost)
                else:
                    self.frontier.reopen(lost, FetchOutcome.SKIPPED_FRESH)

    def brings_new(self, edges: Iterable[Edge]) -> bool:
        """True if a page links, in its lists or text, to a page in scope that nothing has named yet."""
        stories = (edge for edge in edges if edge.kind in ("section", "related", "in_body") and self.in_scope(edge))
        return any(self.frontier.find(edge.key) is None and self.memory.glance(edge.key) is None for edge in stories)

    def follow(self, visit: Visit, edges: Iterable[Edge]) -> None:
        """Add the in-scope links of a fetched resource to the frontier."""
        from_seed = visit.rank <= ranks.SEED and visit.resource == "page"
        for edge in edges:
            if edge.kind in VERSIONS or not self.in_scope(edge):
                continue
            if (refused := self.refusals.of(visit, edge)) is not None:
                self._refuse(visit, edge, refused)
                continue
            family = self.refusals.family(edge)
            if edge.kind in ("alternate", "index"):
                nested = visit.depth + 1 if edge.kind == "index" and visit.resource == "sitemap" else 0
                resource = "feed" if edge.kind == "alternate" else "sitemap"
                rank = ranks.LISTING if family and not from_seed else ranks.FEED
                channel = Visit(
                    edge.key, edge.url, resource, host_of(edge.url), rank, 0, nested, via=visit.key, family=family
                )
                self._consider(channel, edge, visit)
                continue
            step = edge.kind in STEPS
            hops, depth = (visit.hops + step, visit.depth + (not step)) if visit.resource == "page" else (0, 0)
            url = without_session(cleaned(edge.url))
            page = Visit(
                edge.key, url, "page", host_of(url), ranks.NEW, hops, depth, _born(edge), via=visit.key, family=family
            )
            self._consider(page, edge, visit)

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

    def _due_pages(self) -> Iterator[tuple[Page, bool]]:
        """The pages that are due tonight, each with whether it is looked at: all stories that are due by age and changes are.

        Of the stories that were seen only once, some; the rest and other pages are left until something names them.
        """
        due = list(self.memory.due_stories(self.night))
        once = [page for page in due if page.fetches <= 1 and not page.gone and next_visit(page.history) > self.night]
        looks = LOOKS + int(LOOKS_SHARE * self.memory.story_count())
        left = {page.key for page in sorted(once, key=_newest_first)[looks:]}
        yield from ((page, page.key not in left) for page in due)
        others = self.memory.due_others(self.night)
        yield from ((page, False) for page in others if next_visit(page.history) > self.night)

    def _may_return(self, url: str) -> bool:
        return no_story(url) is None and self.source.excluded(url) is None

    def _may_be_lost(self, page: Page) -> bool:
        story = page.kind == PageKind.ARTICLE and page.alias is None and not page.gone
        return story and page.last_night < self.night.isoformat() and self.source.in_scope(page.url)

    def _is_news(self, edge: Edge) -> bool:
        """Whether a link of a list leads to what was never fetched before tonight."""
        if edge.kind not in ("section", "related", "feed") or not self.in_scope(edge):
            return False
        known = self.memory.glance(edge.key)
        return known is None or known.first_night == self.night.isoformat()

    def _refuse(self, visit: Visit, edge: Edge, refused: Result) -> None:
        if self.frontier.find(edge.key) is None:
            resource = "feed" if edge.kind == "alternate" else "page"
            refusal = Visit(edge.key, edge.url, resource, host_of(edge.url), ranks.FEED, via=visit.key)
            self.frontier.add(refusal, refused)
        elif refused.outcome == FetchOutcome.EXCLUDED or edge.kind == "alternate":
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
        return [url for url in urls if not self._leads_nowhere(self.memory.glance(cached_key(url)))]

    def _leads_nowhere(self, known: Page | None) -> bool:
        """Whether a usual place was empty, or only led to another that is known."""
        if known is None:
            return False
        return self.memory.alias_of(known, self.night) is not None or (known.gone > 0 and not self._due(known))

    def _due(self, page: Page) -> bool:
        return page.due <= self.night.isoformat()

    def _consider(self, visit: Visit, edge: Edge, referrer: Visit) -> None:
        found = self.frontier.find(visit.key)
        known = self.memory.glance(visit.key) if found is None or found[0] == DONE else None
        if visit.resource == "page":
            kind = looks_like_article(edge.url, self.patterns, kind=edge.kind, anchor=edge.anchor).kind
            is_known = known is not None or (found is not None and found[1].rank == ranks.REVISIT)
            on_page = referrer.resource == "page"
            rank = ranks.rank_of(
                edge,
                kind,
                night=self.night,
                from_seed=on_page and referrer.rank <= ranks.SEED,
                known=is_known,
                from_section=on_page and referrer.rank == ranks.SECTION and edge.kind == "section",
                family=visit.family,
            )
            visit = replace(visit, rank=rank)
        if found is None:
            self._enter(visit, known, edge, referrer)
        elif not self._settled(visit, edge, referrer, known, *found):
            self._improve(visit, *found)

    def _settled(self, visit: Visit, edge: Edge, referrer: Visit, known: Page | None, state: int, old: Visit) -> bool:
        """Whether this naming decides a known story's visit: it was lost and is listed again, or it is said to be unchanged.

        A story that was left for its freshness is taken up when it is said to have changed.
        """
        if state == DONE:
            if (self.source.exclude or self.source.include) and self.frontier.reopen(visit, FetchOutcome.EXCLUDED):
                return True  # another spelling of it was excluded
            fetched = known is None or known.last_night >= self.night.isoformat()
            again = not fetched and self._asks_again(known, edge, referrer)
            return again and self.frontier.reopen(visit, FetchOutcome.SKIPPED_FRESH)
        if state != PENDING or old.attempts or old.rank not in (ranks.LOST, ranks.REVISIT):
            return False
        page = self.memory.glance(visit.key)
        if page is None or self._asks_again(page, edge, referrer):
            return False
        if old.rank == ranks.LOST or self._is_vouched(page):
            detail = f"seen on {page.last_night}, " + (
                "said to be unchanged" if self._is_vouched(page) else f"due on {page.due}"
            )
            self.frontier.end_untaken(visit.key, Result(FetchOutcome.SKIPPED_FRESH, detail=detail))
            return True
        return False

    def _asks_again(self, known: Page | None, edge: Edge, referrer: Visit) -> bool:
        """Whether this naming is reason to look at a known page tonight: it changed, or one that was gone is listed anew."""
        if known is None:
            return False
        if known.gone and edge.key in self.reread.added:
            return True
        return self.reread.touched(referrer.key, edge, known.last_night)

    def _is_vouched(self, page: Page) -> bool:
        """Whether a page may rest, for some nights, because a feed or sitemap says that it is unchanged: a fresh one surely."""
        age = (date.fromisoformat(page.last_night) - date.fromisoformat(page.born)).days
        rested = (self.night - date.fromisoformat(page.last_night)).days
        return self.reread.vouched(page.key, surely=age <= FRESH_NIGHTS) and rested < IDLE_NIGHTS

    def _enter(self, visit: Visit, known: Page | None, edge: Edge, referrer: Visit) -> None:
        self._rights_of_host(visit.url)
        alias = self.memory.alias_of(known, self.night) if known and visit.resource == "page" else None
        if known is not None:
            visit = replace(visit, url=_plainer(visit.url, known.url)) if visit.resource == "page" else visit
        if known is not None and alias is not None:
            reason = f"{known.alias_reason} to {alias.url}, seen on {known.last_night}"
            self.frontier.add(visit, Result(FetchOutcome.DUPLICATE_URL, detail=reason))
            self.follow(visit, [Edge(known.alias_reason or "redirect", alias.url, alias.key, 0)])
        elif known is not None and (rest := self._rests(known, edge, referrer)):
            self.frontier.add(visit, Result(FetchOutcome.SKIPPED_FRESH, detail=_seen(known, rest)))
        else:
            self.frontier.add(visit, beyond=not self._within(visit))

    def _rests(self, known: Page, edge: Edge, referrer: Visit) -> str | None:
        """Why a known page or channel is not looked at tonight; null if it is."""
        if self._asks_again(known, edge, referrer):
            return None
        if known.kind == PageKind.LISTING or known.resource != "page":
            if edge.kind == "pagination" and referrer.key not in self._turning:
                return "and the page before it lists nothing new"
            return self._idles(known, referrer)
        if known.kind == PageKind.ARTICLE and known.alias is None and self._due(known):
            return "said to be unchanged" if self._is_vouched(known) else NOT_AMONG_LOOKS
        again = max(known.due, next_visit(known.history).isoformat()) if known.kind == PageKind.OTHER else known.due
        return None if again <= self.night.isoformat() else f"due on {again}"

    def _idles(self, known: Page, referrer: Visit) -> str | None:
        """Why a listing, feed or sitemap is not read tonight: it never brought a story, and has been read some nights ago."""
        if known.resource == "feed" and known.family is None:
            return None
        if known.resource == "sitemap" and self._lists_stories(known):
            return None
        nights = SECTION_NIGHTS if referrer.rank <= ranks.SEED and known.resource == "page" else IDLE_NIGHTS
        again = date.fromisoformat(known.last_night) + timedelta(days=nights)
        if again <= self.night or (known.resource != "sitemap" and self.memory.brought(known.key)):
            return None
        return f"brought no story, due on {again}"

    def _lists_stories(self, sitemap: Page) -> bool:
        """Whether a sitemap lists a story, further sitemaps, or nothing as yet."""
        page = self.memory.page(sitemap.key)
        edges = unpack(page.edges if page else None)
        return not edges or any(edge.kind == "index" or self._is_known_story(edge.key) for edge in edges)

    def _is_known_story(self, key: str) -> bool:
        page = self.memory.glance(key)
        return page is not None and page.kind == PageKind.ARTICLE

    def _improve(self, visit: Visit, state: int, old: Visit) -> None:
        better = replace(
            old,
            url=_plainer(old.url, visit.url),
            rank=old.rank if old.attempts else min(visit.rank, old.rank),  # a second attempt keeps its place, the last
            hops=min(visit.hops, old.hops),
            depth=min(visit.depth, old.depth),
            family=old.family and visit.family,
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


def _seen(page: Page, rest: str) -> str:
    return f"seen on {page.last_night}, {rest}"


def _newest_first(page: Page) -> tuple[int, str]:
    return -date.fromisoformat(page.born).toordinal(), page.key


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
