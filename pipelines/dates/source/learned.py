"""The zone and the day-month order learned from a source's stories, night by night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from pipelines.dates.source.day_month_order import LearnedOrder, learn_order
from pipelines.dates.source.zone import LearnedZone, ZoneLearner

ZONE, ORDER = "zone", "order"


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
