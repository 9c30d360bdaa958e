"""Lists read again for old stories that neither feed, sitemap nor start page shows: a deleted story is missing in them.

One list shows five to fifty stories for one request. As few lists as show all such stories are chosen; many take turns.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from spiders.frontier import ranks
from spiders.frontier.memory import Memory, Page
from spiders.frontier.visits import Visit
from spiders.links.edges import Edge, unpack
from spiders.sources.source import Source
from spiders.url_rules.keys import cached_key, host_of

WORTH = 3
"""Stories that nothing else shows for which a list is read: for fewer, a look at each costs as much."""
LISTS_A_NIGHT = 12
"""Lists that are read every night; of more, so many a night, each once in REST_NIGHTS at least."""
REST_NIGHTS = 7
ENTRIES = frozenset(("section", "related", "in_body"))


class Cover:
    """The lists of one source that are read on one night for old stories; `keys` are theirs, once they are chosen."""

    def __init__(self, source: Source, memory: Memory, night: date) -> None:
        self._source = source
        self._memory = memory
        self._night = night
        self.keys: set[str] = set()

    def due(self) -> Iterator[Visit]:
        """Choose tonight's lists; their visits come after all other lists. The same again on a resumed night."""
        lists = {page.key: page for page in self._memory.lists()}
        shown = {key: _entries(page) for key, page in lists.items()}
        read_anyway = {cached_key(url) for url in (self._source.url, *self._source.seeds)}
        read_anyway |= {key for key, page in lists.items() if page.resource != "page"}
        left = self._memory.stories().difference(*(shown.pop(key, ()) for key in sorted(read_anyway)))
        chosen = covering({key: entries & left for key, entries in shown.items()})
        interval = min(REST_NIGHTS, -(-len(chosen) // LISTS_A_NIGHT))
        tonight = [lists[key] for key in chosen if _has_turn(key, self._night, interval)]
        self.keys = {page.key for page in tonight}
        for page in tonight:
            yield Visit(page.key, page.url, "page", host_of(page.url), ranks.COVER, family=page.family)


def covering(shown: Mapping[str, set[str]]) -> list[str]:
    """The fewest lists, nearly, that show all stories: again and again the one that shows most of those that are left.

    Of equals the shortest address: the pages of one list have no story twice, those of several leave a few for further ones.

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
        if gain < WORTH:
            continue
        if heap and (-gain, length, key) > heap[0]:
            heapq.heappush(heap, (-gain, length, key))
            continue
        chosen.append(key)
        left -= shown[key]
    return chosen


def _entries(page: Page) -> set[str]:
    edges: Iterable[Edge] = unpack(page.edges)
    return {edge.key for edge in edges if page.resource != "page" or edge.kind in ENTRIES}


def _has_turn(key: str, night: date, interval: int) -> bool:
    return zlib.crc32(key.encode()) % interval == night.toordinal() % interval
