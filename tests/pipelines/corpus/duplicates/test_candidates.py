"""Candidates: the prefix filter's choice of rare anchors, against plain counting."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.duplicates.candidates import anchors
from pipelines.corpus.duplicates.ragged import Ragged
from pipelines.corpus.duplicates.sketch import Sketches, sketch

SETS = st.lists(st.sets(st.integers(0, 12), max_size=7), min_size=1, max_size=9)


def anchored(sets: list[set[int]]) -> Sketches:
    """Sketches of nothing but anchors."""
    values = np.array([v for s in sets for v in sorted(s)], np.uint32)
    found = Ragged.counted(values, np.array([len(s) for s in sets], np.int64))
    blank = sketch([""] * len(sets))
    return Sketches(blank.ids, blank.signatures, blank.shingles, found, blank.numbers, blank.places)


@given(SETS, SETS)
def test_the_rare_anchors_of_a_text_stand_in_the_fewest_texts(sets: list[set[int]], known: list[set[int]]) -> None:
    others, _ = anchors(anchored(known), [])
    every, rare = anchors(anchored(sets), [others])
    pairs = sorted((anchor, row) for row, found in enumerate(sets) for anchor in found)
    assert list(zip(every.keys.tolist(), every.rows.tolist(), strict=True)) == pairs
    often = Counter(anchor for found in [*sets, *known] for anchor in found)
    expected = []
    for row, found in enumerate(sets):
        quota = len(found) - max(1, -(-len(found) // 2)) + 1
        expected += [(anchor, row) for anchor in sorted(found, key=lambda a: (often[a], a))[:quota]]
    assert list(zip(rare.keys.tolist(), rare.rows.tolist(), strict=True)) == sorted(expected)
