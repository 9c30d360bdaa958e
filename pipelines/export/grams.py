"""Word 13-grams of many texts as sorted numbers on disk: which of them stand in more than one text.

Every 13-gram is looked up exactly, as a 64-bit fingerprint; nothing is sampled, and no cluster of near-duplicates is asked.
Memory is bounded: the numbers lie in `BUCKETS` files by their first bits, and one bucket is read at a time. Words are those of
`pipelines.duplicates.normalise`. A text of fewer than 13 words is one gram as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from pipelines.duplicates.normalise import normal_lines
from pipelines.duplicates.ragged import I64, U64
from pipelines.duplicates.shingling import Words
from pipelines.errors import InputError

GRAM_WORDS = 13
"""As Brown et al. 2020 (https://arxiv.org/abs/2005.14165, appendix C) look for overlaps of test sets with training texts."""
BUCKET_BITS = 7
BUCKETS = 1 << BUCKET_BITS
ROW_BITS = 24
PART_CHARACTERS = 300_000
MOST_TEXTS = 1 << ROW_BITS
"""A number is 40 bits of a gram's fingerprint (47 with its bucket) and 24 bits of the text's number."""
_ROW = np.uint64(MOST_TEXTS - 1)
_SHIFT = np.uint64(ROW_BITS)


@dataclass(frozen=True, slots=True)
class Shared:
    """Grams of one bucket that several texts have: entry i is text `rows[i]` of gram `grams[i]`, ascending by gram and text."""

    grams: I64
    rows: I64


@dataclass(slots=True)
class GramFiles:
    """The grams of texts 0, 1, 2, … in a folder. First `add` all texts, then read `shared`."""

    folder: Path
    texts: int = 0
    _open: list[BinaryIO] = field(default_factory=list)

    def add(self, texts: Sequence[str]) -> None:
        """Number the texts on from those before. Raises InputError when they are too many."""
        if self.texts + len(texts) > MOST_TEXTS:
            raise InputError(
                f"more than {MOST_TEXTS:,} texts cannot be compared: make datasets of parts, `disjoint_from` each other"
            )
        if not self._open:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._open = [(self.folder / f"{bucket:03d}.grams").open("wb") for bucket in range(BUCKETS)]
        fingerprints, counts = grams(texts)
        rows = np.repeat(np.arange(self.texts, self.texts + len(texts), dtype=np.uint64), counts)
        self.texts += len(texts)
        keys = ((fingerprints << np.uint64(BUCKET_BITS)) & ~_ROW) | rows
        bucket = (fingerprints >> np.uint64(64 - BUCKET_BITS)).astype(np.uint8)
        order = np.argsort(bucket, kind="stable")
        parts = np.split(keys[order], np.cumsum(np.bincount(bucket, minlength=BUCKETS))[:-1])
        for file, part in zip(self._open, parts, strict=True):
            part.tofile(file)

    def shared(self, counts: I64) -> Iterator[Shared]:
        """Bucket by bucket, the grams of more than one text; adds to `counts` how many different grams each text has."""
        for file in self._open:
            file.close()
        for bucket in range(BUCKETS if self._open else 0):
            keys = np.fromfile(self.folder / f"{bucket:03d}.grams", np.uint64)
            keys.sort()
            keys = keys[_first(keys)]
            rows = (keys & _ROW).astype(np.int64)
            counts += np.bincount(rows, minlength=len(counts))
            fresh = _first(keys >> _SHIFT)
            begins = np.flatnonzero(fresh)
            sizes = np.diff(begins, append=len(keys))
            several = np.repeat(sizes > 1, sizes)
            yield Shared((np.cumsum(fresh) - 1)[several], rows[several])


def grams(texts: Sequence[str], size: int = GRAM_WORDS) -> tuple[U64, I64]:
    """The fingerprints of each text's runs of `size` words, one text after the other, and how many each text has.

    Some texts at a time: the arrays stay in the processor's cache, and the tables of powers small.
    """
    parts = [_grams(part, size) for part in _parts(texts)] or [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
    return np.concatenate([values for values, _ in parts]), np.concatenate([counts for _, counts in parts])


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    begin = length = 0
    for place, text in enumerate(texts):
        if length + len(text) > PART_CHARACTERS and place > begin:
            yield texts[begin:place]
            begin, length = place, 0
        length += len(text)
    if begin < len(texts):
        yield texts[begin:]


def _grams(texts: Sequence[str], size: int) -> tuple[U64, I64]:
    words = Words.of(normal_lines(texts))
    if not len(words.rows):
        return np.zeros(0, np.uint64), np.zeros(len(texts), np.int64)
    firsts = np.cumsum(words.counts) - words.counts
    many = np.maximum(words.counts - (size - 1), np.minimum(words.counts, 1))
    begins = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + np.repeat(firsts, many)
    ends = begins + np.repeat(np.minimum(words.counts, size) - 1, many)
    values = (words.after[ends] - words.before[begins]) * words.back[begins]
    return _mixed(values), many


def _mixed(values: U64) -> U64:
    """MurmurHash3's finaliser, in place: equal grams have equal numbers, others nearly never."""
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def _first(values: U64) -> npt.NDArray[np.bool_]:
    """Which of sorted values are the first of their kind."""
    first = np.ones(len(values), bool)
    first[1:] = values[1:] != values[:-1]
    return first
