"""Second looks: which known stories are asked for again though nothing said tonight that they changed.

Every story that is due is a candidate. One that a feed or sitemap vouches for rests for up to a week. Fresh ones are looked at
every night, and so are a few young ones of which nothing at all shows the headline tonight. Of the others, a share: the most
overdue for their age first, so that each has its turn, younger ones more often. They take what the night has left of a budget for
known pages: few on a night with many changes, more on a quiet one. Where no channel tells anything, all stories of the first
night count as fresh, whatever their age: of many, a part has its turn each night.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from math import ceil

from pipelines.lake.values import FetchOutcome
from spiders.discovery.part import Part
from spiders.discovery.reread import Reread
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.night_visits import ACTIVE, PENDING
from spiders.frontier.revisit import FRESH_NIGHTS, YOUNG_NIGHTS, age_nights, urgency
from spiders.frontier.visits import Result, Visit
from spiders.sources.source import Source
from spiders.url_rules.keys import host_of

MOST, MOST_SHARE = 5, 0.1
"""Looks a night at stories that are not fresh, and the share of the known stories that may be added."""
BUDGET, BUDGET_SHARE = 12, 0.2
"""Requests a night for known pages and lists up to which old stories are looked at: so many, or a share of the stories."""
UNTOLD = 2
"""Looks a night, whatever else it asks for, at young stories of which nothing shows the headline, or no feed the text any more.

Lists are read for more headlines.
"""
TOLD_WEIGHT = 0.5
"""How urgent a look is at a story whose headline was shown and is the same: of edits about half change a headline."""
LEAST_SHARE = 0.01
"""Looks at old stories, as a share of the known, that a night has whatever else it asks for."""
UNDATED, UNDATED_SHARE = 100, 0.3
"""Looks a night at the first night's stories that no channel lists and nothing dates: so many, or a share of them."""
REST_NIGHTS = 7
"""Nights for which a story rests because it is said to be unchanged."""


class Looks(Part):
    """The second looks at one source's stories on one night."""

    def __init__(self, source: Source, frontier: Frontier, reread: Reread, night: date) -> None:
        super().__init__(source, frontier, reread, night)
        self._stories = self.memory.story_count()
        self._overdue: list[tuple[str, float, bool]] = []
        self._chosen: set[str] | None = None
        self._first_night = ""
        self._turns = 1

    def due(self) -> Iterator[Visit]:
        """The stories that are due: fresh ones, then the most overdue first; among equals the youngest."""
        stories = sorted(
            self.memory.due_stories(self.night),
            key=lambda page: (
                not is_fresh(page),
                -urgency(page.history, self.night),
                -date.fromisoformat(page.born).toordinal(),
                page.key,
            ),
        )
        old = [page for page in stories if not is_fresh(page)]
        self._first_night = self.memory.first_night()
        undated = sum(map(self._is_undated, stories))
        self._turns = ceil(undated / max(UNDATED, UNDATED_SHARE * undated)) if undated else 1
        self._overdue = [(page.key, urgency(page.history, self.night), self._is_young(page)) for page in old]
        for page in stories:
            yield Visit(page.key, page.url, "page", host_of(page.url), ranks.LOOK, family=page.family)

    def refusal(self, visit: Visit) -> Result | None:
        """Why a story is not looked at tonight; null if it is. Old ones are chosen when the first of them is to be asked for."""
        page = self.memory.glance(visit.key)
        if page is None or page.gone:
            return None
        if self.is_vouched(page):
            return _skipped(page, "said to be unchanged")
        if is_fresh(page):
            waits = self._is_undated(page) and page.key not in self.reread.stated
            return _skipped(page, "undated, due on another night") if waits and not self._has_turn(page.key) else None
        if self._chosen is None:
            self._chosen = self._choose()
        return None if page.key in self._chosen else _skipped(page, "due, but not among tonight's second looks")

    def is_vouched(self, page: Page) -> bool:
        """Whether a feed or sitemap says that a page is unchanged: of a young one, one that is known to tell of changes."""
        rested = (self.night - date.fromisoformat(page.last_night)).days
        return self.reread.vouched(page.key, surely=self._is_young(page)) and rested < REST_NIGHTS

    def _choose(self) -> set[str]:
        """The old stories that are looked at tonight: a few young ones, then as many as the budget leaves.

        The young ones are such that nothing that was read tonight shows their headlines, while channels say anything of stories,
        or whose text a feed no longer shows: a headline that is the same says nothing of it.
        """
        told, surely_told = self.reread.told, self.reread.told - self.reread.released
        ordered = sorted(self._overdue, key=lambda due: -due[1] * (TOLD_WEIGHT if due[0] in told else 1))
        silent = (key for key, _, is_young in ordered if is_young and key not in surely_told and self._is_left(key))
        untold = list(islice(silent, UNTOLD)) if self.reread.stated else []
        others = (key for key, _, _ in ordered if key not in untold and self._is_left(key))
        return {*untold, *islice(others, max(0, self._most_old() - len(untold)))}

    def _is_undated(self, page: Page) -> bool:
        """Whether a story may be of any age: found on the first night, and not dated before it."""
        return page.born == page.first_night == self._first_night and is_fresh(page)

    def _has_turn(self, key: str) -> bool:
        return zlib.crc32(key.encode()) % self._turns == self.night.toordinal() % self._turns

    def _is_young(self, page: Page) -> bool:
        return age_nights(page.history, self.night) <= YOUNG_NIGHTS

    def _is_left(self, key: str) -> bool:
        """Whether an old story is still to be asked for, as a second look, and nothing vouches for it."""
        found, page = self.frontier.visits.find(key), self.memory.glance(key)
        if page is None or (found and (found[0] not in (PENDING, ACTIVE) or found[1].rank != ranks.LOOK)):
            return False
        return not page.gone and not self.is_vouched(page)

    def _most_old(self) -> int:
        """Looks at old stories that the night has: what the budget leaves once all else is asked for."""
        asked = self.frontier.visits.asked_again() - 1  # without the look in question
        left = max(BUDGET, int(BUDGET_SHARE * self._stories)) - asked
        share = MOST + int(MOST_SHARE * self._stories)
        return min(share, max(left, int(LEAST_SHARE * self._stories)))


def is_fresh(page: Page) -> bool:
    """Whether a story was new when it was last visited."""
    return (date.fromisoformat(page.last_night) - date.fromisoformat(page.born)).days <= FRESH_NIGHTS


def _skipped(page: Page, why: str) -> Result:
    return Result(FetchOutcome.SKIPPED_FRESH, detail=f"seen on {page.last_night}, {why}")
