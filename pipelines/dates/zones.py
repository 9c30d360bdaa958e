"""Zones as pages name them. An abbreviation that several countries use means nothing without the page's country."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

FIXED = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120,
    "mest": 120, "hnec": 60, "heec": 120, "eet": 120, "eest": 180, "oez": 120, "oesz": 180, "msk": 180,
    "мск": 180, "trt": 180, "sast": 120, "eat": 180, "wat": 60, "est": -300, "edt": -240, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "nst": -210,
    "ndt": -150, "brt": -180, "clt": -240, "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "jst": 540,
    "kst": 540, "wib": 420, "wita": 480, "wit": 540, "ict": 420, "pkt": 300, "npt": 345, "aest": 600,
    "aedt": 660, "acst": 570, "acdt": 630, "awst": 480, "nzst": 720, "nzdt": 780,
}  # fmt: skip
NAMED = {
    "et": "America/New_York", "pt": "America/Los_Angeles", "ct": "America/Chicago", "mt": "America/Denver",
    "eastern": "America/New_York", "pacific": "America/Los_Angeles", "central": "America/Chicago",
}  # fmt: skip
BY_COUNTRY = {
    ("ist", "in"): 330, ("ist", "ie"): 60, ("bst", "gb"): 60, ("bst", "uk"): 60, ("bst", "bd"): 360,
    ("cst", "us"): -360, ("cst", "cn"): 480, ("cst", "tw"): 480, ("cst", "ca"): -360,
}  # fmt: skip
OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])\s?(\d{1,2})(?::?(\d\d))?(?!\d)")
NAME = re.compile(r"([a-zа-я]{1,7})(?![\w])")


def zone_offset(text: str, local: datetime, country: str | None) -> tuple[int, str] | None:
    """(minutes, how known) of the zone that `text` (folded) begins with, for the clock time `local`; None when none.

    >>> zone_offset("mesz", datetime(2025, 7, 1, 12), None)
    (120, 'name')
    >>> zone_offset("ist", datetime(2025, 7, 1, 12), None) is None
    True
    """
    text = text.lstrip(" (,")
    if m := OFFSET.match(text):
        hours, minutes = int(m[2]), int(m[3] or 0)
        if hours <= 14 and minutes < 60 and (m[3] or text[0] in "ug"):
            return (hours * 60 + minutes) * (1 if m[1] == "+" else -1), "written"
        return None
    if m := NAME.match(text):
        name = m[1]
        if name in FIXED:
            return FIXED[name], "written" if name == "z" else "name"
        if name in NAMED:
            return minutes_at(NAMED[name], local), "name"
        if (found := BY_COUNTRY.get((name, country or ""))) is not None:
            return found, "name"
    return None


def minutes_at(zone: str, local: datetime) -> int:
    """The offset in force in an IANA zone at a local clock time."""
    return int((ZoneInfo(zone).utcoffset(local) or timedelta(0)).total_seconds() // 60)
