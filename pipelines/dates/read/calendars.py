"""Calendars of eras and of Persia: 令和7年, R7, 民國114年, 二〇二五年, ۱۲ آبان ۱۴۰۴."""

from __future__ import annotations

import re
from datetime import date, timedelta

NAME = r"令和|平成|昭和|民國|民国"
ERA = re.compile(rf"(?<!\d)({NAME})?\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日")
UP_TO_99 = "[一二三四五六七八九十]{1,3}"
KANJI = re.compile(
    rf"(?<![〇○零一二三四五六七八九十百千])({NAME})?([〇○零一二三四五六七八九]{{4}}|{UP_TO_99}|元)年({UP_TO_99})月({UP_TO_99})日"
)
SHORT = re.compile(
    r"(?:(?<![a-z\dａ-ｚα-ωァ-ヶー～〜~–-])(?<![a-zａ-ｚα-ω～〜~]\s)([rhsｒｈｓ])\.?|(令和|平成|昭和)\s?\.?)"
    r"(\d{1,2}|元)\s?([./-])\s?(\d\d?)\s?\4\s?(\d\d?)(?!\d|[./-]\d|\s?[～〜~–-]\s?[rhsｒｈｓ])"
)
"""Japan's administrations write `R7.11.3`, and `令和7.11.3`. Versions (`R8.1.2`), scores and cameras look the same, so
that a bare letter is read only where no word of Latin letters or katakana, and no end of a range, is beside it: `short_year`."""
SIGNED = re.compile(r"(?:(?<![a-z’'])[rhs]|(?<![ａ-ｚ])[ｒｈｓ]|令和|平成|昭和)[\s.]{0,2}$")
"""Before three numbers in Japanese: they are a year of an era first, or no day."""
LABEL = re.compile(r"(?:日|更新|掲載|公開|発行|作成)時?\s?[:：]\s?$")
LETTERS = {"r": "令和", "h": "平成", "s": "昭和", "ｒ": "令和", "ｈ": "平成", "ｓ": "昭和"}
SIGN_CHARS = 8
TOO_LATE = 20  # `R25.11.03`: behind a letter of another meaning, a year of ours
YEAR_BEFORE_FIRST = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "民國": 1911,
    "民国": 1911,
}  # the year before the first of each
LAST_YEARS = {"平成": 31, "昭和": 64}
REPUBLIC = range(90, 140)  # years of Taiwan's calendar that a page may write without its name
DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
PERSIAN_MONTHS = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "شهریور": 6, "مهر": 7, "آبان": 8,
    "آذر": 9, "دی": 10, "بهمن": 11, "اسفند": 12, "حمل": 1, "ثور": 2, "جوزا": 3, "سرطان": 4,
    "اسد": 5, "سنبله": 6, "میزان": 7, "عقرب": 8, "قوس": 9, "جدی": 10, "دلو": 11, "حوت": 12,
}  # fmt: skip
NOWRUZ_1300 = date(1921, 3, 21)


def number(text: str) -> int:
    """A number below 100 in either script, or a year that is written digit by digit. Zero for what is neither.

    >>> [number(text) for text in ("7", "十二", "三十一", "二〇二五", "十十")]
    [7, 12, 31, 2025, 0]
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(DIGITS[sign]) for sign in text))
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return 10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0)


def year_of_era(era: str | None, text: str, language: str | None) -> int | None:
    """The year of ours that a year of an era is; Taiwan writes its years without a name too, `111年11月3日`.

    >>> year_of_era("令和", "元", "ja"), year_of_era(None, "111", "zh"), year_of_era("平成", "32", "ja")
    (2019, 2022, None)
    """
    year = 1 if text == "元" else number(text)
    if era is None and year > 1000:
        return year
    if not year or year > LAST_YEARS.get(era or "", year):
        return None
    base = (
        YEAR_BEFORE_FIRST[era] if era else YEAR_BEFORE_FIRST["民國"] if language == "zh" and year in REPUBLIC else None
    )
    return base + year if base else None


def short_year(m: re.Match[str]) -> int | None:
    """The year of ours in a match of SHORT. Behind a bare letter, three numbers of one digit are a day only if a label says so.

    >>> [m and short_year(m) for m in map(SHORT.search, ("r7.11.3", "r8.1.2", "更新日: r8.1.2", "r25.11.03", "h8-3-11"))]
    [2025, None, 2026, None, None]
    """
    letter, name, year, sign, month, day = m.groups()
    if name:
        return year_of_era(name, year, "ja")
    is_short = max(map(len, (year, month, day))) == 1 and year != "元"
    if sign == "-" or (is_short and not LABEL.search(m.string[: m.start()][-SIGN_CHARS:])):
        return None
    era = LETTERS[letter]
    return None if era == "令和" and year.isdecimal() and int(year) >= TOO_LATE else year_of_era(era, year, "ja")


def persian_month(word: str) -> int | None:
    """The month a Persian word names, Arabic letters forgiven."""
    return PERSIAN_MONTHS.get(word.replace("ي", "ی").replace("ك", "ک").replace("آ", "آ"))


def persian_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Persian date from the year 1300 on. Raises ValueError for a day that does not exist.

    >>> str(persian_day(1399, 4, 2)), str(persian_day(1399, 12, 30))  # a leap year
    ('2020-06-22', '2021-03-20')
    """
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        raise ValueError("no such day")
    found = _new_year(year) + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)
    if month == 12 and day == 30 and found == _new_year(year + 1):
        raise ValueError("no such day: not a leap year")
    return found


def _new_year(year: int) -> date:
    """The day of Nowruz. In cycles of 33 years eight are leap years, exactly so from 1178 to 1633."""
    leaps = sum((25 * each + 11) % 33 < 8 for each in range(1300, year))
    return NOWRUZ_1300 + timedelta(days=365 * (year - 1300) + leaps)
