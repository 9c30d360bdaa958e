"""Numbers of texts by 64-bit fingerprint, sorted on disk: which texts have a fingerprint in common.

Memory is bounded: the entries lie in `BUCKETS` files by the first bits of their fingerprints, and one is read at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.base.errors import InputError
from pipelines.corpus.duplicates.ragged import I64, U8, U64

BUCKET_BITS = 7
BUCKETS = 1 << BUCKET_BITS
ROW_BITS = 24
MAX_TEXTS = 1 << ROW_BITS
"""An entry is 40 bits of a fingerprint (47 with its bucket) and 24 bits of the text's number."""
SLICE_ENTRIES = 1 << 15
"""Entries put into their buckets together: they stay in the processor's cache."""
HELD_ENTRIES = 1 << 20
"""Entries in memory before they are written: those of a small dataset never are."""
_ROW = np.uint64(MAX_TEXTS - 1)
_SHIFT = np.uint64(ROW_BITS)


@dataclass(frozen=True, slots=True)
class Shared:
    """Fingerprints of one bucket that several texts have: entry i is text `rows[i]` of number `grams[i]`, ascending by both."""

    grams: I64
    rows: I64

    def crossing(self, splits: U8) -> Shared:
        """Those fingerprints of which not all texts are in one split."""
        begins, sizes = runs(self.grams)
        if not len(begins):
            return self
        codes = splits[self.rows]
        crosses = np.repeat(np.minimum.reduceat(codes, begins) != np.maximum.reduceat(codes, begins), sizes)
        return Shared(self.grams[crosses], self.rows[crosses])


@dataclass(slots=True)
class Buckets:
    """Entries in a folder. First `add` all of them, then read them `in_order`."""

    folder: Path
    _held: list[list[U64]] = field(default_factory=lambda: [[] for _ in range(BUCKETS)])
    _entries: int = 0

    def add(self, fingerprints: U64, rows: U64) -> None:
        """Fingerprints, and the number of the text that each belongs to. Raises InputError for a number that is too large."""
        if not len(rows):
            return
        if int(rows.max()) >= MAX_TEXTS:
            raise InputError(
                f"more than {MAX_TEXTS:,} texts cannot be compared: make datasets of parts, `disjoint_from` each other"
            )
        for first in range(0, len(rows), SLICE_ENTRIES):
            self._hold(fingerprints[first : first + SLICE_ENTRIES], rows[first : first + SLICE_ENTRIES])

    def in_order(self) -> Iterator[U64]:
        """Bucket by bucket, all entries in ascending order."""
        for bucket in range(BUCKETS):
            path = self._path(bucket)
            written = [np.fromfile(path, np.uint64)] if path.exists() else []
            if parts := [*written, *self._held[bucket]]:
                entries = np.concatenate(parts)
                entries.sort()
                yield entries

    def _hold(self, fingerprints: U64, rows: U64) -> None:
        bucket = (fingerprints >> np.uint64(64 - BUCKET_BITS)).astype(np.uint8)
        entries = ((fingerprints << np.uint64(BUCKET_BITS)) & ~_ROW) | rows
        entries = entries[np.argsort(bucket, kind="stable")]
        ends = np.cumsum(np.bincount(bucket, minlength=BUCKETS)).tolist()
        for held, begin, end in zip(self._held, [0, *ends], ends, strict=False):
            if end > begin:
                held.append(entries[begin:end])
        self._entries += len(entries)
        if self._entries > HELD_ENTRIES:
            self._write()

    def _write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for bucket, held in enumerate(self._held):
            with self._path(bucket).open("ab") as file:
                file.writelines(part.data for part in held)
            held.clear()
        self._entries = 0

    def _path(self, bucket: int) -> Path:
        return self.folder / f"{bucket:03d}.entries"


def rows_of(entries: U64) -> I64:
    """The number of each entry's text."""
    return (entries & _ROW).astype(np.int64)


def shared(entries: U64) -> Shared:
    """Of sorted entries, those whose fingerprint another entry has too."""
    alike = (entries[1:] ^ entries[:-1]) <= _ROW
    several = np.zeros(len(entries), bool)
    several[1:] = alike
    several[:-1] |= alike
    some = entries[several]
    return Shared(np.cumsum(first_of_kind(some >> _SHIFT)) - 1, rows_of(some))


def first_of_kind(values: U64 | I64 | U8) -> npt.NDArray[np.bool_]:
    """Which of values begin a run of equal ones."""
    first = np.ones(len(values), bool)
    first[1:] = values[1:] != values[:-1]
    return first


def runs(values: I64 | U8) -> tuple[I64, I64]:
    """Where runs of equal values begin, and how long they are."""
    begins = np.flatnonzero(first_of_kind(values))
    return begins, np.diff(begins, append=len(values))
