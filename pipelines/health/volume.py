"""Volume: the number of stories that a night should bring, from the source's usual number and the level of the whole
corpus.

A source's nights are measured relative to the corpus: half as many stories as usual are normal on a night when all
sources have half as many. With few sources, the corpus has no known level; then only the source's own weekdays
count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from pipelines.health.past import MIN_NIGHTS, Figures, Past, few
from pipelines.health.seen import median

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIN_SOURCES = 5
"""Minimum number of sources with earlier nights; with fewer, the corpus has no known level."""
ROUNDS = 3
"""Rounds of measuring sources by nights and nights by sources; further rounds change almost nothing."""
MIN_LEVEL = 0.05
LOW_WEEKDAY = 0.6
"""A weekday below this share of a source's usual number is measured separately, such as the Sunday of a weekday paper."""
LOW, LOW_EACH = 0.4, 0.6
"""Nights are low below these shares of the expected number: together, and each."""
SINKING_NIGHTS, SINKING_EACH, SINKING = 3, 0.9, 0.7
"""A number that sinks slowly: so many nights in a row, each and all together below these shares of the expected number."""
EXPECTED = 0.85
"""The expected number is multiplied by this, because the usual is known from some nights only."""
ONE_NIGHT, NIGHTS = 5e-4, 2e-3
"""A low number is no chance below this probability: for one night, and for two or three low nights in a row."""
EVEN_CHANCE = 0.02
"""The same for an even source."""
EVEN_NIGHTS = 8
BELOW_LEAST = ((0.15, 5), (0.6, 2), (0.6, 2))
"""For an even source, which never had few stories: one night, two or three in a row are too low below this share of the
lowest of EVEN_NIGHTS earlier nights. The second value is the minimum of that lowest number.
"""
CHI_SQUARED = 0.455
"""Median of the square of a standard normal deviate."""
HALF_BELIEVED = 10
"""With this many nights, half of a source's measured unevenness is used."""
Measure = Callable[[Figures], float | None]
Brought = tuple[date, float]
"""A night of a source, and its new stories."""
Levels = Mapping[date, float]
"""The level of each night: how much all sources brought compared with usual. 1 is usual, or unknown."""


def new_stories(figures: Figures) -> float:
    """New stories of a night."""
    return float(figures["new_stories"])


def brought(past: Past) -> list[Brought]:
    """The new stories of each night, as `corpus_levels` reads them."""
    return [(row["night"], new_stories(row)) for row in past.rows]


def corpus_levels(sources: Iterable[Sequence[Brought]]) -> dict[date, float]:
    """The level of each night. `sources` are the sound nights of each source, tonight included."""
    known = [nights for nights in sources if len(nights) >= MIN_NIGHTS]
    if len(known) < MIN_SOURCES:
        return {}
    levels: dict[date, float] = {}
    for _ in range(ROUNDS):
        ratios: dict[date, list[float]] = {}
        for nights in known:
            usual = median(new / level(levels, night) for night, new in nights) or 0.0
            for night, new in nights if usual else ():
                ratios.setdefault(night, []).append(new / usual)
        levels = {n: max(MIN_LEVEL, median(each) or 0.0) for n, each in ratios.items() if len(each) >= MIN_SOURCES}
    return levels


def level(levels: Levels, night: date) -> float:
    """The level of a night; 1 if it is unknown."""
    return levels.get(night, 1.0)


@dataclass(frozen=True, slots=True)
class Usual:
    """A source's usual value of a measure, from its sound earlier nights and the levels of all nights.

    Weekdays in `expected` have the value of the source's file instead, whatever the level.
    """

    past: Past
    measure: Measure
    levels: Levels
    expected: Mapping[int, int] = field(default_factory=dict)

    def on(self, night: date) -> float | None:
        """The number expected on a night; None if its weekday is not known yet."""
        set_number = self.expected.get(night.weekday())
        return self._learned(night) if set_number is None else float(set_number)

    def _learned(self, night: date) -> float | None:
        weekday = night.weekday()
        every = median(self._measured(self.past.rows))
        same = median(self._measured([row for row in self.past.rows if row["night"].weekday() == weekday]))
        if every is None or (same is None and night not in self.levels):
            return None
        usual = same if same is not None and same < LOW_WEEKDAY * every else every
        return usual * level(self.levels, night)

    def is_little(self, run: Sequence[Figures]) -> bool:
        """True if a night has too few to be chance, or the nights up to it sink; `run` are these nights, the latest first."""
        if self.past.is_short:
            run = list(takewhile(lambda row: row["night"].weekday() in self.expected, run))
        uneven, total, expected, highest = self.unevenness(), 0.0, 0.0, 0.0
        shares: list[float] = []
        for row in run:
            value, here = self.measure(row), self.on(row["night"])
            if value is None or here is None or value > SINKING_EACH * here:
                return False
            total, expected = total + value, expected + here
            shares = [*shares, value / level(self.levels, row["night"])]
            chance = few(int(total / uneven), EXPECTED * expected / uneven)
            is_rare = chance < (ONE_NIGHT if len(shares) == 1 else NIGHTS)
            highest = max(highest, value / here if here else 1.0)
            if len(shares) >= SINKING_NIGHTS and total <= SINKING * expected and chance < ONE_NIGHT:
                return True
            is_low = len(shares) <= len(BELOW_LEAST) and highest <= LOW_EACH and total <= LOW * expected
            if is_low and (is_rare or (chance < EVEN_CHANCE and self._below_least(shares))):
                return True
        return False

    def unevenness(self) -> float:
        """How much more the nights vary than chance explains: variance divided by mean, 1 or more (a quasi-Poisson
        law).

        It is the median over the nights, so single odd nights do not change it. With few nights, only a part of it
        is used.
        """
        said = [
            (value - usual) ** 2 / usual
            for row in self.past.rows
            if (value := self.measure(row)) is not None and (usual := self._learned(row["night"]))
        ]
        excess = max(0.0, (median(said) or 0.0) / CHI_SQUARED - 1.0)
        return 1.0 + excess * len(said) / (len(said) + HALF_BELIEVED)

    def _measured(self, rows: Sequence[Figures]) -> list[float]:
        values = ((self.measure(row), level(self.levels, row["night"])) for row in rows)
        return [value / scale for value, scale in values if value is not None and scale > MIN_LEVEL]

    def _below_least(self, shares: Sequence[float]) -> bool:
        earlier = self._measured(self.past.rows)
        least = min(earlier, default=0.0)
        below, enough = BELOW_LEAST[len(shares) - 1]
        return len(earlier) >= EVEN_NIGHTS and least >= enough and max(shares) < below * least


def rounded(value: float | None) -> int:
    """A number for people."""
    return 0 if value is None or math.isnan(value) else round(value)
