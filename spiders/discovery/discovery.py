"""Discovery: which links of fetched pages, feeds and sitemaps become visits, as which kind of resource, at which rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter

from pipelines.base.urls.comment_feeds import is_comment_feed_address
from pipelines.base.urls.identity import plainness, resolve
from pipelines.lake.link_kinds import ALL_ENTRIES, ENTRIES, LATEST_ENTRIES, LINK_KINDS, NAMES_STORIES, PAGE
from pipelines.lake.values import FetchOutcome, PageKind
from spiders.discovery.cover import Cover
from spiders.discovery.edge_visits import channel_visit, names_channel, page_visit
from spiders.discovery.latest import Latest
from spiders.discovery.lists import Lists
from spiders.discovery.looks import Looks
from spiders.discovery.reading_list import ReadingList
from spiders.discovery.refusals import COMMENT_FEED, Refusals
from spiders.discovery.reread import Reread
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.night_visits import BEYOND, DONE, PENDING
from spiders.frontier.queue import Queue
from spiders.frontier.revisit import next_visit
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge, unpack
from spiders.resources.reading import Reading, edges_of
from spiders.resources.sitemaps import MAX_NESTING
from spiders.rights.desk import USUAL_PLACES as RIGHTS_PLACES
from spiders.sources.source import Source
from spiders.url_rules.article_urls import looks_like_article
from spiders.url_rules.families import PART, family_of
from spiders.url_rules.keys import cached_key, host_of
from spiders.url_rules.no_story import no_story

MAX_DEPTH = 20
"""Maximum number of links that do not lead to a story between a start page and a page.

Examples: pages of a listing, sections of sections, days of a calendar."""


class Discovery:
    """Turns edges into visits of one source's frontier, within the source's scope and budgets."""

    def __init__(self, source: Source, frontier: Frontier, night: date, queue: Queue | None = None) -> None:
        self.source = source
        self.frontier = frontier
        self.memory = frontier.memory
        self.night = night
        self.patterns = self.memory.patterns()
        self.refusals = Refusals(source, frontier, self.patterns)
        self.reread = Reread(self.memory)
        # a resumed night keeps the dates that its channels stated
        for channel in self.memory.channels(night.isoformat()):
            self.reread.read(channel.key, [], unpack(channel.edges))
        self.reading_list = ReadingList(source, frontier, self.reread, night)
        self.looks = Looks(source, frontier, self.reread, night)
        self.lists = Lists(source, frontier, night)
        self.cover = Cover(source, self.memory, night)
        self._queue = queue
        self.latest = Latest(source, self.memory, night.isoformat())
        self._scope: dict[str, bool] = {}
        self._hosts: set[str] = set()

    def seed(self) -> None:
        """Add the start pages, the queued pages and the stories due for a revisit. A resumed night has them already."""
        source = self.source
        self.frontier.visits.end_glances()
        for url in self.frontier.visits.pages_of_hosts():
            self._rights_of_host(url)
        unnamed = self.reading_list.unnamed_sitemap()
        named = [
            (url, start.resource, ranks.rank_of_start(start.channel, start.resource)) for start, url in source.starts()
        ]
        named += [(unnamed.url, unnamed.resource, unnamed.rank)] if unnamed else []
        for url, resource, rank in sorted(named, key=itemgetter(2)):
            key = cached_key(url)
            if self.frontier.visits.find(key) is None:
                refused = COMMENT_FEED if resource in LATEST_ENTRIES and is_comment_feed_address(url) else None
                self.frontier.visits.add(Visit(key, url, resource, host_of(url), rank), refused)
            self._rights_of_host(url)
        for visit in self._queue.visits(self.memory, self.night.isoformat(), source.max_pages) if self._queue else ():
            if self._may_return(visit):
                self.frontier.visits.add(visit)
                self._rights_of_host(visit.url)
        for visit in (*self.cover.due(), *self.looks.due()):
            if self._may_return(visit):
                self.frontier.visits.add(visit)
        for page in self.memory.due_others(self.night):
            visit = Visit(page.key, page.url, "page", host_of(page.url), ranks.LOST, family=page.family)
            if next_visit(page.history) > self.night and self._may_return(visit):
                detail = f"seen on {page.last_night}, due on {next_visit(page.history)}"
                self.frontier.visits.add(visit, Result(FetchOutcome.SKIPPED_FRESH, detail=detail))

    def glance(self) -> None:
        """Add visits of a glance between two nights: the feeds, start pages and sections that the source file names."""
        number, source = self.frontier.begin_glance(), self.source
        named = [(url, start.resource) for start, url in source.starts()]
        fronts = [(url, resource) for url, resource in named if resource == PAGE]
        lists = [(url, kind) for url, kind in named if kind in LATEST_ENTRIES and not is_comment_feed_address(url)]
        for key, (url, resource) in {cached_key(url): (url, resource) for url, resource in [*fronts, *lists]}.items():
            self.frontier.visits.add(Visit(key, url, resource, host_of(url), ranks.GLANCE, glance=number))
            self._rights_of_host(url)

    def read(
        self, visit: Visit, old: Sequence[Edge], new: Sequence[Edge], *, is_story: bool, since: str | None = None
    ) -> None:
        """Compare a fetched resource with its last reading, on the night `since`, before its links are followed."""
        dropped = self.reread.read(visit.key, old, new, since or "", is_story=is_story)
        if not is_story:
            self.lists.read(visit, dropped, filter(self.in_scope, new))

    def brings_new(self, edges: Iterable[Edge]) -> bool:
        """True if a page or feed names, in its lists or text, a page in scope that may be a story and is not yet known."""
        stories = (edge for edge in edges if edge.kind in NAMES_STORIES and self.in_scope(edge))
        stories = (edge for edge in stories if edge.kind not in ENTRIES or family_of(edge.url) is None)
        return any(
            self.frontier.visits.find(edge.key) is None and self.memory.glance(edge.key) is None for edge in stories
        )

    def follow(self, visit: Visit, edges: Iterable[Edge]) -> None:
        """Add the in-scope links of a fetched resource to the frontier."""
        from_seed = visit.rank <= ranks.FRONT and visit.resource == "page"
        edges = list(edges)
        self.latest.note(visit.key, edges)
        for edge in edges:
            if LINK_KINDS[edge.kind].is_version or not self.in_scope(edge):
                continue
            if (refused := self.refusals.of(visit, edge)) is not None:
                self._refuse(visit, edge, refused)
                continue
            family = self.refusals.family(edge)
            if names_channel(visit, edge):
                self._consider(channel_visit(visit, edge, family, from_seed=from_seed), edge, visit)
                continue
            self._consider(page_visit(visit, edge, family, is_clock=visit.key in self.reread.clocks), edge, visit)

    def is_beyond_feeds(self, key: str) -> bool:
        """True if a page without a date is older than the stories of the feeds."""
        return self.latest.is_beyond(key)

    def resting(self, visit: Visit) -> Result | None:
        """The reason to skip a visit after tonight's readings, asked right before the fetch; None if it must be
        fetched.
        """
        if visit.rank == ranks.LOOK:
            return self.looks.refusal(visit)
        if visit.resource in LATEST_ENTRIES:
            return self.reading_list.storyless(visit)
        if visit.resource in ALL_ENTRIES:
            return self._unchanged(visit)
        if visit.key in self.cover.keys or (visit.rank != ranks.FRONT and not self.tells(visit)):
            return None
        spared = self.reading_list.spared(visit)
        if spared is not None:
            self.follow(visit, self.reading_list.further(visit))
        return spared

    def _unchanged(self, visit: Visit) -> Result | None:
        """The reason to skip an unchanged sitemap tonight. Its entries of the last reading are then followed as if read
        again.
        """
        rests, known = self.reading_list.unchanged(visit), self.memory.page(visit.key)
        if rests is not None and known is not None:
            edges = unpack(known.edges)
            self.read(visit, edges, edges, is_story=False, since=known.last_night)
            self.follow(visit, edges)
        return rests

    def tells(self, visit: Visit) -> bool:
        """True if a list is read tonight only for known stories: to compare headlines of young ones, or to find missing
        old ones.
        """
        return visit.key in self.reading_list.tellers or visit.key in self.cover.keys

    def look_elsewhere(self, visit: Visit) -> None:
        """Add the next usual place of a sitemap after one of these places had none."""
        if (
            visit.resource == "sitemap"
            and visit.rank == ranks.CHANNEL
            and (place := self.reading_list.unnamed_sitemap())
        ):
            self.frontier.visits.add(place)

    def rights(self, url: str) -> None:
        """Add a rights file (tdmrep.json, ai.txt, a licence) to the frontier, ahead of all pages, if it is in scope."""
        key = cached_key(url)
        if self.source.in_scope(url) and self.frontier.visits.find(key) is None:
            self.frontier.visits.add(Visit(key, url, "rights", host_of(url), ranks.RIGHTS))

    def in_scope(self, edge: Edge) -> bool:
        """True if a link is in the source's scope. The decision is made once for each site (host and port) and cached."""
        site = edge.key.partition("/")[0].partition("?")[0]
        if site not in self._scope:
            self._scope[site] = self.source.in_scope(edge.url)
        return self._scope[site]

    def edges_of(self, reading: Reading) -> list[Edge]:
        """The edges of a resource. If the source has `discover`, also the feeds, other lists and sitemaps that it
        names.
        """
        return edges_of(reading, discover=self.source.discover)

    def canonical_of(self, edges: Iterable[Edge]) -> str | None:
        """The key of the canonical URL that a page declares; None if it declares none, or one out of scope."""
        return next((edge.key for edge in edges if edge.kind == "canonical" and self.in_scope(edge)), None)

    def _may_return(self, visit: Visit) -> bool:
        """True if a known page may be requested again tonight and has no visit yet."""
        if self.frontier.visits.find(visit.key) is not None or not self.source.in_scope(visit.url):
            return False
        return no_story(visit.url) is None and self.source.excluded(visit.url) is None

    def _refuse(self, visit: Visit, edge: Edge, refused: Result) -> None:
        if self.frontier.visits.find(edge.key) is None:
            leads_to = LINK_KINDS[edge.kind].leads_to
            resource = leads_to if leads_to in LATEST_ENTRIES else PAGE
            refusal = Visit(edge.key, edge.url, resource, host_of(edge.url), ranks.FEED, via=visit.key)
            self.frontier.visits.add(refusal, refused)
        elif refused.outcome == FetchOutcome.EXCLUDED or LINK_KINDS[edge.kind].leads_to in LATEST_ENTRIES:
            self.frontier.visits.end_untaken(edge.key, refused)

    def _rights_of_host(self, url: str) -> None:
        host = host_of(url)
        if host not in self._hosts:
            self._hosts.add(host)
            for place in RIGHTS_PLACES:
                self.rights(resolve(url, place) or url)

    def _consider(self, visit: Visit, edge: Edge, referrer: Visit) -> None:
        found = self.frontier.visits.find(visit.key)
        is_seeded = found is not None and found[1].rank in (ranks.LOOK, ranks.LOST)
        is_kept = found is None or found[0] == DONE or is_seeded or bool(referrer.glance)
        known = self.memory.glance(visit.key) if is_kept else None
        again = known is not None and self._asks_again(known, edge, referrer)
        if visit.resource == "page":
            rank = ranks.FRESH if again else self._rank(visit, edge, referrer, is_known=known is not None)
            visit = replace(visit, rank=max(rank, ranks.LOOK) if is_seeded and not again else rank)
        if is_seeded:
            self.lists.named.add(visit.key)
        if found is None:
            self._enter(visit, known, edge, referrer)
        elif not self._settled(visit, known, *found, again=again):
            self._improve(visit, *found)

    def _rank(self, visit: Visit, edge: Edge, referrer: Visit, *, is_known: bool) -> int:
        if is_known and referrer.glance:
            return ranks.REVISIT  # the night's own crawl decides
        on_page = referrer.resource == "page"
        return ranks.rank_of(
            edge,
            looks_like_article(edge.url, self.patterns, kind=edge.kind, anchor=edge.anchor).kind,
            night=self.night,
            from_seed=on_page and referrer.rank <= ranks.FRONT,
            known=is_known,
            from_section=on_page and referrer.rank == ranks.SECTION and edge.kind == "section",
            family=visit.family,
        )

    def _settled(self, visit: Visit, known: Page | None, state: int, old: Visit, *, again: bool) -> bool:
        """Decide the visit of a known page from this link, if possible; True if it is decided.

        Two cases: the page was missing from a list and is listed again; or the page was skipped and is now known to
        have changed. `again`: the link is a reason to fetch the page tonight.
        """
        if state == DONE:
            if (self.source.exclude or self.source.include) and self.frontier.visits.reopen(
                visit, FetchOutcome.EXCLUDED
            ):
                return True  # another spelling of its address was excluded
            fetched = known is None or known.last_night >= self.night.isoformat()
            return again and not fetched and self.frontier.visits.reopen(visit, FetchOutcome.SKIPPED_FRESH)
        if state != PENDING or old.attempts or old.rank != ranks.LOST or again or known is None:
            return False
        if known.due <= self.night.isoformat() and known.kind == PageKind.ARTICLE:
            self.lists.found_again(old)
            return True
        rest = "said to be unchanged" if self.looks.is_vouched(known) else f"due on {known.due}"
        self.frontier.visits.end_untaken(visit.key, Result(FetchOutcome.SKIPPED_FRESH, detail=_seen(known, rest)))
        return True

    def _asks_again(self, known: Page, edge: Edge, referrer: Visit) -> bool:
        """True if this link is a reason to fetch a known page tonight: a story changed, or a missing page is listed
        again.
        """
        if known.gone and edge.key in self.reread.added:
            return True
        if edge.kind == "part":
            return self._changed_tonight(referrer)
        if known.resource == "page" and known.kind not in (PageKind.ARTICLE, None) and not self._is_brief(known, edge):
            return False
        return self.reread.touched(referrer.key, edge, known.last_night)

    def _changed_tonight(self, referrer: Visit) -> bool:
        """True if the page of a story that names a known part is another one than at its last visit."""
        story = self.memory.glance(referrer.key)
        return story is not None and story.changed_night == self.night.isoformat()

    def _is_brief(self, known: Page, edge: Edge) -> bool:
        """True if a page of few words, not classified as a story, is listed in a feed or sitemap at a story's address."""
        is_entry = known.kind == PageKind.OTHER and edge.kind in ENTRIES
        return is_entry and looks_like_article(edge.url, self.patterns).kind == PageKind.ARTICLE

    def _enter(self, visit: Visit, known: Page | None, edge: Edge, referrer: Visit) -> None:
        self._rights_of_host(visit.url)
        alias = self.memory.alias_of(known, self.night) if known and visit.resource == "page" else None
        if known is not None:
            visit = replace(visit, url=_plainer(visit.url, known.url)) if visit.resource == "page" else visit
        if known is not None and alias is not None:
            reason = f"{known.alias_reason} to {alias.url}, seen on {known.last_night}"
            self.frontier.visits.add(visit, Result(FetchOutcome.DUPLICATE_URL, detail=reason))
            self.follow(visit, [Edge(known.alias_reason or "redirect", alias.url, alias.key, 0)])
        elif known is not None and (rest := self._rests(known, edge, referrer)):
            self.frontier.visits.add(visit, Result(FetchOutcome.SKIPPED_FRESH, detail=_seen(known, rest)))
        else:
            self.frontier.visits.add(visit, beyond=not self._within(visit))

    def _rests(self, known: Page, edge: Edge, referrer: Visit) -> str | None:
        """The reason to skip a known page or channel tonight; None if it is fetched."""
        if self._asks_again(known, edge, referrer):
            return None
        if known.kind == PageKind.LISTING or known.resource != "page":
            turned = edge.kind != "pagination" or referrer.key in self.lists.turning
            rest = self.reading_list.idle(known, referrer) if turned else "and the page before it lists nothing new"
            return None if rest and edge.kind == "pagination" and self.reading_list.may_tell(known) else rest
        again = max(known.due, next_visit(known.history).isoformat()) if known.kind == PageKind.OTHER else known.due
        return None if again <= self.night.isoformat() else f"due on {again}"

    def _improve(self, visit: Visit, state: int, old: Visit) -> None:
        better = replace(
            old,
            url=_plainer(old.url, visit.url),
            rank=old.rank if old.attempts else min(visit.rank, old.rank),  # a second attempt keeps its last place
            hops=min(visit.hops, old.hops),
            depth=min(visit.depth, old.depth),
            family=PART if PART in (old.family, visit.family) else old.family and visit.family,
            born=min((day for day in (visit.born, old.born) if day), default=None),
        )
        if better == old:
            return
        self.frontier.visits.promote(better, awake=state == BEYOND and self._within(better))
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


def _plainer(url: str, other: str) -> str:
    # Of two hosts, the first one is kept: the visit is already in that host's queue.
    return min(url, other, key=plainness) if url != other and host_of(url) == host_of(other) else url
