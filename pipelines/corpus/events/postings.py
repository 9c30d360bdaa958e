"""Candidates: stories that share enough of the terms under which they are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipelines.corpus.events.sketch import Sketch

MIN_SHARED = 2
"""Posted terms that two stories must share to be compared; one, if either has fewer than MIN_POSTED."""
MIN_POSTED = 6
ABROAD = 1 << 32
"""Added to the key of a name, so that it is no term."""


def posted(sketch: Sketch) -> list[int]:
    """The terms under which a story is found, and the keys of its names, each above ABROAD."""
    return [*sketch.posted, *(ABROAD + key for key in sketch.posted_keys)]


def candidates(found: Iterable[tuple[int, bool]], is_short: bool) -> Iterator[int]:
    """The stories to be compared: `found` has a story and whether it is short for each term or key that it shares."""
    shared = Counter(found)
    yield from (story for (story, short), count in shared.items() if count >= (1 if short or is_short else MIN_SHARED))
