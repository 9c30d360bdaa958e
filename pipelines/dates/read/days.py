"""Calendar days in text: 2025-11-03, 3. November 2025, Nov 3rd, 2025, 03/11/2025, 2025年11月3日, 令和7年11月3日, R7.11.3."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipelines.dates.read import calendars
from pipelines.dates.read.words import fold_text, languages, month_number, weekday

YEAR_FIRST = frozenset({"ja", "ko", "zh", "hu"})  # where 22/11/03 is 2022 and nobody writes 03/11/22
OPEN = "open"  # an order that stays so with dots too, as in the United States
THAI_TWO_DIGITS = 1957  # 65 is 2565 of the Buddhist era, 2022
THAI_FROM = 44  # below, two digits are a year of ours
WORD_BEFORE = re.compile(r"([^\W\d_]+)[.,)\]）、]?\s?(?:,\s?|[-–—|·]\s)?$")
WORD_BEHIND = re.compile(r"\s?[,(（]?\s?([^\W\d_]+)")
WEEKDAY_CHARS = 20
WORD = r"[^\W\d_][^\s\d,،;:/()|–—\-]*"
LEVANT = re.compile(r"(?<=تشرين|كانون) (?=ال)")  # two months of the Levant have two words
YEAR = r"(?:19|20|25|13|14)\d\d"  # Gregorian, Thai (25..) and Persian (13.., 14..) years
FIRST = r"(?:19|20|25|13|14)"  # a look back behind it, not before, lets the search run from digit to digit
FILLER = r"(?:(?:de|del|di|of|den|da|do|na)\s+|d[’'])?"
ETHIOPIAN = frozenset(("am", "ti"))
"""Languages whose papers count years by the Ethiopian calendar, seven or eight behind: their numeric dates are left unread."""
ISO = re.compile(rf"({FIRST}(?<![\d-]\d\d)\d\d)-(\d\d?)-(\d\d?)(?![\d-]|t?\d)")
CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]")
YMD = re.compile(rf"({FIRST}(?<![\d./-]\d\d)\d\d)\s?([./])\s?(\d\d?)\s?\2\s?(\d\d?)(?!\d)")
DMY = re.compile(
    rf"(\d(?<![\d.,/-]\d)(?<!\d:\d)\d?)\s?([./-])\s?(\d\d?)\s?\2\s?({YEAR}|\d\d(?!(?<=\s\d\d)[:h]\d\d))(?![\d/]|[.,-]\d)"
)
"""The third number is no year behind the space in `14.11. 05:55`: there it begins a clock time."""
VIETNAMESE = re.compile(r"(\d\d?)\s+tháng\s+(\d\d?)[\s,/]+(?:năm\s+)?(\d{4})")
THAI = r"(?:(?<=[\u0e00-\u0e7f] )|(?<=[\u0e00-\u0e7f]\. ))"  # behind a month: `3 พ.ย. 68` is of 2568, the Buddhist year
DAY_WORD = re.compile(
    rf"(\d(?<![\d.:]\d)\d?)(?:st|nd|rd|th|er|º|ª|°|-?го|-?ви|ος|η|an|en|a)?[\s.,،/\-–]{{0,3}}{FILLER}({WORD})"
    rf"(?:/[^\W\d_]+)?[\s.,،/\-–’']{{0,3}}(?:(?:de|del|of)\s+|[พค]\.?ศ\.?\s?)?({YEAR}|(?<=[-/’'])\d\d|{THAI}\d\d(?!\s?[.:]))(?!\d)"
)
DAY_YEAR = rf"(?:st|nd|rd|th|er|º)?(?:\s?[,.]\s?|\s)(?:de\s+)?({YEAR})(?!\d)"
WORD_DAY = re.compile(rf"(?<![^\W\d_])({WORD})[\s.]{{0,2}}(\d\d?){DAY_YEAR}")
AFTER_WORD = re.compile(rf"\d{DAY_YEAR}")
LATVIAN = re.compile(rf"(?<!\d)({YEAR})\.?\s?gada\s(\d\d?)\.?\s({WORD})")
YEAR_WORD = re.compile(
    rf"({FIRST}(?<!\d\d\d)\d\d)\.?[\s,]{{0,2}}(?:m\.|gada|eko|оны)?\s?({WORD})[\s.]{{1,2}}(\d\d?)(?!\d)"
)
RANGE = re.compile(r"(?<![\d:.,/–-])\d\d?\.?[–-]$")  # `5–7 May 2022` is no day
NUMERIC = re.compile(r"(?<!\d)(\d\d?)[/-](\d\d?)[/-]((?:\d\d)?\d\d)(?!\d)")
FIRST_YEAR, LAST_YEAR = (
    1900,
    2060,
)  # later years stand for `never`, or are of another calendar: Nepal writes 2082
BUDDHIST_ERA = 543  # Thai years count from 543 BC


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


@dataclass(frozen=True, slots=True)
class Day:
    """A day read in a text, from `start` to `end`; `ambiguous` when day and month could change places."""

    year: int
    month: int
    day: int
    start: int
    end: int
    ambiguous: bool = False


def read_order(raw: str, value: str | None) -> str | None:
    """The order in which a text that could be read both ways was read; None when it could not, or was not read.

    >>> read_order("03/04/2025 18:45", "2025-04-03"), read_order("13/04/2025", "2025-04-13")
    ('DMY', None)
    """
    m = NUMERIC.search(fold_text(raw))
    if m is None or value is None or int(m[1]) == int(m[2]) or max(int(m[1]), int(m[2])) > 12:
        return None
    month, day = value[5:7], value[8:10]
    return {(m[1].zfill(2), m[2].zfill(2)): "DMY", (m[2].zfill(2), m[1].zfill(2)): "MDY"}.get((day, month))


def find_days(text: str, language: str | None, order: str | None) -> list[Day]:
    """Every calendar day in `text` (folded), first to last. `order` (DMY or MDY) settles 03/04/2025; None leaves it open."""
    found: list[Day] = []
    if language == "ar":
        text = LEVANT.sub("_", text)
    for needed, pattern, read in _PATTERNS:
        if isinstance(needed, re.Pattern):
            if not needed.search(text):
                continue
        elif not any(sign in text for sign in needed):
            continue
        for m in pattern.finditer(text):
            if all(m.end() <= d.start or m.start() >= d.end for d in found) and (day := read(m, language, order)):
                found.append(day)
    return sorted(found, key=lambda d: d.start)


def _day(m: re.Match[str], year: int, month: int, day: int, *, ambiguous: bool = False) -> Day | None:
    if 2400 <= year < 2700:
        year -= BUDDHIST_ERA
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Day(year, month, day, m.start(), m.end(), ambiguous)


def _persian(m: re.Match[str], year: int, month: int, day: int) -> Day | None:
    try:
        found = calendars.persian_day(year, month, day)
    except ValueError:
        return None
    return Day(found.year, found.month, found.day, m.start(), m.end())


def _iso(m: re.Match[str], language: str | None, _order: str | None) -> Day | None:
    return _year_first(m, int(m[1]), int(m[2]), int(m[3]), language)


def _ymd(m: re.Match[str], language: str | None, _order: str | None) -> Day | None:
    return None if language in ETHIOPIAN else _year_first(m, int(m[1]), int(m[3]), int(m[4]), language)


def _year_first(m: re.Match[str], year: int, month: int, day: int, language: str | None) -> Day | None:
    if 1300 <= year < 1500:
        return _persian(m, year, month, day) if language == "fa" else None
    return _day(m, year, month, day)


def _dmy(m: re.Match[str], language: str | None, order: str | None) -> Day | None:
    """A day of the week that is named beside it settles what the numbers leave open, and refuses what it contradicts."""
    year = int(m[4])
    if language in ETHIOPIAN or (
        language == "ja" and calendars.SIGNED.search(m.string[max(0, m.start() - 5) : m.start()])
    ):
        return None
    last = str(year - BUDDHIST_ERA) if 2400 <= year < 2700 else m[4]
    found = numeric_days(int(m[1]), int(m[3]), last, m[2], language, order)
    if found and max(int(m[1]), int(m[3])) <= 12:
        named = adjacent_weekday(m.string, m.start(), m.end(), language)
        found = [day for day in found if named in (None, day.isoweekday())]
    if not found:
        return None
    return _day(m, found[0].year, found[0].month, found[0].day, ambiguous=len(found) > 1)


def _era(m: re.Match[str], language: str | None, _order: str | None) -> Day | None:
    year = calendars.year_of_era(m[1], m[2], language)
    return _day(m, year, calendars.number(m[3]), calendars.number(m[4])) if year else None


def _short_era(m: re.Match[str], language: str | None, _order: str | None) -> Day | None:
    year = calendars.short_year(m) if language == "ja" else None
    return _day(m, year, int(m[5]), int(m[6])) if year else None


def _named(year: int, month: int, day: int) -> Callable[[re.Match[str], str | None, str | None], Day | None]:
    def read(m: re.Match[str], language: str | None, _order: str | None) -> Day | None:
        written = int(m[year])
        if RANGE.search(m.string[max(0, m.start() - 5) : m.start()]):
            return None
        if 1300 <= written < 1500:
            persian = calendars.persian_month(m[month])
            return _persian(m, written, persian, int(m[day])) if persian else None
        number = int(m[month]) if m[month].isdecimal() else month_number(m[month], language)
        if number is None:
            return None
        return _day(m, year_of(written, language) if written < 100 else written, number, int(m[day]))

    return read


_PATTERNS = (
    ("-", ISO, _iso),
    ("年년", CJK, _iso),
    ("年", calendars.ERA, _era),
    ("年", calendars.KANJI, _era),
    ("./-", calendars.SHORT, _short_era),
    ("./", YMD, _ymd),
    ("./-", DMY, _dmy),
    (("tháng",), VIETNAMESE, _named(3, 2, 1)),
    (("gada",), LATVIAN, _named(1, 3, 2)),
    (("",), DAY_WORD, _named(3, 2, 1)),
    (AFTER_WORD, WORD_DAY, _named(3, 1, 2)),
    (("",), YEAR_WORD, _named(1, 2, 3)),
)
"""Signs, or a part of it, without which a pattern cannot match; the pattern; its reader. Earlier ones win where they overlap."""
