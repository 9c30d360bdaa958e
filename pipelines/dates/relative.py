"""Times told from now: `2 hours ago`, `vor 3 Tagen`, `gestern, 18:45 Uhr`, and days without a year."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache

from pipelines.dates.clock import read_clock
from pipelines.dates.days import WORD
from pipelines.dates.reading import Reading
from pipelines.dates.words import fold_text, known_language, languages, month_number

UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
NUMBER = re.compile(r"\d+")
CLEAN = re.compile(r"[\s.,;:|•·()\[\]]+")
YEARLESS_CJK = re.compile(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
DAY_WORD = re.compile(rf"(?<![\d.:])(\d\d?)(?:st|nd|rd|th|er|º|\.)?\s?(?:de\s)?({WORD})")
WORD_DAY = re.compile(rf"({WORD})[\s.]{{1,2}}(\d\d?)(?:st|nd|rd|th)?(?!\d|:)")
MOST_AGO = 1000


@cache
def _phrases() -> dict[str, set[tuple[int | None, str]]]:
    found: dict[str, set[tuple[int | None, str]]] = {}
    for words in languages().values():
        for phrase, meaning in words.relative.items():
            found.setdefault(phrase, set()).add(meaning)
    return found


def read_relative(text: str, language: str | None, now: datetime) -> Reading | None:
    """The day that a short text tells from `now` (UTC, when the page was fetched); None when it tells none.

    Such times are rounded by whoever wrote them, so a day is all that is read; with `yesterday, 18:45` the clock counts.
    """
    folded = CLEAN.sub(" ", fold_text(text)).strip()
    own = languages().get(known_language(language) or "")
    for phrase, number in _forms(folded, own.numbers if own else {}):
        meaning = own.relative.get(phrase) if own else None
        if meaning is None:
            meanings = _phrases().get(phrase, set())
            meaning = next(iter(meanings)) if len(meanings) == 1 else None
        if meaning is not None and meaning[1] in UNITS:
            count = meaning[0] if meaning[0] is not None else number
            if count is not None and count <= MOST_AGO:
                return _ago(now - UNITS[meaning[1]] * count, meaning[1], text)
    return None


def _forms(folded: str, numbers: dict[str, int]) -> list[tuple[str, int | None]]:
    """The text as phrases of the table write it: its number as `#`, trailing and leading words dropped one by one."""
    m = NUMBER.search(folded)
    words = folded.split()
    forms: list[tuple[str, int | None]] = []
    if m:
        forms.append((f"{folded[: m.start()]}#{folded[m.end() :]}", int(m[0])))
    else:
        forms += [
            (" ".join([*words[:i], "#", *words[i + 1 :]]), numbers[w]) for i, w in enumerate(words) if w in numbers
        ]
        forms.append((folded, None))
    tails = [(" ".join(f.split()[skip:]), n) for f, n in forms for skip in (1, 2)]
    heads = [(w, None) for w in words[:1]]
    return [*forms, *tails, *heads]


def _ago(moment: datetime, unit: str, text: str) -> Reading:
    day = moment.date().isoformat()
    clock = read_clock(fold_text(text), None) if unit == "day" and ":" in text else None
    if clock is not None:
        return Reading(f"{day}T{clock.hour:02}:{clock.minute:02}", "local", end=len(text))
    return Reading(day, "day", end=len(text))


def read_yearless(text: str, language: str | None, now: datetime) -> Reading | None:
    """A day without a year, in the last twelve months before `now`."""
    folded = fold_text(text)
    for pattern, month_at, day_at in ((YEARLESS_CJK, 1, 2), (DAY_WORD, 2, 1), (WORD_DAY, 1, 2)):
        for m in pattern.finditer(folded):
            month = int(m[month_at]) if m[month_at].isdigit() else month_number(m[month_at], language)
            if month is not None and (found := _latest(month, int(m[day_at]), now)) is not None:
                clock = read_clock(folded[m.end() : m.end() + 30], language)
                stem = found.strftime("%Y-%m-%d")
                if clock is not None:
                    return Reading(f"{stem}T{clock.hour:02}:{clock.minute:02}", "local", end=len(text))
                return Reading(stem, "day", end=len(text))
    return None


def _latest(month: int, day: int, now: datetime) -> datetime | None:
    for year in (now.year, now.year - 1):
        try:
            found = now.replace(year=year, month=month, day=day, hour=0, minute=0, second=0)
        except ValueError:
            continue
        if found <= now + timedelta(hours=14):
            return found
    return None
