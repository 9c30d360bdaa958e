"""The date conventions of a source: zone, order of 03/04, language. They are configured or learned, and read its dates.

`source.zone` learns a zone, `source.learned` an order, and keeps both night by night; `nights.lessons` writes what the
stories of one night show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.dates.model import Candidate
from pipelines.dates.read.reading import Dialect, offset_text, read_machine
from pipelines.dates.read.zones import minutes_once
from pipelines.dates.source.learned import NOTHING, LearnedConventions
from pipelines.dates.source.settled_by import LEARNED, NONE, SOURCE, SettledBy
from pipelines.dates.source.zone import bare


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
