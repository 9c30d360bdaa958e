"""The date conventions of a source: zone, order of 03/04, language. They are configured or learned, and read its dates.

`source.zone` learns a zone; the order is learned here, and both are kept night by night. `nights.lessons` writes what the
stories of one night show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from pipelines.dates.model import Candidate
from pipelines.dates.read.days import NUMERIC
from pipelines.dates.read.reading import Dialect, offset_text, read_machine
from pipelines.dates.read.words import fold_text
from pipelines.dates.read.zones import minutes_once
from pipelines.dates.source.zone import LEARNED, NONE, SOURCE, LearnedZone, SettledBy, ZoneLearner, bare

MIN_STORIES = 3  # that agree
ZONE, ORDER = "zone", "order"


@dataclass(frozen=True, slots=True)
class LearnedOrder:
    """DMY or MDY, the number of stories that showed it, and the night since which it is known."""

    order: str
    stories: int
    since: date


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


@dataclass(frozen=True, slots=True)
class DateConventions:
    """How a source writes dates: IANA zone of clock times without one, order of numeric dates (DMY MDY), ISO 639-1 language.

    `country` is an ISO 3166 code. `learned` holds the learned zone and order; configured ones take precedence.
    """

    time_zone: str | None = None
    date_order: str | None = None
    language: str | None = None
    country: str | None = None
    learned: LearnedConventions = NOTHING

    @property
    def zone(self) -> str | None:
        """The IANA zone of the source, configured or learned; None when it is unknown or has no name."""
        return self.time_zone or (self.learned.zone.zone if self.learned.zone else None)

    @property
    def zone_text(self) -> str | None:
        """The zone for people, with who settled it; None when it is unknown."""
        learned = self.learned.zone.description if self.learned.zone else None
        return f"{self.time_zone}, configured" if self.time_zone else learned


def settle(c: Candidate, conventions: DateConventions) -> Candidate:
    """Apply a source's settings to a candidate: read 03/04 in its order, add its offset to a clock time without a zone."""
    if c.value is None:
        c = _ordered(c, conventions)
    if c.value is None or c.precision != "local":
        return c
    local = datetime.fromisoformat(c.value)
    if conventions.time_zone is not None:
        own = minutes_once(conventions.time_zone, local)
        return c if own is None else _zoned(c, own, SettledBy(SOURCE))
    learned = conventions.learned.zone
    if learned is not None and (minutes := learned.offset(local)) is not None:
        return _zoned(c, minutes, SettledBy(LEARNED, learned.stories))
    return c


def settle_again(c: Candidate, conventions: DateConventions) -> Candidate:
    """Apply what is known now to a candidate that was settled on its night.

    A named zone or an order applies to every night; one that is no longer believed is removed from all. A learned offset without
    a zone name is kept as it is: only the nights near its observations may use it.
    """
    learned = conventions.learned.zone
    if c.order_by and SettledBy.read(c.order_by).learned:
        c = replace(c, value=None, precision=None, utc_offset_minutes=None, zone_source=NONE, order_by=None)
    elif SettledBy.read(c.zone_source).learned and (learned is None or learned.zone or conventions.time_zone):
        c = bare(c)
    if learned is not None and learned.zone is None:
        conventions = replace(conventions, learned=LearnedConventions(None, conventions.learned.order))
    return settle(c, conventions)


def _ordered(c: Candidate, conventions: DateConventions) -> Candidate:
    """Read 03/04 in the source's order: the configured one, or for visible text the learned one."""
    learned = conventions.learned.order if c.origin.is_visible else None
    if conventions.date_order is not None:
        order, by = conventions.date_order, SettledBy(SOURCE)
    elif learned is not None:
        order, by = learned.order, SettledBy(LEARNED, learned.stories)
    else:
        return c
    reading = read_machine(c.raw, Dialect(conventions.language, order))
    if reading is None:
        return c
    return replace(
        c,
        value=reading.value,
        precision=reading.precision,
        utc_offset_minutes=reading.utc_offset_minutes,
        zone_source=reading.zone_source,
        order_by=str(by),
    )


def _zoned(c: Candidate, minutes: int, by: SettledBy) -> Candidate:
    value = c.value or ""
    fine = "instant" if value.count(":") == 2 else "minute"
    return replace(
        c, value=value + offset_text(minutes), utc_offset_minutes=minutes, zone_source=str(by), precision=fine
    )


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
    """The order after a night, from the stories that showed each: by at least MIN_STORIES and contradicted by none; else None."""
    (order, stories), *others = shown.items() or [("", set())]
    if others or len(stories) < MIN_STORIES:
        return None
    return before if before is not None and before.order == order else LearnedOrder(order, len(stories), night)


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
