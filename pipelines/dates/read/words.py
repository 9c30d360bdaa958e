"""The words that dates are written with, in some hundred and twenty languages: `[calendar]` of `lexicon/languages/xx.toml`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.lexicon.data import LANGUAGES, data

DIGITS = str.maketrans(
    {
        chr(start + value): str(value)
        for start in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1040)
        for value in range(10)
    }
    | dict(zip("\u00a0\u202f\u2009\u2212\uff1a\uff0f", "   -:/", strict=True))
    | {"\u200e": "", "\u200f": ""}
)  # Arabic-Indic, Persian, Devanagari, Bengali, Thai, full-width and Myanmar digits
PREFIXES = ("ב", "ה", "d’", "d'", "l’", "l'")  # glued to a month name in Hebrew, French and Catalan


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, folded: months and weekdays to numbers, relative times to (number or None, unit)."""

    order: str  # DMY MDY YMD
    months: dict[str, int]
    weekdays: dict[str, int]
    am: frozenset[str]
    pm: frozenset[str]
    numbers: dict[str, int]
    relative: dict[str, tuple[int | None, str]]
    parts: dict[str, str]  # of the day: morning am noon pm night unread


def fold_text(text: str) -> str:
    """`text` with ASCII digits, plain spaces and small letters; offsets may differ from the original's."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.translate(DIGITS)).lower().replace("i̇", "i")


def cased_text(text: str, folded: str) -> str:
    """`text` with its capitals, letter for letter beside `folded`; `folded` itself where folding changed the length."""
    if text.isascii():
        return text
    cased = unicodedata.normalize("NFC", text.translate(DIGITS))
    return cased if len(cased) == len(folded) else folded


def plain(word: str) -> str:
    """A word as looked up: no dots, no accents on Latin, Greek and Cyrillic letters, dotless i as i."""
    bare = unicodedata.normalize("NFKD", word.strip(".’'`").replace(".", "").replace("ı", "i"))
    return "".join(c for c in bare if not 0x300 <= ord(c) <= 0x36F)


@cache
def languages() -> dict[str, Words]:
    """Every language of the table, by ISO 639-1 code."""
    return {code: _words(content["calendar"]) for code, content in data()[LANGUAGES].items() if "calendar" in content}


def _words(calendar: dict[str, Any]) -> Words:
    return Words(
        order=calendar["order"],
        months=_numbered(calendar["months"]),
        weekdays=_numbered(calendar["weekdays"]),
        am=frozenset(map(plain, calendar.get("am", ()))),
        pm=frozenset(map(plain, calendar.get("pm", ()))),
        numbers={word: int(number) for number, said in calendar.get("numbers", {}).items() for word in said},
        parts={plain(word): part for part, said in calendar.get("parts", {}).items() for word in said},
        relative={word: _span(unit) for unit, said in calendar.get("relative", {}).items() for word in said},
    )


def _numbered(lists: list[list[str]]) -> dict[str, int]:
    """The words of twelve months or seven weekdays, each with the number of its list."""
    return {plain(word): number for number, said in enumerate(lists, 1) for word in said}


def _span(unit: str) -> tuple[int | None, str]:
    """How long ago a relative time is: `2 day` is the day before yesterday; `day` leaves the number to the text.

    >>> _span("2 day"), _span("day")
    ((2, 'day'), (None, 'day'))
    """
    number, _, named = unit.rpartition(" ")
    return (int(number) if number else None), named


def known_language(tag: str | None) -> str | None:
    """The table's code for a language tag such as `de-AT` or `pt_BR`; None when the table has none."""
    code = re.split(r"[-_]", (tag or "").strip().lower())[0]
    return {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "tl": "fil"}.get(code, code) if code else None


@cache
def month_meanings() -> dict[str, frozenset[int]]:
    """Every month word of any language and the months it may mean."""
    found: dict[str, set[int]] = {}
    for words in languages().values():
        for word, number in words.months.items():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(word for words in languages().values() for word in words.weekdays if len(word) > 2)


def is_weekday(word: str, language: str | None) -> bool:
    """True if a word (folded) names a day of the week in a language, or one of three letters or more in any."""
    return plain(word) in _weekdays() or weekday(word, language) is not None


def weekday(word: str, language: str | None) -> int | None:
    """1 (Monday) to 7 for the day of the week that a word (folded) names in a language, else in English."""
    key = plain(word)
    own = languages().get(language or "")
    return (own.weekdays.get(key) if own else None) or languages()["en"].weekdays.get(key)


def begins_with_weekday(text: str) -> bool:
    """True if a text's first word names a day of the week in some language.

    >>> begins_with_weekday("Lundi 3 novembre"), begins_with_weekday("/ lundi 3 novembre")
    (True, False)
    """
    m = re.match(r"\s*([^\s\d,.;]+)", fold_text(text))
    return m is not None and plain(m[1]) in _weekdays()


def month_number(word: str, language: str | None) -> int | None:
    """The month that a word names: in the page's language first, else where every language that has the word agrees.

    >>> month_number("listopad", "pl"), month_number("listopad", "hr"), month_number("listopad", None)
    (11, 10, None)
    """
    key = plain(word).replace("_", " ")
    own = languages().get(language or "")
    for form in (key, *(key[len(p) :] for p in PREFIXES if key.startswith(p))):
        if own and form in own.months:
            return own.months[form]
        if form in languages()["en"].months:
            return languages()["en"].months[form]
        meanings = month_meanings().get(form, frozenset())
        if len(meanings) == 1:
            return next(iter(meanings))
    return None
