"""The reading list: which feeds, sitemaps and lists are read tonight, and where to look for a sitemap that no file
names.

A list is read every night while it brings new stories. If feeds and sitemaps name its stories earlier, and state their
changes, it is read every few nights.
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
from spiders.url_rules.families import PART, family_of
from spiders.url_rules.keys import cached_key, host_of

IDLE_NIGHTS = 7
"""Nights between visits to a listing or feed that was never the first to name a story."""
SECTION_NIGHTS = 3
"""Nights between visits to such a listing if a start page links to it, and to a section with stories that channels
cover."""
STORYLESS_NIGHTS = 2
"""Nights between visits to a feed that names only lists without new stories. It may later name other pages."""
MIN_YOUNG_STORIES = 2
"""Minimum young stories without a headline elsewhere tonight that make a list worth reading. A single one is fetched
itself."""


class ReadingList(Part):
    """The feeds, sitemaps and lists of one source on one night.

    `tellers` are further pages of lists that are read only to see headlines of young stories.
    """

    def __init__(self, source: Source, frontier: Frontier, reread: Reread, night: date) -> None:
        super().__init__(source, frontier, reread, night)
        self.tellers: set[str] = set()
        self._shown_by: dict[str, str] = {}

    def unnamed_sitemap(self) -> Visit | None:
        """The next usual place of a sitemap; None if the source file names a sitemap, or all places were tried.

        The places are tried one after the other, until one lists a URL.
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
        """The reason to skip a listing, feed or sitemap tonight: it never brought a story and was read some nights ago."""
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
        """The reason to skip a named section or a teller tonight; None if it is read.

        A section rests for SECTION_NIGHTS if all of this is true: it was not the first to name a story within a week;
        feeds or sitemaps state changes of stories; too few of its stories lack other evidence tonight.
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
        """The reason to skip a feed tonight: it was read last night and listed only lists that were never first to name
        a story.

        Example: the feed of a plug-in for MkDocs. Every build writes the lists anew, so that they look like the latest
        stories. A magazine's feed of its issues is read every night.
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
        """The reason to skip a sitemap tonight: its index, proven to state changes, shows the same state as at the last
        reading.

        The stated change must be more than a day before that reading, in any time zone, and no entry of the sitemap may
        be younger than the change. The sitemap is read anyway after IDLE_NIGHTS, and on the night after it was first to
        name a story.
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
        """True if no entry of a sitemap has a date after the last change that the index states.

        If an entry is later, the index's date is wrong for this sitemap. A sitemap without dates cannot be checked:
        False.
        """
        page = self.memory.page(key)
        days = [day for edge in unpack(page.edges if page else None) for _, raw in edge.dates if (day := day_of(raw))]
        return bool(days) and max(days) <= changed + timedelta(days=1)

    def further(self, visit: Visit) -> list[Edge]:
        """The links of a list, as last read, to its further pages; not those to the pages of a story that it shows."""
        page = self.memory.page(visit.key)
        edges = unpack(page.edges if page else None)
        return [edge for edge in edges if edge.kind == "pagination" and not self._is_of_story(edge)]

    def _is_of_story(self, edge: Edge) -> bool:
        """True for a link to a known story or a part of one: in a list's excerpt, `Pages: 1 2`."""
        known = self.memory.glance(edge.key)
        return known is not None and (known.kind == PageKind.ARTICLE or known.family == PART)

    def may_tell(self, known: Page) -> bool:
        """True if a further page of a list shows young stories; it becomes a teller, and `spared` may still skip it."""
        page = self.memory.page(known.key)
        if page is None or page.kind != PageKind.LISTING:
            return False
        if sum(map(self._is_young, _listed(page))) < MIN_YOUNG_STORIES:
            return False
        self.tellers.add(known.key)
        return True

    def _is_worth_reading(self, known: Page) -> bool:
        """True if a list showed enough young stories that have no other evidence tonight and are not in another list
        that is read.
        """
        untold = {key for key in _listed(known) if not self._is_shown_elsewhere(key, known) and self._is_untold(key)}
        if len(untold) < MIN_YOUNG_STORIES:
            return False
        self._shown_by |= dict.fromkeys(untold, known.key)
        return True

    def _is_shown_elsewhere(self, key: str, known: Page) -> bool:
        """True if another list that shows a story has answered tonight, or is still to answer."""
        other = self._shown_by.get(key, known.key)
        if other == known.key:
            return False
        found, page = self.frontier.visits.find(other), self.memory.glance(other)
        is_over = found is not None and found[0] == DONE
        return not is_over or (page is not None and not page.gone and page.last_night >= self.night.isoformat())

    def _is_untold(self, key: str) -> bool:
        """True if no other resource shows tonight whether the headline of a listed young story changed."""
        if not self._is_young(key) or any(
            key in s for s in (self.reread.sure, self.reread.same_headline, self.reread.changed)
        ):
            return False
        found = self.frontier.visits.find(key)
        return found is None or found[1].rank != ranks.LOST

    def _is_young(self, key: str) -> bool:
        """True if a listed page is a story of a few days that is no longer fresh. Fresh stories are fetched anyway."""
        page = self.memory.glance(key)
        if page is None or page.kind != PageKind.ARTICLE or page.gone or page.alias is not None:
            return False
        return not is_fresh(page) and age_nights(page.history, self.night) <= YOUNG_NIGHTS

    def _leads_to(self, url: str) -> str | None:
        """The URL to try for a sitemap that usually is at `url`; None if none was found there lately."""
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
        """True if a sitemap lists a story, further sitemaps, or nothing as yet."""
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
