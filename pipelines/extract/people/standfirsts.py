"""Names at the end of a standfirst: `The mill burned down again. By Jane Doe`, `…, writes Jane Doe`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.extract.people.signatures import ORGANISATION, is_full_name
from pipelines.extract.people.signed_lines import signers
from pipelines.lexicon.by_words import says_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold
from pipelines.page.outline import Piece
from pipelines.page.page import Page
from pipelines.page.roles import says

NEAR = 6
"""Texts under the headline of which one may be the standfirst."""
SHORTEST, LONGEST = 40, 600
LEAST, SAME = 15, 60
"""Letters of a description, and of its beginning, that a standfirst has as well."""
LAST_SENTENCE = re.compile(r"(?<=[.!?…»”\"])\s+(?P<last>[^.!?…»”\"]{6,90})(?P<stop>\.?)$")
WRITES = pattern(r"[,.?!]\s<<people.writes>>\s(?P<name>[^,.]{5,40})\.?$")
"""Whom a verb at the end tells to write; whom it tells to say, argue or explain something may be of the story."""
GENRE = pattern(r"^(?:(?i:<<people.a>>)\s)?(?i:<<people.opinion>>\s<<people.by|people.of>>)\s(?=[^\W\d_a-z])")
"""What kind of text it is, where this tells its author: an interview or a portrait tells of whom it is."""


def in_standfirst(page: Page) -> Iterator[str]:
    """The people whom the end of the standfirst names."""
    place = page.surroundings.headline_place
    pieces = [] if place is None else page.outline.pieces[place + 1 : place + 1 + NEAR]
    for piece in pieces:
        if (
            SHORTEST <= len(piece.text) <= LONGEST
            and (names := signed_at_end(piece.text))
            and _is_standfirst(page, piece)
        ):
            yield from names
            return


def signed_at_end(text: str) -> list[str]:
    """The people whom the last words of a standfirst name.

    >>> signed_at_end("The mill burned down again. By Jane Doe"), signed_at_end("It is good news, says Jane Doe")
    (['Jane Doe'], [])
    """
    writes = WRITES.search(text)
    if writes:
        return [name] if _is_person(name := writes["name"]) else []
    found = LAST_SENTENCE.search(text)
    if found is None:
        return []
    genre = GENRE.match(found["last"])
    if genre is None and (found["stop"] or not says_by(found["last"])):
        return []
    return [name for name in signers(found["last"][genre.end() :] if genre else found["last"]) if _is_person(name)]


def _is_person(name: str) -> bool:
    return is_full_name(name, signed=True) and not ORGANISATION.search(name)


def _is_standfirst(page: Page, piece: Piece) -> bool:
    """True if a text is called a standfirst, or is how the page describes itself."""
    if page.surroundings.is_of_others(piece.box.element):
        return False
    called = any(says(box.names, Role.STANDFIRST) for box in islice(piece.box.ancestors(), 2))
    said = fold(piece.text)
    folds = (fold(content)[:SAME] for name, content in page.meta if name in ("description", "og:description"))
    return called or any(len(one) > LEAST and said.startswith(one) for one in folds)
