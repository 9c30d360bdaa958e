"""Where the headline stands among the pieces of a page, and which pieces only repeat it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from pipelines.lexicon.wording import fold
from pipelines.page.mass import HEADINGS, is_prose
from pipelines.page.outline import Box, Piece

MIN_LINKED, NEAR = 20, 6
"""Characters of a headline that links, and texts behind it among which its story begins."""
HIGHEST_RANK = 4
"""That of an `<h1>` with a declared title."""


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
    return best if best >= 0 else linked_title(pieces, wanted)


def linked_title(pieces: list[Piece], wanted: Collection[str]) -> int:
    """The order of the one heading that says just what a title does and links, with prose under it; -1 when there is none."""
    linked = (p for p in pieces if p.link_share > 0.9 and len(p.text) >= MIN_LINKED)
    headings = (p for p in linked if any(box.tag in HEADINGS for box in islice(p.box.ancestors(), 2)))
    same = [piece for piece in headings if fold(piece.text) in wanted]
    if len(same) != 1:
        return -1
    order = same[0].order
    return order if any(is_prose(piece) for piece in pieces[order + 1 : order + 1 + NEAR]) else -1


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
        return HIGHEST_RANK if same else 1
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
