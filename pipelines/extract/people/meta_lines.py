"""A name between date and reading time in the line under the headline: `March 2, 2026 · 3 min · Jane Doe`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element, iterwalk

from pipelines.extract.people.byline_parts import TOWN
from pipelines.extract.people.bylines import DATED, is_shown
from pipelines.extract.people.signatures import ORGANISATION, is_full_name
from pipelines.extract.people.signed_lines import LIST
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import UNREAD, fold, tidy, written
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import says

LONGEST = 250
"""Characters of such a line."""
AROUND = 3
"""Boxes around a text of which one must be called the story's line."""
MOST_LINKS = 500
"""Links of a page that are looked at for names of sections."""
PARTS = re.compile(r"\s*[|·•∙—–]\s*")
SUBJECT = pattern(r"\b<<people.subject>>\b", re.IGNORECASE)
"""Words of contests and sections, which stand in such a line as well as people: `Premier League`, `Climate Change`."""


def in_meta_line(page: Page) -> Iterator[str]:
    """The names in the first dated line about the story, if one part of it is names and nothing else, and no link.

    What the page links elsewhere by the same words is a section or a place, not a person.
    """
    if not any(box.names and says(box.names, Role.POST_META) for box in page.outline.boxes):
        return
    found = (line for piece in page.outline.pieces if (line := _meta_line(piece)) is not None)
    line = next((one for one in found if not page.surroundings.is_of_others(one) and is_shown(one)), None)
    if line is None:
        return
    parts = [part for text in _unlinked(line) for part in PARTS.split(text)]
    signed = [part for part in parts if is_people(part)]
    if len(signed) == 1 and not is_linked(page, signed[0]):
        yield from LIST.split(signed[0])


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


def is_people(part: str) -> bool:
    """True if a text is full names and nothing else, no town, contest or section."""
    vetoes = (TOWN.fullmatch, ORGANISATION.search, SUBJECT.search)
    return all(map(is_full_name, LIST.split(part))) and not any(veto(part) for veto in vetoes)


def is_linked(page: Page, name: str) -> bool:
    """True if a link of the page says a name and nothing else: to a section or a place, more often than to an author."""
    links = islice(page.tree.iter("a"), MOST_LINKS)
    return any(fold(" ".join(map(str, link.itertext()))) == fold(name) for link in links)
