"""Which of a page's paragraphs are those of its story, for what stands right before and behind them."""

from __future__ import annotations

from collections import Counter

from pipelines.page.outline import Box, Piece


def main_paragraphs(paragraphs: list[Piece]) -> list[Piece]:
    """The paragraphs of the box that holds most of their text: behind it may come what a paper says of itself."""
    sizes: Counter[Box] = Counter()
    for piece in paragraphs:
        sizes[home(piece)] += piece.size
    largest = max(sizes, key=sizes.__getitem__, default=None)
    return [piece for piece in paragraphs if home(piece) is largest]


def home(piece: Piece) -> Box:
    """The box that holds a paragraph among others: not the element that holds nothing else."""
    box = piece.box
    is_alone = box.tag == "p" or (len(box.pieces) == 1 and not box.children)
    return box.parent if is_alone and box.parent else box
