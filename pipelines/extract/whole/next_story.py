"""Where the next story of an endless page begins: a headline of its own behind the story, with its author, day or share bar."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.whole.subject import Heading, kinship, subject
from pipelines.lexicon.by_words import says_by
from pipelines.lexicon.common_words import stems
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import HEADINGS, STOP, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import named

MIN_OWN_CHARS = 400
"""Characters of prose of the page's own story before the next one can begin."""
MIN_ENTRIES = 8
"""So many headlines with a bar are the entries of a list or of a ticker."""
MIN_PARAGRAPH_CHARS = 100
"""Characters of some paragraph of a story; lists of dates have none."""
MIN_TITLE_CHARS, MAX_TITLE_CHARS = 12, 250
MAX_BAR_PIECES, MAX_BAR_CHARS = 8, 100
"""Pieces between a headline and its text, and characters of each."""
BAR = frozenset((Role.AUTHOR, Role.AUTHOR_BY_HEADLINE, Role.BYLINE, Role.SHARE, Role.DATE, Role.POST_META))
OF_TITLE = re.compile(r"title|headline", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\d?[./]\d\d?[./]\d\d")
SHARED = re.compile(r"facebook|twitter|whatsapp|telegram|pinterest|linkedin|e-?mail", re.IGNORECASE)
NAME = re.compile(r"/(?:author|autor|auteur|profile|by|people)s?/", re.IGNORECASE)
MIN_TITLE_SHARE = 0.3
"""Share of a headline's stems in the text under it."""
MIN_SURE_TITLE_SHARE = 0.6
"""The same, and twice the share in the own story: then it is the headline of that text."""
MAX_BEHIND_CHARS = 4_000
"""Characters behind the headline that are compared; more may be a third story."""
MAX_KINSHIP, MAX_KINSHIP_SURE = 0.4, 0.55
"""Kinship (`subject.kinship`) of two stories at most, where the second has a headline and a bar of its own."""


def next_story(pieces: list[Piece], story: list[Piece], title_order: int, heading: Heading) -> int | None:
    """The order of the piece with which another story begins within this one; None if none does.

    `pieces` are all of the page, for bylines and share bars are no part of a story.
    """
    prose = [piece for piece in story if is_prose(piece)]
    if len(prose) < 3:
        return None
    first, last = prose[0].order, prose[-1].order
    in_story = {piece.order for piece in prose}
    own, found = 0, list[Piece]()
    for place, piece in enumerate(pieces[first : last + 1], first):
        if piece.order in in_story:
            own += piece.size
            continue
        may_begin = own >= MIN_OWN_CHARS and piece.order > title_order and is_title(piece)
        if may_begin and has_bar(piece, pieces[place + 1 : place + 2 + MAX_BAR_PIECES], in_story):
            found.append(piece)
    if len(found) >= MIN_ENTRIES:
        return None
    return next((piece.order for piece in found if is_other(piece, prose, heading)), None)


def is_title(piece: Piece) -> bool:
    """True if a piece may be the headline of a story: a heading, a line in bold letters, a link."""
    if not MIN_TITLE_CHARS <= len(piece.text) <= MAX_TITLE_CHARS:
        return False
    if piece.box.tag in HEADINGS or OF_TITLE.search(piece.box.names):
        return True
    return not STOP.search(piece.text) and (piece.link_share > 0.9 or piece.strong_chars > 0.9 * len(piece.text))


def has_bar(title: Piece, behind: list[Piece], story: Collection[int]) -> bool:
    """True if an author, a day or links to share stand between a headline and the first paragraph under it."""
    for piece in behind:
        if piece.order in story or len(piece.text) > MAX_BAR_CHARS:
            return False
        if is_bar(piece, title.box):
            return True
    return False


def is_bar(piece: Piece, title: Box) -> bool:
    """True if a short piece is an author, a day, or a link to share."""
    if piece.box.tag in HEADINGS:
        return False
    around = islice((box for box in piece.box.ancestors() if box is not title), 2)
    if any(not BAR.isdisjoint(named(box.names).sure | named(box.names).hints) for box in around if box.names):
        return True
    if says_by(piece.text) or (SHARED.search(piece.text) and piece.link_share > 0.5):
        return True
    if any(NAME.search(link.get("href") or "") for link in islice(piece.box.element.iter("a"), 3)):
        return True
    return YEAR.search(piece.text) is not None and bool(read_text(piece.text, Dialect()))


def is_other(title: Piece, prose: list[Piece], heading: Heading) -> bool:
    """True if the text behind a headline is what it says, and about something else than the text before it."""
    if all(piece.size < MIN_PARAGRAPH_CHARS for piece in prose if piece.order > title.order):
        return False
    before = subject("\n".join(piece.text for piece in prose if piece.order < title.order))
    behind = subject("\n".join(piece.text for piece in prose if piece.order > title.order)[:MAX_BEHIND_CHARS])
    said = set(stems(title.text))
    under = len(said & behind.counts.keys()) / max(1, len(said))
    is_sure = under >= MIN_SURE_TITLE_SHARE and under >= 2 * len(said & before.counts.keys()) / len(said)
    return under >= MIN_TITLE_SHARE and kinship(behind, before, heading) <= (
        MAX_KINSHIP_SURE if is_sure else MAX_KINSHIP
    )
