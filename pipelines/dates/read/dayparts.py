"""Parts of the day that languages name beside a clock of twelve hours: `6:45 de la tarde`, `शाम 6:45`, `午後6時45分`.

What a word means holds in its own language alone: `à`, `de` and `am` are halves of the day in one and prepositions in another.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from pipelines.dates.read.words import languages, plain

AM, PM, MORNING, NOON, NIGHT, UNREAD = "am", "pm", "morning", "noon", "night", "unread"
GLUED = ("zh", "zh-Hant", "ja", "ko")
"""Languages whose parts of the day are glued to the hour; no other language has these words, so they count on every page."""
NOT_AM = frozenset({"de", "gsw", "lb", "ro", "ga", "gd", "sq", "yo"})  # where `am` is a word of every sentence
MIN_WORD_LETTERS = (
    4  # letters of a word that is a part of the day in another language than the page's, and no preposition in this one
)


@cache
def day_parts(language: str | None) -> dict[str, str]:
    """The words of a page's language, as `plain` writes them, and what they make of the hour beside them."""
    own = languages().get(language or "")
    found = {"pm": PM} if language in NOT_AM else {"am": AM, "pm": PM}
    found |= _eastern()
    if own is not None:
        found |= dict.fromkeys(own.am - ({"am"} if language in NOT_AM else set()), AM) | dict.fromkeys(own.pm, PM)
    return found | (dict(own.parts) if own is not None else {})


def part_named(word: str, language: str | None) -> str | None:
    """What part of the day a word (folded) names; UNREAD for one that another language may mean by it.

    >>> part_named("tarde", "es"), part_named("tarde", "en"), part_named("à", "fr")
    ('pm', 'unread', None)
    """
    key = plain(word)
    return day_parts(language).get(key) or (UNREAD if key in _elsewhere() or _strange(key, language) else None)


def eastern_part(word: str) -> str | None:
    """The Chinese, Japanese or Korean part of the day at the end of a word: `3日午後` → afternoon."""
    return next((part for part in _eastern() if word.endswith(part)), None)


def hour_of_day(hour: int, part: str | None) -> int | None:
    """The hour (0 to 23) that a clock of twelve hours shows in a part of the day: 6 in the evening is 18. None if it stays open.

    >>> hour_of_day(6, "pm"), hour_of_day(0, "pm"), hour_of_day(12, "am"), hour_of_day(12, "morning"), hour_of_day(2, "night")
    (18, 12, 0, None, 2)
    """
    if part is None:
        return hour
    if hour > 12:
        return None if part == AM else hour
    if part == AM:
        return hour % 12
    if part == PM:
        return hour % 12 + 12
    if part == NOON:
        return hour if hour >= 10 else hour + 12
    if part == NIGHT:
        return hour if hour < 5 else hour + 12 if 6 <= hour < 12 else None
    return hour if part == MORNING and hour < 12 else None


@cache
def _eastern() -> dict[str, str]:
    return {word: part for code in GLUED for word, part in languages()[code].parts.items()}


@cache
def _named() -> frozenset[str]:
    """The languages whose parts of the day are words of their own."""
    return frozenset(code for code, words in languages().items() if words.parts and code not in GLUED)


@cache
def _elsewhere() -> frozenset[str]:
    return frozenset(word for code in _named() for word in day_parts(code) if len(word) >= MIN_WORD_LETTERS)


def _strange(word: str, language: str | None) -> bool:
    """True if a word is of a script whose languages name parts of the day, on a page of one without a table."""
    if not word or word.isascii() or language in _named():
        return False
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return script not in ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO")
