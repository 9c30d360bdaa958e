"""Which headlines stand under which story, in order."""

from __future__ import annotations

import random
from datetime import date

from spiders.demo_web.desks.daily import LEVELS
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.story import Story

DAILY_RELATED = 50
RECENT = 5
OF_THREE = ("demo_bote", "demo_gazette")


def related(story: Story, night: date) -> list[Story]:
    """The related headlines of a story's page on a night, in page order."""
    if story.source == "demo_daily":
        return _daily_related(story, night)
    own = [other for other in newsroom().of(story.source, story.since) if other.key != story.key and not other.origin]
    stream = random.Random(f"related {story.key}")
    chosen = stream.sample(own, 3 if story.source in OF_THREE else 4)
    return [other for other in chosen if not other.is_gone(night)]


def offered(story: Story, night: date) -> list[Story]:
    """The same, and what else the page offers to read below it: the Gazette has its newest stories in the sidebar."""
    chosen = related(story, night)
    if story.source == "demo_gazette":
        newest = newsroom().newest(story.source, night)[:RECENT]
        chosen = [*chosen, *(other for other in newest if other not in (story, *chosen))]
    return chosen


def front_page(night: date) -> list[Story]:
    """What the Daily's home page links: six stories, new ones first."""
    stories = newsroom().of("demo_daily", night)
    old, new = stories[: sum(LEVELS)], stories[sum(LEVELS) :]
    return [*new[:3], *old][: LEVELS[0]]


def in_region(night: date) -> list[Story]:
    """The stories of the Daily that its page of headlines from the region has: those that two clicks reach anyway."""
    return [story for story in newsroom().of("demo_daily", night) if depth_of(story) <= 2]


def depth_of(story: Story) -> int:
    """How many clicks an old story of the Daily stands from the home page of the first night; new ones stand at 1 or 2."""
    at = [s.key for s in newsroom().of("demo_daily", story.since)].index(story.key)
    for depth in range(1, len(LEVELS) + 1):
        if at < sum(LEVELS[:depth]):
            return depth
    return 1 if at < sum(LEVELS) + 3 else 2


def _daily_related(story: Story, night: date) -> list[Story]:
    stories = newsroom().of("demo_daily", night)
    old, new = stories[: sum(LEVELS)], stories[sum(LEVELS) :]
    shallow = old[: LEVELS[0] + LEVELS[1]]
    stream = random.Random(f"related {story.key}")
    deeper = _deeper(story, old)
    rest = stream.sample(shallow, len(shallow))
    listed = [*(new if depth_of(story) <= 2 else []), *deeper, *rest]
    return [other for other in listed if other.key != story.key][:DAILY_RELATED]


def _deeper(story: Story, old: list[Story]) -> list[Story]:
    """The stories a level below that this one alone leads to, dealt out in turn; from home, level two is in every list."""
    depth = depth_of(story)
    if not 2 <= depth < len(LEVELS) or story not in old:
        return []
    start, size = sum(LEVELS[: depth - 1]), LEVELS[depth - 1]
    below = old[sum(LEVELS[:depth]) : sum(LEVELS[: depth + 1])]
    place = old.index(story) - start
    return [other for n, other in enumerate(below) if n % size == place or (n + 5) % size == place]
