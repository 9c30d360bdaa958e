"""Where the headline stands among the pieces of a page, and which pieces only repeat it."""

from __future__ import annotations

from collections.abc import Collection

from pipelines.page.mass import HEADINGS
from pipelines.page.outline import Box, Piece
from pipelines.page.text.wording import fold


def find_title(pieces: list[Piece], titles: list[str]) -> int:
    """The order of the headline among the pieces; -1 when it does not stand there."""
    wanted = set(map(fold, titles)) - {""}
    best, best_rank = -1, 0
    longest = 2.5 * max(map(len, titles), default=0)
    shortest = 0.4 * min(map(len, wanted), default=0)
    for piece in pieces:
        if not shortest <= len(piece.text) <= longest and piece.box.tag != "h1":
            continue
        rank = title_rank(piece, wanted)
        if rank > best_rank and not any(b.tag in ("nav", "aside", "footer") for b in piece.box.ancestors()):
            best, best_rank = piece.order, rank
    return best


def title_rank(piece: Piece, wanted: Collection[str]) -> int:
    """How likely a piece is the headline: 4 for an `<h1>` with a declared title, down to 0."""
    is_link = piece.link_share > 0.9 and piece.box.tag != "h1"
    if is_link or len(piece.text) > 400 or not (said := fold(piece.text)):
        return 0
    same = any(
        said == w
        or (len(said) >= 10 and (said in w or w in said) and min(len(said), len(w)) > 0.5 * max(len(said), len(w)))
        for w in wanted
    )
    if piece.box.tag == "h1":
        return 4 if same else 1
    if same:
        return 3 if piece.box.tag in HEADINGS else 2
    return 0


def is_title(piece: Piece, titles: Collection[str]) -> bool:
    """True if a piece only repeats the headline (`titles` are folded)."""
    if len(piece.text) > 400:
        return False
    said = fold(piece.text)
    if not said:
        return True
    return any(
        said == w
        or (
            piece.box.tag in HEADINGS
            and len(said) > 15
            and (said in w or w in said)
            and min(len(said), len(w)) > 0.7 * max(len(said), len(w))
        )
        for w in titles
    )


def title_boxes(pieces: list[Piece], title_order: int) -> set[Box]:
    """The boxes around the headline: they belong to the story."""
    return set(pieces[title_order].box.ancestors()) if title_order >= 0 else set()
