"""Captions and pull quotes: texts within a story that are no part of its running text, kept beside it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from pipelines.extract.model import Block
from pipelines.extract.story.story import Selection
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import named
from pipelines.page.surroundings import OTHERS

AROUND = 4
"""Boxes around a text of which one may be a caption or a pull quote."""
MOST = 50
LONGEST = 1_000
PULL_QUOTE = re.compile(r"pull[-_]?quot|quote[-_]?pull|pulled[-_]?quot", re.IGNORECASE)
LEAST_REPEATED = 40
"""Letters of a quotation from which on a paragraph that has the same is what it was pulled from."""


def asides_of(page: Page, found: Selection, repeated: Container[int] = ()) -> tuple[Block, ...]:
    """Blocks of the kinds `caption` and `pull_quote` between headline and end of the story, in page order, each text once.

    `repeated` are the orders of texts that `pulled` found.
    """
    if not found.story:
        return ()
    story = {piece.order for piece in found.story}
    first, last = min(story), max(story)
    first = min(first, found.title_order) if found.title_order >= 0 else first
    blocks: dict[str, Block] = {}
    for piece in found.pieces:
        if first <= piece.order <= last + 1 and piece.order not in story and len(piece.text) <= LONGEST:
            kind = "pull_quote" if piece.order in repeated else _kind(piece)
            if kind and not piece.box.unseen and page.surroundings.apart(piece.box.element) not in OTHERS:
                blocks.setdefault(piece.text, Block(kind, piece.text))
    return tuple(islice(blocks.values(), MOST))


def pulled(pieces: Sequence[Piece]) -> set[int]:
    """Orders of quotations whose words a paragraph of the story has as well: pulled out of it to be seen."""
    quotes = [piece for piece in pieces if _in_quotation(piece) and len(fold(piece.text)) >= LEAST_REPEATED]
    if not quotes:
        return set()
    said = "\n".join(fold(piece.text) for piece in pieces if not _in_quotation(piece))
    return {piece.order for piece in quotes if fold(piece.text) in said}


def _in_quotation(piece: Piece) -> bool:
    return any(box.tag == "blockquote" for box in _around(piece))


def _kind(piece: Piece) -> str | None:
    for box in _around(piece):
        if box.names and _names_pull_quote(box.names):
            return "pull_quote"
        if box.tag == "figcaption" or (box.names and Role.CAPTION in named(box.names).sure):
            return "caption"
    return None


@lru_cache(maxsize=20_000)
def _names_pull_quote(called: str) -> bool:
    return PULL_QUOTE.search(called) is not None


def _around(piece: Piece) -> Iterator[Box]:
    return islice(piece.box.ancestors(), AROUND)
