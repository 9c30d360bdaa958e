"""What a source's stories have taught of how it dates, by night: the zone of its clocks, the order of its numbers."""

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
    """What is known of a source at the end of a night; None: nothing that could be believed."""

    zone: Learned | None = None
    order: LearnedOrder | None = None

    @property
    def lasting(self) -> tuple[str | None, str | None]:
        """What of it holds for every night, not for this one alone: spans of offsets serve the night that is near enough."""
        zone = None if self.zone is None else f"{self.zone.zone} {self.zone.stories}" if self.zone.zone else "offsets"
        return zone, None if self.order is None else f"{self.order.order} {self.order.stories}"


NOTHING = Taught()
Timeline = Sequence[tuple[date, Taught]]
"""What is known from each night on, by night."""


def timelines(lessons: Iterable[Mapping[str, Any]], countries: Mapping[str, str | None]) -> dict[str, Timeline]:
    """What lessons (rows of `schemas.DATE_LESSONS`) teach of each source from each of its nights on, whatever their order."""
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


def turns(timeline: Timeline) -> list[tuple[date, tuple[str | None, str | None]]]:
    """The nights that changed what holds for every night, with what held from then on."""
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
