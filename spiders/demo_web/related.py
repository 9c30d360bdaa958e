"""Which headlines stand under which story, in order.

A paper whose file has `levels` is stacked: from the home page, a story of level three is three clicks away.
"""

from __future__ import annotations

import random
from datetime import date

from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.paper import paper
from spiders.demo_web.story import BY_HAND, Story


def related(story: Story, night: date) -> list[Story]:
    """The related headlines of a story's page on a night, in page order."""
    own = paper(story.source)
    if "levels" in own.data:
        return _stacked(story, night, own.levels)[: own.related]
    stories = newsroom().of(story.source, story.since)
    others = [s for s in stories if s.key != story.key and not s.origin and BY_HAND not in s.traits]
    chosen = [*_before(story, stories), *random.Random(f"related {story.key}").sample(others, own.related)]
    return [other for other in chosen[: own.related] if not other.is_gone(night)]


def _before(story: Story, stories: list[Story]) -> list[Story]:
    """What the same paper told of the same event before."""
    return [s for s in stories if story.event and s.event == story.event and s.published < story.published]


def offered(story: Story, night: date) -> list[Story]:
    """The same, and what else the page offers to read below it: the newest stories of a sidebar."""
    chosen = related(story, night)
    newest = newsroom().newest(story.source, night)[: paper(story.source).data.get("recent", 0)]
    return [*chosen, *(other for other in newest if other not in (story, *chosen))]


def front_page(source: str, night: date) -> list[Story]:
    """What a stacked paper's home page links: as many stories as its first level has, new ones first."""
    own, stories = paper(source), newsroom().of(source, night)
    old, new = stories[: sum(own.levels)], stories[sum(own.levels) :]
    return [*new[: own.front], *old][: own.levels[0]]


def in_region(source: str, night: date) -> list[Story]:
    """The stories of a stacked paper that its page of headlines from the region has: those that two clicks reach anyway."""
    return [story for story in newsroom().of(source, night) if depth_of(story) <= 2]


def depth_of(story: Story) -> int:
    """How many clicks an old story stands from the home page of the first night; new ones stand at 1 or 2."""
    own = paper(story.source)
    at = [s.key for s in newsroom().of(story.source, story.since)].index(story.key)
    for depth in range(1, len(own.levels) + 1):
        if at < sum(own.levels[:depth]):
            return depth
    return 1 if at < sum(own.levels) + own.front else 2


def _stacked(story: Story, night: date, levels: list[int]) -> list[Story]:
    stories = newsroom().of(story.source, night)
    old, new = stories[: sum(levels)], stories[sum(levels) :]
    shallow = old[: levels[0] + levels[1]]
    rest = random.Random(f"related {story.key}").sample(shallow, len(shallow))
    listed = [*(new if depth_of(story) <= 2 else []), *_deeper(story, old, levels), *rest]
    return [other for other in listed if other.key != story.key]


def _deeper(story: Story, old: list[Story], levels: list[int]) -> list[Story]:
    """The stories a level below that this one alone leads to, dealt out in turn; from home, level two is in every list."""
    depth = depth_of(story)
    if not 2 <= depth < len(levels) or story not in old:
        return []
    size = levels[depth - 1]
    below = old[sum(levels[:depth]) : sum(levels[: depth + 1])]
    place = old.index(story) - sum(levels[: depth - 1])
    return [other for n, other in enumerate(below) if n % size == place or (n + 5) % size == place]
