"""Second looks: known stories that are fetched again although no evidence of a change was found tonight.

Every story that is due is a candidate. A story that a feed or sitemap states to be unchanged rests for up to a week.
Fresh stories are fetched every night, and so are a few young ones with no headline in tonight's lists. Of the others, a
share is fetched: those most overdue for their age first, so that each has its turn and younger ones come more often.
They use the rest of the night's budget for known pages: few on a night with many changes, more on a quiet one. Whatever
the budget, the part of the known stories that was not asked for longest has its turn, so that each is asked for within
the nights that the source file names (`look_within`): an edit or a deletion of which nothing tells is seen by then. If no
channel states changes, all stories of the first night count as fresh, whatever their age; if these are many, a part has
its turn each night.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, timedelta
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

MAX_LOOKS, MAX_LOOKS_SHARE = 5, 0.1
"""Looks each night at stories that are not fresh, plus this share of the known stories."""
BUDGET_REQUESTS, BUDGET_REQUESTS_SHARE = 12, 0.2
"""Requests each night for known pages and lists, or a share of the stories if that is more. Old stories use the rest.
"""
YOUNG_LOOKS = 2
"""Looks each night at young stories without other evidence, whatever else the night fetches.

No list shows the story's headline tonight, or a feed no longer shows its text. Lists are read for more headlines."""
SEEN_HEADLINE_WEIGHT = 0.5
"""Weight of the urgency of a story with an unchanged headline: about half of all edits change a headline."""
MIN_LOOKS_SHARE = 0.01
"""Minimum looks at old stories each night, as a share of the known stories, whatever else the night fetches."""
UNDATED_LOOKS, UNDATED_LOOKS_SHARE = 100, 0.3
"""Looks each night at undated stories of the first night that no channel lists: a number, or a share if that is more.
"""
REST_NIGHTS = 7
"""Nights that a story rests if a channel states that it is unchanged."""


class Looks(Part):
    """The second looks at one source's stories on one night."""

    def __init__(self, source: Source, frontier: Frontier, reread: Reread, night: date) -> None:
        super().__init__(source, frontier, reread, night)
        self._stories = self.memory.story_count()
        self._overdue: list[tuple[str, float, bool]] = []
        self._chosen: set[str] | None = None
        self._first_night = ""
        self._turns = 1
        self._longest_unseen: set[str] = set()

    def due(self) -> Iterator[Visit]:
        """The stories that are due: fresh ones first, then the most overdue; ties go to the youngest."""
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
        self._turns = ceil(undated / max(UNDATED_LOOKS, UNDATED_LOOKS_SHARE * undated)) if undated else 1
        self._overdue = [(page.key, urgency(page.history, self.night), self._is_young(page)) for page in old]
        due = {page.key for page in stories}
        unseen = self.memory.longest_unseen(
            self.night - timedelta(days=1), ceil(self._stories / self.source.look_within)
        )
        self._longest_unseen = {page.key for page in unseen}
        for page in (*stories, *(page for page in unseen if page.key not in due)):
            yield Visit(page.key, page.url, "page", host_of(page.url), ranks.LOOK, family=page.family)

    def refusal(self, visit: Visit) -> Result | None:
        """The reason not to fetch a story tonight; None if it is fetched. Old stories are chosen at the first call for
        one of them.
        """
        page = self.memory.glance(visit.key)
        if page is None or page.gone:
            return None
        if self.is_vouched(page):
            return _skipped(page, "said to be unchanged")
        if is_fresh(page):
            waits = self._is_undated(page) and page.key not in self.reread.stated
            return _skipped(page, "undated, due on another night") if waits and not self._has_turn(page.key) else None
        if page.key in self._longest_unseen:
            return None
        if self._chosen is None:
            self._chosen = self._choose()
        return None if page.key in self._chosen else _skipped(page, "due, but not among tonight's second looks")

    def is_vouched(self, page: Page) -> bool:
        """True if a feed or sitemap states that a page is unchanged. For a young story, the channel must be proven to
        state changes.
        """
        rested = (self.night - date.fromisoformat(page.last_night)).days
        return self.reread.vouched(page.key, surely=self._is_young(page)) and rested < REST_NIGHTS

    def _choose(self) -> set[str]:
        """The old stories that are fetched tonight: a few young ones, then as many as the budget leaves.

        The young ones have no headline in tonight's readings, or a feed no longer shows their text. The second group
        counts because an unchanged headline proves nothing about the text. Young ones are chosen only if channels state
        changes.
        """
        same_headline, surely_same = self.reread.same_headline, self.reread.same_headline - self.reread.released
        ordered = sorted(
            self._overdue, key=lambda due: -due[1] * (SEEN_HEADLINE_WEIGHT if due[0] in same_headline else 1)
        )
        turns = {key for key in self._longest_unseen if self._is_left(key)}
        silent = (key for key, _, is_young in ordered if is_young and key not in surely_same and self._is_left(key))
        untold = list(islice(silent, YOUNG_LOOKS)) if self.reread.stated else []
        others = (key for key, *_ in ordered if key not in untold and key not in turns and self._is_left(key))
        return {*untold, *islice(others, max(0, self._most_old() - len({*untold, *turns})))}

    def _is_undated(self, page: Page) -> bool:
        """True if the age of a story is unknown: found on the first night, and without a date before it."""
        return page.born == page.first_night == self._first_night and is_fresh(page)

    def _has_turn(self, key: str) -> bool:
        return zlib.crc32(key.encode()) % self._turns == self.night.toordinal() % self._turns

    def _is_young(self, page: Page) -> bool:
        return age_nights(page.history, self.night) <= YOUNG_NIGHTS

    def _is_left(self, key: str) -> bool:
        """True if an old story still waits for a second look, and no channel states that it is unchanged."""
        found, page = self.frontier.visits.find(key), self.memory.glance(key)
        if page is None or (found and (found[0] not in (PENDING, ACTIVE) or found[1].rank != ranks.LOOK)):
            return False
        return not page.gone and not self.is_vouched(page)

    def _most_old(self) -> int:
        """Number of looks at old stories tonight: the rest of the budget after all other requests."""
        asked = self.frontier.visits.asked_again() - 1  # without the visit in question
        left = max(BUDGET_REQUESTS, int(BUDGET_REQUESTS_SHARE * self._stories)) - asked
        share = MAX_LOOKS + int(MAX_LOOKS_SHARE * self._stories)
        return min(share, max(left, int(MIN_LOOKS_SHARE * self._stories)))


def is_fresh(page: Page) -> bool:
    """True if a story was new at its last visit."""
    return (date.fromisoformat(page.last_night) - date.fromisoformat(page.born)).days <= FRESH_NIGHTS


def _skipped(page: Page, why: str) -> Result:
    return Result(FetchOutcome.SKIPPED_FRESH, detail=f"seen on {page.last_night}, {why}")
