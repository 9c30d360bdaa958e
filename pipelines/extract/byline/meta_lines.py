"""A name between date and reading time in the line under the headline: `March 2, 2026 · 3 min · Jane Doe`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element, iterwalk

from pipelines.extract.byline.byline_parts import TOWN
from pipelines.extract.byline.bylines import DATED, is_shown, leads_to_person
from pipelines.extract.byline.signatures import is_full_name
from pipelines.extract.byline.signed_lines import LIST
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import says
from pipelines.page.text.wording import UNREAD, fold, tidy, written
from pipelines.page.vocabulary import Role

LONGEST = 250
"""Characters of such a line."""
AROUND = 3
"""Boxes around a text of which one must be called the story's line."""
MOST_LINKS = 500
"""Links of a page that are looked at for names of sections."""
PARTS = re.compile(r"\s*[|·•∙—–]\s*|\s-\s")
NEAR, LONGEST_LINE = 3, 80
"""Texts under the headline, and characters of one, that may be its line."""


def in_meta_line(page: Page) -> Iterator[str]:
    """The names in the first dated line about the story, if one part of it is names and nothing else, and no link.

    What the page links elsewhere by the same words is a section or a place, not a person.
    """
    found = (line for piece in page.outline.pieces if (line := _meta_line(piece)) is not None)
    line = next((one for one in found if not page.surroundings.is_of_others(one) and is_shown(one)), None)
    if line is None:
        return
    parts = [part for text in _unlinked(line) for part in PARTS.split(text)]
    signed = [part for part in parts if _is_names(part)]
    if len(signed) == 1 and not _is_linked(page, signed[0]):
        yield from LIST.split(signed[0])


def under_title(page: Page) -> Iterator[str]:
    """The names behind the date in a line right under the headline, or beside it in lines of their own.

    Names that the page says elsewhere are of the story or a place: `11 March 2026 - New York`.
    """
    place = page.surroundings.headline_place
    near = [] if place is None else page.outline.pieces[place + 1 : place + 1 + NEAR]
    lines = [PARTS.split(piece.text) if len(piece.text) <= LONGEST_LINE else [] for piece in near]
    for at, parts in enumerate(lines):
        dated = [bool(DATED.match(part)) for part in parts]
        beside = any(len(other) == 1 and DATED.match(other[0]) for other in lines[max(0, at - 1) : at + 2])
        signed = [part for part in parts[dated.index(True) if True in dated else 0 :] if _is_names(part)]
        if len(signed) == 1 and (True in dated or (beside and len(parts) == 1)):
            if _is_own(page, near[at]) and not _is_said(page, signed[0], near[at]):
                yield from LIST.split(signed[0])
            return


def _is_names(text: str) -> bool:
    return all(map(is_full_name, LIST.split(text))) and not TOWN.match(text)


def _is_own(page: Page, piece: Piece) -> bool:
    links = piece.box.element.iter("a") if piece.link_chars else ()
    own = all(leads_to_person(link, page.url) for link in links)
    return own and not page.surroundings.is_of_others(piece.box.element) and is_shown(piece.box.element)


def _is_said(page: Page, names: str, line: Piece) -> bool:
    said = [fold(name) for name in LIST.split(names)]
    return any(name in fold(piece.text) for piece in page.outline.pieces if piece is not line for name in said)


def _meta_line(piece: Piece) -> _Element | None:
    """The dated box of a short text that is called the story's line: `<div class="post-meta">`."""
    box: Box | None = piece.box
    for _ in range(AROUND):
        if box is None or len(piece.text) > LONGEST:
            return None
        if box.names and says(box.names, Role.POST_META):
            text = tidy(written(box.element))
            return box.element if len(text) <= LONGEST and DATED.search(text) else None
        box = box.parent
    return None


def _unlinked(line: _Element) -> Iterator[str]:
    """The texts of a line that stand in no link."""
    links = 0
    for event, part in iterwalk(line, events=("start", "end")):
        links += (part.tag == "a") * (1 if event == "start" else -1)
        said = part.text if event == "start" else part.tail
        if said and not links and part.tag not in UNREAD and not (event == "end" and part is line):
            yield tidy(said)


def _is_linked(page: Page, name: str) -> bool:
    links = islice(page.tree.iter("a"), MOST_LINKS)
    return any(fold(" ".join(map(str, link.itertext()))) == fold(name) for link in links)
