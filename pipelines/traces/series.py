"""Series of numbers in addresses, across nights: `/story/1021` was published between `/story/1020` and `/story/1022`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipelines.traces.anchor import Anchor
from pipelines.traces.family import WORDS
from pipelines.traces.index import Index
from pipelines.traces.limits import Place, list_limits
from pipelines.traces.order import OLDEST_FIRST, Lesson, lesson_of
from pipelines.traces.trace import Kind, Side, Trace

TESTED = 1_000
"""Dated works of the highest numbers by which a series is judged."""
FAR = 20
"""Median steps from a known number to the next beyond which another counter may begin: `/news/134`, `/weather/900`."""
NEAR = 8
"""Dated works on each side of a number that are looked at: those out of order among them bound nothing."""


def series_lesson(index: Index, series: str) -> Lesson:
    """How well the numbers of a series follow the days of its dated works."""
    found = index.highest(series, TESTED)
    lesson = lesson_of([[(anchor.work, anchor.point) for _, anchor in found if anchor.point is not None]])
    if lesson.direction != OLDEST_FIRST:
        return Lesson(OLDEST_FIRST, 0, lesson.right)
    return lesson


def run_starts(numbers: Sequence[int]) -> list[int]:
    """The numbers at which runs begin: numbers far apart may have been given by two counters.

    >>> run_starts([100, 101, 103, 104, 900, 901])
    [100, 900]
    """
    steps = [high - low for low, high in pairwise(numbers)]
    longest = FAR * median(steps) if steps else 0
    return [*numbers[:1], *(high for (_, high), step in zip(pairwise(numbers), steps, strict=True) if step > longest)]


def number_limits(index: Index, own: Anchor, series: str, number: int, lesson: Lesson, stage: int) -> Iterator[Trace]:
    """The bounds that the nearest numbers give an undated work."""
    start, end = index.run(series, number)
    below, above = (
        [anchor for n, anchor in index.in_series(series, number, side, NEAR, stage=stage) if start <= n < end]
        for side in Side
    )
    place = Place(own.url, own.night)
    for work, trace in list_limits([*reversed(below), own, *above], lesson, Kind.NUMBER, place, WORDS[Kind.NUMBER]):
        if work == own.work:
            yield trace


def concerned(index: Index, series: str, number: int) -> set[str]:
    """The undated works whose bounds a work of this number may give."""
    found = (index.in_series(series, number, side, NEAR, stage=1) for side in Side)
    low, high = (side[-1][0] if len(side) == NEAR else None for side in found)
    return index.undated_between(series, low, high)
