"""Zones as pages name them, and the zones of a country. An abbreviation of several zones means what the country means by it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIXED = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120,
    "MEST": 120, "HNEC": 60, "HEEC": 120, "EET": 120, "EEST": 180, "OEZ": 120, "OESZ": 180, "MSK": 180,
    "МСК": 180, "TRT": 180, "SAST": 120, "EAT": 180, "WAT": 60, "EST": -300, "EDT": -240, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "NST": -210,
    "NDT": -150, "BRT": -180, "CLT": -240, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "JST": 540,
    "KST": 540, "WIB": 420, "WITA": 480, "WIT": 540, "ICT": 420, "PKT": 300, "NPT": 345, "AEST": 600,
    "AEDT": 660, "ACST": 570, "ACDT": 630, "AWST": 480, "NZST": 720, "NZDT": 780,
}  # fmt: skip
NAMED = {
    "ET": "America/New_York", "PT": "America/Los_Angeles", "CT": "America/Chicago", "MT": "America/Denver",
    "Eastern": "America/New_York", "Pacific": "America/Los_Angeles", "Central": "America/Chicago",
    "Mountain": "America/Denver",
}  # fmt: skip
BY_COUNTRY = {
    ("IST", "in"): 330, ("IST", "ie"): 60, ("IST", "il"): 120, ("BST", "gb"): 60, ("BST", "uk"): 60, ("BST", "bd"): 360,
    ("CST", "us"): -360, ("CST", "ca"): -360, ("CST", "mx"): -360, ("CST", "cn"): 480, ("CST", "tw"): 480,
    ("PST", "ph"): 480, ("PST", "pk"): 300, ("NST", "np"): 345, ("MST", "my"): 480, ("MST", "mm"): 390,
    ("EST", "au"): None, ("EDT", "au"): 660, ("CDT", "cu"): -240, ("CDT", "au"): 630,
}  # fmt: skip
"""What a country means by a name, before what the world does; None where it means several offsets by it."""
ABBREVIATIONS = frozenset(name for name in (*FIXED, *(name for name, _ in BY_COUNTRY)) if len(name) > 2)
REAL = frozenset(
    {hours * 60 for hours in range(-12, 15)}
    | {-570, -510, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 630, 690, 765, 825}
)  # minutes: every offset that has been in force somewhere since 1995, by the tz database
OFFSET = re.compile(
    r"(?:(?P<name>utc|gmt)\s?[+-]\s?|[+-])(?P<hours>\d{1,2})(?:(?P<colon>:)?(?P<minutes>\d\d))?(?![\d:])", re.IGNORECASE
)
NAME = re.compile(r"[^\W\d_]{1,7}(?![\w-])")
IANA = re.compile(r"\[?((?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_/-]+)")
LONG = re.compile(r"(?:\s(?P<europe>European))?(?:\s(?P<season>Standard|Daylight|Summer))?\s[Tt]ime\b")
ENDS = re.compile(r"\s*(?:$|[)\].,;|/•·–—\d(])")
SHOUTED = re.compile(r"\s[^\W\d_]{2}")
COUNTRY_CODES = {"uk": "gb"}
SOLD = "ai cc co eu fm gg io la ly me nu sh so st to tv vc ws"
WORLDWIDE = frozenset(SOLD.split())  # endings of countries that sites buy for their sound
NATIONAL = frozenset({"com", "org", "net", "gov", "edu", "ac"})  # but `com.co` is Colombia's
ALIKE_FROM, ALIKE_TO = 2010, 2037  # years in which zones that keep the same time are one


@dataclass(frozen=True, slots=True)
class Zone:
    """An offset in minutes, and whether it was `written` or known by its `name`."""

    minutes: int
    source: str


def zone_offset(text: str, local: datetime, country: str | None, *, seconds: bool = False) -> Zone | None:
    """The zone that `text` (with its capitals) begins with, right behind the clock time `local`; None when none.

    `seconds`: the clock has them. Without, a colon in what may be an offset west of Greenwich is a range's: `09:00-10:30`.

    >>> zone_offset(" MESZ", datetime(2025, 7, 1, 12), None)
    Zone(minutes=120, source='name')
    >>> zone_offset(" IST", datetime(2025, 7, 1, 12), None) is None, zone_offset(" est un", datetime(2025, 7, 1), None) is None
    (True, True)
    >>> zone_offset(" Asia/Kolkata", datetime(2025, 7, 1, 12), None)
    Zone(minutes=330, source='name')
    """
    touching = text[:1] == "Z"
    text = text.lstrip(" (,")
    if m := OFFSET.match(text):
        return _written(m, seconds=seconds)
    if m := IANA.match(text):
        return _of_iana(m[1], local)
    m = NAME.match(text)
    if m is None or (m[0] == "Z" and not touching):
        return None
    name, behind = m[0], text[m.end() :]
    if name in ("Eastern", "Central", "Pacific", "Mountain"):
        return _spelled(name, behind, local) if country != "au" else None
    name = name.upper() if name.lower() in ("utc", "gmt", "мск") else name
    if not ENDS.match(behind) and (len(name) < 3 or _is_shout(behind)):
        return None
    if (name, country or "") in BY_COUNTRY:
        minutes = BY_COUNTRY[name, country or ""]
    else:
        minutes = FIXED.get(name) if name not in NAMED else minutes_once(NAMED[name], local)
    return None if minutes is None else Zone(minutes, "written" if name == "Z" else "name")


def _of_iana(name: str, local: datetime) -> Zone | None:
    try:
        minutes = minutes_once(name, local)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if minutes is None else Zone(minutes, "name")


def _written(m: re.Match[str], *, seconds: bool) -> Zone | None:
    sign = -1 if "-" in m[0] else 1
    minutes = (int(m["hours"]) * 60 + int(m["minutes"] or 0)) * sign
    bare = m["name"] is None
    if bare and (m["minutes"] is None or (sign < 0 and m["colon"] and not seconds)):
        return None
    return Zone(minutes, "written") if minutes in REAL else None


def _spelled(name: str, behind: str, local: datetime) -> Zone | None:
    """`Eastern Daylight Time` and the like; `Central` and `Eastern` are Europe's too."""
    m = LONG.match(behind)
    if m is None:
        minutes = minutes_once(NAMED[name], local) if ENDS.match(behind) else None
    elif m["europe"]:
        minutes = {"Central": 60, "Eastern": 120}.get(name)
        minutes = minutes + 60 if minutes is not None and m["season"] == "Summer" else minutes
    else:
        standard = minutes_at(NAMED[name], local.replace(month=1, day=1, hour=12))
        minutes = {"Standard": standard, None: minutes_once(NAMED[name], local)}.get(m["season"], standard + 60)
    return None if minutes is None else Zone(minutes, "name")


def _is_shout(behind: str) -> bool:
    """True if what looks like a zone is a word of a text in capitals: `18:45 WEST BANK`."""
    m = SHOUTED.match(behind)
    return m is not None and m[0].isupper()


def minutes_at(zone: str, local: datetime) -> int:
    """The offset in force in an IANA zone at a local clock time."""
    return int((ZoneInfo(zone).utcoffset(local) or timedelta(0)).total_seconds() // 60)


def minutes_once(zone: str, local: datetime) -> int | None:
    """The same; None in the hour that comes twice in autumn and in the one that spring leaves out."""
    minutes = minutes_at(zone, local)
    return minutes if minutes == minutes_at(zone, local.replace(fold=1)) else None


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
