"""The characters of many texts as one array of classes: words, words with a letter, lines, pieces that tokenisers begin with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.duplicates.normalise import UNSPACED

I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
SPACE, LINE, LETTER, DIGIT, ALONE, OTHER = range(6)
"""White space, a line break, a letter or its mark, a digit, a letter of a script without spaces, anything else."""
DIGITS_IN_A_PIECE = 3
SLICE_ROWS = 300
"""Texts looked at together: their arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Characters:
    """The classes of all characters, one text after the other, and where each text begins and the last ends."""

    kinds: npt.NDArray[np.uint8]
    bounds: I64

    @classmethod
    def of(cls, texts: pa.Array) -> Characters:
        """Of texts without null."""
        joined = "".join(texts.to_pylist())
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = pc.utf8_length(texts).to_numpy().astype(np.int64)
        return cls(_table()[points], np.concatenate(([0], np.cumsum(lengths))))

    def per_text(self, places: I64) -> I64:
        """How many of some places, ascending, each text has."""
        return np.diff(np.searchsorted(places, self.bounds))

    def starts(self, mask: Mask) -> I64:
        """Where runs of the characters of a mask begin; a run ends with its text."""
        begins = mask.copy()
        begins[1:] &= ~mask[:-1]
        firsts = self.bounds[:-1][self.bounds[:-1] < len(mask)]
        begins[firsts] = mask[firsts]
        return np.flatnonzero(begins)

    @property
    def is_word(self) -> Mask:
        """What is no white space."""
        mask: Mask = self.kinds > LINE
        return mask

    def pieces(self) -> I64:
        """Runs of letters, of up to three digits, and each other character but spaces, by text."""
        single = np.flatnonzero(self.kinds >= ALONE)
        letters = self.starts(self.kinds == LETTER)
        digits = np.flatnonzero(self.kinds == DIGIT)
        begins = self.starts(self.kinds == DIGIT)
        place = digits - begins[np.searchsorted(begins, digits, "right") - 1] if len(digits) else digits
        groups = digits[place % DIGITS_IN_A_PIECE == 0]
        return self.per_text(single) + self.per_text(letters) + self.per_text(groups)

    def words_with_letter(self, words: I64) -> I64:
        """How many of the words, which begin at `words`, have a letter, by text."""
        letters = self.starts((self.kinds == LETTER) | (self.kinds == ALONE))
        holders = np.searchsorted(words, letters, "right") - 1  # ascending, as both are
        return self.per_text(words[holders[np.flatnonzero(np.diff(holders, prepend=-1))]])

    def short_lines(self, words: I64, limit: int) -> I64:
        """How many lines have words, but fewer than `limit`, by text."""
        ends = np.union1d(np.flatnonzero(self.kinds == LINE), self.bounds[1:])
        counts = np.diff(np.searchsorted(words, ends), prepend=0)
        return self.per_text_end(ends[(counts > 0) & (counts < limit)])

    def per_text_end(self, ends: I64) -> I64:
        """As `per_text`, for places just behind what they end."""
        return np.diff(np.searchsorted(ends, self.bounds, "right"))


def sliced(texts: pa.Array) -> Iterator[pa.Array]:
    """Texts a few at a time; null is empty."""
    filled = texts.fill_null("")
    for first in range(0, len(filled), SLICE_ROWS):
        yield filled.slice(first, SLICE_ROWS)


def piece_counts(texts: pa.ChunkedArray) -> pa.Array:
    """The column `token_count`."""
    parts = [Characters.of(part).pieces() for part in sliced(texts.combine_chunks())]
    return pa.array(np.concatenate([*parts, np.zeros(0, np.int64)]), pa.int32())


@lru_cache(maxsize=1)
def _table() -> npt.NDArray[np.uint8]:
    """The class of every code point."""
    table = np.full(0x110000, OTHER, np.uint8)
    known = {"L": LETTER, "M": LETTER, "N": DIGIT}
    table[:0x20000] = [
        SPACE if chr(point).isspace() else known.get(unicodedata.category(chr(point))[0], OTHER)
        for point in range(0x20000)
    ]
    for first, last in UNSPACED:
        part = table[first : last + 1]
        part[(part == LETTER) | (part == OTHER)] = ALONE
    table[0x3000] = SPACE
    table[ord("\n")] = LINE
    return table
