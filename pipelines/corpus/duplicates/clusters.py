"""Clusters: works connected by similar texts, directly or through other works, each with its most similar work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.corpus.duplicates.components import components
from pipelines.corpus.duplicates.edges import Edges
from pipelines.corpus.duplicates.ragged import I64, U64, spread


@dataclass(frozen=True, slots=True)
class Membership:
    """One row for each work. `cluster` and `matched` are works. In a cluster of one, `matched` is -1 and the
    similarities are null.
    """

    cluster: I64
    matched: I64
    jaccard: np.ndarray
    containment: np.ndarray


@dataclass(frozen=True, slots=True)
class _Texts:
    """Works by text: rows (work, text), sorted by text, then work; for each text its first row and its number of rows."""

    works: I64
    begin: I64
    count: I64

    def holder(self, texts: I64, other_than: I64) -> I64:
        """The first work with each text, other than the given work; -1 if there is none."""
        first = self.works[self.begin[texts]]
        many = self.count[texts] > 1
        second = np.where(many, self.works[self.begin[texts] + many], -1)
        return np.where(first == other_than, second, first)


def cluster(count: int, works: I64, texts: U64, edges: Edges) -> Membership:
    """Put the works 0 … `count` - 1 into clusters; a lower number has precedence. Row i says that `works[i]` has had
    `texts[i]`.

    The label of a cluster is its first work. A work's match is the work with the highest Jaccard similarity, then
    the highest containment, then the lowest number. Text id 0 (no words) is ignored, and so are edges between texts
    that no work has.
    """
    works, texts = works[texts != 0], texts[texts != 0]
    ids, place = np.unique(texts, return_inverse=True)
    order = np.lexsort((works, place))
    sizes = np.bincount(place, minlength=len(ids))
    held = _Texts(works[order], np.cumsum(sizes) - sizes, sizes)
    a, b, live = _places(ids, edges)
    first = held.works[held.begin]
    label = components(count, np.concatenate((first[a], first[place])), np.concatenate((first[b], works)))
    return Membership(label, *_matches(count, held, a, b, edges.jaccard[live], edges.containment[live]))


def _places(ids: U64, edges: Edges) -> tuple[I64, I64, np.ndarray]:
    """Positions in `ids` of both ends of each live edge, and the rows of the live edges. In a live edge, works have
    both texts.
    """
    a, b = np.searchsorted(ids, edges.a), np.searchsorted(ids, edges.b)
    live = np.flatnonzero((a < len(ids)) & (b < len(ids)))
    live = live[(ids[a[live]] == edges.a[live]) & (ids[b[live]] == edges.b[live])]
    return a[live], b[live], live


def _matches(
    count: int, held: _Texts, a: I64, b: I64, jaccard: np.ndarray, containment: np.ndarray
) -> tuple[I64, np.ndarray, np.ndarray]:
    """The most similar work of each work: one with the same text, or one at the other end of an edge."""
    here, there = np.concatenate((a, b)), np.concatenate((b, a))
    rows = held.works[spread(held.begin[here], held.count[here])]
    other = held.holder(np.repeat(there, held.count[here]), rows)
    shared = np.flatnonzero(held.count > 1)
    same = held.works[spread(held.begin[shared], held.count[shared])]
    twin = held.holder(np.repeat(shared, held.count[shared]), same)
    work, match = np.concatenate((rows, same)), np.concatenate((other, twin))
    one = np.ones(len(same), np.float32)
    likeness = np.concatenate((np.repeat(np.tile(jaccard, 2), held.count[here]), one))
    within = np.concatenate((np.repeat(np.tile(containment, 2), held.count[here]), one))
    order = np.lexsort((match, -within, -likeness, work))
    order = order[match[order] >= 0]
    best = order[np.flatnonzero(np.diff(work[order], prepend=-1))]
    matched = np.full(count, -1, np.int64)
    best_jaccard, best_containment = np.full((2, count), np.nan, np.float32)
    matched[work[best]] = match[best]
    best_jaccard[work[best]], best_containment[work[best]] = likeness[best], within[best]
    return matched, best_jaccard, best_containment
