"""Edges: the verified pairs of near-duplicates among new texts, and between new and indexed texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from pipelines.corpus.duplicates import candidates
from pipelines.corpus.duplicates.candidates import Postings
from pipelines.corpus.duplicates.ragged import I64, U64
from pipelines.corpus.duplicates.sketch import Sketches
from pipelines.corpus.duplicates.verify import verify


@dataclass(frozen=True, slots=True)
class Part:
    """Texts that are indexed together: their sketches, and sorted postings to look them up. Ids are distinct; none is
    0.
    """

    sketches: Sketches
    bands: Postings
    anchors: Postings
    rare: Postings

    @classmethod
    def of(cls, sketches: Sketches, known: Iterable[Part] = ()) -> Part:
        """Index some texts; the `known` parts only help to find the rarest anchors."""
        anchors, rare = candidates.anchors(sketches, [part.anchors for part in known])
        return cls(sketches, candidates.bands(sketches), anchors, rare)


@dataclass(frozen=True, slots=True)
class Edges:
    """Verified pairs of text ids, the lower id first, in ascending order."""

    a: U64
    b: U64
    jaccard: np.ndarray
    containment: np.ndarray

    def __len__(self) -> int:
        return len(self.a)

    @classmethod
    def concat(cls, parts: Iterable[Edges]) -> Edges:
        """All edges of the parts, each once, in ascending order."""
        found = [part for part in parts if len(part)]
        if not found:
            return cls(np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty(0, np.float32), np.empty(0, np.float32))
        a, b = np.concatenate([p.a for p in found]), np.concatenate([p.b for p in found])
        order = np.lexsort((b, a))
        order = order[np.concatenate(([True], (np.diff(a[order]) != 0) | (np.diff(b[order]) != 0)))]
        jaccard = np.concatenate([p.jaccard for p in found])
        containment = np.concatenate([p.containment for p in found])
        return cls(a[order], b[order], jaccard[order], containment[order])


def inner(part: Part) -> Edges:
    """The edges among the texts of one part."""
    pairs = _ordered(candidates.within(part.bands))
    anchored = _ordered(candidates.between(part.rare, part.anchors.common()))
    return _verified(part.sketches, part.sketches, pairs, anchored)


def across(new: Part, old: Part) -> Edges:
    """The edges between two parts; no text is in both."""
    pairs = candidates.between(new.bands, old.bands)
    forward = candidates.between(new.rare, old.anchors)
    backward = candidates.between(new.anchors, old.rare)
    return _verified(new.sketches, old.sketches, pairs, chain(forward, backward))


def _verified(
    left: Sketches, right: Sketches, banded: Iterator[tuple[I64, I64]], anchored: Iterator[tuple[I64, I64]]
) -> Edges:
    found = [np.empty((2, 0), np.int64)]
    for pairs in banded:
        a, b = candidates.distinct(*pairs)
        kept = candidates.alike(left.signatures[a], right.signatures[b])
        found.append(np.stack((a[kept], b[kept])))
    for pairs in anchored:
        a, b = candidates.distinct(*pairs)
        kept = candidates.anchored(left.anchors, right.anchors, a, b)
        found.append(np.stack((a[kept], b[kept])))
    a, b = candidates.distinct(*np.concatenate(found, axis=1))
    similar = verify(left, right, a, b)
    kept = similar.duplicates
    ids_a, ids_b = left.ids[a[kept]], right.ids[b[kept]]
    low, high = np.minimum(ids_a, ids_b), np.maximum(ids_a, ids_b)
    return Edges.concat([Edges(low, high, similar.jaccard[kept], similar.containment[kept])])


def _ordered(pairs: Iterator[tuple[I64, I64]]) -> Iterator[tuple[I64, I64]]:
    for a, b in pairs:
        other = a != b
        yield np.minimum(a, b)[other], np.maximum(a, b)[other]
