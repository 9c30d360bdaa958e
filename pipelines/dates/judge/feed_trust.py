"""Compare the dates of a feed with the dates that the pages of its source state, and with those it gave on other nights.

The dates of a feed that contradicts the pages, or itself, are not used; they may only support a date that the page itself states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from pipelines.dates.judge.rules import FEED_CONTRADICTED, Evidence, refusal
from pipelines.dates.model import Candidate
from pipelines.dates.read.reading import instant_of, span_of
from pipelines.dates.trust import trust, with_trait

Feed = tuple[str, str | None]
"""Source, and URL of the feed or news sitemap."""
Place = tuple[str, str, str, str]
"""Source, origin, context and text pattern of a visible date: see `masthead.place_of`."""
ListPlace = tuple[str, str | None]
"""Source, and the element in its lists that shows days (`page.outline.place`)."""
OF_PAGE, OFF_PAGE = "of-page", "off-page"
"""Traits of rules in `trust.toml`: for dates that a page states about itself, and for those of feeds and news sitemaps."""
BESIDE_LINK = "listing-day"
"""The rule for a day that a list shows beside a link."""
LISTED_ENOUGH, MAX_LISTED_APART = 5, 0.05
"""Stories dated by a place in lists and otherwise, and the share of them with other days, up to which it is believed."""
STORIES_ENOUGH = 3
SHARE_ENOUGH = 1 / 3
"""Share of the stories dated by both feed and page that must differ before the feed is distrusted."""
APART = timedelta(days=1)
ZONE_WRITTEN = ("written", "name")
MOVED_ENOUGH, MOVED_SHARE, MOVED_LEAST, LATE = 4, 0.6, timedelta(hours=1), timedelta(hours=2)
"""Stories whose dates moved on with the nights, their share of those dated on several, the least step, and how far it may
be off the time between the fetches: a clock dates them. An edit moves a date to its own hour; stories that stood still are not
recorded again, so that the share alone tells nothing."""
Given = dict[date, tuple[datetime, str]]
"""The last fetch of each night, with the value that a feed gave."""


@dataclass(slots=True)
class FeedTrust:
    """The dates that pages state and the dates that feeds give, by story. Nights may be added in any order."""

    lists: dict[ListPlace, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    """The days that lists show beside their links, by the place where they stand and by story."""
    pages: dict[tuple[str, str], set[tuple[Place | None, str]]] = field(default_factory=lambda: defaultdict(set))
    feeds: dict[Feed, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    nights: dict[Feed, dict[tuple[str, str, str], Given]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    """Keyed by story, origin and kind of value, for only values of one kind tell a move."""

    def add(self, source: str, article: str, e: Evidence, place: Place | None) -> None:
        """Record evidence, unless a rule refuses it; `place` is None for a date that readers do not see (meta, JSON-LD)."""
        c = e.candidate
        rule = trust(c)
        if c.role != "published" or c.value is None or len(c.value) < 10 or refusal(e, e.fetched_at) is not None:
            return
        if rule == BESIDE_LINK:
            self.lists[source, c.context][article].add(c.value)
        if rule not in with_trait(OF_PAGE, OFF_PAGE):
            return
        if rule in with_trait(OF_PAGE):
            self.pages[source, article].add((place, c.value))
        elif e.evidence_url is not None:
            self.feeds[source, e.evidence_url][article].add(c.value)
            if e.fetched_at is not None:
                kind, value = _comparable(c)
                given = self.nights[source, e.evidence_url][article, str(c.origin), kind]
                value_at = e.fetched_at, value
                given[e.fetched_at.date()] = max(given.get(e.fetched_at.date(), value_at), value_at)

    def doubted(self, mastheads: Collection[Place]) -> dict[Feed, str]:
        """Feeds that contradict the pages or themselves, with the rule; dates of `mastheads` are left out of the comparison."""
        return {
            feed: FEED_CONTRADICTED
            for feed in self.feeds
            if self._is_clock(feed) or self._is_contradicted(feed, mastheads)
        }

    def proven_lists(self, mastheads: Collection[Place]) -> set[ListPlace]:
        """Places in lists with the days that pages and feeds state, on enough stories and nearly all of them."""
        return {place for place in self.lists if self._is_proven(place, mastheads)}

    def _is_proven(self, place: ListPlace, mastheads: Collection[Place]) -> bool:
        found = [
            all(apart(one, other) for one in shown for other in stated)
            for article, shown in self.lists[place].items()
            if (stated := self._stated(place[0], article, mastheads))
        ]
        return len(found) >= LISTED_ENOUGH and found.count(True) <= MAX_LISTED_APART * len(found)

    def is_dated(self, source: str, article: str, mastheads: Collection[Place]) -> bool:
        """True if a page or a feed states when a story was published."""
        return bool(self._stated(source, article, mastheads))

    def _stated(self, source: str, article: str, mastheads: Collection[Place]) -> set[str]:
        feeds = (given for (of, _), given in self.feeds.items() if of == source)
        return self._on_page(source, article, mastheads).union(*(given.get(article, ()) for given in feeds))

    def _on_page(self, source: str, article: str, mastheads: Collection[Place]) -> set[str]:
        return {value for place, value in self.pages.get((source, article), ()) if place not in mastheads}

    def _is_clock(self, feed: Feed) -> bool:
        moves: dict[str, bool] = {}
        for (article, _, _), given in self.nights[feed].items():
            if len(given) > 1:
                moves[article] = moves.get(article, True) and _went_with_fetches(given)
        moved = sum(moves.values())
        return moved >= MOVED_ENOUGH and moved >= MOVED_SHARE * len(moves)

    def _is_contradicted(self, feed: Feed, mastheads: Collection[Place]) -> bool:
        found = list(self._compared(feed, mastheads))
        against = found.count(True)
        return against >= STORIES_ENOUGH and against >= SHARE_ENOUGH * len(found)

    def _compared(self, feed: Feed, mastheads: Collection[Place]) -> Iterator[bool]:
        """For each story that both date: True if every date of the feed differs from every date of the page."""
        for article, given in self.feeds[feed].items():
            if stated := self._on_page(feed[0], article, mastheads):
                yield all(apart(one, other) for one in given for other in stated)


def _comparable(c: Candidate) -> tuple[str, str]:
    """The kind of a value, and what of it may be compared: of a clock time whose zone is not written only what it shows."""
    value = c.value or ""
    if "T" not in value:
        return "day", value
    is_instant = c.zone_source in ZONE_WRITTEN and instant_of(value) is not None
    return ("instant", value) if is_instant else ("wall", value[:16])


def _went_with_fetches(given: Given) -> bool:
    """True if the date of each night is later than that of the night before by about the time between them."""
    values = [given[night] for night in sorted(given)]
    return all(_is_of_a_clock(one, other) for one, other in pairwise(values))


def _is_of_a_clock(one: tuple[datetime, str], other: tuple[datetime, str]) -> bool:
    (before, value), (after, following) = one, other
    moved = span_of(following)[0] - span_of(value)[0]
    if "T" not in value:
        return moved == after.date() - before.date()
    return moved >= MOVED_LEAST and abs(moved - (after - before)) <= LATE


def apart(one: str, other: str) -> bool:
    """True if two dates are different days in every time zone, or two instants at least 24 hours apart.

    >>> apart("2026-02-02", "2026-02-03T11:30:00+00:00"), apart("2026-02-02", "2026-02-05"), apart("2018-06-01", "2026-02-02")
    (False, True, True)
    """
    (first, last), (start, end) = span_of(one), span_of(other)
    clocks = "T" in one and "T" in other
    gap = max(start - last, first - end)
    return gap >= APART if clocks else gap > timedelta(0)
