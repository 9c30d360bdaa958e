"""Growth: how a list changes from one night to the next, which tells newest-first lists even where hardly a member is dated.

A list that is kept newest first gains members at its top alone, loses them at its end, and keeps the order of the others. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, log2


def growth(before: Sequence[int], after: Sequence[int]) -> tuple[int, int]:
    """How unlikely it is by chance that all new members of a list came in at its top (once in 2 to this), and its steps.

    Steps are the members that came in or kept their places. (0, 0) where none came in, and where one came in elsewhere, the
    others changed places, or one but the last left.

    >>> growth([5, 4, 3, 2, 1], [7, 6, 5, 4, 3]), growth([5, 4, 3], [5, 6, 4, 3]), growth([5, 4, 3], [6, 4, 3])
    ((3, 5), (0, 0), (0, 0))
    """
    had = set(before)
    new = 0
    while new < len(after) and after[new] not in had:
        new += 1
    stayed = list(after[new:])
    if not new or len(stayed) < 2 or stayed != list(before[: len(stayed)]):
        return 0, 0
    return int(log2(comb(len(after), new))), len(after)
