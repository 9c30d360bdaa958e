"""Series of numbers in addresses, across nights: `/story/1021` was published between `/story/1020` and `/story/1022`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipelines.traces.family import WORDS
from pipelines.traces.index import Index
from pipelines.traces.limits import Place, list_limits
from pipelines.traces.order import OLDEST_FIRST, Lesson, lesson_of
from pipelines.traces.trace import Kind, Side, Trace

TESTED = 1_000
"""Dated works of the highest numbers by which a series is judged."""
FAR = 20
"""Median steps between numbers of dated works beyond which a number may be of another counter: `/news/134`, `/weather/900`."""
NEAR = 8
"""Dated works on each side of a number that are looked at: those out of order among them bound nothing."""


def series_lesson(index: Index, series: str) -> Lesson:
    """How well the numbers of a series follow the days of its dated works."""
    found = index.highest(series, TESTED)
    lesson = lesson_of([[(anchor.work, anchor.point) for _, anchor in found if anchor.point is not None]])
    if lesson.direction != OLDEST_FIRST:
        return Lesson(OLDEST_FIRST, 0, lesson.right)
    steps = [high - low for (low, _), (high, _) in pairwise(found)]
    return replace(lesson, gap=int(median(steps)) if steps else 0)


def number_limits(index: Index, work: str, series: str, number: int, lesson: Lesson) -> Iterator[Trace]:
    """The bounds that the nearest numbers give an undated work."""
    own = index.anchors([work])[work]
    below, above = (
        [
            anchor
            for other, anchor in index.in_series(series, number, side, NEAR)
            if abs(other - number) <= FAR * lesson.gap
        ]
        for side in Side
    )
    place = Place(own.url, own.night)
    for each, trace in list_limits([*reversed(below), own, *above], lesson, Kind.NUMBER, place, WORDS[Kind.NUMBER]):
        if each == work:
            yield trace


def concerned(index: Index, series: str, number: int) -> set[str]:
    """The undated works whose bounds a work of this number may give."""
    found = (index.in_series(series, number, side, NEAR) for side in Side)
    low, high = (side[-1][0] if len(side) == NEAR else None for side in found)
    return index.undated_between(series, low, high)
