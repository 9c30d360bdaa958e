"""Segment: a stretch of a series of numbers, the neighbours of a number in it, and whether one counter gave both. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import numpy as np
import numpy.typing as npt

from pipelines.base.urls.kinds import kind_shape
from pipelines.corpus.traces.anchor import moment
from pipelines.corpus.traces.anchor_table import Strong
from pipelines.corpus.traces.limits import DAY, is_batch

Numbers = npt.NDArray[np.float64]
MIN_UNLIKE = 8.0
"""A cut must make the dates likelier by this much (twice the logarithm of a likelihood ratio). If nothing differs,
chance finds such a cut in .05 of stretches of 32 numbers, .075 of 64, .11 of 200, .20 of 2,000.
"""
MIN_PART = 8
"""Minimum numbers in a part: with fewer, a single date would decide."""
NEVER, ALWAYS = 1e-12, 1 - 1e-12

WINDOW = 64
"""Captured numbers that are read on each side of a number. So a night reads only the neighbours of its own numbers."""
MAX_STEP = 20
"""Another counter may begin at a step longer than this many median steps of the window: `/news/134`, `/weather/900`."""
NEIGHBOURS = 8
"""Dated works that are read on each side of a number; those among them that are out of order bound nothing."""
NARROW = 60 * DAY
"""If the bounds of an undated work are at most this far apart (seconds), they can show whether its number fits."""
SHOWING = 20 * DAY
"""As NARROW, but close enough to show whether a story was published when its number was given."""
MIN_FITTING = 3
MIN_PROMPT, MIN_NEAR = 36, 35
"""Minimum number of dated works, or of undated works with close bounds, whose numbers fit. From there on, a number
bounds from above, too. A draft may wait for weeks; if one in 25 does, so many works show it three times in four.
Undated works are evidence for other undated works.
"""
ROUGHLY = 2
"""Days by which such bounds may differ from the days of the dated numbers around them."""


def of_one_sort(dated: Sequence[bool], at: int) -> tuple[int, int, bool]:
    """The first and the last place of the stretch around a place, and whether dates are rarer in it than beside it.

    A stretch is cut in two at the place that makes its dates the likeliest, as long as a cut helps: a migration may have
    numbered older stories, for example by title, and lost their dates.

    >>> flags = [False] * 30 + [True, False] * 15
    >>> of_one_sort(flags, 3), of_one_sort(flags, 40), of_one_sort([True, False] * 30, 7)
    ((0, 29, True), (30, 59, False), (0, 59, False))
    """
    first, end, is_thin = 0, len(dated), False
    flags = np.array(dated, np.float64)
    while (cut := _cut(flags[first:end])) is not None:
        part = (first, first + cut) if at < first + cut else (first + cut, end)
        is_thin = is_thin or bool(flags[slice(*part)].mean() < flags[first:end].mean())
        first, end = part
    return first, end - 1, is_thin


def _cut(flags: Numbers) -> int | None:
    """The place at which a stretch divides into two sorts; None if it is of one sort."""
    if len(flags) < 2 * MIN_PART:
        return None
    every, dated = float(len(flags)), flags.sum()
    below = np.arange(MIN_PART, len(flags) - MIN_PART + 1.0)
    upto = np.cumsum(flags)[MIN_PART - 1 : len(flags) - MIN_PART]
    apart = _likely(upto, below) + _likely(dated - upto, every - below)
    gain = 2 * (apart - _likely(np.array([dated]), np.array([every])))
    best = int(gain.argmax())
    return best + MIN_PART if gain[best] > MIN_UNLIKE else None


def _likely(dated: Numbers, every: Numbers) -> Numbers:
    """The logarithm of the likelihood of the dates, at their observed frequency."""
    share: Numbers = np.clip(dated / every, NEVER, ALWAYS)
    likely: Numbers = dated * np.log(share) + (every - dated) * np.log(1 - share)
    return likely


def run_around(numbers: Sequence[int], number: int) -> tuple[int, int]:
    """The lowest and the highest number of a number's run in its window. Numbers far apart may come from two counters.

    >>> run_around([100, 101, 103, 104, 900, 901], 103), run_around([100, 101, 103, 104, 900, 901], 901)
    ((100, 104), (900, 901))
    """
    at, above = bisect_left(numbers, number), bisect_right(numbers, number)
    below, over = [*numbers[max(at - WINDOW, 0) : at], number], [number, *numbers[above : above + WINDOW]]
    down, up = ([b - a for a, b in pairwise(side)] for side in (below, over))
    longest = MAX_STEP * median([*down, *up]) if len(below) + len(over) > 2 else 0
    low = next((below[n + 1] for n in range(len(down) - 1, -1, -1) if down[n] > longest), below[0])
    high = next((over[n] for n, step in enumerate(up) if step > longest), over[-1])
    return low, high


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a series: its captured numbers, and its dated or bounded works with their numbers, all ascending.

    `points` are (number, day) of works that are dated or have a dated copy. By address shape, `dated` has these
    numbers. `bounded` has the numbers of works with close bounds, each with the first and the last day.
    """

    numbers: Sequence[int]
    strong: Sequence[tuple[int, str]]
    points: Sequence[tuple[int, int]]
    dated: Mapping[str, Sequence[int]]
    bounded: Mapping[str, Sequence[tuple[int, int, int]]]
    _runs: dict[int, tuple[int, int, bool]] = field(default_factory=dict)

    def _run(self, number: int) -> tuple[int, int]:
        """The lowest and the highest number around a number that one counter gave to stories of one sort."""
        low, high, _ = self._sort(number)
        return low, high

    def _sort(self, number: int) -> tuple[int, int, bool]:
        """The stretch of `_run`, and whether dates are rarer in it than beside it."""
        if number not in self._runs:
            low, high = run_around(self.numbers, number)
            run = self.numbers[bisect_left(self.numbers, low) : bisect_right(self.numbers, high)]
            dated = {n for n, _ in self._points(low, high)}
            first, last, thin = of_one_sort([n in dated for n in run], bisect_left(run, number))
            self._runs[number] = run[first], run[last], thin
        return self._runs[number]

    def near(self, number: int) -> tuple[list[str], list[str]]:
        """The nearest strong works of the same run below and above a number, each ascending by number."""
        low, high = self._run(number)
        strong = self.strong[bisect_left(self.strong, (low, "")) : bisect_left(self.strong, (high + 1, ""))]
        run = [(n, work) for n, work in strong if n != number]
        below, above = ([work for n, work in run if (n < number) == under] for under in (True, False))
        return below[-NEIGHBOURS:], above[:NEIGHBOURS]

    def counts(self, number: int, shape: str) -> bool:
        """True if addresses of this shape use the counter of the run around a number; dates or bounds must confirm it.

        News and films may have a counter each. If no film is dated, no date contradicts a shared counter.
        """
        low, high = self._run(number)
        own = self.dated.get(shape, ())
        dated = bisect_right(own, high) - bisect_left(own, low)
        points, mates = self._points(low, high), self._mates(low, high, shape)
        return dated + len(mates) >= MIN_FITTING and (dated >= MIN_FITTING or all(_fits(points, *m) for m in mates))

    def is_prompt(self, number: int) -> bool:
        """True if enough works around a number were published when it was given; delayed drafts would have shown among
        so many.
        """
        low, high = run_around(self.numbers, number)
        points = self._points(low, high)
        near = [m for shape in self.bounded for m in self._mates(low, high, shape) if m[2] - m[1] <= SHOWING // DAY]
        is_enough = len(points) >= MIN_PROMPT or len(near) >= MIN_NEAR
        return is_enough and all(_fits(points, *each) for each in near)

    def is_thin(self, number: int) -> bool:
        """True if dates are rarer around a number than beside that stretch: the stories may come from another system."""
        return self._sort(number)[2]

    def _points(self, low: int, high: int) -> Sequence[tuple[int, int]]:
        """The points of a run."""
        return self.points[bisect_left(self.points, (low, 0)) : bisect_left(self.points, (high + 1, 0))]

    def _mates(self, low: int, high: int, shape: str) -> Sequence[tuple[int, int, int]]:
        """The bounded works of a run with addresses of this shape."""
        bounded = self.bounded.get(shape, ())
        return bounded[bisect_left(bounded, (low, 0, 0)) : bisect_left(bounded, (high + 1, 0, 0))]

    def is_of_a_batch(self, number: int) -> bool:
        """True if a number is in a long run of undated works, which may have been imported together."""
        low, high = self._run(number)
        dated = sorted({n for n, _ in self._points(low, high)})
        all_of_run = bisect_right(self.numbers, high) - bisect_left(self.numbers, low)
        at = bisect_left(dated, number)
        below = dated[at - 1] if at else low - 1
        above = dated[at] if at < len(dated) else high + 1
        between = bisect_left(self.numbers, above) - bisect_right(self.numbers, below)
        return is_batch(between, all_of_run - len(dated), all_of_run)


def segment_of(numbers: Sequence[int], strong: Sequence[Strong]) -> Segment:
    """The segment of captured numbers and strong works, both ascending; for a work at several stages, the last counts."""
    points: list[tuple[int, int]] = []
    dated: dict[str, list[int]] = {}
    bounded: dict[str, list[tuple[int, int, int]]] = {}
    latest = {(each.number, each.work): each for each in strong}
    for each in latest.values():
        if each.point is not None:
            points.append((each.number, each.point))
            dated.setdefault(kind_shape(each.url), []).append(each.number)
        elif each.low is not None and each.high is not None and each.high - each.low <= NARROW:
            days = moment(each.low).toordinal(), moment(each.high).toordinal()
            bounded.setdefault(kind_shape(each.url), []).append((each.number, *days))
    return Segment(numbers, [*latest], sorted(points), dated, {shape: sorted(own) for shape, own in bounded.items()})


def _fits(points: Sequence[tuple[int, int]], number: int, first: int, last: int) -> bool:
    """True if bounds are roughly between the days of the nearest dated numbers."""
    at = bisect_left(points, (number, 0))
    late = at > 0 and points[at - 1][1] > last + ROUGHLY
    early = at < len(points) and points[at][1] < first - ROUGHLY
    return not late and not early
