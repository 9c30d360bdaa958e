"""Series of numbers in addresses, across nights: `/story/1021` was published between `/story/1020` and `/story/1022`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipelines.traces.anchor import Anchor
from pipelines.traces.family import WORDS, Families
from pipelines.traces.index import Index
from pipelines.traces.limits import Place, is_batch, list_limits
from pipelines.traces.order import OLDEST_FIRST, Lesson, Trusted, lesson_of
from pipelines.traces.trace import Kind, Side, Trace
from pipelines.url_kinds import kind_shape

TESTED = 1_000
"""Dated works of the highest numbers by which a series is judged."""
WINDOW = 64
"""Captured numbers on each side of one that are looked at: so a night looks at what stands beside its own numbers."""
FAR = 20
"""Median steps of the window from a number to the next beyond which another counter may begin: `/news/134`, `/weather/900`."""
NEAR = 8
"""Dated works on each side of a number that are looked at: those out of order among them bound nothing."""


def series_lesson(index: Index, series: str) -> Lesson:
    """How well the numbers of a series follow the days of its dated works."""
    found = index.anchors.highest(series, TESTED)
    lesson = lesson_of([[(work, point) for _, work, point in found]])
    if lesson.direction != OLDEST_FIRST:
        return Lesson(OLDEST_FIRST, 0, lesson.right, lesson.right)
    return lesson


def run_around(numbers: Sequence[int], number: int) -> tuple[int, int]:
    """The least and the greatest number of the run of a number in its window: numbers far apart may be of two counters.

    >>> run_around([100, 101, 103, 104, 900, 901], 103), run_around([100, 101, 103, 104, 900, 901], 901)
    ((100, 104), (900, 901))
    """
    at, above = bisect_left(numbers, number), bisect_right(numbers, number)
    below, over = [*numbers[max(at - WINDOW, 0) : at], number], [number, *numbers[above : above + WINDOW]]
    down, up = ([b - a for a, b in pairwise(side)] for side in (below, over))
    longest = FAR * median([*down, *up]) if len(below) + len(over) > 2 else 0
    low = next((below[n + 1] for n in range(len(down) - 1, -1, -1) if down[n] > longest), below[0])
    high = next((over[n] for n, step in enumerate(up) if step > longest), over[-1])
    return low, high


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a series: its captured numbers, and its works that are dated or bounded with theirs, all ascending.

    `dated` are the numbers of the dated works by the shape of their addresses.
    """

    numbers: Sequence[int]
    strong: Sequence[tuple[int, str]]
    dated: Mapping[str, Sequence[int]]

    def near(self, number: int) -> tuple[list[str], list[str]]:
        """The nearest strong works of the same run below and above a number, each in order of their numbers."""
        low, high = run_around(self.numbers, number)
        strong = self.strong[bisect_left(self.strong, (low, "")) : bisect_left(self.strong, (high + 1, ""))]
        run = [(n, work) for n, work in strong if n != number]
        below, above = ([work for n, work in run if (n < number) == under] for under in (True, False))
        return below[-NEAR:], above[:NEAR]

    def counts(self, number: int, shape: str) -> bool:
        """True if a dated work of the same run has an address of a shape: another counter may number what has none."""
        low, high = run_around(self.numbers, number)
        dated = self.dated.get(shape, ())
        at = bisect_left(dated, low)
        return at < len(dated) and dated[at] <= high

    def is_of_a_batch(self, number: int) -> bool:
        """True if a number stands among so many without a date that they may have come in together."""
        low, high = run_around(self.numbers, number)
        dated = sorted(n for own in self.dated.values() for n in own[bisect_left(own, low) : bisect_right(own, high)])
        all_of_run = bisect_right(self.numbers, high) - bisect_left(self.numbers, low)
        at = bisect_left(dated, number)
        below = dated[at - 1] if at else low - 1
        above = dated[at] if at < len(dated) else high + 1
        between = bisect_left(self.numbers, above) - bisect_right(self.numbers, below)
        return is_batch(between, all_of_run - len(dated), all_of_run)


def stretches(index: Index, series: str, numbers: Iterable[int]) -> list[list[int]]:
    """Stretches of captured numbers, ascending, that hold the windows of some."""
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
    """The segments of a series in which numbers and their windows lie, at a stage."""
    return [
        _segment(each, index.anchors.strong_between(series, each[0], each[-1], stage=stage))
        for each in stretches(index, series, numbers)
    ]


def _segment(numbers: Sequence[int], strong: Iterable[tuple[int, str, str, bool]]) -> Segment:
    found: list[tuple[int, str]] = []
    dated: dict[str, list[int]] = {}
    for number, work, url, is_dated in strong:
        found.append((number, work))
        if is_dated:
            dated.setdefault(kind_shape(url), []).append(number)
    return Segment(numbers, found, dated)


def number_limits(
    families: Families, own: Anchor, series: Sequence[Segment], number: int, by: Trusted
) -> Iterator[Trace]:
    """The bounds that the nearest numbers give an undated work."""
    segment = series[bisect_right(series, number, key=lambda segment: segment.numbers[0]) - 1]
    if not segment.counts(number, kind_shape(own.url)):
        return
    below, above = ([a for a in families.of_works(works) if a.work != own.work] for works in segment.near(number))
    sides = by.sides - {Side.NOT_BEFORE} if segment.is_of_a_batch(number) else by.sides
    place = Place(own.url, own.night)
    for work, trace in list_limits([*below, own, *above], by.lesson, Kind.NUMBER, place, WORDS[Kind.NUMBER]):
        if work == own.work and trace.side in sides:
            yield trace


def concerned(index: Index, numbers: Iterable[tuple[str, int]]) -> set[str]:
    """The undated works whose bounds works of these (series, number) may give."""
    by_series: dict[str, list[int]] = {}
    for name, number in numbers:
        by_series.setdefault(name, []).append(number)
    works: set[str] = set()
    for name, listed in sorted(by_series.items()):
        for each in stretches(index, name, listed):
            works |= index.anchors.undated_between(name, each[0], each[-1])
    return works
