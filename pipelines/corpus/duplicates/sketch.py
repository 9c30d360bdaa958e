"""Sketches: the identity, MinHash signature, shingles, anchors and numbers of a text, as the index keeps them.

A sketch depends on its text only, not on the corpus. So the answer whether two texts are duplicates does not change
when nights are added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from pipelines.corpus.duplicates.anchors import anchors
from pipelines.corpus.duplicates.minhash import HASHES, signatures
from pipelines.corpus.duplicates.normalise import normal_lines
from pipelines.corpus.duplicates.ragged import U32, U64, Ragged
from pipelines.corpus.duplicates.shingling import Words

BATCH_TEXTS = 128
"""Texts that are sketched at a time: their bytes and hashes fit into the processor's cache."""


@dataclass(frozen=True, slots=True)
class Sketches:
    """One row for each text. `ids` are 64 bits of SHA-256 of the normal form: equal ids mean equal words in equal
    order.

    `shingles` are in reading order and repeat as in the text; the other lists are sets. `numbers` are words with a
    digit together with their neighbours, `places` the neighbours alone.
    """

    ids: U64
    signatures: U32
    shingles: Ragged
    anchors: Ragged
    numbers: Ragged
    places: Ragged

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: np.ndarray) -> Sketches:
        """The sketches of the given rows, in the given order."""
        parts = (part.take(rows) for part in (self.shingles, self.anchors, self.numbers, self.places))
        return Sketches(self.ids[rows], self.signatures[rows], *parts)

    def where(self, kept: np.ndarray) -> Sketches:
        """The sketches where `kept` is true, in order."""
        parts = (part.where(kept) for part in (self.shingles, self.anchors, self.numbers, self.places))
        return Sketches(self.ids[kept], self.signatures[kept], *parts)

    @classmethod
    def concat(cls, parts: Sequence[Sketches]) -> Sketches:
        """The rows of all parts, in order."""
        if not parts:
            return _sketch([], np.empty(0, np.uint64))
        return cls(
            np.concatenate([p.ids for p in parts]),
            np.concatenate([p.signatures for p in parts]),
            Ragged.concat([p.shingles for p in parts]),
            Ragged.concat([p.anchors for p in parts]),
            Ragged.concat([p.numbers for p in parts]),
            Ragged.concat([p.places for p in parts]),
        )


def sketch(texts: Sequence[str]) -> Sketches:
    """The sketch of each text. A text without words has id 0 and no other values; it must not be indexed."""
    return Sketches.concat([_sketch(forms, _identities(forms)) for forms in _forms(texts)])


def sketched(texts: Sequence[str], fresh: Callable[[U64], np.ndarray]) -> Iterator[tuple[U64, Sketches]]:
    """The id of each text, and the sketches of the texts that `fresh` picks by id; some texts at a time."""
    for forms in _forms(texts):
        ids = _identities(forms)
        kept = fresh(ids)
        yield ids, _sketch(list(compress(forms, kept.tolist())), ids[kept])


def _forms(texts: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(texts), BATCH_TEXTS):
        yield normal_lines(texts[first : first + BATCH_TEXTS]).split("\n")


def _sketch(forms: Sequence[str], ids: U64) -> Sketches:
    if not forms:
        empty = Ragged(np.empty(0, np.uint32), np.zeros(1, np.int64))
        return Sketches(ids, np.empty((0, HASHES), np.uint32), empty, empty, empty, empty)
    words = Words.of("\n".join(forms))
    shingles = words.shingles()
    owner, numbers, places = words.numbers()
    return Sketches(
        ids=ids,
        signatures=signatures(shingles),
        shingles=shingles,
        anchors=anchors(shingles),
        numbers=Ragged.sets(numbers, owner, len(forms)),
        places=Ragged.sets(places, owner, len(forms)),
    )


def _identities(forms: Sequence[str]) -> U64:
    """64 bits of SHA-256 of each normal form; 0 for a form without words, and only for that."""
    digests = b"".join(hashlib.sha256(form.encode("utf-8", "surrogatepass")).digest()[:8] for form in forms)
    ids = np.maximum(np.frombuffer(digests, ">u8").astype(np.uint64), np.uint64(1))
    ids[[not form for form in forms]] = 0
    return ids
