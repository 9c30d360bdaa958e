"""The sieve before the search for 13-grams: which texts may have one in common with a text of another split.

To look up every 13-gram of every text costs more than all else of an export. The sieve makes one byte of each word, and looks
up every fourth run of eight bytes or so. Texts with the same 13 words in a row always have such a run in common (see
`_chosen_runs`). Of texts that have, every run of 13 bytes is looked up; of those that have one of these in common every 13-gram
(`pipelines.give.export.grams`). So nothing is missed, and what is let through in vain (words that begin alike) costs time only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.ragged import I64, U8, U64
from pipelines.give.export.buckets import Buckets, Shared, first_of_kind, shared
from pipelines.give.export.grams import GRAM_WORDS, mixed
from pipelines.give.export.overlap import Overlap, Pairs
from pipelines.give.export.word_bytes import Mask, word_bytes

RUN = 8
"""Words of a run: the bytes of a 64-bit number."""
WINDOW = GRAM_WORDS - RUN + 1
"""Runs of a 13-gram."""
SLICE_TEXTS = 400
"""Texts looked at together: their arrays stay in the processor's cache."""
RUNS_OF_A_TEXT = 80
"""About, of some 270 words."""
MAX_TABLE_PLACES = 1 << 26
"""The table of the smaller splits' runs has eight places for each, but no more than 64 MB."""
PADDING = np.zeros(24, np.uint8)
"""Bytes of no word, behind the last."""
Fingerprints = Iterator[tuple[U64, I64]]
"""Fingerprints, and the number of the text that each belongs to."""


@dataclass(slots=True)
class Sieve:
    """The words of the texts of a dataset, in a folder. First `add` all texts, then ask which may be `crossing`.

    Only what a smaller split has can stand in two. A table knows its runs; all others are forgotten before anything is sorted.
    """

    folder: Path
    splits: U8
    _runs: BinaryIO = field(init=False)
    _words: BinaryIO = field(init=False)
    _slices: list[tuple[I64, I64, I64]] = field(default_factory=list)
    _short: list[tuple[U64, I64]] = field(default_factory=list)
    _smaller: Mask = field(init=False)
    _known: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self._runs, self._words = ((self.folder / name).open("w+b") for name in ("runs", "words"))
        self._smaller = self.splits != np.bincount(self.splits).argmax() if len(self.splits) else np.zeros(0, bool)
        places = 8 * RUNS_OF_A_TEXT * int(self._smaller.sum())
        self._known = np.zeros(min(1 << places.bit_length(), MAX_TABLE_PLACES), bool)

    def add(self, texts: pa.Array, rows: I64) -> None:
        """Add some texts; `rows` are their numbers."""
        texts = texts.fill_null("")
        for first in range(0, len(texts), SLICE_TEXTS):
            numbers = rows[first : first + SLICE_TEXTS]
            for part, words, counts in word_bytes(texts.slice(first, SLICE_TEXTS)):
                self._add(numbers[part], words, counts)

    def crossing(self) -> tuple[Mask, Pairs]:
        """The texts that may have 13 words in a row, or all their words, in common with a text of another split; and what
        finds pairs of them, by the runs that were looked up.
        """
        counts = np.zeros(len(self.splits), np.int64)
        runs = Overlap.made(self._shared(self._known_runs(), self.folder / "first"), counts, self.splits, self.folder)
        for rows, _, many in self._slices:
            counts[rows] += many
        for _, rows in self._short:
            counts[rows] += 1
        met = runs.shares(self.splits) > 0
        crossing = np.zeros(len(self.splits), bool)
        for found in self._shared(self._grams(met), self.folder / "second"):
            crossing[found.crossing(self.splits).rows] = True
        self._runs.close()
        self._words.close()
        return crossing, Pairs(runs)

    def _add(self, rows: I64, words: U8, counts: I64) -> None:
        eights, firsts = _eights(words), _firsts(counts)
        runs, many = _chosen_runs(words, eights, firsts)
        self._known[self._places(runs[np.repeat(self._smaller[rows], many)])] = True
        self._runs.write(runs.data)
        self._words.write(words.data)
        self._slices.append((rows, counts, many))
        short, whole = _short_texts(eights, firsts)
        if len(short):
            self._short.append((whole, rows[short]))

    def _shared(self, found: Fingerprints, folder: Path) -> Iterator[Shared]:
        """The different fingerprints of each text that another text has too."""
        buckets = Buckets(folder)
        for fingerprints, rows in found:
            buckets.add(fingerprints, rows.astype(np.uint64))
        for entries in buckets.in_order():
            yield shared(entries[first_of_kind(entries)])

    def _known_runs(self) -> Fingerprints:
        """Runs that a text of a smaller split may have, and short texts as a whole."""
        self._runs.seek(0)
        for rows, _, many in self._slices:
            ends = np.cumsum(many)
            runs = np.fromfile(self._runs, np.uint64, int(ends[-1]))
            known = np.flatnonzero(self._known.take(self._places(runs)))
            yield runs[known], rows[np.searchsorted(ends, known, "right")]
        yield from self._short

    def _grams(self, met: Mask) -> Fingerprints:
        """Every run of 13 bytes of some texts, and short texts as a whole."""
        self._words.seek(0)
        for rows, counts, _ in self._slices:
            words, mine = np.fromfile(self._words, np.uint8, int(counts.sum())), met[rows]
            if mine.any():
                kept, many = words[np.repeat(mine, counts)], counts[mine]
                eights, grams = _eights(kept), np.maximum(many - (GRAM_WORDS - 1), 0)
                begins = np.arange(int(grams.sum())) + np.repeat(_firsts(many)[:-1] - _firsts(grams)[:-1], grams)
                last = eights[begins + (GRAM_WORDS - RUN)]
                yield mixed(mixed(eights[begins]) + last), np.repeat(rows[mine], grams)
        yield from self._short

    def _places(self, runs: U64) -> I64:
        """Where runs stand in the table."""
        return (runs & np.uint64(len(self._known) - 1)).view(np.int64)


def _chosen_runs(words: U8, eights: U64, firsts: I64) -> tuple[U64, I64]:
    """The fingerprints of each text's runs that are looked up, one text after the other, and how many each text has.

    A run is looked up if the word that it begins with has the least byte of six words in a row: of the six runs in a 13-gram one
    at least. Whether it has depends on these words alone, so that the same 13 words have the same run looked up in every text.
    """
    chosen = np.flatnonzero(_has_least_of_some_window(words))
    return mixed(eights[chosen]), np.diff(np.searchsorted(chosen, firsts))


def _has_least_of_some_window(words: U8) -> Mask:
    """Which words are the least of a window of six: the greatest of the least values of its windows is its own."""
    least = _sliding(np.concatenate((words, PADDING)), np.minimum)
    windows = np.concatenate((np.zeros(WINDOW - 1, np.uint8), least))
    found: Mask = _sliding(windows, np.maximum)[: len(words)] == words
    return found


def _sliding(values: U8, pick: np.ufunc) -> U8:
    """The least (or greatest) of each window of six."""
    pairs = pick(values[:-1], values[1:])
    fours = pick(pairs[:-2], pairs[2:])
    sixes: U8 = pick(fours[:-2], pairs[4:])
    return sixes


def _eights(words: U8) -> U64:
    """The eight bytes from each word on, as a number."""
    padded = np.concatenate((words, PADDING))
    return np.ndarray((len(padded) - RUN + 1,), np.uint64, padded.data, strides=(1,))


def _firsts(counts: I64) -> I64:
    """Where each text begins, and the last ends."""
    return np.concatenate(([0], np.cumsum(counts)))


def _short_texts(eights: U64, firsts: I64) -> tuple[I64, U64]:
    """Texts of fewer than 13 words, and a fingerprint of each as a whole."""
    counts = np.diff(firsts)
    short = np.flatnonzero((counts > 0) & (counts < GRAM_WORDS))
    many, begins = counts[short], firsts[:-1][short]
    low = eights[begins] & _kept()[np.minimum(many, RUN)]
    high = eights[begins + RUN] & _kept()[np.maximum(many - RUN, 0)]
    return short, mixed(mixed(low) + high * np.uint64(GRAM_WORDS) + many.astype(np.uint64))


@lru_cache(maxsize=1)
def _kept() -> U64:
    """Masks that keep the first 0 to 8 bytes of a number."""
    return np.array([(1 << 8 * length) - 1 for length in range(RUN + 1)], np.uint64)
