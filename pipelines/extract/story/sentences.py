"""How a piece of text is told a sentence, and the elements whose texts are a part of something: a list, a table."""

from __future__ import annotations

import re

from pipelines.page.mass import HEADINGS, SENTENCE_END
from pipelines.page.outline import Piece

STOP = re.compile(r"[.!?。]\s*$")
FULL_STOP = re.compile(r"[.!?…。！？»”\"')]\s*$")
PART_TAGS = frozenset(["li", "td", "th", "dd", "dt", "blockquote", "pre", *HEADINGS])
NO_REQUEST = frozenset([*HEADINGS, "li"])
LABEL_SIZE = 60


def is_plain_sentence(piece: Piece) -> bool:
    """True for a sentence or more with hardly any link."""
    return piece.link_share < 0.2 and SENTENCE_END.search(piece.text) is not None
