"""Zones as pages name them. An abbreviation that several countries use means what the page's country means by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
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
