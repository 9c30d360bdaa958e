"""A source's time zone: learned from stories that state one minute twice ("18:45" in the text, `17:45Z` in JSON-LD), or named by
a page's scripts.

What is known by a night depends only on the lessons of the nights up to it, in any order. The lessons are made in
`pipelines.dates.nights.lessons`; the zone is applied in `pipelines.dates.source.conventions`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.read.reading import Offer
from pipelines.dates.read.zones import minutes_once, offsets_on, zones_of

if TYPE_CHECKING:
    import pyarrow.compute as pc

LEARNED, SOURCE, PAGE, NONE = "learned", "source", "page", "none"
BY = " by "
MIN_STORIES = 3  # that agree
STRANGE_SHARE = 0.1  # of the stories may show an offset that no zone of the country has: two minutes that look alike
CHANGE_SHARE = 0.1  # of the days may show two offsets: those when clocks change
SAME_OFFSET_WITHIN = timedelta(days=31)  # shorter than the time between two changes of a clock
SHIFT = 60  # minutes that a clock changes by at most

OFFSET_CHARACTERS = len("+01:00")

Observed = tuple[date, int]
"""Day of the clock times, and the minutes by which they are ahead of the instants that the same stories state."""
Span = tuple[date, date, int]
"""First and last day, and the offset in minutes that holds on both and between them."""

ORIGIN = Origin(OriginKind.SCRIPT, "timezone")
WORD = re.compile(r"ime[_-]?[zZ]one")  # begins with three letters to look for: a class would make the search slow
NAME = re.compile(
    r"[^<>;\[\]]{0,60}?(?<![A-Za-z])"
    r"((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:\\?/[A-Z][A-Za-z_-]+){1,2})(?![A-Za-z/])"
)
MAX_MENTIONS = 100


@dataclass(frozen=True)
class LearnedZone:
    """A learned zone, and the night since which it is known: an IANA name, or else offsets observed on days."""

    zone: str | None
    stories: int
    since: date
    observed: tuple[Observed, ...] = ()  # of a zone without a name

    @cached_property
    def spans(self) -> list[Span]:
        """Spans of days between observations of one offset; none of a zone with a name."""
        return _spans(self.observed)

    @property
    def description(self) -> str:
        """For people: `Europe/Vienna, learned from 6 stories by 2026-02-02`."""
        offsets = sorted({minutes for _, _, minutes in self.spans})
        shown = self.zone or ", ".join(f"UTC{minutes / 60:+.4g} h" for minutes in offsets)
        return f"{shown}, learned from {self.stories} stories by {self.since}"

    def offset(self, local: datetime) -> int | None:
        """The UTC offset in minutes of a local time; None in the hours of a clock change, or if no observation is near."""
        if self.zone is not None:
            return minutes_once(self.zone, local)
        return next((minutes for first, last, minutes in self.spans if first <= local.date() <= last), None)


def bare(c: Candidate) -> Candidate:
    """Undo a learned zone: `18:45+01:00` → `18:45`, as the page had it."""
    value = (c.value or "")[:-OFFSET_CHARACTERS]
    return replace(c, value=value, utc_offset_minutes=None, zone_source=NONE, precision="local")


class ZoneLearner:
    """Learn the zone night by night; a night costs time in proportion to its own observations."""

    def __init__(self, country: str | None) -> None:
        self._zones = zones_of(country)
        self._possible = set(self._zones)
        self._observed: dict[Observed, None] = {}
        self._days: Counter[date] = Counter()
        self._offsets: set[int] = set()
        self._stories: set[str] = set()
        self._fitting: set[str] = set()
        self._doubtful = False

    def add(self, day: date, minutes: int, stories: Iterable[str]) -> None:
        """Record stories that show an offset on a day."""
        here = {zone for zone in self._zones if minutes in offsets_on(zone, day)}
        self._stories.update(stories)
        if here:
            self._fitting.update(stories)
        if (day, minutes) in self._observed:
            return
        self._observed[day, minutes] = None
        self._days[day] += 1
        self._offsets.add(minutes)
        self._doubtful |= minutes == 0 and not any(0 in offsets_on(zone, day) for zone in self._zones)
        if here:
            self._possible &= here

    def learned(self, night: date, before: LearnedZone | None) -> LearnedZone | None:
        """The zone after a night, given the zone `before` it; None if it is not known."""
        if len(self._stories) < MIN_STORIES:
            return None
        zone = self._zone()
        if zone is None and not self._has_spans():
            return None
        observed = () if zone else tuple(self._observed)
        if before is not None and before.zone == zone:
            return replace(before, observed=observed)
        return LearnedZone(zone, len(self._stories), night, observed)

    def _zone(self) -> str | None:
        """The only zone of the country that fits all observations, apart from those that fit none of its zones."""
        strange = len(self._stories) - len(self._fitting)
        if len(self._fitting) < MIN_STORIES or strange > STRANGE_SHARE * len(self._stories):
            return None
        return next(iter(self._possible)) if len(self._possible) == 1 else None

    def _has_spans(self) -> bool:
        """True if the observations do not contradict each other.

        "18:45" beside `18:45Z` is as likely a local time that is labelled UTC. Unless the country uses UTC on that day, it makes
        the source's other instants doubtful too.
        """
        if self._doubtful or max(self._offsets) - min(self._offsets) > SHIFT:
            return False
        twofold = sum(count > 1 for count in self._days.values())
        return twofold <= max(1, CHANGE_SHARE * len(self._days)) and twofold < len(self._days)


def _spans(observed: Sequence[Observed]) -> list[Span]:
    spans: list[Span] = []
    for day, minutes in _certain(observed):
        if spans and spans[-1][2] == minutes and day - spans[-1][1] <= SAME_OFFSET_WITHIN:
            spans[-1] = (spans[-1][0], day, minutes)
        else:
            spans.append((day, day, minutes))
    return spans


def _certain(seen: Sequence[Observed]) -> list[tuple[date, int]]:
    """The days that show one offset, in order; none if too many days show two (one may: the day when clocks change).

    A day whose offset differs from the days just before and after is left out: it compared two different minutes.
    """
    counts = Counter(day for day, _ in seen)
    twofold = sum(count > 1 for count in counts.values())
    if twofold > max(1, CHANGE_SHARE * len(counts)):
        return []
    single = sorted((day, minutes) for day, minutes in seen if counts[day] == 1)
    odd = {
        here
        for (before, a), here, (after, b) in zip(single, single[1:], single[2:], strict=False)
        if a == b != here[1] and after - before <= SAME_OFFSET_WITHIN
    }
    return [each for each in single if each not in odd]


@dataclass(frozen=True, slots=True)
class SettledBy:
    """`written` `name` (in the date itself) `source` (its settings) `learned` (from other stories) `page` `none`.

    `stories` is how many of the source's stories taught it; None if it was not learned.

    >>> SettledBy.read("learned:6"), str(SettledBy("learned", 6))
    (SettledBy(kind='learned', stories=6), 'learned:6')
    """

    kind: str
    stories: int | None = None

    @classmethod
    def read(cls, text: str) -> SettledBy:
        """Parse the column `zone_source`, or the second part of the column `date_order`."""
        kind, colon, stories = text.partition(":")
        return cls(kind, int(stories) if colon else None)

    @property
    def learned(self) -> bool:
        """True if the source's other stories taught it."""
        return self.kind == LEARNED

    def __str__(self) -> str:
        """The text that the tables hold."""
        return self.kind if self.stories is None else f"{self.kind}:{self.stories}"


@dataclass(frozen=True, slots=True)
class OrderRead:
    """The order (DMY MDY) in which an ambiguous date such as 03/04/2025 was read, and who settled it: column `date_order`.

    >>> str(OrderRead("DMY", SettledBy("learned", 4))), OrderRead.read("MDY by page").by.kind
    ('DMY by learned:4', 'page')
    """

    order: str
    by: SettledBy

    @classmethod
    def read(cls, text: str) -> OrderRead:
        """Parse the column `date_order`."""
        order, _, by = text.partition(BY)
        return cls(order, SettledBy.read(by))

    def __str__(self) -> str:
        """The text that the tables hold."""
        return f"{self.order}{BY}{self.by}"


def settled_by_source() -> pc.Expression:
    """Filter rows of `schemas.DATE_EVIDENCE` whose zone or order comes from settings or stories of their source."""
    import pyarrow.compute as pc  # here, for extraction workers settle zones too, and need no tables

    zone, order = pc.field("zone_source"), pc.field("date_order")
    by_zone = zone.isin([SOURCE]) | pc.starts_with(zone, f"{LEARNED}:")
    return by_zone | pc.match_substring(order, f"{BY}{SOURCE}") | pc.match_substring(order, f"{BY}{LEARNED}:")


def site_zone_offers(markup: str) -> Iterator[Offer]:
    """The IANA zone that a page's scripts call the site's own: `"timezone":"America/New_York"`; none where they name several."""
    words = islice(WORD.finditer(markup), MAX_MENTIONS)
    names = {name for word in words if (m := NAME.match(markup, word.end())) and (name := _known(m[1]))}
    if len(names) == 1:
        yield Offer("other", ORIGIN, names.pop(), None)


def site_zone(candidates: Iterable[Candidate]) -> str | None:
    """The zone among the candidates of a work; None when its captures name several."""
    names = {c.raw for c in candidates if c.origin == ORIGIN}
    return names.pop() if len(names) == 1 else None


def _known(name: str) -> str | None:
    plain = name.replace("\\", "")
    try:
        ZoneInfo(plain)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return plain
