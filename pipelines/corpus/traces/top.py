"""Top: the stories on top of a page's list that are in their own place, although an editor may pin stories there.

Numbers in addresses and sitemaps do not depend on pinned stories. Feeds may, because some are made from the front
page. That a story sinks as news come in is no evidence, either: an old story that was put on top once also sinks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import lgamma, log

from pipelines.corpus.traces.index import Index
from pipelines.corpus.traces.lesson_table import kind_of
from pipelines.corpus.traces.order import MAX_WRONG_OF_ONE_SORT, MIN_BITS, in_order
from pipelines.lake.link_kinds import ALL_ENTRIES


def in_place(ranked: Sequence[tuple[int, int]]) -> set[int]:
    """The keys that are in the order of their ranks, or in reverse order, if chance gives that order at most once in
    2¹⁶ times.

    >>> numbers = [*zip(range(9), [90, 80, 10, 70, 60, 50, 40, 30, 20]), *zip(range(9, 12), [9, 8, 7])]
    >>> sorted(in_place(numbers)), in_place(numbers[:8])
    ([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11], set())
    """
    ranks = [rank for _, rank in ranked]
    chain = max(in_order(ranks), in_order([-rank for rank in ranks]), key=len)
    is_order = (len(ranks) - len(chain)) * MAX_WRONG_OF_ONE_SORT < len(chain)
    is_unlikely = lgamma(len(chain) + 1) / log(2) >= MIN_BITS
    return {ranked[at][0] for at in chain} if is_order and is_unlikely else set()


def in_own_place(index: Index, number: int, top: Collection[int], numbers: Mapping[int, int]) -> set[int]:
    """Stories on top of a list that are not pinned there. `numbers` are the numbers of its members in one series, by key."""
    keys = index.lists.members(number)[1]
    found = in_place([(key, numbers[key]) for key in keys if key in numbers])
    for other in sorted({each for key in set(top) - found for each in _sitemaps(index, key)}):
        place = {key: at for at, key in enumerate(index.lists.members(other)[1])}
        found |= in_place([(key, place[key]) for key in keys if key in place])
    return found & set(top)


def _sitemaps(index: Index, key: int) -> Iterator[int]:
    """The sitemaps, and other lists of all pages, that contain a key."""
    for family, name in sorted(index.lessons.names(index.lists.families_of([key])).items()):
        if kind_of(name) in ALL_ENTRIES:
            yield from index.lists.lists_of([key], family)
