"""A figure: how many of how many are right, and which are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`got` of `of` are right (a score may be fractional); perfect is `got == of`, so every figure may only rise.

    `misses` names what is not right, for people: a story's key, a URL, and what was found instead.
    """

    got: float
    of: int
    misses: tuple[str, ...] = ()

    @property
    def perfect(self) -> bool:
        """Whether nothing is amiss."""
        return self.got == self.of

    def __str__(self) -> str:
        return f"{self.got:g} of {self.of}"


def count(judged: Iterable[tuple[str, bool, object]]) -> Figure:
    """The figure of (name, whether right, what was found).

    >>> count([("a", True, 1), ("b", False, 2)])
    Figure(got=1, of=2, misses=('b: 2',))
    """
    rows = list(judged)
    misses = tuple(f"{name}: {found}" for name, right, found in rows if not right)
    return Figure(len(rows) - len(misses), len(rows), misses)
