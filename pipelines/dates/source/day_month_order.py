"""Learn a source's order of day and month (03/04/2025) from dates with only one reading: 25/04/2025 is DMY."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.dates.read.days import NUMERIC
from pipelines.dates.read.words import fold_text

ENOUGH = 3  # stories that agree


@dataclass(frozen=True, slots=True)
class LearnedOrder:
    """DMY or MDY, the number of stories that showed it, and the night since which it is known."""

    order: str
    stories: int
    since: date


def order_shown(raw: str) -> str | None:
    """The only order in which a text's numeric date is valid; None if it has no such date, or both orders are valid.

    >>> order_shown("25/04/2025"), order_shown("04/25/25, 18:45"), order_shown("03/04/2025")
    ('DMY', 'MDY', None)
    >>> order_shown("22/11/03") is None
    True
    """
    m = NUMERIC.search(fold_text(raw))
    if m is None or (int(m[1]) > 12) == (int(m[2]) > 12):
        return None
    if len(m[3]) == 2 and int(m[2]) <= 12 and int(m[3]) <= 31:
        return None  # 22/11/03 may begin with its year
    return "DMY" if int(m[1]) > 12 else "MDY"


def learn_order(shown: Mapping[str, set[str]], night: date, before: LearnedOrder | None) -> LearnedOrder | None:
    """The order after a night, from the stories that showed each: by at least ENOUGH and contradicted by none; else None."""
    (order, stories), *others = shown.items() or [("", set())]
    if others or len(stories) < ENOUGH:
        return None
    return before if before is not None and before.order == order else LearnedOrder(order, len(stories), night)
