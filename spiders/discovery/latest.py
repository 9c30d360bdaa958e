"""Stories that the feeds and start pages name on a source's first night.

Such a story is not older than the feed's stories, even if it has no date.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.lake.link_kinds import ALIASES, LATEST_ENTRIES, NAMES_STORIES
from spiders.frontier.memory import Memory
from spiders.links.edges import Edge, unpack
from spiders.sources.source import Source
from spiders.url_rules.keys import cached_key


class Latest:
    """The latest stories of one source on its first night. A resumed night includes the links read before the stop."""

    def __init__(self, source: Source, memory: Memory, night: str) -> None:
        self._is_first = memory.is_new(night)
        self._fronts = {cached_key(url) for url in (source.url, *source.seeds)}
        self._named: set[str] = set()
        if self._is_first:
            self._resume(memory, night)

    def note(self, key: str, edges: Iterable[Edge]) -> None:
        """Note the links of the resource `key`, if it is a feed or a start page and this is the first night."""
        if not self._is_first:
            return
        for edge in edges:
            if edge.kind in LATEST_ENTRIES or (edge.kind in NAMES_STORIES and key in self._fronts):
                self._named.add(edge.key)
            elif edge.kind in ALIASES and key in self._fronts:  # `/` redirects to `/en/`
                self._fronts.add(edge.key)

    def is_beyond(self, key: str) -> bool:
        """True if a page without a date is older than the feeds' stories: neither a feed nor a start page names it.

        After the first night, a page found for the first time is probably new, not old.
        """
        return self._is_first and key not in self._named

    def _resume(self, memory: Memory, night: str) -> None:
        for channel in memory.channels(night):
            self.note(channel.key, unpack(channel.edges))
        left, seen = set(self._fronts), set[str]()
        while left:
            seen |= left
            for key in sorted(left):
                page = memory.page(key)
                self.note(key, unpack(page.edges if page else None))
            left = self._fronts - seen
