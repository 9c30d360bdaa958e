"""Clock times in text: 18:45, 18.45 Uhr, 18h45, 6:45 p.m., 오후 6:45, 18時45分; and the clock time that belongs to a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines.dates.read.days import Day
from pipelines.dates.read.words import is_weekday, languages, plain
from pipelines.dates.read.zones import ABBREVIATIONS
from pipelines.lexicon.data import entries
from pipelines.lexicon.data import words as words_of
from pipelines.lexicon.pattern import pattern

AM, PM, MORNING, NOON, NIGHT, UNREAD = "am", "pm", "morning", "noon", "night", "unread"
GLUED = ("zh", "zh-Hant", "ja", "ko")
"""Languages whose parts of the day are glued to the hour; no other language has these words, so they count on every page."""
NOT_AM = frozenset({"de", "gsw", "lb", "ro", "ga", "gd", "sq", "yo"})  # where `am` is a word of every sentence
MIN_WORD_LETTERS = (
    4  # letters of a word that is a part of the day in another language than the page's, and no preposition in this one
)
CLOCK = re.compile(
    r"(?<![\d:.,/-])(?P<hour>\d{1,2})"
    r"(?:\s?[:h時时시點点]\s?(?P<minute>\d\d)(?:\s?[:分분]\s?(?P<second>\d\d))?(?:[.,]\d{1,9})?"
    r"|\.(?P<dotted>[0-5]\d)(?!\.\d)"
    r"|(?=\s?(?:[ap]\.?\s?m\b|uhr|h\b|noon\b|midnight\b))|\s?[時时시點点](?!\d))"
    r"(?!\d)(?P<mark>\s?(?:[分분]|(?:uhr|uur|hrs?|hs|h|klo|น|ч)(?![^\W\d_])\.?))?"
)
HALF = re.compile(r"\s?([ap])(?:(\.?)\s?m\b\.?|\b)")
BEFORE = re.compile(r"[^\s\d,:;|/()–—-]+(?=[\s,]*$)")
AFTER = re.compile(r"\s?[’']?([^\s\d.,:;|/()–—-][^\s\d,:;|/()–—-]*)")
TOLD = pattern(r"(?<![^\W\d_])<<dates.clock_word>>\.?\s*$")
"""Behind such a word 18.45 is a time."""
TOLD_AFTER = re.compile(r"\s?\(?([a-z]{1,4})\b")  # and before `u` or the name of a zone
LENGTH = re.compile(r"\s?(?:min|sec|sek|мин|сек|ثاني|دقيق)")  # 02:30 min. is how long something takes
LINK = "dates.part_link"
MAX_LINKS = 2
CHARS_BEHIND, CHARS_BEFORE = 45, 40  # characters beside a day in which its clock may stand
WORD = re.compile(r"[^\s.,:;|/()\[\]{}<>+~*•·–—\-،؛（）【】「」、。，@’'\"]+")
ZONE = re.compile(r"\s?\(?[A-Z]{2,5}\)?(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `start` and `end` are those of what it was read from, with the part of the day beside it."""

    hour: int
    minute: int
    second: int | None
    start: int
    end: int


def read_clock(text: str, language: str | None) -> Clock | None:
    """The first time of day in `text` (folded); None when there is none, or none that exists.

    >>> read_clock("6:45 p.m. est", "en")
    Clock(hour=18, minute=45, second=None, start=0, end=9)
    """
    return next(read_clocks(text, language), None)


def read_clocks(text: str, language: str | None) -> Iterator[Clock]:
    """Every time of day in `text` (folded), first to last; one that the part of the day beside it leaves open is none."""
    for m in CLOCK.finditer(text):
        if LENGTH.match(text, m.end()) or (m["dotted"] and not _is_marked(m)):
            continue
        start, part, end = _with_part(m, language)
        hour = hour_of_day(int(m["hour"]), part)
        minute, second = int(m["minute"] or m["dotted"] or 0), m["second"]
        if hour is not None and hour < 24 and minute < 60 and int(second or 0) < 60:
            yield Clock(hour, minute, int(second) if second else None, start, end)


def _is_marked(m: re.Match[str]) -> bool:
    """True if 18.45 is a time and not a number: a word before it or a mark behind it says so. `at 18.45`, `18.45 Uhr`."""
    text = m.string
    if m["mark"] or HALF.match(text, m.end()) or TOLD.search(text[: m.start()]):
        return True
    after = TOLD_AFTER.match(text, m.end())
    return after is not None and (after[1] == "u" or after[1].upper() in ABBREVIATIONS)


def _with_part(m: re.Match[str], language: str | None) -> tuple[int, str | None, int]:
    """Where a clock begins, the part of the day it stands in, and where it ends, the words for that included."""
    if not (m["mark"] and language in NOT_AM) and (half := HALF.match(m.string, m.end())):
        letters = half[2] is not None
        if letters and (half[1] == "p" or half[2] or language not in NOT_AM):
            return m.start(), AM if half[1] == "a" else PM, half.end()
        if not letters and language == "en" and half.end() - m.end() == 1:
            return m.start(), AM if half[1] == "a" else PM, half.end()
    part, end = _after(m, language)
    if part is not None:
        return m.start(), part, end
    before = BEFORE.search(m.string[max(0, m.start() - 20) : m.start()])
    if before is None:
        return m.start(), None, m.end()
    word, offset = before[0], max(0, m.start() - 20)
    eastern = eastern_part(word)
    part = part_named(eastern or word, language)
    length = len(eastern or word)
    start = offset + before.end() - length
    return (m.start(), None, m.end()) if part is None else (start, part, m.end())


def _after(m: re.Match[str], language: str | None) -> tuple[str | None, int]:
    """The part of the day named behind a clock, and where it ends: `6:45 de la tarde` → evening."""
    place = m.end()
    for _ in range(MAX_LINKS + 1):
        word = AFTER.match(m.string, place)
        if word is None:
            break
        part = part_named(word[1], language)
        if part is not None and (part != UNREAD or word[1] not in words_of(LINK)):
            return part, word.end()
        if word[1] not in words_of(LINK):
            break
        place = word.end()
    return None, m.end()


def adjacent_clock(text: str, cased: str, day: Day, left: int, right: int, language: str | None) -> Clock | None:
    """The clock of a day in `text` (folded; `cased` with its capitals), between `left` and `right`; None when it has none.

    It is told by its own words before or behind the day. Any other word ends it: `3 May 2025, updated 19:30` has no clock.
    """
    base = day.end
    after = read_clock(text[base : min(right, base + CHARS_BEHIND)], language)
    if after is not None and joined(text[base : base + after.start], language):
        return _moved(after, base)
    base = max(left, day.start - CHARS_BEFORE)
    before = None
    for clock in read_clocks(text[base : day.start], language):
        before = _moved(clock, base)
    if before is None:
        return None
    zone = ZONE.match(cased, before.end, day.start)
    return before if joined(text[zone.end() if zone else before.end : day.start], language) else None


def joined(between: str, language: str | None) -> bool:
    """True if a text (folded) only joins a day and a clock: `, `, ` at `, ` | `, ` um `.

    >>> joined(", monday at ", "en"), joined(" | updated ", "en")
    (True, False)
    """
    return all(plain(word) in _joints() or is_weekday(word, language) for word in WORD.findall(between))


@cache
def _joints() -> frozenset[str]:
    return frozenset(map(plain, entries("dates.joint")))


def _moved(clock: Clock, by: int) -> Clock:
    return Clock(clock.hour, clock.minute, clock.second, clock.start + by, clock.end + by)


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
