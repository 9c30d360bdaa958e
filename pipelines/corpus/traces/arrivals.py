"""Arrivals: members that came in at the top of a list between two looks, the lesson from them and their bounds. Reads
the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from pipelines.corpus.traces.absence import DAY, Look, absence_lesson, too_old
from pipelines.corpus.traces.family import Families
from pipelines.corpus.traces.lesson_table import absence_family, is_growing, source_of
from pipelines.corpus.traces.order import NEWEST_FIRST, Lesson, Trusted
from pipelines.corpus.traces.trace import Kind, Side, Trace

LOOKS = 32
"""The lesson of a list is drawn from the arrivals of this many last nights."""
ABSENT = "not yet in the list of {list} on {night}, on top at the next look; dated arrivals there are at most {days} days old"


def lesson_of_arrivals(families: Families, family: int) -> Lesson:
    """The lesson from the dated arrivals of a family's last nights."""
    found: dict[str, tuple[int, int]] = {}
    for night in families.index.looks.last_nights(family, LOOKS):
        came = families.index.looks.arrivals(family, night)
        if came is not None:
            found |= {work: (came[0].at, high) for work, high in _dated(families, came[1])}
    return absence_lesson(sorted(found.values()))


def absent_before(families: Families, keys: Collection[int], family: int, by: Trusted) -> Iterator[Trace]:
    """The lower bound of an undated work that was new at the top of a list, if the order and the arrivals of the list
    are right.

    A night with a dated arrival older than the bound is ignored: its list, or the list before, was broken or from a
    cache. A work that was seen anywhere before gets no bound.
    """
    name = families.name(family)
    sound = by.lesson.direction == NEWEST_FIRST and Side.NOT_BEFORE in by.sides and is_growing(name)
    sure = families.trusted(source_of(name)).get(absence_family(name)) if sound else None
    if sure is None:
        return
    days = sure.lesson.slack_days
    for night in sorted(set(families.index.looks.first_in(family, keys).values())):
        look, new = _sound(families, family, night, days)
        known = families.index.first_nights(new & set(keys))
        if look is not None and known and min(known.values()) > look.night:
            words = ABSENT.format(list=look.url, night=date.fromordinal(look.night), days=days)
            at, confidence = look.at - days * DAY, sure.lesson.confidence(Side.NOT_BEFORE)
            yield Trace(Kind.ABSENCE, Side.NOT_BEFORE, at, night, confidence, None, look.url, words)


def _sound(families: Families, family: int, night: int, days: int) -> tuple[Look | None, set[int]]:
    """The look before a night and the arrivals since; empty if a dated arrival is older than the bound allows."""
    if (family, night) not in families.arrivals:
        came = families.index.looks.arrivals(family, night)
        sound = came is not None and not any(too_old(high, came[0].at, days) for _, high in _dated(families, came[1]))
        families.arrivals[family, night] = (came[0], set(came[1])) if came is not None and sound else (None, set())
    return families.arrivals[family, night]


def _dated(families: Families, keys: list[int]) -> Iterator[tuple[str, int]]:
    """(work, end of its day) of the keys that are dated."""
    for anchor in families.anchors(keys):
        if anchor.day is not None and anchor.high is not None:
            yield anchor.work, anchor.high
