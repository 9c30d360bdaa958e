"""Paragraphs that a page holds twice, one copy for narrow screens and one for wide ones: a style sheet shows either."""

from __future__ import annotations

from pipelines.page.outline import Box, Piece
from pipelines.page.text.wording import fold

LEAST = 60
"""Characters of a paragraph that nobody writes twice."""
LEAST_REPEATED = 2


def without_repeats(body: list[Piece]) -> list[Piece]:
    """The story without paragraphs that say, word for word, what an earlier one in another box says, if there are several."""
    said: dict[str, Box | None] = {}
    again: set[int] = set()
    for piece in body:
        if piece.size >= LEAST:
            words = fold(piece.text)
            if said.setdefault(words, piece.box.parent) is not piece.box.parent:
                again.add(piece.order)
    return [piece for piece in body if piece.order not in again] if len(again) >= LEAST_REPEATED else body
