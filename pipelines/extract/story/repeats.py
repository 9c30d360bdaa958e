"""Paragraphs that a page holds twice, one copy for narrow screens and one for wide ones: a style sheet shows either."""

from __future__ import annotations

from pipelines.page.outline import Box, Piece
from pipelines.page.text.wording import fold

LEAST = 60
"""Characters of a paragraph that nobody writes twice."""
LEAST_SHARE = 0.45
"""Share of a text that says again what the rest of it says, if it is there twice; else it is a story that repeats itself."""


def without_repeats(body: list[Piece]) -> list[Piece]:
    """The story without paragraphs that say, word for word, what an earlier one in another box says, if all do."""
    said: dict[str, Box | None] = {}
    again: set[int] = set()
    for piece in body:
        if piece.size >= LEAST:
            words = fold(piece.text)
            if said.setdefault(words, piece.box.parent) is not piece.box.parent:
                again.add(piece.order)
    if sum(piece.size for piece in body if piece.order in again) < LEAST_SHARE * sum(piece.size for piece in body):
        return body
    return [piece for piece in body if piece.order not in again]
