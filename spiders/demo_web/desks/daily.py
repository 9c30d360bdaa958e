"""The Larkhaven Daily's stories: undated ones, some of its own, some had from others, stacked five clicks deep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.desks.times import moments
from spiders.demo_web.grammar_en import write_english
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.reprint import corrected, updated
from spiders.demo_web.story import Block, Story, Version

ZONE = "Europe/London"
LEVELS = (6, 44, 16, 10, 8)
"""How many old stories stand one, two, … clicks from the home page."""
NEW = 5
COPIED = {8: 0, 12: 1, 52: 2, 70: 3, 80: 4, 18: 19}
"""Which of its stories are the Herald's, by number: five by wire, one without a word."""
UNCREDITED = "uncredited"
"""Marks a story that two papers have, neither saying from whom: no evidence tells which is the origin."""
LENT = (5, 30, 58)
"""Which of its stories the Digest reprints."""
CHANGES = {20: "update", 25: "correction"}


def daily(herald: list[Story]) -> list[Story]:
    """Every story of the Daily; the first `sum(LEVELS)` are old, in order of depth."""
    total = sum(LEVELS)
    times = moments("daily", total, zone=ZONE, days=1500)
    times = [times[n * 37 % total] for n in range(total)]
    stories = [_story(n, when, NIGHTS[0], herald) for n, when in enumerate(times)]
    fresh = moments("daily new", NEW, zone=ZONE, days=1, night=NIGHTS[1])
    return stories + [_story(total + n, when, NIGHTS[1], herald) for n, when in enumerate(fresh)]


def _story(n: int, when: datetime, since: date, herald: list[Story]) -> Story:
    key = f"daily-{n:03d}"
    section = ("uk", "uk", "world", "business")[n % 4]
    if n in COPIED:
        return _taken(key, section, herald[COPIED[n]])
    version = write_english(key, 9 + n % 9)
    story = Story(key, "demo_daily", _path(section, version.title, when), "en", section, when, version, since=since)
    if n in CHANGES:
        later = updated(version, key) if CHANGES[n] == "update" else corrected(
            version, "Correction: we wrote {wrong} at first. The right number is {right}.")  # fmt: skip
        return replace(story, later=later, change=CHANGES[n])
    return story


def _taken(key: str, section: str, other: Story) -> Story:
    """A story the Herald has too. Wire copy comes five hours later and says so; the other, uncredited, came first."""
    *head, last = other.version.blocks
    credit, hours = (f" ({other.agency})", 5) if other.agency else ("", -5)
    version = Version(other.version.title, (*head, Block(last.kind, f"{last.text}{credit}")))
    when = other.published.astimezone(ZoneInfo(ZONE)) + timedelta(hours=hours)
    traits = frozenset() if other.agency else frozenset({UNCREDITED})
    return Story(key, "demo_daily", _path(section, version.title, when), "en", section, when, version, agency=other.agency,
                 role="wire_copy" if other.agency else "copy", origin=other.key, traits=traits)  # fmt: skip


def _path(section: str, title: str, when: datetime) -> str:
    """No date, but a number that grows with time: a story's hour since 2020."""
    return f"/{section}/{slug(title)}-{int((when.timestamp() - 1_577_836_800) // 3600)}"
