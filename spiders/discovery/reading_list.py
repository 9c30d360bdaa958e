"""The reading list: which feeds, sitemaps and lists are read tonight, and where a sitemap is looked for that nobody names.

A list is read every night while it brings stories. One whose stories feeds and sitemaps name first, and vouch for, is read every
few nights.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.column_values import FetchOutcome, PageKind
from pipelines.urls import resolve
from spiders.discovery.part import Part
from spiders.frontier import ranks
from spiders.frontier.memory import Page
from spiders.frontier.revisit import YOUNG_NIGHTS, age_nights
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import unpack
from spiders.resources.sitemaps import USUAL_PLACES
from spiders.url_rules.keys import cached_key, host_of

IDLE_NIGHTS = 7
"""Nights between visits to a listing or feed that never named a story first."""
SECTION_NIGHTS = 3
"""The same of a listing that a start page links to, and of a section that channels vouch for."""


class ReadingList(Part):
    """The feeds, sitemaps and lists of one source on one night."""

    def unnamed_sitemap(self) -> Visit | None:
        """The next place where a sitemap usually is; null where the source file names any, or all places were tried.

        They are asked one after the other, until one lists something.
        """
        if not self.source.discover or self.source.sitemaps:
            return None
        for place in USUAL_PLACES:
            url = resolve(self.source.url, place)
            at = url and self._leads_to(url)
            if at and self.frontier.find(cached_key(at)) is None:
                return Visit(cached_key(at), at, "sitemap", host_of(at), ranks.CHANNEL)
        return None

    def idle(self, known: Page, referrer: Visit) -> str | None:
        """Why a listing, feed or sitemap is not read tonight: it never brought a story, and has been read some nights ago."""
        if known.resource == "feed" and known.family is None:
            return None
        if known.resource == "sitemap" and self._lists_stories(known):
            return None
        from_start = referrer.rank <= ranks.FRONT and referrer.resource == "page" == known.resource
        again = _day(known.last_night) + timedelta(days=SECTION_NIGHTS if from_start else IDLE_NIGHTS)
        if again <= self.night or (known.resource != "sitemap" and self.memory.brought(known.key)):
            return None
        return f"brought no story, due on {again}"

    def spared(self, visit: Visit) -> Result | None:
        """Why a section that the source file names is not read tonight; null if it is.

        It named no story first within a week, and channels say of all its young stories whether their headlines changed.
        """
        known = self.memory.page(visit.key)
        if known is None or known.kind != PageKind.LISTING or not (self.reread.sure or self.reread.told):
            return None
        again = _day(known.last_night) + timedelta(days=SECTION_NIGHTS)
        week_ago = self.night - timedelta(days=IDLE_NIGHTS)
        if again <= self.night or self.memory.brought(known.key, since=week_ago.isoformat()):
            return None
        listed = {edge.key for edge in unpack(known.edges) if edge.kind == "section"}
        if not all(self._is_told(key) for key in listed):
            return None
        detail = f"seen on {known.last_night}, channels say which of its stories changed, due on {again}"
        return Result(FetchOutcome.SKIPPED_FRESH, detail=detail)

    def _is_told(self, key: str) -> bool:
        """Whether nothing needs to be read to know that a listed page is old, unchanged, or looked at tonight anyway."""
        page = self.memory.glance(key)
        if page is None or page.kind != PageKind.ARTICLE or page.gone or page.alias is not None:
            return True
        if age_nights(page.history, self.night) > YOUNG_NIGHTS:
            return True
        if any(key in said for said in (self.reread.sure, self.reread.told, self.reread.changed)):
            return True
        found = self.frontier.find(key)
        return found is not None and found[1].rank == ranks.LOST

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
        return not edges or any(edge.kind == "index" or self._is_known_story(edge.key) for edge in edges)

    def _is_known_story(self, key: str) -> bool:
        page = self.memory.glance(key)
        return page is not None and page.kind == PageKind.ARTICLE


def _day(night: str) -> date:
    return date.fromisoformat(night)
