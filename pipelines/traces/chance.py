"""Chance: how often it brings as few, or as many, of some as were found. Pure."""

from __future__ import annotations

from math import exp, lgamma, log


def at_most(found: int, of: int, share: float) -> float:
    """How likely chance finds so few of some, where a share of all is so.

    >>> round(at_most(3, 32, 0.5), 6), round(at_most(0, 10, 0.0), 6), round(at_most(3, 3, 0.4), 6)
    (1e-06, 1.0, 1.0)
    """
    if not 0 < share < 1:
        return 1.0 if not share or found >= of else 0.0
    return sum(
        exp(lgamma(of + 1) - lgamma(n + 1) - lgamma(of - n + 1) + n * log(share) + (of - n) * log(1 - share))
        for n in range(found + 1)
    )


def at_least(found: int, of: int, share: float) -> float:
    """How likely chance finds so many of some, where a share of all is so.

    >>> round(at_least(10, 10, 0.5), 6), at_least(0, 10, 0.5) > 0.999999
    (0.000977, True)
    """
    return at_most(of - found, of, 1 - share)
