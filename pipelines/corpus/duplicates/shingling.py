"""Shingles as numbers: every run of five words of many texts, hashed in one pass over their bytes.

A shingle is a range of bytes of the normal form. Its hash is a difference of prefix sums of a polynomial modulo 2⁶⁴
(Karp and Rabin 1987), shifted to position 0 and mixed by the finaliser of MurmurHash3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipelines.corpus.duplicates.normalise import SHINGLE_WORDS
from pipelines.corpus.duplicates.ragged import I64, U8, U32, U64, Ragged

MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd, so that its powers have inverses modulo 2⁶⁴."""

_LINE, _SPACE = 10, 32


@dataclass(frozen=True, slots=True)
class Words:
    """Positions of the words of many texts in the bytes of their normal forms, in order.

    `rows` is the text of each word, `counts` the number of words of each text. `before` and `after` are the prefix
    sums of the polynomial at the start and end of a word. `back` is the factor that shifts a hash from the word's
    start to position 0.
    """

    text: U8
    starts: I64
    rows: I64
    counts: I64
    before: U64
    after: U64
    back: U64

    @classmethod
    def of(cls, lines: str) -> Words:
        """Build from normal forms, one text a line (`normalise.normal_lines`)."""
        text = np.frombuffer(lines.encode("utf-8", "surrogatepass"), np.uint8)
        ends = np.append(np.flatnonzero(text <= _SPACE), len(text))
        starts = np.zeros_like(ends)
        np.add(ends[:-1], 1, out=starts[1:])
        last = np.append(np.searchsorted(ends, np.flatnonzero(text == _LINE)), len(ends) - 1)
        counts = np.diff(last, prepend=-1)
        rows = np.repeat(np.arange(len(counts)), counts)
        filled = ends > starts
        if not filled.all():
            starts, ends, rows = starts[filled], ends[filled], rows[filled]
            counts = np.bincount(rows, minlength=len(counts))
        forward, back = _powers(_room(len(text)))
        sums = np.zeros(len(text) + 1, np.uint64)
        sums[1:] = text
        sums[1:] *= forward[: len(text)]
        np.cumsum(sums, out=sums)
        return cls(text, starts, rows, counts, sums[starts], sums[ends], back[starts])

    def shingles(self, size: int = SHINGLE_WORDS) -> Ragged:
        """The hashes of each text's shingles, in order. A text with fewer words has one shingle; a text without words
        has none.
        """
        many = max(len(self.rows) - size + 1, 0)
        whole = self.rows[len(self.rows) - many :] == self.rows[:many]
        values = (self.after[len(self.rows) - many :] - self.before[:many]) * self.back[:many]
        hashes = _mixed(values[whole])
        counts = np.maximum(self.counts - (size - 1), np.minimum(self.counts, 1))
        short = np.flatnonzero((self.counts > 0) & (self.counts < size))
        if len(short):
            heads = (np.cumsum(self.counts) - self.counts)[short]
            places = (np.cumsum(counts) - counts)[short] - np.arange(len(short))
            hashes = np.insert(hashes, places, self.hashes(heads, heads + self.counts[short] - 1))
        return Ragged.counted(hashes, counts)

    def numbers(self) -> tuple[I64, U32, U32]:
        """Every word with a digit: its text, the hash of the word and its neighbours, and the hash of the neighbours
        alone.

        The third value identifies the place of the number. There, a neighbour that is a number counts as "any
        number", and so does an end of the text.
        """
        digits = np.flatnonzero((self.text - np.uint8(ord("0"))) <= np.uint8(9))
        is_number = np.zeros(len(self.starts), bool)
        is_number[np.searchsorted(self.starts, digits, "right") - 1] = True
        middle = np.flatnonzero(is_number)
        left, right = np.maximum(middle - 1, 0), np.minimum(middle + 1, max(len(self.starts) - 1, 0))
        left = np.where(self.rows[left] == self.rows[middle], left, middle)
        right = np.where(self.rows[right] == self.rows[middle], right, middle)
        before = np.where(is_number[left], np.uint32(0), self.hashes(left, left))
        after = np.where(is_number[right], np.uint32(0), self.hashes(right, right))
        return self.rows[middle], self.hashes(left, right), before * np.uint32(0x9E3779B1) + after

    def hashes(self, first: I64, last: I64) -> U32:
        """The hash of each run of words from `first` to `last`."""
        return _mixed((self.after[last] - self.before[first]) * self.back[first])


def _mixed(values: U64) -> U32:
    """MurmurHash3's finaliser, in place; returns the upper half."""
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    return (values >> np.uint64(32)).astype(np.uint32)


def _room(length: int) -> int:
    """Length of the tables of powers for texts of `length` bytes. Only few lengths occur, so the tables are made once."""
    return 1 << max(20, length.bit_length())


@lru_cache(maxsize=2)
def _powers(length: int) -> tuple[U64, U64]:
    """Powers of the multiplier and of its inverse modulo 2⁶⁴."""
    factors = np.ones((2, length), np.uint64)
    factors[0, 1:] = MULTIPLIER
    factors[1, 1:] = pow(MULTIPLIER, -1, 1 << 64)
    return np.cumprod(factors[0]), np.cumprod(factors[1])
