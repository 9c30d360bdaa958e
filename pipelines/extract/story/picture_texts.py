"""Captions that nothing calls so: the only text of a box that is named for its picture, or slanted letters under one."""

from __future__ import annotations

import re

from pipelines.page.outline import Piece

LONGEST, LONGEST_MARKED = 200, 120
"""Characters of a caption, and of one in slanted letters."""
MOST_SHARE = 0.25
"""Share of a story's texts that may be captions; where more stand beside pictures, they are the story, told in pictures."""
PICTURES = ("img", "picture", "video")
NAMED = re.compile(r"figure|media|image|img|photo|foto|pict?(?:ure)?(?![a-z])|thumb|bild|visual|slide", re.IGNORECASE)
"""Names of boxes around pictures."""
MARKS = ("em", "i", "small", "figcaption")


def without_picture_texts(body: list[Piece]) -> list[Piece]:
    """The story without short texts that are all that a box says beside a picture."""
    beside = {piece.order for piece in body if piece.size <= LONGEST and _is_beside_picture(piece)}
    if not beside or len(beside) > MOST_SHARE * len(body):
        return body
    return [piece for piece in body if piece.order not in beside]


def _is_beside_picture(piece: Piece) -> bool:
    """True for `<div><img><p>Text</p></div>` and `<p><img><br><em>Text</em></p>`."""
    box = piece.box
    if next(box.element.iter(*PICTURES), None) is not None:
        return piece.size <= LONGEST_MARKED and len(box.pieces) == 1 and _is_marked(piece)
    outer = box.parent
    if outer is None or outer.pieces or not NAMED.search(outer.names):
        return False
    said = [p for inner in outer.below() for p in inner.pieces]
    return said == [piece] and next(outer.element.iter(*PICTURES), None) is not None


def _is_marked(piece: Piece) -> bool:
    """True if all of a text stands in an element for small or slanted letters."""
    marks = (" ".join(" ".join(mark.itertext()).split()) for mark in piece.box.element.iter(*MARKS))
    return any(said == piece.text for said in marks)
