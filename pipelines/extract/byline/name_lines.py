"""Lines right under the headline that are nothing but names, linked to people's pages and joined by `and`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from pipelines.extract.byline.signatures import is_full_name
from pipelines.extract.byline.signed_lines import LIST, PROSE
from pipelines.page.page import Page

NEAR = 8
"""Texts under the headline among which such a line stands."""
LINKED = 0.6
JOINS = re.compile(r"\s(?:&|and|und|et|y|e|og|och|en|и)\s")
PERSON = re.compile(r"/(?:biographies?|bios?|profile?s?|perfil|people|persons?|users?|u|members?|experts?|membres?)/")
"""Addresses of people's pages; no word joins those of whom a story is about, and topics have others."""


def in_name_line(page: Page) -> Iterator[str]:
    """The names in the first such line: `<p><a href="/bio/jd">Jane Doe</a> and <a href="/bio/jr">John Roe</a></p>`."""
    place = page.surroundings.headline_place
    under = [] if place is None else page.outline.pieces[place + 1 : place + 1 + NEAR]
    for piece in takewhile(lambda piece: piece.size < PROSE, under):
        names = LIST.split(piece.text.strip(" |·•–—-"))
        if not all(is_full_name(name, signed=True) for name in names) or page.surroundings.is_of_others(
            piece.box.element
        ):
            continue
        links = [link.get("href") or "" for link in piece.box.element.iter("a")]
        if piece.link_share > LINKED and JOINS.search(piece.text) and all(map(PERSON.search, links)):
            yield from names
            return
