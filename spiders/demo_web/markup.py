"""HTML of the demo papers' stories: blocks to elements, links, and the slug of a headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape

from spiders.demo_web.story import Block

TAGS = {"paragraph": "p", "heading": "h3", "quote": "blockquote", "standfirst": "p"}
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def element(tag: str, text: str, **attributes: str) -> str:
    """One element with escaped text; `class_` is written `class`.

    >>> element("p", "a < b", class_="x")
    '<p class="x">a &lt; b</p>'
    """
    written = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>{escape(text, quote=False)}</{tag}>"


def block(piece: Block, **attributes: str) -> str:
    """A block of a story as markup."""
    if piece.kind == "list":
        return "<ul>\n" + "\n".join(element("li", item) for item in piece.text.split("\n")) + "\n</ul>"
    if piece.kind == "table":
        head, *rows = [line.split("\t") for line in piece.text.split("\n")]
        lines = ["".join(element("th", cell) for cell in head)]
        lines += ["".join(element("td", cell) for cell in row) for row in rows]
        return "<table>\n" + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table>"
    return element(TAGS[piece.kind], piece.text, **attributes)


def blocks(pieces: Iterable[Block], **attributes: str) -> str:
    """Blocks as markup, a line each."""
    return "\n".join(block(piece, **attributes) for piece in pieces)


def link(url: str, text: str, **attributes: str) -> str:
    """An anchor."""
    return element("a", text, href=url, **attributes)


def slug(title: str, words: int = 8) -> str:
    """The words of a headline as a URL has them.

    >>> slug("Groß Wehden: der Streit um 5 €")
    'gross-wehden-der-streit-um-5'
    """
    plain = unicodedata.normalize("NFKD", title.translate(FOLDED)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:words])
