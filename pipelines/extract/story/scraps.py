"""Scraps around a story: a few words that are no sentence, who signs, notes on rights, headings with nothing under them."""

from __future__ import annotations

import re

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.story.calls import appeals
from pipelines.extract.story.rights_notes import is_legal, is_of_site
from pipelines.extract.story.sentences import LABEL_SIZE, NO_REQUEST
from pipelines.lexicon.by_words import BEFORE_CAPITAL, PARTICIPLE
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import HEADINGS, SENTENCE_END
from pipelines.page.outline import Piece
from pipelines.page.roles import named

AFTER_NOTICE = 400
SENTENCE_WORDS = 4
"""Words of a line that may be a sentence: names and sources have fewer."""
SIGNED = pattern(
    r"[@©|\n]|\w\.\w|[:：]\s*$|\bupdated\b|^\W*(?:\w+ ){0,2}(?:<<people.by>>|from)\b"
    r"|^\W*(?:autor\w*|auteurs?|photos?|foto|fot|bild|source|quelle"
    r"|fuente|fonte|źródło|πηγή|источник)\b",
    re.IGNORECASE,
)
"""Lines that say who, or from where."""
NUMBERED = re.compile(r"\d{1,3}\s?[.、)．]\s?[^\W\d]")
"""An item of a list that is none in the markup: `3、澳大利亚`."""
REACHED = re.compile(
    r"^(?!(?:the|our|an?) )(?:[^\s.!?]+ ){1,4}can be reached (?:at|on|via) (?:https?://|@|[\w.]+@)\S+$", re.IGNORECASE
)
"""Where the author of a story is to be reached."""
FIELD_LABEL = re.compile(r"(?:^|[\s_-])label(?:$|\s)")
BYLINES, LONGEST_SIGNED = 60, 120
"""Characters of each line of a by-line over several, and of one with its date."""
DATED_BYLINE = pattern(
    r"^(?i:<<people.by>>|text)\s+[^\W\d_a-z][^.!?]{2,70}?\s?(?:[|·•—–]|,|\s-)\s[^!?]{0,20}(?:\d{1,2}\.?\s[^!?]{0,20})?\b(?:19|20)\d\d\b"
    r"(?:,?\s[^.!?]{0,12}\d{1,2}[:.h]\d\d.{0,12})?$"
)
"""`By Jane Doe and Max Roe — 3 November 2025, 18:45`: who and when, and nothing else."""
ONLY_ADDRESS = re.compile(r"^(?:[^\n.!?]{1,50}[:：]\s*)?https?://\S+$")
"""Where a page says that it, or its source, is to be found."""


def trim(pieces: list[Piece]) -> list[Piece]:
    """Drop headings that no text follows, and lines before the first and after the last real text."""
    result: list[Piece] = []
    for piece in reversed(pieces):
        if not (is_dangling(piece, result) and piece.size < 60 and not re.match(r"\d", piece.text)):
            result.append(piece)
    result.reverse()
    return without_edges(result)


def without_edges(pieces: list[Piece]) -> list[Piece]:
    """Without scraps before the first and after the last real text, and without legal notes at the end."""
    first, last = 0, len(pieces)
    while first < last and (is_scrap(pieces[first]) or is_signed(pieces[first]) or is_field_label(pieces[first])):
        first += 1
    last = before_notice(pieces, first, last)
    while last > first and is_after_story(pieces, last - 1):
        last -= 1
    return pieces[first:last] or [piece for piece in pieces if not ONLY_ADDRESS.match(piece.text)]


def before_notice(pieces: list[Piece], first: int, last: int) -> int:
    """Where a legal note begins that only a few lines follow: addresses, numbers to call."""
    after = 0
    for place in range(last - 1, first, -1):
        if is_legal(pieces[place]):
            return place
        after += pieces[place].size
        if after > AFTER_NOTICE or pieces[place].box.tag in HEADINGS:
            break
    return last


def is_scrap(piece: Piece) -> bool:
    """A few words that are no sentence, no heading and no part of a list or table."""
    if piece.size >= 40 or piece.box.tag in HEADINGS or piece.box.tag in ("li", "td", "th", "dd", "dt"):
        return False
    if NUMBERED.match(piece.text):
        return False
    return not SENTENCE_END.search(piece.text)


def is_field_label(piece: Piece) -> bool:
    """True for the label of a field: `<div class="field-label">Episode description:</div>`."""
    return piece.size < LABEL_SIZE and piece.text.endswith(":") and FIELD_LABEL.search(piece.box.names) is not None


def is_after_story(pieces: list[Piece], last: int) -> bool:
    """True if the last of these pieces is no longer the story's."""
    piece = pieces[last]
    if is_legal(piece) or ONLY_ADDRESS.match(piece.text) or is_of_site(piece):
        return True
    if piece.box.tag not in NO_REQUEST and appeals(piece.text, linked=piece.link_chars > 0, at_end=True):
        return True
    if piece.box.tag == "p" and (Role.LEGAL in named(piece.box.names).sure or REACHED.match(piece.text)):
        return True
    return is_scrap(piece) and not (last and is_last_line(piece, pieces[last - 1]))


def is_last_line(piece: Piece, before: Piece) -> bool:
    """True if a few words end a story though no full stop does: plain ones, in a paragraph as the one before them is."""
    box, other = piece.box, before.box
    if box.tag != "p" or is_scrap(before) or (other.tag, other.names, other.parent) != (box.tag, box.names, box.parent):
        return False
    dressed = piece.link_chars or piece.strong_chars or piece.marks.strip()
    return not dressed and len(piece.text.split()) >= SENTENCE_WORDS and not SIGNED.search(piece.text)


def is_signed(piece: Piece) -> bool:
    """True if a short line says who wrote what follows (and when), or short lines do that begin with who."""
    if piece.box.tag in HEADINGS:
        return False
    lines = piece.text.split("\n")
    if len(lines) > 1 and BEFORE_CAPITAL.match(piece.text):
        return all(len(line) < BYLINES for line in lines) and not SENTENCE_END.search(piece.text)
    if piece.size < LONGEST_SIGNED and DATED_BYLINE.match(piece.text) and read_text(piece.text, Dialect()):
        return True
    if piece.size >= LABEL_SIZE:
        return False
    return PARTICIPLE.match(piece.text) is not None and not SENTENCE_END.search(piece.text)


def is_dangling(piece: Piece, following: list[Piece]) -> bool:
    """True if a piece is a heading with nothing under it; `following` has what comes after, nearest last."""
    if piece.box.tag not in HEADINGS:
        return False
    return not following or (following[-1].box.tag in HEADINGS and following[-1].box.tag <= piece.box.tag)
