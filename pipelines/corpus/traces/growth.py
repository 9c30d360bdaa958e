"""Growth: the change of a list from one night to the next. It identifies newest-first lists even with hardly any dated
member.

A newest-first list gains members at the top only, loses them at the end, and keeps the order of the others. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, log2


def growth(before: Sequence[int], after: Sequence[int]) -> tuple[int, int]:
    """How unlikely it is that all new members of a list came in at its top by chance (once in 2 to this power), and its
    steps.

    Steps are the members that came in or kept their places. The result is (0, 0) if no member came in, one came in
    elsewhere, the others changed places, or a member other than the last left.

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
