"""The offsets in force in a country, from the tz database's own table of zones by country."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources

from pipelines.dates.zones import minutes_at

COUNTRY_CODES = {"uk": "gb"}


@lru_cache(maxsize=4096)
def offsets_in(country: str | None, local: datetime) -> frozenset[int]:
    """Every offset (minutes) that a clock in the country may have had at `local`; empty for an unknown country.

    >>> sorted(offsets_in("jp", datetime(2025, 11, 3)))
    [540]
    """
    code = (country or "").lower()
    return frozenset(minutes_at(zone, local) for zone in _zones().get(COUNTRY_CODES.get(code, code), ()))


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    table = resources.files("tzdata.zoneinfo").joinpath("zone1970.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = defaultdict(list)
    for line in table.splitlines():
        if line and not line.startswith("#"):
            codes, _, zone, *_ = line.split("\t")
            for code in codes.split(","):
                found[code.lower()].append(zone)
    return {code: tuple(zones) for code, zones in found.items()}
