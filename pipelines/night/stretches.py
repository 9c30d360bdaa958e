"""Stretches: the sources of a night in order of their names, some at a time.

A step that reads, judges and writes one stretch after another needs memory for its largest source, not for the night.
Tables of nights are sorted by source, so a stretch is read without the row groups of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta import Lake

STRETCH_ROWS = 100_000
"""Maximum weight of the rows of a stretch, except for a single larger source."""
WEIGHTS = {"fetches": 2, "links": 1, "documents": 100, "clean_documents": 50}
"""Weight of a row, by table: a document has the text of a page and its dates."""
SOURCE_WEIGHT = 200
"""Weight of a source beside its rows of the night: its earlier nights."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sources that follow each other in a night, sorted."""

    sources: tuple[str, ...]

    @property
    def where(self) -> pc.Expression:
        """The rows of these sources. Its bounds let a reader skip other row groups."""
        source = pc.field("source")
        inside = (source >= self.sources[0]) & (source <= self.sources[-1])
        return inside & source.isin(pa.array(self.sources, pa.string()))


def stretches(lake: Lake, night: date, tables: Sequence[str], *, without: Iterable[str] = ()) -> list[Stretch]:
    """The stretches of all sources with rows of the night in any of these tables, but those in `without`."""
    weights: Counter[str] = Counter()
    for table in tables:
        for source, count in lake.rows_by_source(table, night).items():
            weights[source] += count * WEIGHTS.get(table, 1)
    for source in weights:
        weights[source] += SOURCE_WEIGHT
    for source in without:
        weights.pop(source, None)
    return [Stretch(tuple(sources)) for sources in together(weights, STRETCH_ROWS)]


def together(rows: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Group sources in order of their names, so that each group has at most `most` rows.

    >>> list(together({"bote": 60, "argus": 50, "mail": 300, "post": 10}, 100))
    [['argus'], ['bote'], ['mail'], ['post']]
    >>> list(together({"bote": 60, "argus": 40}, 100))
    [['argus', 'bote']]
    """
    part: list[str] = []
    total = 0
    for source, count in sorted(rows.items()):
        if part and total + count > most:
            yield part
            part, total = [], 0
        part.append(source)
        total += count
    if part:
        yield part


class BySource:
    """The rows of a table by source. The rows must be sorted by source."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows.combine_chunks()
        runs = pc.run_end_encode(pa.array(self._rows["source"], pa.string()))
        ends = runs.run_ends.to_pylist()
        self._places = dict(zip(runs.values.to_pylist(), pairwise([0, *ends]), strict=True))

    def of(self, source: str) -> pa.Table:
        """A source's rows; they share memory with the table."""
        start, end = self._places.get(source, (0, 0))
        return self._rows.slice(start, end - start)

    def copy_of(self, source: str) -> pa.Table:
        """A source's rows in memory of their own, to be sent to another process."""
        return self._rows.take(pa.array(np.arange(*self._places.get(source, (0, 0)))))
