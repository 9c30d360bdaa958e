"""Every date that a page offers, unjudged. What each is worth is `pipelines.dates.judge.rules`' business."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.place.address import address_offers
from pipelines.dates.place.context import STRONG, contexts
from pipelines.dates.place.structured_dates import embedded_dates, jsonld_offers, meta_offers, property_offers
from pipelines.dates.place.visible_dates import month_offers, short_offers, text_offers, time_offers
from pipelines.dates.place.walk import NOTED, Spot, Walk, walk
from pipelines.dates.read.reading import Dialect, Offer, Reading, read_machine
from pipelines.dates.read.relative import is_relative_in_words
from pipelines.dates.read.words import known_language
from pipelines.dates.read.zones import country_of_host
from pipelines.dates.source.conventions import order_shown
from pipelines.dates.source.zone import site_zone_offers
from pipelines.page.page import Page

MAX_CANDIDATES = 120
MAX_RAW_CHARS = 160
UNREAD = (None, None, None, "none")
DATED_PROPERTY = re.compile(r"[a-zA-Z ]*[dD]ate")
DATED_TERM = re.compile(r"(?:[a-zA-Z: ]*[: ])?(?:date|created|issued)")
LANGUAGE_ATTRIBUTES = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")

SLASHED = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])/(?!\1/)(?:0?[1-9]|1[0-2])/(?:\d\d)?\d\d(?!\d)")
"""A date whose two orders of day and month are two days."""
OWN_ROLES = ("published", "modified")
HEADER = Origin(OriginKind.HTTP)
"""The header Last-Modified."""
A_DAY = timedelta(days=1)
"""How far a day in UTC may be from the day that is shown, and the day of the fetch from the publisher's."""


def page_candidates(
    page: Page, *, language: str | None = None, day_places: frozenset[str] = frozenset()
) -> tuple[Candidate, ...]:
    """All candidates of one page: structured ones, visible ones in page order, embedded values, URL and header.

    `day_places` are the places (`page.places.place`) where the source's other pages show the day of publication.
    """
    markup = page.text
    headline = page.surroundings.headline
    found = walk(page.tree, page.events, headline=headline, shorts=page.fetched_at is not None)
    found.properties = _dated(found)
    address = [*address_offers(page.url)]
    dialect = replace(dialect_of(page, language), year=_year(address))
    titles = [found.title, *(m.get("content") or "" for m in found.metas if "title" in (m.get("property") or ""))]
    headings = [" ".join(s.element.itertext()) for s in found.headings if s.element.tag == "h1"]
    structured = [*jsonld_offers(page, found, [*titles, *headings], dialect)]
    place = contexts(page.surroundings, found, day_places)
    offers = [
        *structured,
        *meta_offers(found, dialect),
        *property_offers(found, place, dialect),
        *time_offers(found, place, dialect, page.fetched_at),
        *text_offers(found, place, dialect, page.fetched_at),
    ]
    if not any(o.reading and o.context not in STRONG for o in offers):
        offers += month_offers(found, place, dialect)
        if page.fetched_at is not None:
            tells = partial(is_relative_in_words, dialect=dialect)
            in_words = walk(page.tree, page.events, headline=headline, shorts=True, tells=tells)
            offers += short_offers(in_words, place, dialect, page.fetched_at)
    if not any(
        o.role == "published" and o.reading and o.reading.precision == "instant" and o.context == "head" for o in offers
    ):
        offers += embedded_dates(markup, dialect)
    offers += [*address, *_header(page.last_modified, dialect)]
    clocks = [o.reading for o in offers if o.role == "published" and o.reading and "T" in o.reading.value]
    if clocks and not any(reading.utc_offset_minutes for reading in clocks):
        offers += site_zone_offers(markup)
    return tuple(_candidates(settled(offers, dialect, page.fetched_at)))


def _dated(found: Walk) -> list[Spot]:
    """The elements in whose attributes a page keeps dates: of `itemprop` and `property` only if some name is that of a date."""
    spots = found.properties
    noted = [*found.metas, *(spot.element for spot in (*spots, *found.times))]
    kept = []
    if any(DATED_PROPERTY.match(element.get("itemprop") or "") for element in noted):
        kept.append("itemprop")
    if any(DATED_TERM.match(element.get("property") or "") for element in noted):
        kept.append("property")
    if any(spot.element.get("datetime") and not str(spot.element.tag).startswith("time") for spot in spots):
        kept.append("datetime")
    return [spot for spot in spots if spot.element.tag in NOTED or any(map(spot.element.get, kept))]


def _candidates(offers: list[Offer]) -> Iterator[Candidate]:
    seen: set[tuple[str, Origin, str, str | None]] = set()
    for offer in offers:
        key = (offer.role, offer.origin, offer.raw, offer.context)
        if key in seen or len(seen) >= MAX_CANDIDATES:
            continue
        seen.add(key)
        r = None if offer.reading is None or offer.reading.ambiguous else offer.reading
        value, precision, offset, zone = (r.value, r.precision, r.utc_offset_minutes, r.zone_source) if r else UNREAD
        raw, position = offer.raw[:MAX_RAW_CHARS], len(seen) - 1
        yield Candidate(offer.role, offer.origin, raw, value, offset, zone, precision, offer.context, position)


def _year(address: list[Offer]) -> int | None:
    return next((int(offer.reading.value[:4]) for offer in address if offer.reading), None)


def dialect_of(page: Page, language: str | None) -> Dialect:
    """How a page writes its dates: the language of its text, else its declared one, and its country."""
    tag = next((tag for name in LANGUAGE_ATTRIBUTES if (tag := page.tree.get(name))), "")
    parts = urlsplit(page.url)
    region = re.match(r"/[a-z]{2}-([a-z]{2})/", parts.path, re.IGNORECASE) or re.match(
        r"[a-zA-Z]{2,3}[-_]([a-zA-Z]{2})\b", tag
    )
    country = country_of_host(parts.hostname) or (region[1].lower() if region else None)
    return Dialect(known_language(language) or known_language(tag), None, country)


def _header(last_modified: str | None, dialect: Dialect) -> Iterator[Offer]:
    if last_modified:
        yield Offer("modified", HEADER, last_modified, read_machine(last_modified, dialect))


def settled(offers: list[Offer], dialect: Dialect, fetched_at: datetime | None) -> list[Offer]:
    """03/04 read in the order that the page's other dates prove, if some do and none contradicts.

    `25/04/2025` proves it, and any other date of the same day, or of the same month if it tells no day: `01.11.2023`, or
    `/2023/11/` in the address, beside `11/01/2023`; but not the header, which tells of a deployment. So does the fetch for a
    byline's date that one order puts behind it.
    """
    slashed = [
        o for o in offers if o.reading is not None and (("/" in o.raw and SLASHED.search(o.raw)) or o.reading.ambiguous)
    ]
    if not slashed:
        return offers
    own = (
        o for o in offers if o not in slashed and o.role in OWN_ROLES and o.context not in STRONG and o.origin != HEADER
    )
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
