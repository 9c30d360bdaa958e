"""Lists that were read again tonight: which of them have news, and which stories they no longer name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipelines.lake.link_kinds import kinds
from pipelines.lake.values import FetchOutcome, PageKind
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.night_visits import DONE, PENDING
from spiders.frontier.visits import Visit
from spiders.links.edges import Edge
from spiders.sources.source import Source
from spiders.url_rules.keys import host_of

MAX_LOST_LOOKS, MAX_LOST_LOOKS_SHARE = 5, 0.2
"""Maximum visits each night to stories that a list no longer names, plus this share of the known stories."""
NEWS = kinds(lambda kind: kind.is_list and not kind.lists_all)


class Lists:
    """The lists of one source on one night.

    `turning` are the lists with news, `named` the due stories that a link named tonight.
    """

    def __init__(self, source: Source, frontier: Frontier, night: date) -> None:
        self.source = source
        self.frontier = frontier
        self.memory = frontier.memory
        self.night = night.isoformat()
        self.turning: set[str] = set()
        self.named: set[str] = set()
        self._lost = MAX_LOST_LOOKS + int(MAX_LOST_LOOKS_SHARE * self.memory.story_count())

    def read(self, visit: Visit, dropped: Iterable[str], edges: Iterable[Edge]) -> None:
        """Note if a list has news, and schedule visits of stories that it dropped, unless another link names them
        tonight.
        """
        if any(self._is_news(edge) for edge in edges):
            self.turning.add(visit.key)
        for key in dropped:
            known = self.memory.glance(key) if key not in self.named else None
            if self._lost > 0 and known is not None and self._may_be_lost(known, visit.resource):
                lost = Visit(key, known.url, "page", host_of(known.url), ranks.LOST, via=visit.key)
                self._lost -= self._look_for(lost)

    def found_again(self, lost: Visit) -> None:
        """Put a due story that another list still names back to the rank of second looks."""
        self.frontier.visits.promote(replace(lost, rank=ranks.LOOK), awake=False)
        self._lost += 1

    def _look_for(self, lost: Visit) -> bool:
        """Schedule the visit of a lost story; False if it has a visit anyway, or had one tonight."""
        found = self.frontier.visits.find(lost.key)
        if found is None:
            self.frontier.visits.add(lost)
            return True
        state, old = found
        if state == DONE:
            return self.frontier.visits.reopen(lost, FetchOutcome.SKIPPED_FRESH)
        if state != PENDING or old.rank != ranks.LOOK:
            return False
        self.frontier.visits.promote(lost, awake=False)
        return True

    def _may_be_lost(self, page: Page, resource: str) -> bool:
        """True if a page may be a story that is gone.

        A page from a feed or sitemap may also be of kind OTHER, which hardly reads like a story.
        """
        kinds = (PageKind.ARTICLE,) if resource == "page" else (PageKind.ARTICLE, PageKind.OTHER)
        story = page.kind in kinds and page.alias is None and not page.gone
        return story and page.last_night < self.night and self.source.in_scope(page.url)

    def _is_news(self, edge: Edge) -> bool:
        """True if a link of a list leads to a page that was never fetched before tonight."""
        known = self.memory.glance(edge.key) if edge.kind in NEWS else None
        return edge.kind in NEWS and (known is None or known.first_night == self.night)
