"""Absence: a story that appears at the top of a list was published after the previous look at the list.

The rule holds only for a list whose dated arrivals confirm it. All functions are pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipelines.corpus.traces.order import MAX_WRONG, NEWEST_FIRST, Lesson

DAY = 86_400
DELAYS = (2, 4, 7)
"""Days by which the date of a story may precede its first appearance in a list. The longest delay measured on real publishing
systems is 32 hours (`make zoo`)."""
MIN_ARRIVALS = 6
"""Minimum number of dated arrivals that agree. The order of the list is checked first, in `trust`."""


@dataclass(frozen=True, slots=True)
class Look:
    """A list that was seen completely: its keys, the night, and since when it is known to be like this (seconds since
    1970).
    """

    keys: Sequence[int]
    night: int
    at: int
    url: str


def came_in(before: Sequence[int], after: Sequence[int], known: Iterable[int] = ()) -> list[int]:
    """The members that came in at the top of a newest-first list between two looks; none if anything else changed.

    Such changes are: a new member was `known` to be there before, a member other than the last has left, the others
    changed places, or hardly any is left. The list may then come from a cache, be personal, or contain a sold place.

    >>> came_in([5, 4, 3, 2, 1], [7, 6, 5, 4, 3]), came_in([5, 4, 3], [5, 6, 4, 3]), came_in([5, 4, 3], [6, 5, 3])
    ([7, 6], [], [])
    >>> came_in([5, 4, 3, 2, 1], [7, 6, 5, 4, 3], known=[6, 5, 4])
    []
    """
    had, there = set(before), set(after)
    top = list(takewhile(lambda key: key not in had, after))
    kept = [key for key in before if key in there]
    as_it_was = len(kept) > 1 and kept == list(before[: len(kept)]) == [key for key in after if key in had]
    return top if as_it_was and not set(top) & set(known) else []


def out_of_turn(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The members that are not placed by age: they left before members below them, or moved above others.

    Examples: a sold place, a pinned story, or a story that is listed again.

    >>> out_of_turn([5, 4, 9, 3, 2], [6, 8, 5, 4, 3]), out_of_turn([5, 4, 9, 3], [6, 9, 5, 4]), out_of_turn([3, 2, 1], [4, 3])
    ({9}, {9}, set())
    """
    place = {key: at for at, key in enumerate(after)}
    last = max((at for at, key in enumerate(before) if key in place), default=-1)
    lowest, found = -1, set()
    for at, key in enumerate(before):
        if key not in place:
            found |= {key} if at < last else set()
        elif place[key] < lowest:
            found.add(key)
        else:
            lowest = place[key]
    return found


def stuck(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The members that stay above new arrivals: a story pinned on top. Empty if they are not fewer than the members
    below them.

    >>> stuck([9, 4, 3, 2], [9, 5, 4, 3]), stuck([5, 4, 3, 2], [6, 5, 4, 3]), stuck([5, 4, 3, 1], [5, 4, 3, 2, 1])
    ({9}, set(), set())
    """
    had = set(before)
    kept = [at for at, key in enumerate(after) if key in had]
    new = [at for at, key in enumerate(after) if key not in had and kept and at < kept[-1]]
    above = [at for at in kept if new and at < new[-1]]
    return {after[at] for at in above} if 2 * len(above) < len(kept) else set()


def max_pinned(members: int) -> int:
    """Maximum number of pinned members on top of a list: 12, or a quarter of a short list."""
    return min(12, members // 4)


def placed(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The members that are not placed by age: those out of turn in the look before, and new ones in the place of such a
    member.

    >>> placed([5, 4, 9, 3, 2], [6, 5, 8, 4, 3]), placed([5, 4, 3], [6, 5, 4])
    ({8, 9}, set())
    """
    moved, had = out_of_turn(before, after), set(before)
    beside = {at + by for at, key in enumerate(before) if key in moved for by in (-1, 0, 1)}
    return moved | {key for at, key in enumerate(after) if at in beside and key not in had}


def absence_lesson(arrivals: Sequence[tuple[int, int]]) -> Lesson:
    """How often dated arrivals were published after the look before; an arrival is (seconds of that look, end of its
    stated day).

    `slack_days` is the delay of the arrivals: the smallest value of DELAYS that is right.
    """
    found = [_with_delay(arrivals, days) for days in DELAYS]
    return next((lesson for lesson in found if lesson.is_clean), found[-1])


def _with_delay(arrivals: Sequence[tuple[int, int]], days: int) -> Lesson:
    right = sum(not too_old(high, at, days) for at, high in arrivals)
    return Lesson(NEWEST_FIRST, right, len(arrivals) - right, 0, days, right)


def too_old(high: int, at: int, days: int) -> bool:
    """True if a day that ends at `high` was over more than `days` days before a look."""
    return high < at - days * DAY


def is_borne_out(lesson: Lesson) -> bool:
    """True if enough dated arrivals agree, and almost none disagrees."""
    return lesson.right >= MIN_ARRIVALS and lesson.older * MAX_WRONG <= lesson.right
