"""Lists that are read again to check old stories: a deleted story is missing in its list.

Only stories that no feed, sitemap or start page lists need this. One list shows five to fifty stories for one request.
The smallest number of lists that shows all such stories is chosen; if these are many, they take turns.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil

from pipelines.lake.link_kinds import ENTRIES, kinds
from spiders.frontier import ranks
from spiders.frontier.memory import Memory, Page
from spiders.frontier.visits import Visit
from spiders.links.edges import unpack
from spiders.sources.source import Source
from spiders.url_rules.keys import cached_key, host_of

MIN_UNLISTED_STORIES = 3
"""Minimum number of stories that only this list shows. For fewer stories, one request for each costs no more."""
LISTS_A_NIGHT = 12
"""Maximum number of lists that are read each night. More lists take turns; each is read at least once in REST_NIGHTS.
"""
REST_NIGHTS = 7
STORY_LINKS = kinds(lambda kind: kind.names_stories and not kind.is_entry)
"""Kinds of links in pages that may name a story."""


class Cover:
    """The lists of one source that are read on one night to check old stories; `keys` are the keys of the chosen lists."""

    def __init__(self, source: Source, memory: Memory, night: date) -> None:
        self._source = source
        self._memory = memory
        self._night = night
        self.keys: set[str] = set()

    def due(self) -> Iterator[Visit]:
        """Choose tonight's lists; their visits come after all other lists. A resumed night may add lists, because it
        has read more.
        """
        tonight = self._choose(self._untold())
        self.keys = {page.key for page in tonight}
        for page in tonight:
            yield Visit(page.key, page.url, "page", host_of(page.url), ranks.COVER, family=page.family)

    def _untold(self) -> set[str]:
        """The stories that were in no feed, sitemap or start page at its last reading."""
        left = self._memory.stories()
        for page in self._memory.lists(*ENTRIES):
            if len(left) < MIN_UNLISTED_STORIES:
                break
            left.difference_update(edge.key for edge in unpack(page.edges))
        for url in (self._source.url, *self._source.seeds):
            if (start := self._memory.page(cached_key(url))) is not None:
                left -= _entries(start)
        return left

    def _choose(self, untold: set[str]) -> list[Page]:
        if len(untold) < MIN_UNLISTED_STORIES:
            return []
        lists = {page.key: page for page in self._memory.lists("page")}
        chosen = covering({key: _entries(page) & untold for key, page in lists.items()})
        turns = min(REST_NIGHTS, ceil(len(chosen) / LISTS_A_NIGHT))
        return [lists[key] for key in chosen if zlib.crc32(key.encode()) % turns == self._night.toordinal() % turns]


def covering(shown: Mapping[str, set[str]]) -> list[str]:
    """Choose few lists that together show all stories (greedy set cover): repeatedly, the list with most uncovered
    stories.

    Ties go to the shortest address. The pages of one list repeat no story, while pages of different lists leave some
    stories that need further lists.

    >>> covering({"a": set("123"), "b": set("12345"), "c": set("4567"), "d": set("678")})
    ['b', 'd']
    """
    left = set[str]().union(*shown.values())
    heap = [(-len(stories), len(key), key) for key, stories in shown.items()]
    heapq.heapify(heap)
    chosen: list[str] = []
    while heap:
        _, length, key = heapq.heappop(heap)
        gain = len(shown[key] & left)
        if gain < MIN_UNLISTED_STORIES:
            continue
        if heap and (-gain, length, key) > heap[0]:
            heapq.heappush(heap, (-gain, length, key))
            continue
        chosen.append(key)
        left -= shown[key]
    return chosen


def _entries(page: Page) -> set[str]:
    return {edge.key for edge in unpack(page.edges) if edge.kind in STORY_LINKS}
