"""Chance: the probability that a random part of a set has as few, or as many, marked members (hypergeometric). Pure."""

from __future__ import annotations

from math import exp, lgamma


def at_most(found: int, part: int, marked: int, every: int) -> float:
    """The probability that a random part of a set has at most this many marked members.

    >>> round(at_most(0, 5, 5, 10), 6), at_most(2, 2, 5, 10), round(at_most(0, 28, 1, 29), 6)
    (0.003968, 1.0, 0.034483)
    """
    least, most = max(0, part + marked - every), min(part, marked)
    if found >= most:
        return 1.0
    return sum(
        exp(_choices(marked, n) + _choices(every - marked, part - n) - _choices(every, part))
        for n in range(least, found + 1)
    )


def at_least(found: int, part: int, marked: int, every: int) -> float:
    """The probability that a random part of a set has at least this many marked members.

    >>> round(at_least(5, 5, 5, 10), 6), at_least(0, 5, 5, 10)
    (0.003968, 1.0)
    """
    return at_most(part - found, part, every - marked, every)


def _choices(every: int, some: int) -> float:
    """The logarithm of the number of ways to choose `some` of `every`."""
    return lgamma(every + 1) - lgamma(some + 1) - lgamma(every - some + 1)
