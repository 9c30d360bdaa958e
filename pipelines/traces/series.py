"""Series of numbers in addresses, across nights: `/story/1021` was published between `/story/1020` and `/story/1022`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipelines.traces.anchor import Anchor
from pipelines.traces.family import WORDS, Families
from pipelines.traces.index import Index
from pipelines.traces.limits import Place, list_limits
from pipelines.traces.order import OLDEST_FIRST, Lesson, lesson_of
from pipelines.traces.trace import Kind, Trace

TESTED = 1_000
"""Dated works of the highest numbers by which a series is judged."""
FAR = 20
"""Median steps from a known number to the next beyond which another counter may begin: `/news/134`, `/weather/900`."""
HIGHEST = 2**62
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


@dataclass(frozen=True, slots=True)
class Series:
    """The works of a series that are dated or bounded, in order of their numbers, and the numbers at which its runs begin."""

    numbers: Sequence[int]
    works: Sequence[str]
    starts: Sequence[int]

    def near(self, number: int) -> tuple[list[str], list[str]]:
        """The nearest works of the same run below and above a number, each in order of their numbers."""
        run = bisect_right(self.starts, number)
        low = bisect_left(self.numbers, self.starts[run - 1]) if run else 0
        high = bisect_left(self.numbers, self.starts[run]) if run < len(self.starts) else len(self.numbers)
        at, above = bisect_left(self.numbers, number), bisect_right(self.numbers, number)
        return list(self.works[max(low, at - NEAR) : at]), list(self.works[above : min(high, above + NEAR)])

    def reach(self, number: int) -> tuple[int, int]:
        """The least and the greatest number of works that a work of this number may bound."""
        at, above = bisect_left(self.numbers, number), bisect_right(self.numbers, number)
        low = self.numbers[at - NEAR] if at >= NEAR else 0
        high = self.numbers[above + NEAR - 1] if above + NEAR <= len(self.numbers) else HIGHEST
        return low, high


def series_of(index: Index, series: str, *, stage: int) -> Series:
    """A series at a stage."""
    found = index.strong_numbers(series, stage=stage)
    return Series([number for number, _ in found], [work for _, work in found], index.runs(series))


def number_limits(families: Families, own: Anchor, series: Series, number: int, lesson: Lesson) -> Iterator[Trace]:
    """The bounds that the nearest numbers give an undated work."""
    below, above = ([a for a in families.of_works(works) if a.work != own.work] for works in series.near(number))
    place = Place(own.url, own.night)
    for work, trace in list_limits([*below, own, *above], lesson, Kind.NUMBER, place, WORDS[Kind.NUMBER]):
        if work == own.work:
            yield trace


def concerned(index: Index, numbers: Iterable[tuple[str, int, int]], *, stage: int) -> set[str]:
    """The undated works whose bounds works of these (series, number, key) may give."""
    by_series: dict[str, list[int]] = {}
    for name, number, _ in numbers:
        by_series.setdefault(name, []).append(number)
    works: set[str] = set()
    for name, listed in by_series.items():
        series = series_of(index, name, stage=stage)
        for low, high in _merged(sorted(map(series.reach, listed))):
            works |= index.undated_between(name, low, high)
    return works


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in ascending order with those that overlap put together."""
    merged: list[tuple[int, int]] = []
    for low, high in ranges:
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
