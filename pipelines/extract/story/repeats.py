"""Paragraphs that a page holds twice, one copy for narrow screens and one for wide ones: a style sheet shows either."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from pipelines.lexicon.wording import fold
from pipelines.page.outline import Piece

LEAST = 60
"""Characters of a paragraph that nobody writes twice."""
LEAST_SHARE = 0.45
"""Share of a text that says again what the rest of it says, if it is there twice; else it is a story that repeats itself."""

AROUND = 3
SCREEN = re.compile(r"(?:^|[\s_-])(desktop|mobile|tablet|smartphone)(?=$|[\s_-])", re.IGNORECASE)
"""Names of boxes around a copy that say for which screens it is: `<div class="portrait mobile-only">`."""


def without_repeats(body: list[Piece]) -> list[Piece]:
    """The story without paragraphs that say, word for word, what an earlier one in another box says, if all do or the two are
    named for different screens.
    """
    said: dict[str, Piece] = {}
    again: set[int] = set()
    twins: set[int] = set()
    for piece in body if len(body) > 1 else ():
        if piece.size >= LEAST:
            words = fold(piece.text)
            first = said.setdefault(words, piece)
            if first.box.parent is not piece.box.parent:
                again.add(piece.order)
                is_deck = piece is body[1]  # said again, as the first line was taken from it
                if is_deck or _are_for_other_screens(first, piece):
                    twins.add(piece.order)
    if sum(piece.size for piece in body if piece.order in again) < LEAST_SHARE * sum(piece.size for piece in body):
        again = twins
    return [piece for piece in body if piece.order not in again]


def _are_for_other_screens(one: Piece, other: Piece) -> bool:
    first, second = (
        frozenset().union(*(_screens(box.names) for box in islice(piece.box.ancestors(), AROUND)))
        for piece in (one, other)
    )
    return bool(first and second) and first.isdisjoint(second)


@lru_cache(maxsize=50_000)
def _screens(called: str) -> frozenset[str]:
    return frozenset(screen.lower() for screen in SCREEN.findall(called))
