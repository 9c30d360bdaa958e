"""Lists of numbers of different lengths, stored as two flat arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Row i is `values[offsets[i]:offsets[i + 1]]`."""

    values: U32
    offsets: I64

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def counts(self) -> I64:
        """The number of values in each row."""
        return np.diff(self.offsets)

    def take(self, rows: I64) -> Ragged:
        """The given rows, in the given order."""
        counts = self.offsets[rows + 1] - self.offsets[rows]
        return Ragged.counted(self.values[spread(self.offsets[rows], counts)], counts)

    def where(self, kept: npt.NDArray[np.bool_]) -> Ragged:
        """The rows where `kept` is true, in order."""
        counts = self.counts
        return Ragged.counted(self.values[np.repeat(kept, counts)], counts[kept])

    def slice(self, first: int, last: int) -> Ragged:
        """Rows `first` to `last`; `last` is excluded."""
        offsets = self.offsets[first : last + 1]
        return Ragged(self.values[offsets[0] : offsets[-1]], offsets - offsets[0])

    def distinct(self) -> Ragged:
        """The set of each row: sorted, without repeats."""
        values = self.values.copy()
        bounds = self.offsets.tolist()
        for first, last in pairwise(bounds):
            values[first:last].sort()
        rows = np.repeat(np.arange(len(self)), self.counts)
        fresh = np.ones(len(values), bool)
        fresh[1:] = (values[1:] != values[:-1]) | (rows[1:] != rows[:-1])
        return Ragged.of(values[fresh], rows[fresh], len(self))

    @classmethod
    def of(cls, values: U32, rows: I64, count: int) -> Ragged:
        """Build from values and their row numbers, which ascend."""
        return cls.counted(values, np.bincount(rows, minlength=count))

    @classmethod
    def counted(cls, values: U32, counts: I64) -> Ragged:
        """Build from values and the number of values in each row."""
        offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        return cls(values, offsets)

    @classmethod
    def sets(cls, values: U32, rows: I64, count: int) -> Ragged:
        """Build from values and their row numbers: the distinct values of each row, ascending."""
        keys = (rows.astype(np.uint64) << SHIFT) | values
        keys.sort()
        if len(keys):
            keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
        return cls.of(keys.astype(np.uint32), (keys >> SHIFT).astype(np.int64), count)

    @classmethod
    def concat(cls, parts: Sequence[Ragged]) -> Ragged:
        """The rows of all parts, in order."""
        counts = np.concatenate([part.counts for part in parts])
        return cls.counted(np.concatenate([part.values for part in parts]), counts)


def spread(begins: I64, counts: I64) -> I64:
    """The positions `begins[i] … begins[i] + counts[i] - 1` of every i, one after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    total = int(counts.sum())
    steps = np.ones(total, np.int64)
    kept = counts > 0
    begins, counts = begins[kept], counts[kept]
    if total == 0:
        return steps
    heads = np.cumsum(counts) - counts
    steps[heads] = begins
    steps[heads[1:]] -= begins[:-1] + counts[:-1] - 1
    return np.cumsum(steps)


def shared(left: Ragged, right: Ragged, a: I64, b: I64, *, chunk: int = 400) -> I64:
    """Number of values that row `a[i]` of `left` and row `b[i]` of `right` share; rows are sets."""
    found = np.zeros(len(a), np.int64)
    for first in range(0, len(a), chunk):
        part = slice(first, min(first + chunk, len(a)))
        keys = np.concatenate((_keys(left.take(a[part])), _keys(right.take(b[part]))))
        keys.sort(kind="stable")  # two ascending runs: a stable sort merges them
        twice = keys[1:][keys[1:] == keys[:-1]]
        found[part] = np.bincount((twice >> SHIFT).astype(np.int64), minlength=part.stop - first)
    return found


def _keys(rows: Ragged) -> U64:
    return (np.repeat(np.arange(len(rows), dtype=np.uint64), rows.counts) << SHIFT) | rows.values
