"""Order of a list: which of its dated members are in order, and the lesson that lists of one kind teach by this. Pure
functions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import lgamma, log

from pipelines.corpus.traces.trace import Side

NEWEST_FIRST, OLDEST_FIRST = -1, 1
MIN_BITS, MIN_BITS_BESIDE = 16, 9
"""An order must be this unlikely by chance: once in 2¹⁶. The lower value is enough if similar lists were right BESIDE times."""
BESIDE = 30
MIN_STEPS = 30
"""Minimum number of right steps, similar lists included, before a list bounds stories. With fewer, a habit may not show
yet, such as listing an old story again, or sorting by last change.
"""
PROVING_STEPS = 36
"""Among this many right steps, a habit of one in 25 shows three times in four, such as drafts that wait for weeks after
they get their number.
"""
MAX_WRONG = 200
"""One step in this many may be wrong."""
MAX_WRONG_OF_ONE_SORT = 10
"""One step in this many may be wrong if all wrong steps are in one direction. Then only the other side is trusted."""
FAR_DAYS = 14
"""A member must be out of order by more days than this to be wrong in one direction. Of two close members, either may
be wrong.
"""
NEVER = -(10**9)
SLACKS = (0, 2, 7)
"""Days by which members may be out of order if the order is only rough, such as the order of draft numbers."""

Dated = Sequence[tuple[str, int]]
"""The dated members of a list from top to bottom: (work, ordinal of its day)."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often dated members of lists of one kind were in order (`right`), or out of order by more than `slack_days`.

    Members out of order are `older` than their places (listed again, updated) or `newer` (chosen by hand, drafts). A
    member that is out of order by only a few days counts as both.
    """

    direction: int = NEWEST_FIRST
    right: int = 0
    older: int = 0
    newer: int = 0
    slack_days: int = 0
    bits: int = 0  # chance gives this order once in 2 to the power of this
    undated: int = 0  # for clues: number of works without a date
    dated: int = 0  # for clues: number of works with a date; a sample of them is judged
    since: int | None = None  # for clues that bound from above: the earliest of a dated work, seconds since 1970
    likely: float = 1.0  # for these: measured share of bounds that hold among clues as early as this

    @property
    def wrong(self) -> int:
        """Members out of order, in the direction that has more of them."""
        return max(self.older, self.newer)

    @property
    def is_clean(self) -> bool:
        """True if almost nothing contradicts the order."""
        return self.wrong * MAX_WRONG <= self.right

    @property
    def is_long(self) -> bool:
        """True if the order held so often that a rare habit would have shown."""
        return self.right >= PROVING_STEPS

    def misses(self, side: Side) -> int:
        """Members for which a bound on a side would be wrong: a member older than its place is not after the members
        below it.
        """
        return self.older if side == Side.NOT_BEFORE else self.newer

    def confidence(self, side: Side) -> float:
        """Share of steps in order, with half a step added to both sides (Jeffreys); at most `likely`.

        Steps are rounded down to a power of two, so that the value changes rarely. `traces_reliability.py` compares
        it with the measured share.
        """
        steps, misses = 1 << max(self.right.bit_length() - 1, 0), self.misses(side)
        share = min((steps + 0.5) / (steps + 1), self.likely)
        return share if not misses else min(share, (self.right + 0.5) / (self.right + misses + 1))


@dataclass(frozen=True, slots=True)
class Trusted:
    """A lesson that bounds stories, and the sides that it bounds."""

    lesson: Lesson
    sides: frozenset[Side]


def judged_by(lesson: Lesson, beside: int, steps: int = MIN_STEPS) -> Trusted | None:
    """The sides that a place in such a list bounds; None if it bounds nothing.

    `beside` is the number of right steps of the source's similar lists, `steps` the minimum of right steps. An order
    with exceptions of one sort only, such as old stories listed again, still bounds on the other side.
    """
    least = MIN_BITS_BESIDE if beside >= BESIDE and not lesson.wrong else MIN_BITS
    if lesson.bits < least or lesson.wrong * MAX_WRONG_OF_ONE_SORT > lesson.right:
        return None
    if max(lesson.right, beside) < steps:
        return None
    sides = {side for side in Side if lesson.misses(side) * MAX_WRONG <= lesson.right}
    return Trusted(lesson, frozenset(sides)) if sides else None


def corroborated(lesson: Lesson, bits: int, steps: int) -> Lesson:
    """Strengthen a lesson whose dates agree but are few, with `steps` of `bits` from other evidence."""
    if lesson.wrong or not lesson.right or lesson.bits >= bits:
        return lesson
    return replace(lesson, right=lesson.right + steps, bits=bits)


def in_order(days: Sequence[int]) -> list[int]:
    """Places of the members that every longest non-descending chain contains. A member that one such chain omits is
    left out.

    >>> in_order([1, 3, 9, 5, 6])
    [0, 1, 3, 4]
    >>> in_order([1, 8, 4, 10])
    [0, 3]
    """
    return _certain(_longest(days))


def _certain(longest: Mapping[int, Sequence[int]]) -> list[int]:
    """Places of the members that every longest chain contains."""
    return sorted(places[0] for places in longest.values() if len(places) == 1)


def _longest(days: Sequence[int]) -> dict[int, list[int]]:
    """The places of the members of any longest non-descending chain, by their rank in it."""
    upto = _chain_lengths(days)
    after = _chain_lengths([-day for day in reversed(days)])[::-1]
    longest = max(upto, default=0)
    chosen: dict[int, list[int]] = {}
    for place, (before, behind) in enumerate(zip(upto, after, strict=True)):
        if before + behind - 1 == longest:
            chosen.setdefault(before, []).append(place)
    return chosen


def _chain_lengths(days: Sequence[int]) -> list[int]:
    """For each place, the length of the longest non-descending chain that ends there."""
    tails: list[int] = []
    lengths = []
    for day in days:
        at = bisect_right(tails, day)
        tails[at : at + 1] = [day]
        lengths.append(at + 1)
    return lengths


def lesson_of(lists: Iterable[Dated]) -> Lesson:
    """The lesson from lists of one kind.

    A step leads from one day to another that is further away than the slack; works in many lists count once. Chance
    makes a step once in two times, and a list of n days once in n!. The slack is the smallest with which the order
    holds.
    """
    kept = [members for members in lists if len(members) > 1]
    found = [_lesson(kept, direction) for direction in (NEWEST_FIRST, OLDEST_FIRST)]
    return max(found, key=lambda lesson: (lesson.is_clean, lesson.right - lesson.wrong, -lesson.direction))


def own_lesson(members: Dated, lesson: Lesson) -> Lesson:
    """The lesson from one list alone, for an order that lists of its kind taught: this list may differ once."""
    return _with_slack(lesson.direction, *_chained([members], lesson.direction), lesson.slack_days)


def speaks_against(own: Lesson, side: Side) -> bool:
    """True if so many members of one list are out of order that the list may have another order."""
    return own.misses(side) * MAX_WRONG_OF_ONE_SORT > own.right


def _lesson(lists: Sequence[Dated], direction: int) -> Lesson:
    chained = _chained(lists, direction)
    tried = (_with_slack(direction, *chained, slack) for slack in SLACKS)
    return next((lesson for lesson in tried if lesson.is_clean), _with_slack(direction, *chained, 0))


def _chained(lists: Sequence[Dated], direction: int) -> tuple[Sequence[Dated], Mapping[str, int], Mapping[str, int]]:
    """The chains of lists in order, and the days by which other members are older, or newer, than their places."""
    chains: list[list[tuple[str, int]]] = []
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    for members in lists:
        days = [day * direction for _, day in members]
        longest = _longest(days)
        chains.append([(members[place][0], days[place]) for place in _certain(longest)])
        for place, too_low, too_high in _out_of_order(days, longest):
            work = members[place][0]
            low[work], high[work] = max(low.get(work, 0), too_low), max(high.get(work, 0), too_high)
    older, newer = (low, high) if direction == OLDEST_FIRST else (high, low)
    return chains, older, newer


def _with_slack(
    direction: int, chains: Sequence[Dated], older: Mapping[str, int], newer: Mapping[str, int], slack: int
) -> Lesson:
    """The lesson of an order with a slack in days: shorter steps are ignored."""
    steps = [_steps(chain, slack) for chain in chains]
    right = len({step for each in steps for step in each})
    longest = max(map(len, steps), default=0)
    bits = max(right, int(lgamma(longest + 2) / log(2)))
    out = [(older[work], newer[work]) for work in older if max(older[work], newer[work]) > slack]
    near = [max(both) <= FAR_DAYS for both in out]
    too_old = sum(old > slack or by_little for (old, _), by_little in zip(out, near, strict=True))
    too_new = sum(new > slack or by_little for (_, new), by_little in zip(out, near, strict=True))
    return Lesson(direction, right, too_old, too_new, slack, bits)


def _steps(chain: Dated, slack: int) -> list[tuple[str, str]]:
    """Pairs of neighbours of a chain whose days differ by more than the slack; members between them are skipped."""
    kept = [*chain[:1]]
    for work, day in chain[1:]:
        if day - kept[-1][1] > slack:
            kept.append((work, day))
    return [(a, b) for (a, _), (b, _) in pairwise(kept)]


def _out_of_order(days: Sequence[int], longest: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """(place, days older than a member before it, days newer than a member after it) of each member outside some
    longest chain.

    The members before and after are those of any longest chain. If neither differs, the member is out of order by a
    day both ways.
    """
    chosen = set(_certain(longest))
    if len(chosen) == len(days):
        return
    some = {place for each in longest.values() for place in each}
    before = list(accumulate((day if n in some else NEVER for n, day in enumerate(days)), max))
    behind = list(accumulate((day if n in some else -NEVER for n, day in reversed([*enumerate(days)])), min))[::-1]
    for place, day in enumerate(days):
        if place not in chosen:
            low, high = max(before[place] - day, 0), max(day - behind[place], 0)
            yield place, *((low, high) if low or high else (1, 1))
