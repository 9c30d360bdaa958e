"""The sieve before the search for 13-grams: which texts may have one in common with a text of another split.

To look up every 13-gram of every text costs more than all else of an export. The sieve makes one byte of each word, and looks
up every fourth run of eight bytes or so. Texts with the same 13 words in a row always have such a run in common (see `_runs`); of
the texts that it lets through `pipelines.export.grams` looks up every 13-gram. So nothing is missed, and what it lets through in
vain (eight words in common, words that begin alike) costs time only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.duplicates.normalise import normal_lines
from pipelines.duplicates.ragged import I64, U8, U64
from pipelines.export.buckets import Buckets, shared
from pipelines.export.grams import GRAM_WORDS, mixed

Mask = npt.NDArray[np.bool_]
RUN = 8
"""Words of a run: the bytes of a 64-bit number."""
WINDOW = GRAM_WORDS - RUN + 1
"""Runs of a 13-gram."""
SLICE_TEXTS = 400
"""Texts looked at together: their arrays stay in the processor's cache."""
RUNS_OF_A_TEXT = 80
"""About, of some 270 words."""
MOST_PLACES = 1 << 26
"""The table of the smaller splits' runs has eight places for each, but no more than 64 MB."""
PADDING = 24
_SPACE, _LINE = 32, 10


@dataclass(slots=True)
class Sieve:
    """Runs of the texts of a dataset, in a folder. First `add` all texts, then ask which may be `crossing`.

    Only runs of a smaller split can stand in two. A table knows these; the others are forgotten before anything is sorted.
    """

    folder: Path
    splits: U8
    _file: BinaryIO = field(init=False)
    _texts: list[I64] = field(default_factory=list)
    _counts: list[I64] = field(default_factory=list)
    _smaller: Mask = field(init=False)
    _known: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self._file = (self.folder / "runs").open("w+b")
        self._smaller = self.splits != np.bincount(self.splits).argmax() if len(self.splits) else np.zeros(0, bool)
        places = 8 * RUNS_OF_A_TEXT * int(self._smaller.sum())
        self._known = np.zeros(min(1 << places.bit_length(), MOST_PLACES), bool)

    def add(self, texts: pa.Array, rows: I64) -> None:
        """Add some texts; `rows` are their numbers."""
        texts = texts.fill_null("")
        for first in range(0, len(texts), SLICE_TEXTS):
            some, numbers = texts.slice(first, SLICE_TEXTS), rows[first : first + SLICE_TEXTS]
            for part, letters, bounds in _normal_forms(some):
                runs, counts = _runs(letters, bounds)
                self._file.write(runs.data)
                self._texts.append(numbers[part])
                self._counts.append(counts)
                smaller = np.repeat(self._smaller[numbers[part]], counts)
                self._known[self._places(runs[smaller])] = True

    def crossing(self) -> Mask:
        """The texts that have a run in common with a text of another split."""
        buckets = Buckets(self.folder)
        for runs, texts, ends in self._spooled():
            known = np.flatnonzero(self._known.take(self._places(runs)))
            rows = np.searchsorted(ends, known, "right")
            buckets.add(runs[known], texts[rows].astype(np.uint64))
        found = np.zeros(len(self.splits), bool)
        for entries in buckets.in_order():
            found[shared(entries).crossing(self.splits).rows] = True
        return found

    def _spooled(self) -> Iterator[tuple[U64, I64, I64]]:
        """What was added: runs of some texts, the numbers of these, and where the runs of each end."""
        self._file.flush()
        self._file.seek(0)
        for texts, counts in zip(self._texts, self._counts, strict=True):
            ends = np.cumsum(counts)
            yield np.fromfile(self._file, np.uint64, int(ends[-1])), texts, ends
        self._file.close()

    def _places(self, runs: U64) -> I64:
        """Where runs stand in the table."""
        return (runs & np.uint64(len(self._known) - 1)).view(np.int64)


def _normal_forms(texts: pa.Array) -> Iterator[tuple[Mask, U8, I64]]:
    """Which texts, letters of their words with zeros in between, and bounds of each: those in ASCII, then all others."""
    lines = pc.binary_join_element_wise(texts, "", "\n")
    written = _bytes_of(lines)
    simple = np.ones(len(texts), bool)
    if written.max(initial=0) > 127:
        is_ascii = pc.string_is_ascii(texts)
        simple = is_ascii.to_numpy(zero_copy_only=False)
        lines = lines.filter(is_ascii)
        written = _bytes_of(lines)
        rest = normal_lines(texts.filter(pc.invert(is_ascii)).to_pylist())
        letters = np.frombuffer(f"{rest}\n".encode("utf-8", "surrogatepass"), np.uint8)
        ends = np.flatnonzero(letters == _LINE) + 1
        yield ~simple, letters * (letters > _SPACE), np.concatenate(([0], ends))
    if len(lines):
        offsets = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
        yield simple, _ascii_letters(written), (offsets - offsets[0]).astype(np.int64)


def _bytes_of(lines: pa.Array) -> U8:
    offsets = np.frombuffer(lines.buffers()[1], np.int32)
    return np.frombuffer(lines.buffers()[2], np.uint8)[offsets[lines.offset] : offsets[lines.offset + len(lines)]]


def _ascii_letters(written: U8) -> U8:
    """Letters in lower case and digits; zero for all else."""
    lower = written | np.uint8(32)
    is_letter = (lower - np.uint8(97)) < 26
    is_letter |= (written - np.uint8(48)) < 10
    lower *= is_letter
    return lower


def _runs(letters: U8, bounds: I64) -> tuple[U64, I64]:
    """The fingerprints of each text's runs that are looked up, one text after the other, and how many each text has.

    A run is looked up if the word that it begins with has the least byte of six words in a row: of the six runs in a 13-gram one
    at least. Whether it has depends on these words alone, so that the same 13 words have the same run looked up in every text.
    A text of fewer words is one run as a whole.
    """
    is_letter = letters != 0
    starts = np.flatnonzero(is_letter[1:] > is_letter[:-1])
    starts += 1
    if len(letters) and is_letter[0]:
        starts = np.concatenate(([0], starts))
    words = np.zeros(len(starts) + PADDING, np.uint8)
    words[: len(starts)] = _beginnings(letters, is_letter).take(starts)
    firsts = np.searchsorted(starts, bounds)
    chosen = np.flatnonzero(_has_least_of_some_window(words, len(starts)))
    eights = np.ndarray((len(starts) + PADDING - RUN + 1,), np.uint64, words.data, strides=(1,))
    counts = np.diff(np.searchsorted(chosen, firsts))
    runs = mixed(eights[chosen])
    short, whole = _short_texts(eights, firsts)
    if len(short):
        runs = np.insert(runs, np.cumsum(counts)[short], whole)
        counts[short] += 1
    return runs, counts


def _beginnings(letters: U8, is_letter: Mask) -> U8:
    """At each place one byte made of the letters that follow each other there, four at most."""
    pairs = letters.copy()
    pairs[:-1] += letters[1:] * np.uint8(29)
    pairs *= is_letter
    are_two = is_letter[:-2] & is_letter[1:-1]
    pairs[:-2] += pairs[2:] * are_two * np.uint8(83)
    pairs *= np.uint8(167)
    return pairs


def _has_least_of_some_window(words: U8, count: int) -> Mask:
    """Which words are the least of a window of six: the greatest of the least values of its windows is its own."""
    least = _sliding(words, np.minimum)
    windows = np.concatenate((np.zeros(WINDOW - 1, np.uint8), least))
    found: Mask = _sliding(windows, np.maximum)[:count] == words[:count]
    return found


def _sliding(values: U8, pick: np.ufunc) -> U8:
    """The least (or greatest) of each window of six."""
    pairs = pick(values[:-1], values[1:])
    fours = pick(pairs[:-2], pairs[2:])
    sixes: U8 = pick(fours[:-2], pairs[4:])
    return sixes


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
