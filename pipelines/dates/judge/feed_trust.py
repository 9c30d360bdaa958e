"""Trust in feeds: how their dates compare with those that the pages of their source state.

A feed that contradicts them dates nothing; it may support a date that the page has from elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from pipelines.dates.judge.rules import FEED_CONTRADICTED, Evidence, refusal, trust
from pipelines.dates.text.reading import span_of

Feed = tuple[str, str | None]
"""Source, and URL of the feed or news sitemap."""
Place = tuple[str, str, str, str]
"""Source, origin, context and shape of a date in its pages: see `masthead.place_of`."""
STATED = frozenset(("article-data", "article-meta", "microdata", "labelled-text", "time-element", "byline-text"))
"""Rules of what a page states of itself."""
OFF_PAGE = frozenset(("feed", "news-sitemap"))
STORIES_ENOUGH = 3
SHARE_ENOUGH = 1 / 3
"""Of the stories that feed and pages both date: as many must contradict each other."""
APART = timedelta(days=1)


@dataclass(slots=True)
class FeedTrust:
    """The dates that pages state of themselves, and those that feeds give them, by story. The order of nights does not matter."""

    pages: dict[tuple[str, str], set[tuple[Place | None, str]]] = field(default_factory=lambda: defaultdict(set))
    feeds: dict[Feed, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def add(self, source: str, article: str, e: Evidence, place: Place | None) -> None:
        """Take note of evidence that nothing in itself refuses; `place` is None where readers do not see it."""
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

    def doubted(self, clocks: Collection[Place]) -> dict[Feed, str]:
        """Feeds that contradict the pages, with the rule; `clocks` are places in pages that show the day of the fetch."""
        return {feed: FEED_CONTRADICTED for feed in self.feeds if self._is_contradicted(feed, clocks)}

    def _is_contradicted(self, feed: Feed, clocks: Collection[Place]) -> bool:
        found = list(self._compared(feed, clocks))
        against = found.count(True)
        return against >= STORIES_ENOUGH and against >= SHARE_ENOUGH * len(found)

    def _compared(self, feed: Feed, clocks: Collection[Place]) -> Iterator[bool]:
        """Of each story that both date: whether no date of the feed is one of the page's."""
        for article, given in self.feeds[feed].items():
            stated = {value for place, value in self.pages.get((feed[0], article), ()) if place not in clocks}
            if stated:
                yield all(apart(one, other) for one in given for other in stated)


def apart(one: str, other: str) -> bool:
    """Whether two dates are of different days wherever they were written, or instants a day and more from each other.

    >>> apart("2026-02-02", "2026-02-03T23:30:00+00:00"), apart("2026-02-02", "2026-02-05"), apart("2018-06-01", "2026-02-02")
    (False, True, True)
    """
    (first, last), (start, end) = span_of(one), span_of(other)
    clocks = "T" in one and "T" in other
    gap = max(start - last, first - end)
    return gap >= APART if clocks else gap > timedelta(0)
