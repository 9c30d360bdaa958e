"""Compare the dates of a feed with the dates that the pages of its source state, and with those it gave on other nights.

The dates of a feed that contradicts the pages, or itself, are not used; they may only support a date that the page itself states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.dates.judge.rules import FEED_CONTRADICTED, Evidence, refusal, trust
from pipelines.dates.text.reading import span_of

Feed = tuple[str, str | None]
"""Source, and URL of the feed or news sitemap."""
Place = tuple[str, str, str, str]
"""Source, origin, context and text pattern of a visible date: see `masthead.place_of`."""
STATED = frozenset(("article-data", "article-meta", "microdata", "labelled-text", "time-element", "byline-text"))
"""Rules for dates that a page states about itself."""
OFF_PAGE = frozenset(("feed", "news-sitemap"))
STORIES_ENOUGH = 3
SHARE_ENOUGH = 1 / 3
"""Share of the stories dated by both feed and page that must differ before the feed is distrusted."""
APART = timedelta(days=1)
MOVED_ENOUGH, MOVED_SHARE, MOVED_BY = 4, 0.6, timedelta(hours=1)
"""Stories that a feed dated anew from one night to another, their share of those it dated on several, and by how much at least:
a clock dates them. Some papers date a story anew when they change it, so a few tell nothing."""


@dataclass(slots=True)
class FeedTrust:
    """The dates that pages state and the dates that feeds give, by story. Nights may be added in any order."""

    pages: dict[tuple[str, str], set[tuple[Place | None, str]]] = field(default_factory=lambda: defaultdict(set))
    feeds: dict[Feed, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    nights: dict[Feed, dict[str, set[date]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def add(self, source: str, article: str, e: Evidence, place: Place | None) -> None:
        """Record evidence, unless a rule refuses it; `place` is None for a date that readers do not see (meta, JSON-LD)."""
        c = e.candidate
        rule = trust(c)
        if c.role != "published" or rule not in STATED | OFF_PAGE or c.value is None or len(c.value) < 10:
            return
        if refusal(e, e.fetched_at) is not None:
            return
        if rule in STATED:
            self.pages[source, article].add((place, c.value))
        elif e.evidence_url is not None:
            self.feeds[source, e.evidence_url][article].add(c.value)
            if e.fetched_at is not None:
                self.nights[source, e.evidence_url][article].add(e.fetched_at.date())

    def doubted(self, mastheads: Collection[Place]) -> dict[Feed, str]:
        """Feeds that contradict the pages or themselves, with the rule; dates of `mastheads` are left out of the comparison."""
        return {
            feed: FEED_CONTRADICTED
            for feed in self.feeds
            if self._is_clock(feed) or self._is_contradicted(feed, mastheads)
        }

    def _is_clock(self, feed: Feed) -> bool:
        again = [article for article, nights in self.nights[feed].items() if len(nights) > 1]
        moved = sum(_spread(self.feeds[feed][article]) >= MOVED_BY for article in again)
        return moved >= MOVED_ENOUGH and moved >= MOVED_SHARE * len(again)

    def _is_contradicted(self, feed: Feed, mastheads: Collection[Place]) -> bool:
        found = list(self._compared(feed, mastheads))
        against = found.count(True)
        return against >= STORIES_ENOUGH and against >= SHARE_ENOUGH * len(found)

    def _compared(self, feed: Feed, mastheads: Collection[Place]) -> Iterator[bool]:
        """For each story that both date: True if every date of the feed differs from every date of the page."""
        for article, given in self.feeds[feed].items():
            stated = {value for place, value in self.pages.get((feed[0], article), ()) if place not in mastheads}
            if stated:
                yield all(apart(one, other) for one in given for other in stated)


def _spread(values: Collection[str]) -> timedelta:
    begins = [span_of(value)[0] for value in values]
    return max(begins) - min(begins)


def apart(one: str, other: str) -> bool:
    """True if two dates are different days in every time zone, or two instants at least 24 hours apart.

    >>> apart("2026-02-02", "2026-02-03T11:30:00+00:00"), apart("2026-02-02", "2026-02-05"), apart("2018-06-01", "2026-02-02")
    (False, True, True)
    """
    (first, last), (start, end) = span_of(one), span_of(other)
    clocks = "T" in one and "T" in other
    gap = max(start - last, first - end)
    return gap >= APART if clocks else gap > timedelta(0)
