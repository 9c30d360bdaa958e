"""The order of day and month in the numeric dates of one page (03/04/2025), as its other dates and the fetch prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from pipelines.dates.place.context import STRONG
from pipelines.dates.read.reading import Dialect, Offer, Reading, read_machine
from pipelines.dates.source.conventions import order_shown

SLASHED = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])/(?!\1/)(?:0?[1-9]|1[0-2])/(?:\d\d)?\d\d(?!\d)")
"""A date whose two orders of day and month are two days."""
OWN_ROLES = ("published", "modified")
A_DAY = timedelta(days=1)
"""How far a day in UTC may be from the day that is shown, and the day of the fetch from the publisher's."""


def settled(offers: list[Offer], dialect: Dialect, fetched_at: datetime | None) -> list[Offer]:
    """03/04 read in the order that the page's other dates prove, if some do and none contradicts.

    `25/04/2025` proves it, and any other date of the same day, or of the same month if it tells no day: `01.11.2023`, or
    `/2023/11/` in the address, beside `11/01/2023`. So does the fetch for a byline's date that one order puts behind it.
    """
    slashed = [
        o for o in offers if o.reading is not None and (("/" in o.raw and SLASHED.search(o.raw)) or o.reading.ambiguous)
    ]
    if not slashed:
        return offers
    own = (o for o in offers if o not in slashed and o.role in OWN_ROLES and o.context not in STRONG)
    spans = {span for o in own if o.reading is not None for span in _spans(o.reading)}
    orders = {order_shown(o.raw) for o in offers}
    orders |= {_only_order(o, dialect, lambda value: value[:10] in spans or value[:7] in spans) for o in slashed}
    if fetched_at is not None:
        last = (fetched_at + A_DAY).date().isoformat()
        orders |= {_only_order(o, dialect, lambda value: value[:10] <= last) for o in slashed if _is_signed(o)}
    orders.discard(None)
    if len(orders) != 1:
        return offers
    known = replace(dialect, order=orders.pop())
    return [replace(o, reading=read_machine(o.raw, known) or o.reading) if o in slashed else o for o in offers]


def _spans(reading: Reading) -> Iterable[str]:
    """The days that another spelling of a date may have, three for an instant in UTC; or its month; nothing for a year."""
    if len(reading.value) < 10:
        return [reading.value] if len(reading.value) == 7 else []
    day = date.fromisoformat(reading.value[:10])
    shifts = (-A_DAY, timedelta(0), A_DAY) if reading.utc_offset_minutes == 0 else (timedelta(0),)
    return [(day + shift).isoformat() for shift in shifts]


def _is_signed(offer: Offer) -> bool:
    """True if a date stands in a byline or behind a label such as `Published`: an event's may lie ahead."""
    return offer.role == "published" and (offer.context == "byline" or bool(offer.origin.detail))


def _only_order(offer: Offer, dialect: Dialect, fits: Callable[[str], bool]) -> str | None:
    """The order in which a numeric date fits, if it does in one order only."""
    readings = {order: read_machine(offer.raw, replace(dialect, order=order)) for order in ("DMY", "MDY")}
    fitting = [order for order, reading in readings.items() if reading is not None and fits(reading.value)]
    return fitting[0] if len(fitting) == 1 else None
