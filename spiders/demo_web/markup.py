"""HTML of the demo papers' stories: blocks to elements, and the slug of a headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape

from spiders.demo_web.story import Block

TAGS = {"paragraph": "p", "heading": "h3", "quote": "blockquote", "standfirst": "p"}
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def text(words: object) -> str:
    """Words as text between tags, quotes as they are."""
    return escape(str(words), quote=False)


def attribute(words: object) -> str:
    """Words as the value of an attribute."""
    return escape(str(words))


def block(piece: Block, classes: str = "") -> str:
    """A block of a story as markup.

    >>> block(Block("standfirst", "a < b"), "deck")
    '<p class="deck">a &lt; b</p>'
    """
    if piece.kind == "list":
        return "<ul>\n" + "\n".join(f"<li>{text(item)}</li>" for item in piece.text.split("\n")) + "\n</ul>"
    if piece.kind == "table":
        head, *rows = [line.split("\t") for line in piece.text.split("\n")]
        lines = [_row("th", head), *(_row("td", row) for row in rows)]
        return "<table>\n" + "\n".join(lines) + "\n</table>"
    tag, attributes = TAGS[piece.kind], f' class="{classes}"' if classes else ""
    return f"<{tag}{attributes}>{text(piece.text)}</{tag}>"


def _row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{text(cell)}</{tag}>" for cell in cells) + "</tr>"


def blocks(pieces: Iterable[Block], classes: str = "") -> str:
    """Blocks as markup, a line each."""
    return "\n".join(block(piece, classes) for piece in pieces)


def slug(title: str, words: int = 8) -> str:
    """The words of a headline as a URL has them.

    >>> slug("Groß Wehden: der Streit um 5 €")
    'gross-wehden-der-streit-um-5'
    """
    plain = unicodedata.normalize("NFKD", title.translate(FOLDED)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:words])
