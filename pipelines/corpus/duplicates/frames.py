"""Frames: words at the start or end of many texts, such as the header and footer of a site, around different stories.

Two short stories in one long frame share most of their words. From two texts alone nobody can know if one is a copy
or if both have the same frame. Many texts show the difference: copies also agree inside the frame, different stories
do not.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipelines.corpus.duplicates.components import components
from pipelines.corpus.duplicates.edges import Edges
from pipelines.corpus.duplicates.ragged import I64, Ragged, shared
from pipelines.corpus.duplicates.sketch import Sketches
from pipelines.corpus.duplicates.verify import CONTAINMENT, EDITED_JACCARD

MIN_STORIES = 5
"""A frame is around at least this many different stories."""
MIN_SHINGLES = 20
MIN_SHARE = 0.15
"""A text without its frame may be a story if it has this many shingles and this share of the text's shingles."""
GAP, AGAIN = 24, 5
"""GAP: a frame may contain a gap of this many shingles that differ, such as its date. AGAIN: this many common shingles
must follow the gap.
"""
STRANGE = 0.1
"""Two stories are different if they share less than this part of the shorter one's shingles."""
MAX_COMPARED = 300
"""To count the different stories of a group, at most this many texts are compared with each other."""


def without_frames(sketches: Sketches, edges: Edges) -> Edges:
    """Remove the edges between texts that share a frame but differ inside it. A frame must be on many texts."""
    order = np.argsort(sketches.ids)
    a, b = (order[np.searchsorted(sketches.ids, ends, sorter=order)] for ends in (edges.a, edges.b))
    label = components(len(sketches), a, b)
    kept = np.ones(len(edges), bool)
    for rows, joined in _groups(label, a):
        inside = _inside(sketches.shingles.take(rows))
        if inside is not None:
            places = np.searchsorted(rows, a[joined]), np.searchsorted(rows, b[joined])
            kept[joined] = _alike(inside, *places)
    return Edges(edges.a[kept], edges.b[kept], edges.jaccard[kept], edges.containment[kept])


def _groups(label: I64, a: I64) -> Iterator[tuple[I64, I64]]:
    """The texts of each component that is large enough, in ascending order, and the edges of the component."""
    texts, edges = np.argsort(label, kind="stable"), np.argsort(label[a], kind="stable")
    groups, sizes = np.unique(label, return_counts=True)
    large = groups[sizes >= MIN_STORIES]
    of_text, of_edge = label[texts], label[a][edges]
    for group in large:
        first, last = np.searchsorted(of_text, group), np.searchsorted(of_text, group, "right")
        begin, end = np.searchsorted(of_edge, group), np.searchsorted(of_edge, group, "right")
        yield texts[first:last], edges[begin:end]


def _inside(texts: Ragged) -> Ragged | None:
    """The shingles inside the frame of each text, as sets; None if the texts have no frame, that is, they are copies."""
    parts: list[np.ndarray] = []
    sets = texts.distinct()
    values, counts = np.unique(sets.values, return_counts=True)
    common = values[counts >= MIN_STORIES]
    stories = 0
    for row in range(len(texts)):
        shingles = texts.values[texts.offsets[row] : texts.offsets[row + 1]]
        first, last = _bounds(np.isin(shingles, common, kind="sort"))
        parts.append(np.unique(shingles[first:last]))
        stories += last - first >= max(MIN_SHINGLES, MIN_SHARE * len(shingles))
    if stories < MIN_STORIES:
        return None
    inside = Ragged.counted(np.concatenate(parts), np.array([len(part) for part in parts], np.int64))
    long = np.flatnonzero(inside.counts >= MIN_SHINGLES)
    left, right = np.triu_indices(min(len(long), MAX_COMPARED), 1)
    near = _containment(inside, long[left], long[right]) >= STRANGE
    different = components(len(inside), long[left[near]], long[right[near]])
    return inside if len(np.unique(different[long])) >= MIN_STORIES else None


def _bounds(common: np.ndarray) -> tuple[int, int]:
    """The end of the frame at the start of a text, and the start of the frame at its end. `common` marks shingles of
    many texts.
    """
    first = _run(common)
    last = len(common) - _run(common[first:][::-1])
    return first, last


def _run(common: np.ndarray) -> int:
    """Number of shingles in the frame at the start; a frame may have short gaps."""
    end = 0
    for start, stop in _stretches(common):
        if start - end > GAP or (start > 0 and stop - start < AGAIN):
            break
        end = stop
    return end


def _stretches(common: np.ndarray) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], common, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _containment(sets: Ragged, a: I64, b: I64) -> np.ndarray:
    fewer = np.minimum(sets.counts[a], sets.counts[b])
    return shared(sets, sets, a, b) / np.maximum(fewer, 1)


def _alike(inside: Ragged, a: I64, b: I64) -> np.ndarray:
    """True if two texts are near-duplicates inside their frames, or if both have nothing inside the frame."""
    common = shared(inside, inside, a, b)
    size_a, size_b = inside.counts[a], inside.counts[b]
    jaccard = common / np.maximum(size_a + size_b - common, 1)
    contained = common / np.maximum(np.minimum(size_a, size_b), 1) >= CONTAINMENT
    bare = (size_a < MIN_SHINGLES) & (size_b < MIN_SHINGLES)
    alike: np.ndarray = (jaccard >= EDITED_JACCARD) | (contained & (np.minimum(size_a, size_b) >= MIN_SHINGLES)) | bare
    return alike
