"""Countries and their time zones (the tz database's tables, ISO 3166-1), and suggestions for misspelt names."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

USUAL_NAMES = {"UK": "GB", "EN": "GB", "EL": "GR", "ENGLAND": "GB", "SCOTLAND": "GB", "USA": "US", "UAE": "AE"}
"""Usual names of countries with another code in ISO 3166."""
COUNTRY_OF_TLD = {"uk": "GB"}
MONTH_FIRST = frozenset(("US",))
YEAR_FIRST = frozenset(("CN", "JP", "KR", "TW", "HU", "LT", "SE", "MN"))


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """Time zones by country, the principal one first."""
    zones: dict[str, tuple[str, ...]] = {}
    for country, _, zone, *_ in _rows("zone.tab"):
        zones[country] = (*zones.get(country, ()), zone)
    return zones


@cache
def country_names() -> dict[str, str]:
    """English names by code: `GB` → `Britain (UK)`."""
    return {code: name for code, name, *_ in _rows("iso3166.tab")}


def country_of_host(host: str) -> str | None:
    """The country of a host's top-level domain.

    >>> country_of_host("paper.co.uk"), country_of_host("zeitung.at"), country_of_host("paper.com")
    ('GB', 'AT', None)
    """
    ending = host.rpartition(".")[2].lower()
    country = COUNTRY_OF_TLD.get(ending, ending.upper())
    return country if country in zones_by_country() else None


def date_order(country: str | None) -> str | None:
    """The order of numeric dates in a country.

    >>> [date_order(country) for country in ("US", "DE", "JP", None)]
    ['mdy', 'dmy', 'ymd', None]
    """
    if country is None:
        return None
    return "mdy" if country in MONTH_FIRST else "ymd" if country in YEAR_FIRST else "dmy"


def country_remedy(written: str) -> str | None:
    """A suggestion for a wrong country; None for a valid code.

    >>> country_remedy("Germany"), country_remedy("uk"), country_remedy("AT")
    ('write two capital letters (ISO 3166-1); did you mean DE?', 'write two capital letters (ISO 3166-1); did you mean GB?', None)
    """
    names = country_names()
    if written in names:
        return None
    word = written.strip().upper()
    by_name = {name.upper(): code for code, name in names.items()}
    close = difflib.get_close_matches(word, by_name, n=1, cutoff=0.8)
    meant = USUAL_NAMES.get(word) or (word if word in names else by_name[close[0]] if close else None)
    return "write two capital letters (ISO 3166-1)" + (f"; did you mean {meant}?" if meant else ", such as GB")


def zone_remedy(written: str) -> str | None:
    """A suggestion for a wrong time zone; None for an IANA zone.

    >>> zone_remedy("London"), zone_remedy("europe/vienna"), zone_remedy("Asia/Kolkata")
    ('write an IANA name; did you mean Europe/London?', 'write an IANA name; did you mean Europe/Vienna?', None)
    """
    zones = available_timezones()
    if written in zones:
        return None
    principal = sorted(zone for zones in zones_by_country().values() for zone in zones)
    word = written.strip().replace(" ", "_").lower()
    cities = {zone.rpartition("/")[2].lower(): zone for zone in principal} | {zone.lower(): zone for zone in principal}
    close = difflib.get_close_matches(word, cities, n=1, cutoff=0.75)
    return "write an IANA name" + (f"; did you mean {cities[close[0]]}?" if close else ", such as Europe/London")


def _rows(table: str) -> list[list[str]]:
    text = files("tzdata.zoneinfo").joinpath(table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
