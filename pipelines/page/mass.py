"""How many characters of prose, text and links each box of a page holds. The story is chosen by these numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from pipelines.lexicon.wording import Phrases
from pipelines.page.outline import Box, Piece

PARAGRAPH_CHARS = 40
FINENESS = 1024
"""Prose is counted in such parts of a character: sums of them are exact, in whatever order they are made."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SENTENCE_END = re.compile(r"[.!?…。！？؟।۔։።។။:;»”“’›\"')\]]\s*$")
SENTENCE = re.compile(r"[.!?…]\W*(?:\s|$)|[。！？।،,]")
STOP = re.compile(r"[.!?。]\s*$")
FULL_STOP = re.compile(r"[.!?…。！？»”\"')]\s*$")
PART_TAGS = frozenset(["li", "td", "th", "dd", "dt", "blockquote", "pre", *HEADINGS])
"""Elements whose text is a part of something: of a list, a table, a quotation."""
LEGAL = Phrases(re.compile(
    r"©|\(c\)\s|all rights reserved|copyright|terms of (?:use|service)|privacy policy|cookie|disclaimer|"
    r"keine haftung|haftungsausschluss|risikohinweis|"
    r"все права|перепечатк|правообладател"
    r"|wszelkie prawa|alle rechte|tous droits|todos los derechos|todos os direitos|tutti i diritti|版权|版權|"
    r"著作権|저작권|무단|免责|声明"
    r"|δικαιώματα|javascript|your browser",
    re.IGNORECASE,
),
    "©", "(c)", "all rights reserved", "copyright", "terms of", "privacy policy", "cookie", "disclaimer", "keine haftung",
    "haftungsausschluss", "risikohinweis", "все права", "перепечатк", "правообладател", "wszelkie prawa", "alle rechte",
    "tous droits", "todos los derechos", "todos os direitos", "tutti i diritti", "版权", "版權", "著作権", "저작권", "무단",
    "免责", "声明", "δικαιώματα", "javascript", "your browser",
)  # fmt: skip


@dataclass(slots=True)
class Mass:
    """What a box holds, itself and below: prose, all text, and text in links, in characters."""

    prose: float = 0.0
    text: int = 0
    links: int = 0


def is_prose(piece: Piece) -> bool:
    """True if a piece is a sentence or more, not a menu: at least PARAGRAPH_CHARS, mostly outside of links."""
    return piece.size >= PARAGRAPH_CHARS and piece.link_share < 0.5 and piece.box.tag not in HEADINGS


def is_plain_sentence(piece: Piece) -> bool:
    """True for a sentence or more with hardly any link."""
    return piece.link_share < 0.2 and SENTENCE_END.search(piece.text) is not None


def weigh(pieces: list[Piece]) -> dict[Box, Mass]:
    """The mass of every box that holds some of these pieces."""
    masses: dict[Box, Mass] = {}
    levels: dict[int, list[Box]] = {}
    for piece in pieces:
        box, size, links = piece.box, piece.size, piece.link_chars
        mass = masses.get(box) or _mass(box, masses, levels)
        if size >= PARAGRAPH_CHARS and box.tag not in HEADINGS:  # as in `is_prose`
            share = links / max(1, len(piece.text))
            if share < 0.5:
                mass.prose += int(min(size, 3000) * (1 - share) * FINENESS) / FINENESS
        mass.text += size
        mass.links += links
    for depth in range(max(levels, default=0), 0, -1):
        for box in levels.get(depth, ()):
            if box.parent:
                mass, outer = masses[box], masses.get(box.parent) or _mass(box.parent, masses, levels)
                outer.prose += mass.prose
                outer.text += mass.text
                outer.links += mass.links
    return masses


def without(masses: dict[Box, Mass], boxes: set[Box]) -> dict[Box, Mass]:
    """The masses as they are without the pieces in some boxes: the same as weighing the others again."""
    left = dict(masses)
    for box in boxes:
        gone = left.get(box)
        if gone is None:
            continue
        for inner in box.below():
            left.pop(inner, None)
        for outer in islice(box.ancestors(), 1, None):
            mass = left[outer]
            if mass.text == gone.text:
                del left[outer]
            else:
                left[outer] = Mass(mass.prose - gone.prose, mass.text - gone.text, mass.links - gone.links)
    return left


def within(boxes: set[Box]) -> set[Box]:
    """These boxes and all in them."""
    return {inner for box in boxes for inner in box.below()}


def _mass(box: Box, masses: dict[Box, Mass], levels: dict[int, list[Box]]) -> Mass:
    """An empty mass for a box that has none yet."""
    mass = masses[box] = Mass()
    levels.setdefault(box.depth, []).append(box)
    return mass
