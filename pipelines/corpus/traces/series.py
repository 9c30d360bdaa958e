"""Series of numbers in addresses, across nights: `/story/1021` was published between `/story/1020` and `/story/1022`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pipelines.base.urls.kinds import kind_shape
from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.counter import WINDOW, Segment, segment_of
from pipelines.corpus.traces.family import WORDS, Families
from pipelines.corpus.traces.index import Index
from pipelines.corpus.traces.limits import Place, list_limits
from pipelines.corpus.traces.order import OLDEST_FIRST, Lesson, Trusted, lesson_of
from pipelines.corpus.traces.trace import Kind, Side, Trace

TESTED = 1_000
"""A series is judged by this many dated works, those with the highest numbers."""


def series_lesson(index: Index, series: str) -> Lesson:
    """How well the numbers of a series follow the days of its dated works."""
    found = index.anchors.highest(series, TESTED)
    lesson = lesson_of([[(work, point) for _, work, point in found]])
    if lesson.direction != OLDEST_FIRST:
        return Lesson(OLDEST_FIRST, 0, lesson.right, lesson.right)
    return lesson


def stretches(index: Index, series: str, numbers: Iterable[int]) -> list[list[int]]:
    """Stretches of captured numbers, ascending, that contain the windows of the given numbers."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        last = found[-1] if found else []
        if not last or number > last[-1]:
            below = [*index.pages.numbers_below(series, number, WINDOW)[::-1], number]
            if last and below[0] <= last[-1]:
                last += below[bisect_right(below, last[-1]) :]
            else:
                found.append(below)
                last = below
        missing = WINDOW - (len(last) - bisect_right(last, number))
        if missing > 0:
            last += index.pages.numbers_above(series, last[-1], missing)
    return found


def segments(index: Index, series: str, numbers: Iterable[int], *, stage: int) -> list[Segment]:
    """The segments of a series that contain the numbers and their windows, at a stage."""
    return [
        segment_of(each, index.anchors.strong_between(series, each[0], each[-1], stage=stage))
        for each in stretches(index, series, numbers)
    ]


def number_limits(
    families: Families, own: Anchor, series: Sequence[Segment], number: int, by: Trusted
) -> Iterator[Trace]:
    """The bounds that the nearest numbers give to an undated work."""
    segment = series[bisect_right(series, number, key=lambda segment: segment.numbers[0]) - 1]
    if not segment.counts(number, kind_shape(own.url)) or segment.is_thin(number):
        return
    below, above = ([a for a in families.of_works(works) if a.work != own.work] for works in segment.near(number))
    sides = set(by.sides)
    if segment.is_of_a_batch(number):
        sides.discard(Side.NOT_BEFORE)
    if not by.lesson.is_long and not segment.is_prompt(number):
        sides.discard(Side.NOT_AFTER)
    place = Place(own.url, own.night)
    for work, trace in list_limits([*below, own, *above], by.lesson, Kind.NUMBER, place, WORDS[Kind.NUMBER]):
        if work == own.work and trace.side in sides:
            yield trace


def concerned(index: Index, numbers: Iterable[tuple[str, int]]) -> set[str]:
    """The undated works that works with these (series, number) may bound."""
    by_series: dict[str, list[int]] = {}
    for name, number in numbers:
        by_series.setdefault(name, []).append(number)
    works: set[str] = set()
    for name, listed in sorted(by_series.items()):
        for each in stretches(index, name, listed):
            works |= index.anchors.undated_between(name, each[0], each[-1])
    return works
