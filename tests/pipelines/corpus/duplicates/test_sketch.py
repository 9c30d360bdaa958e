"""Sketches: values that a stored index depends on, and laws of shingles, anchors and MinHash."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus.duplicates.anchors import WINDOW
from pipelines.corpus.duplicates.minhash import HASHES, signatures
from pipelines.corpus.duplicates.ragged import Ragged, shared
from pipelines.corpus.duplicates.sketch import Sketches, sketch
from tests.pipelines.corpus.duplicates.newsroom import story
from tests.pipelines.corpus.duplicates.shingles import shingles, words

GOLDEN_LONG = [296526812, 1321912376, 1701551982, 1228204715]
GOLDEN_SHORT = [1917925155, 2472336695, 1184387350, 2914216502]
GOLDEN_IDS = [13950882487642804210, 9995244771573634276]
GOLDEN_SHINGLES = [2234527974, 1042331838, 663277719, 396013515, 3752119389, 2431840105]

TEXTS = st.lists(st.text(alphabet="ab c1.é東", max_size=80), min_size=1, max_size=12)


def test_minhash_is_what_it_was() -> None:
    """Golden values: a stored index is worthless once its texts would be hashed otherwise."""
    found = sketch(["the quick brown fox jumps over the lazy dog", "one two", ""]).signatures
    assert found.shape == (3, HASHES)
    assert found[0, :4].tolist() == GOLDEN_LONG
    assert found[1, :4].tolist() == GOLDEN_SHORT
    assert not found[2].any()


def test_signatures_agree_as_often_as_sets_of_shingles_overlap() -> None:
    """Of 60 pairs, each of 200 shingles of which 100 are in both: J = 100 / 300."""
    pairs = np.random.default_rng(7).integers(0, 2**32, (60, 300), np.uint32)
    left, right = (
        signatures(Ragged.counted(part.ravel(), np.full(60, 200))) for part in (pairs[:, :200], pairs[:, 100:])
    )
    assert abs((left == right).mean() - 1 / 3) < 0.03


def test_shingle_hashes_are_what_they_were() -> None:
    found = sketch(["The quick brown fox jumps over 13 lazy dogs", "one two"])
    assert found.ids.tolist() == GOLDEN_IDS
    assert found.shingles.values.tolist() == GOLDEN_SHINGLES
    assert found.numbers.counts.tolist() == [1, 0]


def test_a_text_without_words_has_nothing() -> None:
    found = sketch(["", "—", "a word"])
    assert found.ids.tolist()[:2] == [0, 0]
    assert found.ids[2] != 0
    assert found.shingles.counts.tolist() == [0, 0, 1]
    assert found.anchors.counts.tolist() == [0, 0, 1]


@given(TEXTS)
@settings(deadline=None)
def test_hashed_shingles_count_as_the_shingles_do(texts: list[str]) -> None:
    found = sketch(texts).shingles.distinct()
    assert found.counts.tolist() == [len(shingles(text)) for text in texts]


@given(TEXTS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_sketch_does_not_depend_on_its_neighbours(texts: list[str], random: object) -> None:
    together = sketch(texts)
    alone = Sketches.concat([sketch([text]) for text in texts])
    for name in ("ids", "signatures"):
        assert np.array_equal(getattr(together, name), getattr(alone, name))
    for name in ("shingles", "anchors", "numbers"):
        assert np.array_equal(getattr(together, name).values, getattr(alone, name).values)
        assert np.array_equal(getattr(together, name).offsets, getattr(alone, name).offsets)


@given(st.integers(0, 10_000), st.integers(0, 80))
@settings(deadline=None, max_examples=40)
def test_a_passage_as_long_as_the_window_shares_an_anchor(seed: int, begin: int) -> None:
    long = story(seed, 160)
    passage = " ".join(words(long)[begin : begin + WINDOW + 4])
    found = sketch([long, f"before it {passage} and after"])
    assert shared(found.anchors, found.anchors, np.array([0]), np.array([1]))[0] >= 1


@given(st.lists(st.sets(st.integers(0, 30)), min_size=2, max_size=8))
def test_shared_counts_the_intersection(sets: list[set[int]]) -> None:
    rows = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    values = np.array([v for s in sets for v in s], np.uint32)
    ragged = Ragged.sets(values, rows, len(sets))
    pairs = [(a, b) for a in range(len(sets)) for b in range(len(sets))]
    a, b = np.array(pairs).T
    found = shared(ragged, ragged, a, b, chunk=3)
    assert found.tolist() == [len(sets[x] & sets[y]) for x, y in pairs]
