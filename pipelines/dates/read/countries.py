"""The zones of a country and the offsets in force there, from the tz database's own table of zones by country."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources

from pipelines.dates.read.zones import minutes_at

COUNTRY_CODES = {"uk": "gb"}
SOLD = "ai cc co eu fm gg io la ly me nu sh so st to tv vc ws"
WORLDWIDE = frozenset(SOLD.split())  # endings of countries that sites buy for their sound
NATIONAL = frozenset({"com", "org", "net", "gov", "edu", "ac"})  # but `com.co` is Colombia's
ALIKE_FROM, ALIKE_TO = 2010, 2037  # years in which zones that keep the same time are one


def country_of_host(host: str | None) -> str | None:
    """The country of a host, lower case; None for an ending that says nothing of one.

    >>> country_of_host("zeitung.de"), country_of_host("paper.io"), country_of_host("diario.com.co")
    ('de', None, 'co')
    """
    *_, registered, ending = ("", "", *(host or "").split("."))
    if len(ending) != 2 or not ending.isalpha() or (ending in WORLDWIDE and registered not in NATIONAL):
        return None
    return ending


@lru_cache(maxsize=4096)
def offsets_in(country: str | None, local: datetime) -> frozenset[int]:
    """Every offset (minutes) that a clock in the country may have had at `local`; empty for an unknown country.

    >>> sorted(offsets_in("jp", datetime(2025, 11, 3)))
    [540]
    """
    return frozenset(minutes_at(zone, local) for zone in every_zone(country))


@cache
def zones_of(country: str | None) -> tuple[str, ...]:
    """The IANA zones of a country, its own before those shared with a bigger one, one of each that keep the same time.

    () for an unknown country.

    >>> zones_of("de"), zones_of("pt")
    (('Europe/Berlin',), ('Europe/Lisbon', 'Atlantic/Azores'))
    """
    kept: dict[tuple[int, ...], str] = {}
    for zone in every_zone(country):
        kept.setdefault(_time_kept(zone), zone)
    return tuple(kept.values())


def every_zone(country: str | None) -> tuple[str, ...]:
    """The IANA zones of a country, those that keep the same time too; () for an unknown one."""
    return _zones().get(_code(country), ())


@lru_cache(maxsize=4096)
def offsets_on(zone: str, day: date) -> frozenset[int]:
    """The UTC offsets (minutes) of a zone on a day: Europe/Vienna has 60 and 120 on the days when clocks change."""
    return frozenset(minutes_at(zone, datetime.combine(day, time(hour))) for hour in (0, 23))


@cache
def _time_kept(zone: str) -> tuple[int, ...]:
    days = (date(ALIKE_TO, 12, 31) - date(ALIKE_FROM, 1, 1)).days
    noon = datetime(ALIKE_FROM, 1, 1, 12)  # noqa: DTZ001 -- a local clock time
    return tuple(minutes_at(zone, noon + timedelta(days=n)) for n in range(0, days, 3))


def _code(country: str | None) -> str:
    code = (country or "").lower()
    return COUNTRY_CODES.get(code, code)


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    table = resources.files("tzdata.zoneinfo").joinpath("zone1970.tab").read_text(encoding="utf-8")
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in table.splitlines():
        if line and not line.startswith("#"):
            codes, _, zone, *_ = line.split("\t")
            for place, code in enumerate(codes.split(",")):
                found[code.lower()].append((min(place, 1), zone))
    ordered = {code: sorted(zones, key=lambda pair: pair[0]) for code, zones in found.items()}
    return {code: tuple(zone for _, zone in zones) for code, zones in ordered.items()}
