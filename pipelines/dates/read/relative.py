"""Dates that a short text tells from the moment of the fetch: 2 hours ago, gestern, a day without a year, a month alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from pipelines.dates.read.clock import ZONE, Clock, adjacent_clock, joined, read_clock
from pipelines.dates.read.days import FIRST_YEAR, LAST_YEAR, WORD, Day, adjacent_weekday
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import Dialect, Reading
from pipelines.dates.read.words import cased_text, fold_text, languages, month_number
from pipelines.dates.read.zones import every_zone

UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
NUMBER = re.compile(r"\d+")
CLEAN = re.compile(r"[\s.,;:|•·()\[\]–—-]+")
MAX_AGO = 1000
MAX_WORDS_CHARS = 40
MAX_LABEL = 3  # words: `Published on`
ANYWHERE = (timezone(timedelta(hours=-8)), timezone(timedelta(hours=9)))
"""From California to Japan: papers farther east have an address that ends in their country."""
MONTH_AND_DAY = re.compile(r"(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号]")
DAY_WORD = re.compile(rf"(?<![\d.:])(?P<day>\d\d?)(?:st|nd|rd|th|er|º|\.)?\s?(?:de\s)?(?P<month>{WORD})")
WORD_DAY = re.compile(rf"(?P<month>{WORD})[\s.]{{1,2}}(?P<day>\d\d?)(?:st|nd|rd|th)?(?!\d|:)")
SEPARATED = re.compile(r"[^\d]*[|·•–—]\s*")  # `Ann Lee | Nov 3`
SEPARATES = re.compile(r"\s*[|·•–—]")
MAX_MONTH_CHARS = 40
NAMED = re.compile(rf"(?P<month>{WORD})[.,]{{0,2}}\s(?:de[l]?\s)?(?P<year>(?:19|20)\d\d)\s?(?:г\.?|р\.?|r\.?)?")
YEAR_AND_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>\d\d?)\s?[月월]")


def read_relative(text: str, dialect: Dialect, now: datetime) -> Reading | None:
    """The day of a short text that is only a relative time, `2 days ago`; `now` (UTC) is when the page was fetched.

    None where the zones of the page's country, or of the world where it is unknown, do not agree about the day. Such times
    are rounded by whoever wrote them, so a day is all that is read; with `yesterday, 18:45` the clock counts.
    """
    folded = fold_text(text)
    amount = _amount(folded, dialect.language)
    clock = None
    if amount is None and (clock := read_clock(folded, dialect.language)) is not None:
        amount = _amount(_without(folded, cased_text(text, folded), clock, dialect.language), dialect.language)
    if amount is None or (clock is not None and amount[1] != "day"):
        return None
    day = _day(*amount, now, dialect.country)
    if day is None:
        return None
    if clock is None:
        return Reading(day.isoformat(), "day", end=len(text))
    return Reading(f"{day.isoformat()}T{clock.hour:02}:{clock.minute:02}", "local", end=len(text))


def is_relative_in_words(text: str, dialect: Dialect) -> bool:
    """True if a text is only a time before now, in words without digits: `an hour ago`, but not `today` or `now`."""
    if len(text) > MAX_WORDS_CHARS or NUMBER.search(text):
        return False
    amount = _amount(fold_text(text), dialect.language)
    return amount is not None and amount[0] > 0


def _without(folded: str, cased: str, clock: Clock, language: str | None) -> str:
    """A text without its clock time, the zone behind it and the small words before it (`gestern um`)."""
    zone = ZONE.match(cased, clock.end)
    before, behind = folded[: clock.start], folded[zone.end() if zone else clock.end :]
    words = before.split()
    while words and joined(words[-1], language):
        words.pop()
    return " ".join([*words, behind])


def _amount(folded: str, language: str | None) -> tuple[int, str] | None:
    """(count, unit) of a text that is only a relative time: `2 hours ago` → (2, "hour"). English is read on every page."""
    text = CLEAN.sub(" ", folded).strip()
    for code in (language or "", "en"):
        numbers = languages()[code].numbers if code in languages() else {}
        for phrase, number in _forms(text, numbers):
            count, unit = _phrases(code).get(phrase, (None, ""))
            count = count if count is not None else number
            if unit in UNITS and count is not None and count <= MAX_AGO:
                return count, unit
    return None


@cache
def _phrases(language: str) -> dict[str, tuple[int | None, str]]:
    """A language's phrases, in all its scripts."""
    codes = (code for code in languages() if code.partition("-")[0] == language)
    return {phrase: meaning for code in codes for phrase, meaning in languages()[code].relative.items()}


def _forms(text: str, numbers: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    """The text as phrases of the table write it, its number as `#`, with and without a label such as `Published`."""
    for phrase in _unlabelled(text):
        words = phrase.split()
        if m := NUMBER.search(phrase):
            yield f"{phrase[: m.start()]}#{phrase[m.end() :]}", int(m[0][:9])
        else:
            yield phrase, None
            for i, word in enumerate(words):
                if word in numbers:
                    yield " ".join([*words[:i], "#", *words[i + 1 :]]), numbers[word]


def _unlabelled(text: str) -> Iterator[str]:
    yield text
    words = text.split()
    for length in range(1, min(MAX_LABEL, len(words) - 1) + 1):
        if label_of(" ".join(words[:length])) == "published":
            yield " ".join(words[length:])


@lru_cache(maxsize=1_000)
def _day(count: int, unit: str, now: datetime, country: str | None) -> date | None:
    """The one day of all that the moment may be in a country; hours and less are rounded down."""
    zones = [ZoneInfo(zone) for zone in every_zone(country)] or ANYWHERE
    if unit == "day":
        days = {now.astimezone(zone).date() - timedelta(days=count) for zone in zones}
    else:
        ends = (now - UNITS[unit] * count, now - UNITS[unit] * (count + 1))
        days = {end.astimezone(zone).date() for zone in zones for end in ends}
    return days.pop() if len(days) == 1 else None


def read_yearless(text: str, dialect: Dialect, now: datetime) -> Reading | None:
    """The day of a short text without a year, the last one before `now`: `Nov 3, 18:45` read in January 2026 → 2025-11-03T18:45.

    None where the weekday beside it or the year in the page's address says that it was another year.
    """
    folded = fold_text(text)
    for pattern in (MONTH_AND_DAY, DAY_WORD, WORD_DAY):
        for m in pattern.finditer(folded):
            month = int(m["month"]) if m["month"].isdecimal() else month_number(m["month"], dialect.language)
            day = _latest(month, int(m["day"]), m, now) if month else None
            if day is not None and _fits(day, folded, dialect):
                return _whole(day, folded, cased_text(text, folded), dialect.language)
    return None


def _latest(month: int, day: int, m: re.Match[str], now: datetime) -> Day | None:
    for year in (now.year, now.year - 1):
        try:
            found = now.replace(year=year, month=month, day=day, hour=0, minute=0, second=0)
        except ValueError:
            continue
        if found <= now + timedelta(hours=14):
            return Day(year, month, day, m.start(), m.end())
    return None


def _fits(day: Day, folded: str, dialect: Dialect) -> bool:
    if dialect.year not in (None, day.year):
        return False
    named = adjacent_weekday(folded, day.start, day.end, dialect.language)
    return named in (None, datetime(day.year, day.month, day.day).isoweekday())  # noqa: DTZ001 -- a day as written


def _whole(day: Day, folded: str, cased: str, language: str | None) -> Reading | None:
    """The day with its clock, if the text around them is but a label, a weekday, or set apart by a bar."""
    clock = adjacent_clock(folded, cased, day, 0, len(folded), language)
    start, end = (min(day.start, clock.start), max(day.end, clock.end)) if clock else (day.start, day.end)
    zone = ZONE.match(cased, end)
    before, behind = folded[:start], folded[zone.end() if zone else end :]
    if not (joined(before, language) or label_of(before) == "published" or SEPARATED.fullmatch(before)):
        return None
    if not (joined(behind, language) or SEPARATES.match(behind)):
        return None
    stem = f"{day.year}-{day.month:02}-{day.day:02}"
    if clock is None:
        return Reading(stem, "day", end=len(folded))
    return Reading(f"{stem}T{clock.hour:02}:{clock.minute:02}", "local", end=len(folded))


def read_month(text: str, dialect: Dialect) -> Reading | None:
    """The month of a text that holds nothing else, but for a label: `Published November 2022` → 2022-11.

    >>> read_month("Published in November 2022", Dialect("en")).value, read_month("The November 2022 vote", Dialect("en"))
    ('2022-11', None)
    """
    if len(text) > MAX_MONTH_CHARS:
        return None
    folded = fold_text(text.strip())
    for pattern in (YEAR_AND_MONTH, NAMED):
        m = pattern.search(folded)
        if m is None or m.end() < len(folded):
            continue
        month = int(m["month"]) if m["month"].isdecimal() else month_number(m["month"], dialect.language)
        before = folded[: m.start()].strip(" :|·•–—")
        if month and 1 <= month <= 12 and FIRST_YEAR <= int(m["year"]) <= LAST_YEAR:
            is_publication = not before or (label_of(before) == "published" and not any(map(str.isdigit, before)))
            return Reading(f"{m['year']}-{month:02}", "month", end=len(text)) if is_publication else None
    return None
