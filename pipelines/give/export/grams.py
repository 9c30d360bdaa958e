"""Word 13-grams of many texts as sorted numbers on disk: which of them stand in more than one text.

Every 13-gram is looked up exactly, as a fingerprint of 47 bits; nothing is sampled, and no cluster of near-duplicates is asked.
Words are those of `pipelines.corpus.duplicates.normalise`. A text of fewer than 13 words is one gram as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipelines.corpus.duplicates.normalise import normal_lines
from pipelines.corpus.duplicates.ragged import I64, U64
from pipelines.corpus.duplicates.shingling import Words
from pipelines.give.export.buckets import Buckets, Shared, first_of_kind, rows_of, shared

GRAM_WORDS = 13
"""As Brown et al. 2020 (https://arxiv.org/abs/2005.14165, appendix C) look for overlaps of test sets with training texts."""
PART_CHARACTERS = 300_000


@dataclass(slots=True)
class GramFiles:
    """The grams of texts in a folder. First `add` all texts, then read `shared`."""

    folder: Path
    _grams: Buckets = field(init=False)

    def __post_init__(self) -> None:
        self._grams = Buckets(self.folder)

    def add(self, texts: Sequence[str], rows: I64) -> None:
        """Add some texts; `rows` are their numbers. Raises InputError when they are too many."""
        fingerprints, counts = grams(texts)
        self._grams.add(fingerprints, np.repeat(rows.astype(np.uint64), counts))

    def shared(self, counts: I64) -> Iterator[Shared]:
        """Bucket by bucket, the grams of more than one text; adds to `counts` how many different grams each text has."""
        for entries in self._grams.in_order():
            different = entries[first_of_kind(entries)]
            counts += np.bincount(rows_of(different), minlength=len(counts))
            yield shared(different)


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
    return mixed(values), many


def mixed(values: U64) -> U64:
    """MurmurHash3's finaliser, in place: equal grams have equal numbers, others nearly never."""
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values
