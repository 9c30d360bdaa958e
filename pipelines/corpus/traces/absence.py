"""Absence: what came in at the top of a list was published after the last look at it, where its dated arrivals were.

A list teaches this by its dated arrivals alone, as it does its order. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipelines.corpus.traces.order import MAX_WRONG, NEWEST_FIRST, Lesson

DAY = 86_400
DELAYS = (2, 4, 7)
"""Days by which a story may be dated before its list shows it; 32 hours on real systems (`make zoo`)."""
MIN_ARRIVALS = 6
"""Dated arrivals that have to agree, beside the order of the list, which `trust` asks for first."""


@dataclass(frozen=True, slots=True)
class Look:
    """A list as it was seen whole: its keys, the night, and the seconds since 1970 since which it is known to stand so."""

    keys: Sequence[int]
    night: int
    at: int
    url: str


def came_in(before: Sequence[int], after: Sequence[int], known: Iterable[int] = ()) -> list[int]:
    """The members that came in at the top of a newest-first list from one look to the next; none where more has changed.

    More has changed where one of them was `known` to stand there before, where another than the last has left, where the
    others changed places, or hardly one is left: a list from a cache, of a reader's own, with a place that is sold.

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
    """The members of a look that do not stand by their age: they left before others below them, or came to stand above others.

    A place that is sold, a story that is pinned. Who is listed again comes to stand above others, too.

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
    """The members that stay above what came in: a story held on top. They are fewer than those below, else these may be odd.

    >>> stuck([9, 4, 3, 2], [9, 5, 4, 3]), stuck([5, 4, 3, 2], [6, 5, 4, 3]), stuck([5, 4, 3, 1], [5, 4, 3, 2, 1])
    ({9}, set(), set())
    """
    had = set(before)
    kept = [at for at, key in enumerate(after) if key in had]
    new = [at for at, key in enumerate(after) if key not in had and kept and at < kept[-1]]
    above = [at for at in kept if new and at < new[-1]]
    return {after[at] for at in above} if 2 * len(above) < len(kept) else set()


def most_on_top(members: int) -> int:
    """How many members of a list may be held on its top: 12, of a short list a quarter."""
    return min(12, members // 4)


def placed(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The members of a look that do not stand by their age, by the look before: out of turn, or new where one left out of turn.

    >>> placed([5, 4, 9, 3, 2], [6, 5, 8, 4, 3]), placed([5, 4, 3], [6, 5, 4])
    ({8, 9}, set())
    """
    moved, had = out_of_turn(before, after), set(before)
    beside = {at + by for at, key in enumerate(before) if key in moved for by in (-1, 0, 1)}
    return moved | {key for at, key in enumerate(after) if at in beside and key not in had}


def absence_lesson(arrivals: Sequence[tuple[int, int]]) -> Lesson:
    """How often dated arrivals were published after the look before, by (seconds of that look, end of the day that they tell).

    `slack_days` is the delay that they show, the least of DELAYS that is right.
    """
    found = [_with_delay(arrivals, days) for days in DELAYS]
    return next((lesson for lesson in found if lesson.is_clean), found[-1])


def _with_delay(arrivals: Sequence[tuple[int, int]], days: int) -> Lesson:
    right = sum(not too_old(high, at, days) for at, high in arrivals)
    return Lesson(NEWEST_FIRST, right, len(arrivals) - right, 0, days, right)


def too_old(high: int, at: int, days: int) -> bool:
    """True if a day that ends at `high` was over so many days before a look."""
    return high < at - days * DAY


def is_borne_out(lesson: Lesson) -> bool:
    """True if enough dated arrivals agree, and next to none does not."""
    return lesson.right >= MIN_ARRIVALS and lesson.older * MAX_WRONG <= lesson.right
