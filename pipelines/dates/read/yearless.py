"""Days without a year, `Nov 3, 18:45` and `11月3日`: the last one before the page was fetched."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pipelines.dates.read.adjacent_clock import ZONE, adjacent_clock, joined
from pipelines.dates.read.days import WORD, Day
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.numeric import adjacent_weekday
from pipelines.dates.read.reading import Dialect, Reading
from pipelines.dates.read.words import cased_text, fold_text, month_number

CJK = re.compile(r"(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号]")
DAY_WORD = re.compile(rf"(?<![\d.:])(?P<day>\d\d?)(?:st|nd|rd|th|er|º|\.)?\s?(?:de\s)?(?P<month>{WORD})")
WORD_DAY = re.compile(rf"(?P<month>{WORD})[\s.]{{1,2}}(?P<day>\d\d?)(?:st|nd|rd|th)?(?!\d|:)")
SEPARATED = re.compile(r"[^\d]*[|·•–—]\s*")  # `Ann Lee | Nov 3`
SEPARATES = re.compile(r"\s*[|·•–—]")


def read_yearless(text: str, dialect: Dialect, now: datetime) -> Reading | None:
    """The day of a short text without a year, the last one before `now`: `Nov 3, 18:45` read in January 2026 → 2025-11-03T18:45.

    None where the weekday beside it or the year in the page's address says that it was another year.
    """
    folded = fold_text(text)
    for pattern in (CJK, DAY_WORD, WORD_DAY):
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
