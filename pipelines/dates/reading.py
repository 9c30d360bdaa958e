"""A date as read from text or from a machine-readable value, at its own precision."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from pipelines.dates.clock import read_clock
from pipelines.dates.days import FIRST_YEAR, LAST_YEAR, Day, find_days
from pipelines.dates.words import fold_text
from pipelines.dates.zones import zone_offset

ISO_8601 = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[t\s]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(z|utc|gmt|[+-]\s?\d\d?:?\d\d|[+-]\d\d(?!\d))?)?"
    r"(?![\d:])"
)
STAMP = re.compile(r"(?<![\d-])(?:19|20)\d\d-\d\d-\d\dt\d\d:\d\d")
CTIME = re.compile(
    r"[a-z]{3},? ([a-z]{3}) +(\d\d?) (\d\d:\d\d:\d\d) ([a-z]{1,5}|[a-z]{3}[+-]\d\d:?\d\d) (\d{4})"
)  # C and Java
COARSE = re.compile(r"(\d{4})(?:-(\d\d))?")
EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.\d+)?")
DAY_FIRST = frozenset(
    {"gb", "uk", "ie", "au", "nz", "in", "sg"}
)  # countries that write English, by CLDR's `en_XX` formats


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a page writes dates: its language, the order of 03/04 where known, and its country (lower-case) for zone names."""

    language: str | None = None
    order: str | None = None  # DMY MDY
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A date that was read: `value` is ISO 8601 at its precision, the clock as written; `ambiguous` when 03/04 stays open."""

    value: str
    precision: str
    utc_offset_minutes: int | None = None
    zone_source: str = "none"
    ambiguous: bool = False
    start: int = 0
    end: int = 0


def read_machine(raw: str, dialect: Dialect) -> Reading | None:
    """A value meant for machines: ISO 8601 in its many spellings, RFC 5322, epoch seconds; else whatever text it is."""
    text = fold_text(raw.strip())
    if m := ISO_8601.match(text):
        return _iso(m)
    if m := EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(m[1]) / (1000 if len(m[1]) == 13 else 1), UTC)
        if moment.year > LAST_YEAR:
            return None
        return Reading(moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"), "instant", 0, "written", end=len(raw))
    if m := CTIME.fullmatch(text):
        text = f"{m[2]} {m[1]} {m[5]} {m[3]} {m[4]}"
    if m := COARSE.fullmatch(text):
        year, month = int(m[1]), int(m[2] or 1)
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            return None
        if m[2]:
            return Reading(f"{year:04}-{month:02}", "month", end=len(raw))
        return Reading(f"{year:04}", "year", end=len(raw))
    return next(iter(read_text(text, dialect)), None) if len(text) < 120 else None


def read_text(text: str, dialect: Dialect) -> list[Reading]:
    """Every date in a text, with the clock time and zone that stand beside it."""
    folded = fold_text(text)
    days = find_days(folded, dialect.language, dialect.order or _order_in(dialect))
    readings = [] if days else _stamped(folded)
    for index, day in enumerate(days):
        left = days[index - 1].end if index else 0
        right = days[index + 1].start if index + 1 < len(days) else len(folded)
        readings.append(_with_clock(day, folded, left, right, dialect))
    return readings


def _stamped(text: str) -> list[Reading]:
    """A machine's date and time that a page shows as it is: `2025-11-03T18:45:00Z`."""
    stamp = STAMP.search(text)
    m = ISO_8601.match(text, stamp.start()) if stamp else None
    reading = _iso(m) if m else None
    return [replace(reading, start=m.start())] if m and reading else []


def _order_in(dialect: Dialect) -> str | None:
    """English writes 03/04 in both orders; where its country writes the day first, that settles it."""
    return "DMY" if dialect.language == "en" and dialect.country in DAY_FIRST else None


def _with_clock(day: Day, text: str, left: int, right: int, dialect: Dialect) -> Reading:
    found = read_clock(text[day.end : min(right, day.end + 45)])
    base = day.end
    if found is None and day.start > left:
        base = max(left, day.start - 30)
        found = read_clock(text[base : day.start])
    if found is None:
        value = f"{day.year:04}-{day.month:02}-{day.day:02}"
        return Reading(value, "day", ambiguous=day.ambiguous, start=day.start, end=day.end)
    local = datetime(day.year, day.month, day.day, found.hour, found.minute, found.second or 0)  # noqa: DTZ001 -- as written
    zone = zone_offset(text[base + found.end : base + found.end + 16], local, dialect.country)
    return _clocked(
        local,
        found.second is not None,
        zone,
        day.ambiguous,
        min(day.start, base + found.start),
        max(day.end, base + found.end),
    )


def _clocked(
    local: datetime, seconds: bool, zone: tuple[int, str] | None, ambiguous: bool, start: int, end: int
) -> Reading:
    stem = local.strftime("%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%dT%H:%M")
    if zone is None:
        return Reading(stem, "local", ambiguous=ambiguous, start=start, end=end)
    return Reading(
        stem + offset_text(zone[0]), "instant" if seconds else "minute", zone[0], zone[1], ambiguous, start, end
    )


def _iso(m: re.Match[str]) -> Reading | None:
    try:
        local = datetime(*(int(m[i] or 0) for i in range(1, 7)))  # type: ignore[arg-type]  # noqa: DTZ001 -- as written
    except ValueError:
        return None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return None
    if m[4] is None:
        return Reading(local.strftime("%Y-%m-%d"), "day", end=m.end())
    return _clocked(local, m[6] is not None, _iso_zone(m[7]), False, 0, m.end())


def _iso_zone(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    if text[0] not in "+-":
        return 0, "written"
    digits = re.sub(r"\D", "", text)
    digits = digits.zfill(4) if len(digits) > 2 else digits + "00"
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return (minutes if text[0] == "+" else -minutes, "written") if minutes <= 14 * 60 else None


def offset_text(minutes: int) -> str:
    """An offset as ISO 8601 writes it: `+01:00`."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@lru_cache(maxsize=4096)
def instant_of(value: str) -> datetime | None:
    """The UTC instant of an ISO value that has a clock time and an offset; None otherwise."""
    if len(value) < 17:
        return None
    moment = datetime.fromisoformat(value)
    return moment.astimezone(UTC) if moment.tzinfo else None


@lru_cache(maxsize=4096)
def span_of(value: str) -> tuple[datetime, datetime]:
    """The earliest and the latest UTC instant that a value can mean, wherever on Earth it was written (UTC−12 to UTC+14)."""
    if (moment := instant_of(value)) is not None:
        return moment, moment + timedelta(seconds=59 if value.count(":") == 2 else 0)
    first = datetime.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value).replace(tzinfo=UTC)
    if len(value) == 4:
        last = first.replace(year=first.year + 1)
    elif len(value) == 7:
        last = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    else:
        last = first + (timedelta(days=1) if len(value) == 10 else timedelta(minutes=1))
    return first - timedelta(hours=14), last + timedelta(hours=12) - timedelta(seconds=1)
