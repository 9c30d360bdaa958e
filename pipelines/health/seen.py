"""Observations of a source's night: a row of figures in progress, with an example page for figures that need one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Row = Mapping[str, Any]
"""A row of a table of the lake."""


class Known(NamedTuple):
    """The last capture of a page before a night: its content (`content_sha256`) and its night."""

    content: str
    night: date


@dataclass(slots=True)
class Seen:
    """Figures (columns of `schemas.SOURCE_HEALTH`) and, by figure or value, the URL of an example page.

    `new` has those of the night's new stories alone; None if all are new, or none.
    """

    figures: dict[str, Any] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    new: Seen | None = None

    def add(self, other: Seen) -> None:
        """Add the figures and examples of another part."""
        self.figures |= other.figures
        self.examples |= other.examples

    def show(self, name: str, urls: Iterable[str]) -> None:
        """Keep the first of these URLs, in alphabetical order, as the example of a figure."""
        if (url := min(urls, default=None)) is not None:
            self.examples[name] = url


class NightSeen(NamedTuple):
    """The observations of a source's night, and separately of the pages that only an import requested; None without any.

    `expected` are the new stories that its file expects, by weekday (Monday is 0).
    """

    night: Seen
    asked_for: Seen | None = None
    expected: Mapping[int, int] = {}


def counted(values: Iterable[object]) -> list[dict[str, Any]]:
    """Count each value: a list of `schemas.health.COUNT`, sorted by value; None is left out.

    >>> counted(["b", "a", "b", None])
    [{'value': 'a', 'count': 1}, {'value': 'b', 'count': 2}]
    """
    counts = Counter(str(value) for value in values if value is not None)
    return [{"value": value, "count": count} for value, count in sorted(counts.items())]


def count_of(counts: Iterable[Row] | None, *values: str) -> int:
    """The sum of the counts of some values in a list of `schemas.health.COUNT`."""
    return sum(row["count"] for row in counts or () if row["value"] in values)


def most_common(values: Iterable[str]) -> tuple[str | None, int]:
    """The most frequent value (the lowest among equals) and its count; (None, 0) for no values."""
    counts = Counter(values)
    return min(counts.items(), key=lambda item: (-item[1], item[0])) if counts else (None, 0)


def median(values: Iterable[float]) -> float | None:
    """The median; None for no values."""
    return quantile(values, 0.5)


def quantile(values: Iterable[float], share: float) -> float | None:
    """The value below which a share of the values lies, interpolated between neighbours; None for no values.

    >>> quantile([1, 2, 3, 4], 0.5), quantile([5], 0.25), quantile([], 0.5)
    (2.5, 5, None)
    """
    ranked = sorted(values)
    if not ranked:
        return None
    place = share * (len(ranked) - 1)
    below, rest = int(place), place - int(place)
    return ranked[below] if not rest else ranked[below] + rest * (ranked[below + 1] - ranked[below])
