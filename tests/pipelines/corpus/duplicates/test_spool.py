"""The spool: each distinct text once, whichever way it comes in."""

from __future__ import annotations

import numpy as np

from pipelines.corpus.duplicates.files import Spool
from pipelines.corpus.duplicates.sketch import sketch
from tests.pipelines.corpus.duplicates.newsroom import story

TEXTS = [story(1), "", story(2), story(1).upper(), "—", story(3), story(2)]


def test_a_text_met_before_is_not_kept_again() -> None:
    with Spool() as spool:
        ids = np.concatenate([spool.sketch(TEXTS[:4]), spool.sketch([]), spool.sketch(TEXTS[4:])])
        kept = spool.sketches()
        assert ids.tolist() == sketch(TEXTS).ids.tolist()
        wanted = sketch([story(1), story(2), story(3)])
        assert kept.ids.tolist() == wanted.ids.tolist()
        assert kept.shingles.values.tolist() == wanted.shingles.values.tolist()
        assert kept.shingles.offsets.tolist() == wanted.shingles.offsets.tolist()
        assert kept.signatures.tolist() == wanted.signatures.tolist()


def test_sketching_within_is_sketching_before() -> None:
    with Spool() as within, Spool() as before:
        within.sketch(TEXTS)
        before.add(sketch(TEXTS))
        left, right = within.sketches(), before.sketches()
        assert left.ids.tolist() == right.ids.tolist()
        assert left.anchors.values.tolist() == right.anchors.values.tolist()
        assert left.shingles.values.tolist() == right.shingles.values.tolist()
