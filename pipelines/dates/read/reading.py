"""A date as read from text or from a machine-readable value, at its own precision; and the offer of one by a reader of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from pipelines.dates.model import Origin
from pipelines.dates.read.clock import adjacent_clock
from pipelines.dates.read.days import FIRST_YEAR, LAST_YEAR, OPEN, Day, find_days
from pipelines.dates.read.words import cased_text, fold_text
from pipelines.dates.read.zones import REAL, Zone, zone_offset

ISO_8601 = re.compile(
    r"(\d{4})(?:-(?=\d\d?-)|(?=\d{4}))(\d\d?+)-?(\d\d?+)(?:[t\s]+(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?"
    r"\s*((?:utc|gmt)\s?[+-]\s?\d\d?(?::?\d\d)?(?!\d)|z|utc|gmt|[+-]\s?\d\d?:?\d\d|[+-]\d\d(?!\d))?)?(?![\d:])"
)
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()")
UNREAD_TAIL = re.compile(r"\s*[a-z]")  # half of the day or zone behind an ISO clock, as text has them
MAX_ZONE_CHARS = 40
GLUE = re.compile(r"(?<=\d)[Tt](?=\d)")
STAMP = re.compile(r"(?<![\d-])(?:19|20)\d\d-\d\d-\d\dt\d\d:\d\d")
CTIME = re.compile(
    r"[a-z]{3},? ([a-z]{3}) +(\d\d?) (\d\d:\d\d:\d\d) (?:([a-z]{1,5}|(?:[a-z]{3})?[+-]\d\d:?\d\d) )?(\d{4})"
)  # C and Java
COARSE = re.compile(r"(\d{4})(?:-(\d\d))?")
EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.\d+)?")
DAY_FIRST = frozenset(
    {"gb", "uk", "ie", "au", "nz", "in", "sg"}
)  # countries that write English, by CLDR's `en_XX` formats


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a page writes dates: its language, the order of 03/04 where known, its country (lower-case) for zone names, and the
    year in its address.
    """

    language: str | None = None
    order: str | None = None  # DMY MDY
    country: str | None = None
    year: int | None = None


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
    if m := COMPACT.fullmatch(text) or ISO_8601.match(text):
        unread = m[4] and not m[7] and UNREAD_TAIL.match(text, m.end())
        readings = read_text(GLUE.sub(" ", raw.strip()), dialect) if unread else []
        return readings[0] if len(readings) == 1 else _iso(m)
    if m := EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(m[1]) / (1000 if len(m[1]) == 13 else 1), UTC)
        if moment.year > LAST_YEAR:
            return None
        return Reading(moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"), "instant", 0, "written", end=len(raw))
    if m := CTIME.fullmatch(text):
        return read_machine(f"{m[2]} {m[1]} {m[5]} {m[3]} {(m[4] or '').upper()}", dialect)
    if m := COARSE.fullmatch(text):
        year, month = int(m[1]), int(m[2] or 1)
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            return None
        if m[2]:
            return Reading(f"{year:04}-{month:02}", "month", end=len(raw))
        return Reading(f"{year:04}", "year", end=len(raw))
    return next(iter(read_text(raw.strip(), dialect)), None) if len(text) < 120 else None


def read_text(text: str, dialect: Dialect) -> list[Reading]:
    """Every date in a text, with the clock time and zone that stand beside it."""
    folded = fold_text(text)
    days = find_days(folded, dialect.language, dialect.order or _order_in(dialect))
    if not days:
        return _stamped(folded)
    cased = cased_text(text, folded)
    readings: list[Reading] = []
    for index, day in enumerate(days):
        left = readings[-1].end if readings else 0
        right = days[index + 1].start if index + 1 < len(days) else len(folded)
        readings.append(_with_clock(day, folded, cased, (left, right), dialect))
    return readings


@lru_cache(maxsize=20_000)
def whole_day(text: str | None) -> str | None:
    """The day that a text is; None if it says anything else, or no year, or if 03/04 could be either day.

    >>> [whole_day(text) for text in ("1 de julio de 2020", "July 2020", "Harbour closed on July 1, 2020", "03/04/2020")]
    ['2020-07-01', None, None, None]
    """
    text = (text or "").strip()
    readings = read_text(text, Dialect()) if any(c.isdigit() for c in text) else ()
    for reading in readings:
        whole = reading.start == 0 and reading.end == len(text)
        if whole and not reading.ambiguous and len(reading.value) >= len("2020-07-01"):
            return reading.value[:10]
    return None


def _stamped(text: str) -> list[Reading]:
    """A machine's date and time that a page shows as it is: `2025-11-03T18:45:00Z`."""
    stamp = STAMP.search(text)
    m = ISO_8601.match(text, stamp.start()) if stamp else None
    reading = _iso(m) if m else None
    return [replace(reading, start=m.start())] if m and reading else []


def _order_in(dialect: Dialect) -> str | None:
    """English writes 03/04 in both orders; where its country writes the day first, that settles it."""
    if dialect.language != "en":
        return None
    return "DMY" if dialect.country in DAY_FIRST else OPEN if dialect.country == "us" else None


def _with_clock(day: Day, folded: str, cased: str, room: tuple[int, int], dialect: Dialect) -> Reading:
    clock = adjacent_clock(folded, cased, day, *room, dialect.language)
    if clock is None:
        value = f"{day.year:04}-{day.month:02}-{day.day:02}"
        return Reading(value, "day", ambiguous=day.ambiguous, start=day.start, end=day.end)
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0)  # noqa: DTZ001 -- as written
    behind = cased[clock.end : day.start] if clock.end <= day.start else cased[clock.end : clock.end + MAX_ZONE_CHARS]
    zone = zone_offset(behind, local, dialect.country, seconds=clock.second is not None)
    span = (min(day.start, clock.start), max(day.end, clock.end))
    return _clocked(local, clock.second is not None, zone, span, ambiguous=day.ambiguous)


def _clocked(
    local: datetime, seconds: bool, zone: Zone | None, span: tuple[int, int], *, ambiguous: bool = False
) -> Reading:
    stem = local.strftime("%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%dT%H:%M")
    if zone is None:
        return Reading(stem, "local", None, "none", ambiguous, *span)
    precision = "instant" if seconds else "minute"
    return Reading(stem + offset_text(zone.minutes), precision, zone.minutes, zone.source, ambiguous, *span)


def _iso(m: re.Match[str]) -> Reading | None:
    try:
        local = datetime(*(int(m[i] or 0) for i in range(1, 7)))  # type: ignore[arg-type]  # noqa: DTZ001 -- as written
    except ValueError:
        return None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return None
    if m[4] is None:
        return Reading(local.strftime("%Y-%m-%d"), "day", end=m.end())
    return _clocked(local, m[6] is not None, _iso_zone(m[7]), (0, m.end()))


def _iso_zone(text: str | None) -> Zone | None:
    if not text:
        return None
    digits = re.sub(r"\D", "", text) or "0"
    digits = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
    minutes = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if "-" in text else 1)
    return Zone(minutes, "written") if minutes in REAL else None


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


@dataclass(frozen=True, slots=True)
class Offer:
    """A date as its page writes it, and what was read."""

    role: str  # published modified other
    origin: Origin
    raw: str
    reading: Reading | None  # None if unreadable
    context: str | None = None
