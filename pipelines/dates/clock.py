"""Clock times in text: 18:45, 18.45 Uhr, 18h45, 6:45 p.m. EST, 오후 6:45, 18時45分."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.dates.words import languages, plain

CLOCK = re.compile(
    r"(?P<before>[^\s\d:.,|/()-]{1,16}\s?)?(?<![\d:.,/-])(?P<hour>\d{1,2})"
    r"(?:\s?[:：h時时시]\s?(?P<minute>\d\d)(?:\s?[:分분]\s?(?P<second>\d\d))?(?:[.,]\d{1,9})?"
    r"|\.(?P<dotted>[0-5]\d)(?=\s*(?:uhr|h\b|u\b|uur|klo|[ap]\.?\s?m\b|น|$|[)|,]|\s[a-z]{3,4}\b))"
    r"|(?P<bare>(?=\s?(?:[ap]\.?m\b|uhr|h\b)))|\s?[時时시](?!\d))"
    r"(?!\d)(?:\s?(?:分|분|uhr|uur|hrs?|h|น\.?)(?![^\W\d_]))?(?:\s?(?P<after>[^\s\d:,|/()+-]{1,16}))?"
)
DOT_BEFORE = re.compile(r"(?:kl|klo|um|alle|ore|at|pukul|jam|às)\.?\s*$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `end` is where it ends in the text that it was read from."""

    hour: int
    minute: int
    second: int | None
    start: int
    end: int


@cache
def _halves() -> tuple[frozenset[str], frozenset[str]]:
    am = frozenset().union(*(words.am for words in languages().values()))
    pm = frozenset().union(*(words.pm for words in languages().values()))
    return (am | {"上午", "凌晨", "清晨"}) - pm, (pm | {"下午", "晚上", "傍晚"}) - am


def read_clock(text: str) -> Clock | None:
    """The first time of day in `text` (folded); None when there is none, or none that exists.

    >>> read_clock("6:45 p.m. est")
    Clock(hour=18, minute=45, second=None, start=0, end=9)
    """
    for m in CLOCK.finditer(text):
        hour = int(m["hour"])
        if m["dotted"] and not (m["after"] or m.end() > m.end("dotted") or DOT_BEFORE.search(text[: m.start("hour")])):
            continue
        half, end = _half(m)
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        minute, second = int(m["minute"] or m["dotted"] or 0), m["second"]
        if hour < 24 and minute < 60 and int(second or 0) < 60:
            return Clock(hour, minute, int(second) if second else None, m.start("hour"), end)
    return None


def _half(m: re.Match[str]) -> tuple[str | None, int]:
    am, pm = _halves()
    after = plain(m["after"] or "")
    if after in am or after in pm:
        return ("am" if after in am else "pm"), m.end("after")
    before = plain((m["before"] or "").strip())
    end = m.start("after") if m["after"] else m.end()
    if before in am or before in pm:
        return ("am" if before in am else "pm"), end
    return None, end
