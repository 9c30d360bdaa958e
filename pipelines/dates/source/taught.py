"""The zone and the day-month order learned from a source's stories, night by night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from pipelines.dates.source.day_month_order import LearnedOrder, OrderLearner
from pipelines.dates.source.zone import Learned, ZoneLearner

ZONE, ORDER = "zone", "order"


@dataclass(frozen=True, slots=True)
class Taught:
    """The zone and order learned by the end of a night; None: not known yet, or contradictory."""

    zone: Learned | None = None
    order: LearnedOrder | None = None

    @property
    def lasting(self) -> tuple[str | None, str | None]:
        """The part that applies to all nights: a named zone and an order. Offsets without a name do not."""
        zone = None if self.zone is None else f"{self.zone.zone} {self.zone.stories}" if self.zone.zone else "offsets"
        return zone, None if self.order is None else f"{self.order.order} {self.order.stories}"


NOTHING = Taught()
Timeline = Sequence[tuple[date, Taught]]
"""(night, what is known from that night on), ascending."""


def timelines(lessons: Iterable[Mapping[str, Any]], countries: Mapping[str, str | None]) -> dict[str, Timeline]:
    """The timeline of each source from its lessons (rows of `schemas.DATE_LESSONS`, in any order)."""
    by_source: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in lessons:
        by_source[row["source"]].append(row)
    return {source: _timeline(rows, countries.get(source)) for source, rows in sorted(by_source.items())}


def known_at(timeline: Timeline, night: date | None) -> Taught:
    """What was known at the end of a night (of the last one, for None)."""
    known = NOTHING
    for since, taught in timeline:
        if night is None or since <= night:
            known = taught
    return known


def lasting_changes(timeline: Timeline) -> list[tuple[date, tuple[str | None, str | None]]]:
    """The nights on which `Taught.lasting` changed, with its new value."""
    found = [(date.min, NOTHING.lasting)]
    for night, taught in timeline:
        if taught.lasting != found[-1][1]:
            found.append((night, taught.lasting))
    return found[1:]


def _timeline(rows: Iterable[Mapping[str, Any]], country: str | None) -> Timeline:
    zone, order = ZoneLearner(country), OrderLearner()
    known = NOTHING
    found: list[tuple[date, Taught]] = []
    for night, lessons in groupby(sorted(rows, key=lambda r: r["night"]), key=lambda r: r["night"]):
        for row in lessons:
            if row["teaches"] == ORDER:
                order.add(row["date_order"], row["article_ids"])
            else:
                zone.add(row["local_day"], row["utc_offset_minutes"], row["article_ids"])
        known = Taught(zone.learned(night, known.zone), order.learned(night, known.order))
        found.append((night, known))
    return found
