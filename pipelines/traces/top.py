"""Top: who stands on top of a page's list in a place of its own, where an editor may hold another story.

Numbers in addresses, feeds and sitemaps know nothing of what an editor holds, and who is held does not sink as news come in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import lgamma, log

from pipelines.traces.absence import came_in
from pipelines.traces.index import Index
from pipelines.traces.lesson_table import kind_of
from pipelines.traces.order import LEAST_BITS, MOST_WRONG_OF_ONE_SORT, in_order

MADE_BY_SYSTEMS = ("feed", "sitemap")


def in_place(ranked: Sequence[tuple[int, int]]) -> set[int]:
    """The keys that stand in the order of their ranks, or against it, where chance makes that order once in 2¹⁶ times.

    >>> numbers = [*zip(range(9), [90, 80, 10, 70, 60, 50, 40, 30, 20]), *zip(range(9, 12), [9, 8, 7])]
    >>> sorted(in_place(numbers)), in_place(numbers[:8])
    ([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11], set())
    """
    ranks = [rank for _, rank in ranked]
    chain = max(in_order(ranks), in_order([-rank for rank in ranks]), key=len)
    is_order = (len(ranks) - len(chain)) * MOST_WRONG_OF_ONE_SORT < len(chain)
    is_unlikely = lgamma(len(chain) + 1) / log(2) >= LEAST_BITS
    return {ranked[at][0] for at in chain} if is_order and is_unlikely else set()


def in_own_place(index: Index, number: int, top: Collection[int], numbers: Mapping[int, int]) -> set[int]:
    """Those on top of a list who are not held there. `numbers` are those of its members in one series, by key."""
    keys = index.lists.members(number)[1]
    found = in_place([(key, numbers[key]) for key in keys if key in numbers])
    for key in sorted(set(top) - found):
        if key not in found and _has_sunk(index, number, key):
            found.add(key)
    for other in sorted({each for key in set(top) - found for each in _made_by_system(index, key)}):
        place = {key: at for at, key in enumerate(index.lists.members(other)[1])}
        found |= in_place([(key, place[key]) for key in keys if key in place])
    return found & set(top)


def _has_sunk(index: Index, number: int, key: int) -> bool:
    """True if the page showed a list on another night that came of this one, or this of it, as news came in above a key."""
    night, url = index.lists.first_stood(number)
    own = index.lists.members(number)[1]
    for other in index.lists.lists_of([key], index.lists.family(number)):
        then, where = index.lists.first_stood(other)
        if where == url and then != night:
            looks = [own, index.lists.members(other)[1]]
            if came_in(*(looks if night < then else looks[::-1])):
                return True
    return False


def _made_by_system(index: Index, key: int) -> Iterator[int]:
    """The feeds and sitemaps in which a key stands."""
    for family, name in sorted(index.lessons.names(index.lists.families_of([key])).items()):
        if kind_of(name) in MADE_BY_SYSTEMS:
            yield from index.lists.lists_of([key], family)
