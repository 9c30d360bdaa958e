"""The zone and the day-month order learned from a source's stories, night by night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from pipelines.dates.read.days import NUMERIC
from pipelines.dates.read.words import fold_text
from pipelines.dates.source.zone import LearnedZone, ZoneLearner

ENOUGH = 3  # stories that agree
ZONE, ORDER = "zone", "order"


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


@dataclass(frozen=True, slots=True)
class LearnedConventions:
    """The zone and order learned by the end of a night; None: not learned yet, or contradictory."""

    zone: LearnedZone | None = None
    order: LearnedOrder | None = None

    @property
    def lasting(self) -> tuple[str | None, str | None]:
        """The part that applies to all nights: a named zone and an order. Offsets without a name do not."""
        zone = None if self.zone is None else f"{self.zone.zone} {self.zone.stories}" if self.zone.zone else "offsets"
        return zone, None if self.order is None else f"{self.order.order} {self.order.stories}"


NOTHING = LearnedConventions()


Timeline = Sequence[tuple[date, LearnedConventions]]
"""(night, what is learned by its end), ascending."""


def timelines(lessons: Iterable[Mapping[str, Any]], countries: Mapping[str, str | None]) -> dict[str, Timeline]:
    """The timeline of each source from its lessons (rows of `schemas.DATE_LESSONS`, in any order)."""
    by_source: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in lessons:
        by_source[row["source"]].append(row)
    return {source: _timeline(rows, countries.get(source)) for source, rows in sorted(by_source.items())}


def learned_by(timeline: Timeline, night: date | None) -> LearnedConventions:
    """What was learned by the end of a night (of the last one, for None)."""
    found = NOTHING
    for since, learned in timeline:
        if night is None or since <= night:
            found = learned
    return found


def lasting_changes(timeline: Timeline) -> list[tuple[date, tuple[str | None, str | None]]]:
    """The nights on which `LearnedConventions.lasting` changed, with its new value."""
    found = [(date.min, NOTHING.lasting)]
    for night, learned in timeline:
        if learned.lasting != found[-1][1]:
            found.append((night, learned.lasting))
    return found[1:]


def _timeline(rows: Iterable[Mapping[str, Any]], country: str | None) -> Timeline:
    zone, orders = ZoneLearner(country), defaultdict[str, set[str]](set)
    known = NOTHING
    found: list[tuple[date, LearnedConventions]] = []
    for night, lessons in groupby(sorted(rows, key=lambda r: r["night"]), key=lambda r: r["night"]):
        for row in lessons:
            if row["teaches"] == ORDER:
                orders[row["date_order"]].update(row["article_ids"])
            else:
                zone.add(row["local_day"], row["utc_offset_minutes"], row["article_ids"])
        known = LearnedConventions(zone.learned(night, known.zone), learn_order(orders, night, known.order))
        found.append((night, known))
    return found
