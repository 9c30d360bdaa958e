"""Lines that are nothing but names and are set apart, before a story's first paragraph or at its end: bold, on the right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.byline.main_text import home, main_paragraphs
from pipelines.extract.byline.signatures import is_full_name
from pipelines.extract.byline.signed_lines import LIST
from pipelines.page.outline import Piece
from pipelines.page.page import Page
from pipelines.page.text.wording import fold, tidy, words, written

PROSE, LEAST = 120, 3
"""Characters of a paragraph, and paragraphs of a story."""
LONGEST = 80
LINES = ("p", "div", "address", "center", "section", "article")
ABOVE, BELOW = 8, 2
"""Texts before the first paragraph and behind the last among which such a line stands."""
RIGHT = re.compile(r"text-align:\s*(?:right|end)|(?:^|[\s_-])(?:text-|align-?)?right(?=$|[\s_-])", re.IGNORECASE)
MARKS = ("strong", "b", "em", "i")
MARKED = re.compile(r"(?:^|[\s_-])(?:bold|strong|italic)(?=$|[\s_-])", re.IGNORECASE)
"""Class names that stand for these elements."""
OFFICE = re.compile(r"\s(?:(?:Contributing|Staff|Senior|Guest)\s)?(?:Writer|Reporter|Editor|Correspondent|Columnist)$")
"""A job at the end of a signature: `Jane Doe`, `Contributing Writer`."""
ASIDE = re.compile(r"\s?\([^()]{2,40}\)$")
"""What is said of the story behind a name: `Jane Doe (after The Tern)`."""
DASHES = ("—", "– ", "-- ")
MOST = 40


def alone(page: Page) -> Iterator[str]:
    """The names in lines before a story's first paragraph, or else in one at its end, that are set apart and say no more."""
    pieces = page.outline.pieces
    prose = (piece for piece in pieces if len(piece.text) >= PROSE and piece.link_share < 0.5)
    main = main_paragraphs([piece for piece in prose if not page.surroundings.is_of_others(piece.box.element)])
    if len(main) < LEAST:
        return
    first, last = main[0], main[-1]
    body = {word for piece in main for word in piece.text.split()}
    above = [piece for piece in pieces[max(0, first.order - ABOVE) : first.order] if home(piece) is home(first)]
    signed = [name for piece in above for name in _names(piece, body)]
    if signed:
        yield from signed
        return
    told = fold(" ".join((*page.surroundings.titles, page.title or "")))
    below = (
        piece
        for piece in pieces[last.order + 1 : last.order + 1 + BELOW]
        if not page.surroundings.is_of_others(piece.box.element)
    )
    ends = (_last_line(last.box.element), *(_names(piece, body, at_end=True) for piece in below))
    yield from next((names for names in ends if names and not any(fold(name) in told for name in names)), [])


def _names(piece: Piece, body: set[str], *, at_end: bool = False) -> list[str]:
    """The names that a short text is, if it is set apart; behind a story a dash before it does so, too."""
    text, element = piece.text.strip(), piece.box.element
    if len(text) > LONGEST or piece.link_chars or piece.box.tag not in LINES or text.isupper():
        return []
    said = ASIDE.sub("", text) if at_end else text
    names = LIST.split(OFFICE.sub("", said.strip(" –—-()[]")))
    if not all(map(is_full_name, names)):
        return []
    marked = any(tidy(written(mark)) in (text, said) for mark in _marks(element)) and not set(words(said)) & body
    return names if (at_end and text.startswith(DASHES)) or _is_right(element) or marked else []


def _is_right(element: _Element) -> bool:
    return RIGHT.search(" ".join(filter(None, map(element.get, ("style", "class", "align"))))) is not None


def _marks(element: _Element) -> Iterator[_Element]:
    """What an element holds that is bold or in italics, and itself if it is."""
    for part in islice(element.iter(*MARKS, "span"), MOST):
        if part.tag != "span" or MARKED.search(part.get("class") or ""):
            yield part


def _last_line(paragraph: _Element) -> list[str]:
    """The names that a paragraph's last line is, in bold or in italics: `…<br><b>JANE DOE</b></p>`."""
    last = paragraph[-1] if len(paragraph) else None
    if last is None or last.tag not in MARKS or tidy(last.tail or ""):
        return []
    before = last.getprevious()
    if before is None or before.tag != "br" or tidy(before.tail or ""):
        return []
    names = LIST.split(tidy(written(last))[:LONGEST].strip(" –—-()[]"))
    return names if all(map(is_full_name, names)) else []
