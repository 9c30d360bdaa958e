"""Dates of three numbers, 03/04/2025 and 22/11/03: which number is the day, or that it stays open."""

from __future__ import annotations

import re
from datetime import date

from pipelines.dates.read.words import languages, weekday

YEAR_FIRST = frozenset({"ja", "ko", "zh", "hu"})  # where 22/11/03 is 2022 and nobody writes 03/11/22
OPEN = "open"  # an order that stays so with dots too, as in the United States
THAI_TWO_DIGITS = 1957  # 65 is 2565 of the Buddhist era, 2022
THAI_FROM = 44  # below, two digits are a year of ours
WORD_BEFORE = re.compile(r"([^\W\d_]+)[.,)\]）、]?\s?(?:,\s?|[-–—|·]\s)?$")
WORD_BEHIND = re.compile(r"\s?[,(（]?\s?([^\W\d_]+)")
WEEKDAY_CHARS = 20


def numeric_days(first: int, second: int, last: str, sign: str, language: str | None, order: str | None) -> list[date]:
    """The days that three numbers may be, `last` a year of two or four digits; more than one when that is open.

    >>> [str(day) for day in numeric_days(3, 4, "2025", "/", "fr", None)]
    ['2025-04-03']
    >>> [str(day) for day in numeric_days(3, 4, "2025", "/", "en", None)]
    ['2025-03-04', '2025-04-03']
    >>> [str(day) for day in numeric_days(22, 11, "03", "/", "ja", None)]
    ['2022-11-03']
    """
    short = len(last) == 2
    if short and language in YEAR_FIRST:
        return _existing((year_of(first, language), second, int(last)))
    year = year_of(int(last), language) if short else int(last)
    may_begin = short and not order and _year_may_begin(language, sign)
    year_first = [(year_of(first, language), second, int(last))] if may_begin else []
    day_first, month_first = (year, second, first), (year, first, second)
    if first > 12 or second > 12:
        dotted = sign == "." and order not in ("MDY", OPEN)
        return _existing(day_first if first > 12 or dotted else month_first, *year_first)
    settled = order or _usual_order(language, sign)
    if settled in ("DMY", "MDY"):
        return _existing(month_first if settled == "MDY" else day_first, *year_first)
    return _existing(month_first, day_first, *year_first)


def adjacent_weekday(text: str, start: int, end: int, language: str | None) -> int | None:
    """The day of the week (1 to 7) named right before or behind a place in `text` (folded); None when none is."""
    before = WORD_BEFORE.search(text[max(0, start - WEEKDAY_CHARS) : start])
    named = weekday(before[1], language) if before else None
    if named is None and (behind := WORD_BEHIND.match(text, end)):
        named = weekday(behind[1], language)
    return named


def _usual_order(language: str | None, sign: str) -> str | None:
    """English is written in both orders; Chinese and its neighbours have none for a year that comes last."""
    words = languages().get(language or "")
    if language in YEAR_FIRST:
        return None
    return "DMY" if sign == "." or (words and language != "en" and words.order != "MDY") else None


def _year_may_begin(language: str | None, sign: str) -> bool:
    """True if 22/11/03 may be of 2022: in a language that writes the year first, and in English but for dots."""
    words = languages().get(language or "")
    return sign != "." if words is None or language == "en" else words.order == "YMD"


def year_of(digits: int, language: str | None) -> int:
    """The year that two digits stand for."""
    if language == "th" and digits >= THAI_FROM:
        return digits + THAI_TWO_DIGITS
    return digits + (2000 if digits < 70 else 1900)


def _existing(*triples: tuple[int, int, int]) -> list[date]:
    days: list[date] = []
    for triple in triples:
        try:
            day = date(*triple)
        except ValueError:
            continue
        if day not in days:
            days.append(day)
    return days
