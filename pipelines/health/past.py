"""A source's earlier nights, and the usual values of its figures: shares and levels. Pure.

Nights that were held back do not count as usual. If a night was released, its findings are the new usual: earlier
nights are no longer compared for that check.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.health.seen import median
from pipelines.lake.values import HealthState

MIN_NIGHTS = 5
"""With fewer nights, nothing can be compared."""
SPREAD = 1.4826
"""Standard deviation of a normal distribution divided by its median absolute deviation (Rousseeuw and Croux 1993)."""
NEW_USUAL = 14
"""After this many nights in a row with a warning, its value is the new usual."""

Figures = Mapping[str, Any]
"""A row of `schemas.SOURCE_HEALTH`."""
Measure = Callable[[Figures], float | None]


@dataclass(frozen=True, slots=True)
class Part:
    """Of `total` things on a night, `number` have a property."""

    number: int
    total: int

    @property
    def share(self) -> float:
        """The share; 0 if there is nothing."""
        return self.number / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Past:
    """The rows of a source's earlier nights, oldest first."""

    rows: tuple[Figures, ...] = ()

    def of(self, check: str) -> Past:
        """The nights that show the usual values for a check: not held back, since the last release of the check,
        without its own warnings.
        """
        last = max((row["night"] for row in self.rows if _was_released(row, check)), default=date.min)
        let_in = tuple(r for r in self.rows if r["state"] != HealthState.HELD_BACK and r["night"] >= last)
        return Past(let_in).without((check,))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_short(self) -> bool:
        """True if there are too few nights to compare with."""
        return len(self.rows) < MIN_NIGHTS

    def parts(self, part: Callable[[Figures], Part]) -> list[Part]:
        """The part for each night that has anything to count."""
        return [each for row in self.rows if (each := part(row)).total > 0]

    def levels(self, measure: Measure) -> list[float]:
        """The measure of each night that has one."""
        return [value for row in self.rows if (value := measure(row)) is not None]

    def since(self, check: str, night: date) -> date:
        """The first of the consecutive nights, up to `night`, on which a check found something."""
        first = night
        for row in reversed(self.rows):
            if not any(found["check"] == check for found in row["findings"] or ()):
                break
            first = row["night"]
        return first

    def without(self, checks: Collection[str]) -> Past:
        """The nights on which none of these checks found anything; if all of the last two weeks had findings, these two
        weeks.
        """
        last = self.rows[-NEW_USUAL:]
        if len(last) == NEW_USUAL and all(_has_found(row, checks) for row in last):
            return Past(last)
        return Past(tuple(row for row in self.rows if not _has_found(row, checks)))


def _has_found(row: Figures, checks: Collection[str]) -> bool:
    if row["state"] == HealthState.RELEASED:
        return False
    return any(found["check"] in checks for found in row["findings"] or ())


def _was_released(row: Figures, check: str) -> bool:
    return row["state"] == HealthState.RELEASED and any(found["check"] == check for found in row["findings"] or ())


def beyond(value: float, usual: Sequence[float], *, deviations: float, floor: float) -> float:
    """How far a value is above the usual ones, in units of the allowed difference: above 1 or below −1 is unusual.

    The allowed difference is `deviations` robust standard deviations, and at least `floor`.

    >>> beyond(30.0, [10.0, 11.0, 9.0, 10.0, 10.0], deviations=6, floor=5.0)
    4.0
    """
    middle = median(usual)
    assert middle is not None
    spread = median(abs(each - middle) for each in usual)
    return (value - middle) / max(deviations * SPREAD * (spread or 0.0), floor)


def tail(number: int, total: int, rate: float) -> float:
    """Probability that at least `number` of `total` have a property that each has with probability `rate`, above 0 and
    below 1.

    >>> round(tail(2, 2, 0.1), 6), tail(0, 5, 0.1), tail(4_000, 5_000, 0.1) < 1e-300
    (0.01, 1.0, True)
    """
    if number <= 0:
        return 1.0
    ways = math.lgamma(total + 1)
    log_yes, log_no = math.log(rate), math.log1p(-rate)
    return math.fsum(
        math.exp(ways - math.lgamma(k + 1) - math.lgamma(total - k + 1) + k * log_yes + (total - k) * log_no)
        for k in range(number, total + 1)
    )


def few(number: int, expected: float) -> float:
    """Probability of at most `number` events if `expected` are expected (Poisson).

    >>> round(few(0, 3.0), 4)
    0.0498
    """
    return (
        math.fsum(math.exp(-expected + k * math.log(expected) - math.lgamma(k + 1)) for k in range(number + 1))
        if expected > 0
        else 1.0
    )
