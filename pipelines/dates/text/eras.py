"""Years of Japanese eras and of the Republic of China, and numbers in Chinese characters: 令和7年, R7, 民國114年, 二〇二五年."""

from __future__ import annotations

import re

NAME = r"令和|平成|昭和|民國|民国"
ERA = re.compile(rf"(?<!\d)({NAME})?\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日")
UP_TO_99 = "[一二三四五六七八九十]{1,3}"
KANJI = re.compile(
    rf"(?<![〇○零一二三四五六七八九十百千])({NAME})?([〇○零一二三四五六七八九]{{4}}|{UP_TO_99}|元)年({UP_TO_99})月({UP_TO_99})日"
)
SHORT = re.compile(
    r"(?<![a-zａ-ｚ])([rhsｒｈｓ]|令和|平成|昭和)\s?\.?(\d{1,2}|元)\s?([./-])\s?(\d\d?)\s?\3\s?(\d\d?)(?![\d./-])"
)
"""Japan's administrations write `R7.11.3`, and `令和7.11.3`."""
LETTERS = {"r": "令和", "h": "平成", "s": "昭和", "ｒ": "令和", "ｈ": "平成", "ｓ": "昭和"} | {
    name: name for name in ("令和", "平成", "昭和")
}
BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # the year before the first of each
LAST = {"平成": 31, "昭和": 64}
REPUBLIC = range(90, 140)  # years of Taiwan's calendar that a page may write without its name
DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


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
    if not year or year > LAST.get(era or "", year):
        return None
    base = BEFORE[era] if era else BEFORE["民國"] if language == "zh" and year in REPUBLIC else None
    return base + year if base else None
