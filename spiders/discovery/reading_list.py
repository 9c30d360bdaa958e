"""The reading list: which feeds, sitemaps and lists are read tonight, and where a sitemap is looked for that nobody names.

A list is read every night while it brings stories. One whose stories feeds and sitemaps name first, and vouch for, is read every
few nights.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.base.urls.identity import resolve
from pipelines.lake.link_kinds import ALL_ENTRIES, LATEST_ENTRIES, LINK_KINDS
from pipelines.lake.values import FetchOutcome, PageKind
from spiders.discovery.looks import is_fresh
from spiders.discovery.part import Part
from spiders.discovery.reread import Reread
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.night_visits import DONE
from spiders.frontier.revisit import YOUNG_NIGHTS, age_nights
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge, unpack
from spiders.resources.listed_dates import day_of
from spiders.resources.sitemaps import USUAL_PLACES
from spiders.sources.source import Source
from spiders.url_rules.families import family_of
from spiders.url_rules.keys import cached_key, host_of

IDLE_NIGHTS = 7
"""Nights between visits to a listing or feed that never named a story first."""
SECTION_NIGHTS = 3
"""The same of a listing that a start page links to, and of a section that channels vouch for."""
STORYLESS_NIGHTS = 2
"""The same of a feed that lists nothing but lists without stories of their own: it may begin to list others."""
WORTH_A_LIST = 2
"""Young stories that make a list worth reading if nothing else has shown their headlines tonight; a single one is looked at."""


class ReadingList(Part):
    """The feeds, sitemaps and lists of one source on one night.

    `tellers` are further pages of lists that are considered only for what they may tell of young stories.
    """

    def __init__(self, source: Source, frontier: Frontier, reread: Reread, night: date) -> None:
        super().__init__(source, frontier, reread, night)
        self.tellers: set[str] = set()
        self._shown_by: dict[str, str] = {}

    def unnamed_sitemap(self) -> Visit | None:
        """The next place where a sitemap usually is; null where the source file names any, or all places were tried.

        They are asked one after the other, until one lists something.
        """
        if not self.source.discover or self.source.sitemaps:
            return None
        for place in USUAL_PLACES:
            url = resolve(self.source.url, place)
            at = url and self._leads_to(url)
            if at and self.frontier.visits.find(cached_key(at)) is None:
                return Visit(cached_key(at), at, "sitemap", host_of(at), ranks.CHANNEL)
        return None

    def idle(self, known: Page, referrer: Visit) -> str | None:
        """Why a listing, feed or sitemap is not read tonight: it never brought a story, and has been read some nights ago."""
        if known.resource in LATEST_ENTRIES and known.family is None:
            return None
        if known.resource in ALL_ENTRIES and self._lists_stories(known):
            return None
        from_start = referrer.rank <= ranks.FRONT and referrer.resource == "page" == known.resource
        again = _day(known.last_night) + timedelta(days=SECTION_NIGHTS if from_start else IDLE_NIGHTS)
        if again <= self.night or (known.resource not in ALL_ENTRIES and self.memory.brought(known.key)):
            return None
        return f"brought no story, due on {again}"

    def spared(self, visit: Visit) -> Result | None:
        """Why a section that the source file names, or a teller, is not read tonight; null if it is.

        A section rests for SECTION_NIGHTS if it named no story first within a week, feeds or sitemaps say anything of stories,
        and too few of its stories are untold to make it worth reading.
        """
        known, is_teller = self.memory.page(visit.key), visit.key in self.tellers
        if known is None or known.kind != PageKind.LISTING or not (self.reread.stated or is_teller):
            return None
        again = _day(known.last_night) + timedelta(days=SECTION_NIGHTS)
        week_ago = (self.night - timedelta(days=IDLE_NIGHTS)).isoformat()
        if not is_teller and (again <= self.night or self.memory.brought(known.key, since=week_ago)):
            return None
        if self.reread.stated and self._is_worth_reading(known):
            return None
        detail = f"seen on {known.last_night}, channels say which of its stories changed, due on {again}"
        return Result(FetchOutcome.SKIPPED_FRESH, detail=detail)

    def storyless(self, visit: Visit) -> Result | None:
        """Why a feed is not read tonight: it was last night, and listed nothing but lists that named no story first.

        So does the feed of a plug-in for MkDocs: every build writes the lists anew, and they are taken for the latest stories. A
        magazine's feed of its issues is read every night.
        """
        known = self.memory.page(visit.key)
        again = _day(known.last_night) + timedelta(days=STORYLESS_NIGHTS) if known else self.night
        entries = [edge for edge in unpack(known.edges if known else None) if edge.kind in LATEST_ENTRIES]
        if again <= self.night or not entries or not all(self._is_list(edge) for edge in entries):
            return None
        if any(self.memory.brought(edge.key) for edge in entries):
            return None
        detail = f"seen on {known.last_night if known else None}, all that it lists are lists, due on {again}"
        return Result(FetchOutcome.SKIPPED_FRESH, detail=detail)

    def unchanged(self, visit: Visit) -> Result | None:
        """Why a sitemap is not read tonight: its index, which has told of changes, says that it is as when it was last read.

        The change must be older than a day then, whatever zone that is of, and nothing that it lists younger than that. It is
        read all the same after IDLE_NIGHTS, and on the night after one on which it was the first to name a story.
        """
        known, changed = self.memory.glance(visit.key), self.reread.indexed.get(visit.key)
        if known is None or known.gone or not changed or not self.reread.vouched(visit.key, surely=True):
            return None
        read = _day(known.last_night)
        if _day(changed) >= read - timedelta(days=1) or not self._is_older(visit.key, _day(changed)):
            return None
        again = read + timedelta(days=IDLE_NIGHTS)
        if again <= self.night or self.memory.brought(known.key, since=known.last_night):
            return None
        detail = f"seen on {known.last_night}, unchanged says its index, due on {again}"
        return Result(FetchOutcome.SKIPPED_FRESH, detail=detail)

    def _is_older(self, key: str, changed: date) -> bool:
        """Whether all that a sitemap lists is dated, if at all, not after its last change by the index.

        Else that date stands still, whatever the index says of others; of a sitemap without dates nobody can tell.
        """
        page = self.memory.page(key)
        days = [day for edge in unpack(page.edges if page else None) for _, raw in edge.dates if (day := day_of(raw))]
        return bool(days) and max(days) <= changed + timedelta(days=1)

    def further(self, visit: Visit) -> list[Edge]:
        """The links of a list, as last read, to its further pages."""
        page = self.memory.page(visit.key)
        return [edge for edge in unpack(page.edges if page else None) if edge.kind == "pagination"]

    def may_tell(self, known: Page) -> bool:
        """Whether a further page of a list shows young stories; it is then a teller, and may be `spared` all the same."""
        page = self.memory.page(known.key)
        if page is None or page.kind != PageKind.LISTING:
            return False
        if sum(map(self._is_young, _listed(page))) < WORTH_A_LIST:
            return False
        self.tellers.add(known.key)
        return True

    def _is_worth_reading(self, known: Page) -> bool:
        """Whether a list showed enough young stories of which nothing else, nor another list that is read, tells tonight."""
        untold = {key for key in _listed(known) if not self._is_shown_elsewhere(key, known) and self._is_untold(key)}
        if len(untold) < WORTH_A_LIST:
            return False
        self._shown_by |= dict.fromkeys(untold, known.key)
        return True

    def _is_shown_elsewhere(self, key: str, known: Page) -> bool:
        """Whether another list that shows a story has answered tonight, or is still to answer."""
        other = self._shown_by.get(key, known.key)
        if other == known.key:
            return False
        found, page = self.frontier.visits.find(other), self.memory.glance(other)
        is_over = found is not None and found[0] == DONE
        return not is_over or (page is not None and not page.gone and page.last_night >= self.night.isoformat())

    def _is_untold(self, key: str) -> bool:
        """Whether nothing else tells tonight if the headline of a listed young story changed."""
        if not self._is_young(key) or any(key in s for s in (self.reread.sure, self.reread.told, self.reread.changed)):
            return False
        found = self.frontier.visits.find(key)
        return found is None or found[1].rank != ranks.LOST

    def _is_young(self, key: str) -> bool:
        """Whether a listed page is a story of a few days that is not looked at anyway because it is fresh."""
        page = self.memory.glance(key)
        if page is None or page.kind != PageKind.ARTICLE or page.gone or page.alias is not None:
            return False
        return not is_fresh(page) and age_nights(page.history, self.night) <= YOUNG_NIGHTS

    def _leads_to(self, url: str) -> str | None:
        """Where a sitemap may stand, if one usually stands at `url`; null where none was found lately."""
        known = self.memory.glance(cached_key(url))
        if known is None:
            return url
        target = self.memory.alias_of(known, self.night)
        if target is not None:
            return target.url if target.resource == "sitemap" else None
        page = self.memory.page(known.key)
        rests = _day(known.last_night) + timedelta(days=IDLE_NIGHTS) > self.night
        return None if rests and (known.gone or page is None or not unpack(page.edges)) else url

    def _lists_stories(self, sitemap: Page) -> bool:
        """Whether a sitemap lists a story, further sitemaps, or nothing as yet."""
        page = self.memory.page(sitemap.key)
        edges = unpack(page.edges if page else None)
        return not edges or any(
            LINK_KINDS[edge.kind].leads_to in ALL_ENTRIES or self._is_known_story(edge.key) for edge in edges
        )

    def _is_list(self, entry: Edge) -> bool:
        page = self.memory.glance(entry.key)
        return page.kind == PageKind.LISTING if page else family_of(entry.url) is not None

    def _is_known_story(self, key: str) -> bool:
        page = self.memory.glance(key)
        return page is not None and page.kind == PageKind.ARTICLE


def _listed(page: Page) -> set[str]:
    return {edge.key for edge in unpack(page.edges) if edge.kind == "section"}


def _day(night: str) -> date:
    return date.fromisoformat(night)
