"""Times relative to now: `2 hours ago`, `vor 3 Tagen`, `gestern, 18:45 Uhr`. Days without a year: see `yearless`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from pipelines.dates.read.adjacent_clock import ZONE, joined
from pipelines.dates.read.clock import Clock, read_clock
from pipelines.dates.read.countries import every_zone
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import Dialect, Reading
from pipelines.dates.read.words import cased_text, fold_text, languages

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
