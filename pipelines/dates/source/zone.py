"""A source's own zone, learned: where its stories state one minute both as a bare clock time and as an instant.

What is learned by a night is a function of the lessons of the nights up to it, whatever their order. The lessons
themselves are `pipelines.dates.night.lessons`; what a bare clock time becomes is `pipelines.dates.source.settings`' business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipelines.dates.model import Candidate
from pipelines.dates.text.countries import offsets_on, zones_of
from pipelines.dates.text.zones import minutes_once

ENOUGH = 3  # stories that agree
STRANGE_SHARE = (
    0.1  # of the stories may show an offset that no zone of the country has: two other minutes that look alike
)
CHANGE_SHARE = 0.1  # of the days may show two offsets: those when clocks change
NEAR = timedelta(days=31)  # shorter than the time between two changes of a clock
SHIFT = 60  # minutes that a clock changes by at most

LEARNED = "learned:"
"""How a candidate's `zone_source` begins where the zone was learned; the number of stories follows."""
OFFSET_CHARACTERS = len("+01:00")

Seen = Mapping[tuple[date, int], frozenset[str]]
"""(day of the clock times, offset in minutes) to the stories that show it."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A source's zone since the night that settled it: an IANA name, else offsets with the spans of days they hold for."""

    zone: str | None
    spans: tuple[tuple[date, date, int], ...]
    stories: int
    since: date

    @property
    def told(self) -> str:
        """As people read it."""
        offsets = sorted({minutes for _, _, minutes in self.spans})
        shown = self.zone or ", ".join(f"UTC{minutes / 60:+.4g} h" for minutes in offsets)
        return f"{shown}, learned from {self.stories} stories by {self.since}"

    def offset(self, local: datetime) -> int | None:
        """The offset of a bare clock time; None where a clock change makes it doubtful or no observation is near."""
        if self.zone is not None:
            return minutes_once(self.zone, local)
        return next((minutes for first, last, minutes in self.spans if first <= local.date() <= last), None)


def learned_from(zone_source: str) -> int | None:
    """How many stories taught the zone of a candidate; None when it was not learned."""
    return int(zone_source.removeprefix(LEARNED)) if zone_source.startswith(LEARNED) else None


def bare(c: Candidate) -> Candidate:
    """A candidate whose zone was learned, as the page had it."""
    value = (c.value or "")[:-OFFSET_CHARACTERS]
    return replace(c, value=value, utc_offset_minutes=None, zone_source="none", precision="local")


def learned_zone(seen: Seen, country: str | None, night: date, before: Learned | None) -> Learned | None:
    """What the observations up to a night settle, where `before` was settled by the night before; None: nothing."""
    stories = len(frozenset().union(*seen.values()))
    if stories < ENOUGH:
        return None
    zone = _zone(seen, country)
    spans = () if zone else _spans(seen, country)
    if zone is None and not spans:
        return None
    if before is not None and before.zone == zone:
        return Learned(zone, spans, before.stories, before.since)
    return Learned(zone, spans, stories, night)


def _zone(seen: Seen, country: str | None) -> str | None:
    """The one zone of the country that fits every observation that any of its zones does."""
    zones = zones_of(country)
    own = {(day, minutes) for day, minutes in seen if any(minutes in offsets_on(zone, day) for zone in zones)}
    every = frozenset[str]().union(*seen.values())
    fitting = frozenset[str]().union(*(seen[key] for key in own))
    if len(fitting) < ENOUGH or len(every - fitting) > STRANGE_SHARE * len(every):
        return None
    possible = [zone for zone in zones if all(minutes in offsets_on(zone, day) for day, minutes in own)]
    return possible[0] if len(possible) == 1 else None


def _spans(seen: Seen, country: str | None) -> tuple[tuple[date, date, int], ...]:
    """Spans of days between observations of one offset; none where observations contradict each other.

    An instant said to be UTC that equals the bare clock time is as likely a local clock with a wrong label. It teaches
    nothing, and makes the source's other instants doubtful, unless the country keeps UTC on that day.
    """
    offsets = {minutes for _, minutes in seen}
    doubtful = any(
        minutes == 0 and not any(0 in offsets_on(zone, day) for zone in zones_of(country)) for day, minutes in seen
    )
    if doubtful or max(offsets) - min(offsets) > SHIFT:
        return ()
    spans: list[tuple[date, date, int]] = []
    for day, minutes in _certain(seen):
        if spans and spans[-1][2] == minutes and day - spans[-1][1] <= NEAR:
            spans[-1] = (spans[-1][0], day, minutes)
        else:
            spans.append((day, day, minutes))
    return tuple(spans)


def _certain(seen: Seen) -> list[tuple[date, int]]:
    """The days with their one offset, in order; none when too many show two.

    A day that shows two may be the one when clocks change. One that differs from the days around it shows another minute.
    """
    counts = Counter(day for day, _ in seen)
    twofold = sum(count > 1 for count in counts.values())
    if twofold > max(1, CHANGE_SHARE * len(counts)):
        return []
    single = sorted((day, minutes) for day, minutes in seen if counts[day] == 1)
    odd = {
        here
        for (before, a), here, (after, b) in zip(single, single[1:], single[2:], strict=False)
        if a == b != here[1] and after - before <= NEAR
    }
    return [each for each in single if each not in odd]
