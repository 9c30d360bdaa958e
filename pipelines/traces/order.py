"""Order of a list: which of its dated members are in order, and what a kind of list teaches by them. Pure functions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST = 12
"""Steps from one day to another that make the order of a list believable: a shuffled list passes once in 12! times."""
MOST_WRONG = 200
"""Of so many steps one may be wrong."""
NEWEST_FIRST, OLDEST_FIRST = -1, 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often dated members of lists of one kind were in order (`right`) and out of it (`wrong`)."""

    direction: int = NEWEST_FIRST
    right: int = 0
    wrong: int = 0

    @property
    def trusted(self) -> bool:
        """True if the place in such a list bounds a story without a date."""
        return self.right >= LEAST and self.wrong * MOST_WRONG <= self.right

    @property
    def confidence(self) -> float:
        """Share of steps in order, by the rule of succession."""
        return (self.right + 1) / (self.right + self.wrong + 2)


def in_order(days: Sequence[int]) -> list[int]:
    """Places of the members of every longest non-descending chain: a member that another choice could do without is left out.

    >>> in_order([1, 3, 9, 5, 6])
    [0, 1, 3, 4]
    >>> in_order([1, 8, 4, 10])
    [0, 3]
    """
    upto = _chain_lengths(days)
    after = _chain_lengths([-day for day in reversed(days)])[::-1]
    longest = max(upto, default=0)
    chosen: dict[int, list[int]] = {}
    for place, (before, behind) in enumerate(zip(upto, after, strict=True)):
        if before + behind - 1 == longest:
            chosen.setdefault(before, []).append(place)
    return sorted(places[0] for places in chosen.values() if len(places) == 1)


def _chain_lengths(days: Sequence[int]) -> list[int]:
    """For each place the length of the longest non-descending chain that ends there."""
    tails: list[int] = []
    lengths = []
    for day in days:
        at = bisect_right(tails, day)
        tails[at : at + 1] = [day]
        lengths.append(at + 1)
    return lengths


def lesson_of(lists: Iterable[Sequence[tuple[str, int]]]) -> Lesson:
    """What lists of one kind teach: each is its dated members, (work, day), from top to bottom.

    A step is a pair of neighbours of different days; works that stand in many lists count once.
    """
    kept = [members for members in lists if len(members) > 1]
    found = [_lesson(kept, direction) for direction in (NEWEST_FIRST, OLDEST_FIRST)]
    return max(found, key=lambda lesson: (lesson.right - lesson.wrong, -lesson.direction))


def _lesson(lists: Sequence[Sequence[tuple[str, int]]], direction: int) -> Lesson:
    right: set[tuple[str, str]] = set()
    wrong: set[str] = set()
    for members in lists:
        places = in_order([day * direction for _, day in members])
        wrong.update(work for place, (work, _) in enumerate(members) if place not in set(places))
        steps = pairwise(members[place] for place in places)
        right.update((a, b) for (a, day), (b, other) in steps if day != other)
    return Lesson(direction, len(right), len(wrong))
