"""Verification: the exact similarity of two texts, and whether they are duplicates. A pure function of the two texts.

Weather reports, sports results and market reports from one template share most of their words but not their numbers.
So two texts with different numbers in the same places are not duplicates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.corpus.duplicates.ragged import I64, shared
from pipelines.corpus.duplicates.sketch import Sketches

JACCARD = 0.6
CONTAINMENT = 0.75
EDITED_JACCARD = 0.5
EDITED_NUMBERS = 5
EDITED_AGREEMENT = 3
"""A heavily edited copy has this Jaccard similarity and at least five equal numbers between the same words, three times
as many as different ones.
"""

EXCERPT_SHINGLES = 16
"""A text shorter than this (20 words) is not matched by containment: so few words may appear in any text."""

TEMPLATE_NUMBERS = 2
TEMPLATE_SPREAD = 80
"""Pages of one template: more numbers differ than agree between the same words; at least two differ, and one in 80 shingles."""

CHUNK_PAIRS = 10_000


@dataclass(frozen=True, slots=True)
class Similarities:
    """One row for each pair. `jaccard` and `containment` (of the shorter in the longer text) compare sets of word
    5-shingles.
    """

    jaccard: np.ndarray
    containment: np.ndarray
    duplicates: np.ndarray


def verify(left: Sketches, right: Sketches, a: I64, b: I64) -> Similarities:
    """Compare row `a[i]` of `left` with row `b[i]` of `right`."""
    parts = [
        _verify(left, right, a[first : first + CHUNK_PAIRS], b[first : first + CHUNK_PAIRS])
        for first in range(0, max(len(a), 1), CHUNK_PAIRS)
    ]
    fields = ([getattr(part, name) for part in parts] for name in ("jaccard", "containment", "duplicates"))
    return Similarities(*(np.concatenate(field) for field in fields))


def _verify(left: Sketches, right: Sketches, a: I64, b: I64) -> Similarities:
    rows_a, in_a = np.unique(a, return_inverse=True)
    rows_b, in_b = np.unique(b, return_inverse=True)
    sets_a, sets_b = left.shingles.take(rows_a).distinct(), right.shingles.take(rows_b).distinct()
    common = shared(sets_a, sets_b, in_a, in_b)
    size_a, size_b = sets_a.counts[in_a], sets_b.counts[in_b]
    fewer = np.minimum(size_a, size_b)
    jaccard = common / np.maximum(size_a + size_b - common, 1)
    containment = common / np.maximum(fewer, 1)
    contained = (containment >= CONTAINMENT) & (fewer >= EXCERPT_SHINGLES)
    alike = (jaccard >= EDITED_JACCARD) | contained
    close = np.flatnonzero(alike)
    agree = shared(left.numbers, right.numbers, a[close], b[close])
    differ = shared(left.places, right.places, a[close], b[close]) - agree
    filled_in = (differ >= TEMPLATE_NUMBERS) & (differ > agree) & (differ * TEMPLATE_SPREAD >= fewer[close])
    edited = (agree >= EDITED_NUMBERS) & (agree >= EDITED_AGREEMENT * differ)
    alike[close] = ~filled_in & (edited | contained[close] | (jaccard[close] >= JACCARD))
    return Similarities(jaccard.astype(np.float32), containment.astype(np.float32), alike)
