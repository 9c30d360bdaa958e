"""Candidates: the pairs of texts that are worth comparing.

A pair is a candidate if the two texts share a band (near-duplicates), or if the longer text contains at least half
of the shorter text's anchors (excerpts, copies with text around them). Both rules look at the two texts only.

The second rule uses a prefix filter (Chaudhuri, Ganti, Kaushik 2006). Two texts that share half of n anchors share
one of any n - ⌈n/2⌉ + 1 of them. So only the *rarest* anchors are looked up. This avoids the cost of boilerplate and
does not change the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.corpus.duplicates.minhash import BANDS, band_keys
from pipelines.corpus.duplicates.ragged import I64, SHIFT, U32, U64, Ragged, shared, spread
from pipelines.corpus.duplicates.sketch import Sketches

ANCHOR_SHARE = 0.5
SIGNATURE_FLOOR = 0.25
"""Two texts that share a band are not compared if a smaller share of their signatures agrees. At J = .5 this loses one
pair in 700.
"""

CHUNK_PAIRS = 1_000_000
CHUNK_KEYS = 2_000_000
CHUNK_TEXTS = 50_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Keys in ascending order, each with the row of the text that contains it."""

    keys: U64 | U32
    rows: U32

    @property
    def runs(self) -> I64:
        """Number of texts that contain each distinct key, in the order of the keys."""
        if not len(self.keys):
            return np.empty(0, np.int64)
        return np.diff(np.flatnonzero(np.concatenate(([True], self.keys[1:] != self.keys[:-1], [True]))))

    def common(self) -> Postings:
        """The postings whose key is in more than one text."""
        runs = self.runs
        kept = np.repeat(runs > 1, runs)
        return Postings(self.keys[kept], self.rows[kept])

    def frequencies(self, others: list[Postings]) -> U32:
        """Number of texts that contain each key, in these postings and in `others`."""
        runs = self.runs
        found = np.repeat(runs.astype(np.uint32), runs)
        for other in others:
            found += (other.keys.searchsorted(self.keys, "right") - other.keys.searchsorted(self.keys)).astype(
                np.uint32
            )
        return found


def bands(sketches: Sketches) -> Postings:
    """The texts that contain each band key. A key starts with the number of its band, so bands sorted one by one are
    sorted as a whole.
    """
    keys, rows = [np.empty(0, np.uint64)], [np.empty(0, np.uint32)]
    for band in range(BANDS):
        key = band_keys(sketches.signatures, band)
        order = np.argsort(key, kind="stable")
        keys.append(key[order])
        rows.append(order.astype(np.uint32))
    return Postings(np.concatenate(keys), np.concatenate(rows))


def anchors(sketches: Sketches, others: list[Postings]) -> tuple[Postings, Postings]:
    """Postings of all anchors, and postings of the rarest n - ⌈n/2⌉ + 1 of each text's n anchors.

    The rarest anchor is in the fewest texts, counted here and in `others`; among equals, the one with the lower key.
    """
    values, counts = sketches.anchors.values, sketches.anchors.counts
    packed = values.astype(np.uint64)
    packed <<= SHIFT
    packed |= np.arange(len(values), dtype=np.uint32)
    packed.sort()
    places = packed.astype(np.uint32)
    packed >>= SHIFT
    found = Postings(packed.astype(np.uint32), np.repeat(np.arange(len(sketches), dtype=np.uint32), counts)[places])
    del packed
    frequency = np.empty(len(values), np.uint32)
    frequency[places] = found.frequencies(others)
    rare = _rarest(sketches.anchors, frequency)[places]
    return found, Postings(found.keys[rare], found.rows[rare])


def _rarest(anchors: Ragged, frequency: U32) -> np.ndarray:
    """True for the rarest anchors of each text. Most texts have enough anchors that are in no other text; those need no
    sorting.
    """
    begin, counts = anchors.offsets[:-1], anchors.counts
    quota = counts - needed(counts) + 1
    alone = frequency == 1
    rank = np.zeros(len(alone) + 1, np.uint32)
    np.cumsum(alone, out=rank[1:])
    kept: np.ndarray = alone & (rank[:-1] < np.repeat(rank[begin] + quota, counts))
    lacking = np.flatnonzero(rank[anchors.offsets[1:]] - rank[begin] < quota)
    for first in range(0, len(lacking), CHUNK_TEXTS):
        rows = lacking[first : first + CHUNK_TEXTS]
        sizes = counts[rows]
        places = spread(begin[rows], sizes)
        packed = np.repeat(np.arange(len(rows), dtype=np.uint64) << np.uint64(48), sizes)
        packed |= np.minimum(frequency[places], 0xFFFF).astype(np.uint64) << SHIFT
        packed |= places.astype(np.uint32)
        packed.sort()
        ends = np.cumsum(sizes) - sizes + quota[rows]
        kept[packed[np.arange(len(packed)) < np.repeat(ends, sizes)].astype(np.uint32)] = True
    return kept


def needed(counts: I64) -> I64:
    """Number of the shorter text's anchors that both texts must have."""
    least: I64 = np.maximum(1, np.ceil(counts * ANCHOR_SHARE).astype(np.int64))
    return least


def within(postings: Postings) -> Iterator[tuple[I64, I64]]:
    """Every pair of rows that share a key, in chunks. A pair comes once for each shared key."""
    sizes = postings.runs
    starts = np.cumsum(sizes) - sizes
    many = sizes > 1
    starts, sizes = starts[many], sizes[many]
    place = spread(starts, sizes)
    left = np.repeat(starts + sizes, sizes) - place - 1
    yield from _pairs(postings.rows, place, place + 1, left, postings.rows)


def between(left: Postings, right: Postings) -> Iterator[tuple[I64, I64]]:
    """Every pair of a row of `left` and a row of `right` that share a key."""
    for first in range(0, len(left.keys), CHUNK_KEYS):
        keys, rows = left.keys[first : first + CHUNK_KEYS], left.rows[first : first + CHUNK_KEYS]
        begin = np.searchsorted(right.keys, keys, "left")
        counts = np.searchsorted(right.keys, keys, "right") - begin
        hit = np.flatnonzero(counts)
        yield from _pairs(rows, hit, begin[hit], counts[hit], right.rows)


def _pairs(left: U32, place: I64, begin: I64, counts: I64, right: U32) -> Iterator[tuple[I64, I64]]:
    """Pair the row at `place[i]` of `left` with each of the `counts[i]` rows of `right` that start at `begin[i]`."""
    total = np.cumsum(counts)
    first = 0
    while first < len(counts):
        done = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, done + CHUNK_PAIRS, "right")))
        part = slice(first, last)
        a = np.repeat(left[place[part]], counts[part]).astype(np.int64)
        yield a, right[spread(begin[part], counts[part])].astype(np.int64)
        first = last


def distinct(a: I64, b: I64) -> tuple[I64, I64]:
    """Each pair once."""
    keys = np.unique((a.astype(np.uint64) << np.uint64(32)) | b.astype(np.uint64))
    return (keys >> np.uint64(32)).astype(np.int64), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)


def alike(left: U32, right: U32) -> np.ndarray:
    """True if two signatures agree on enough values to compare their texts."""
    share: np.ndarray = np.mean(left == right, axis=1)
    return share >= SIGNATURE_FLOOR


def anchored(left: Ragged, right: Ragged, a: I64, b: I64) -> np.ndarray:
    """True if the longer text contains half of the shorter text's anchors."""
    fewer = np.minimum(left.offsets[a + 1] - left.offsets[a], right.offsets[b + 1] - right.offsets[b])
    return shared(left, right, a, b) >= needed(fewer)
