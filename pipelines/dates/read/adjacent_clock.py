"""The clock time that belongs to a day: only separators and small words stand between them. `3 May 2025 at 18:45`."""

from __future__ import annotations

import re
from functools import cache

from pipelines.dates.read.clock import Clock, read_clock, read_clocks
from pipelines.dates.read.days import Day
from pipelines.dates.read.words import is_weekday, plain
from pipelines.lexicon.data import entries

CHARS_BEHIND, CHARS_BEFORE = 45, 40  # characters beside a day in which its clock may stand
WORD = re.compile(r"[^\s.,:;|/()\[\]{}<>+~*•·–—\-،؛（）【】「」、。，@’'\"]+")
ZONE = re.compile(r"\s?\(?[A-Z]{2,5}\)?(?![^\W_])")


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
