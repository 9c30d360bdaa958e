"""The edges of a story: scraps, lines with a date or a name, notes on rights, headings with nothing under them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.story.asides import make
from pipelines.extract.story.requests import appeals
from pipelines.lexicon.by_words import BEFORE_CAPITAL, PARTICIPLE
from pipelines.lexicon.pattern import look, pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import Phrases, tidy, written
from pipelines.page.mass import HEADINGS, SENTENCE_END, is_plain_sentence, is_prose
from pipelines.page.outline import Piece
from pipelines.page.roles import is_dated, named

FIRST_LINES, LAST_LINES = 6, 3
"""Lines at the beginning and at the end of a story among which a date alone is none of it."""
MAX_DATED_CHARS, MAX_CHARS_BESIDE_DATE = 90, 30
"""Characters of a line that is a date, and of the rest of it: a weekday, the name of a publication."""
MAX_CHANGE_NOTE_CHARS = 250
MAX_DATE_LINES = 2
"""More lines of nothing but a date are the days of a chronicle."""
SAYS_WHEN = pattern(
    r"^\W*(?:\w+ )?(?:<<story.posted>>)\b|\b(?:<<story.itself>>)\b.{0,40}\b(?:<<story.posted>>)\b", re.IGNORECASE
)
"""A sentence that says when the text was written: `This entry was posted on Saturday`."""
FULL_STOP = re.compile(r"[.!?…。！？]\W{0,3}$")
BEGINS_NOTE = re.compile(r"[—–@]|\d{1,3}[.)]\s\D")
"""The beginning of a line that signs a quotation (`— Port, 3 November 2025`) or is a note (`1. Echo 3/9/1964`)."""
MAX_LAST_LABEL_CHARS = 22
DIGIT = re.compile(r"\d")
MAX_REPORTER_CHARS = 40
REPORTER = re.compile(
    r"[【(（]?(?:文\s?[/／圖图][^。，！？]{2,24}|[^。，！？]{0,14}[/／].{0,14}[報报][導道]"
    r"|(?:[^。，！？]{0,10}[報报网網社台刊][讯訊]?\s?)?[记記]者\s?[^。，！？]{2,12})[】)）]?$"
)
"""A Chinese line that says only who reported: `【港報／記者王小明／台北報導】`."""
PARTS = re.compile(r"\s*[|·•∙]\s*")
MIN_PARTS, MAX_FILED_CHARS, MIN_LINK_SHARE = 3, 160, 0.33
"""Parts, characters and share of links of a line with sections and people: `Sport | Jane Doe | 3 May 2025`."""
CHARS_AFTER_RIGHTS = 400
"""So few characters may follow a note on rights that ends the story."""
MIN_SENTENCE_WORDS = 4
"""Names and sources have fewer words."""
SIGNED = pattern(
    r"[@©|\n]|\w\.\w|[:：]\s*$|\bupdated\b|^\W*(?:\w+ ){0,2}(?:<<people.by>>|from)\b"
    r"|^\W*(?:autor\w*|auteurs?|(?:<<story.photo>>|<<story.source_label>>)\b)",
    re.IGNORECASE,
)
"""Marks of a line that names an author or a source."""
NUMBERED = re.compile(r"\d{1,3}\s?[.、)．]\s?[^\W\d]")
"""An item of a list without markup: `3、澳大利亚`."""
REACHED = pattern(
    r"^(?!(?:the|our|an?) )(?:[^\s.!?]+ ){1,4}(?:<<story.reached>>) (?:https?://|@|[\w.]+@)\S+$", re.IGNORECASE
)
NO_APPEAL = frozenset([*HEADINGS, "li"])
FIELD_LABEL = re.compile(r"(?:^|[\s_-])label(?:$|\s)")
MAX_SCRAP_CHARS, MAX_LABEL_CHARS, MAX_BYLINE_CHARS, MAX_DATED_BYLINE_CHARS = 40, 60, 60, 120
DATED_BYLINE = pattern(
    r"^(?i:<<people.by>>|text)\s+[^\W\d_a-z][^.!?]{2,70}?\s?(?:[|·•—–]|,|\s-)\s[^!?]{0,20}(?:\d{1,2}\.?\s[^!?]{0,20})?\b(?:19|20)\d\d\b"
    r"(?:,?\s[^.!?]{0,12}\d{1,2}[:.h]\d\d.{0,12})?$"
)
"""Who and when, and nothing else: `By Jane Doe and Max Roe — 3 November 2025, 18:45`."""
ONLY_ADDRESS = re.compile(r"^(?:[^\n.!?]{1,50}[:：]\s*)?https?://\S+$")
"""A line that is only an address, perhaps after a label: `Source: https://port.example/`."""
MAX_RIGHTS_CHARS, MAX_OWNER_CHARS = 900, 120
RIGHTS = Phrases(
    pattern(r"^\W*(?:©|\(c\)|<<story.rights_start>>)|<<story.rights>>", re.IGNORECASE),
    "©", "(c)", look=look("story.rights_start", "story.rights"),
)  # fmt: skip
"""Notes on rights and liability, as they stand under stories."""
PHONE = pattern(r"^.{0,90}\b(?:<<story.phone>>)\b\.?\s?:?\s?[+(\d][\d\s()/-]{5,}", re.IGNORECASE)
QUOTES = '“„«‘"'
"""A text that begins with a quotation speaks of rights, and is no note on them."""
OWNER = re.compile(r"^.{0,30}\b(?:19|20)\d\d\s?©")
"""A note on rights whose sign stands behind the year: `CC BY 4.0 2026 © The Tern`."""


def trim(pieces: list[Piece]) -> list[Piece]:
    """Without headings that no text follows, and without scraps before the first and after the last text."""
    result: list[Piece] = []
    for piece in reversed(pieces):
        if not (is_dangling(piece, result) and piece.size < MAX_LABEL_CHARS and not re.match(r"\d", piece.text)):
            result.append(piece)
    result.reverse()
    return without_scraps(result)


def without_scraps(pieces: list[Piece]) -> list[Piece]:
    """Without scraps before the first and after the last text, and without notes on rights at the end."""
    first, last = 0, len(pieces)
    while first < last and (is_scrap(pieces[first]) or is_byline(pieces[first]) or is_field_label(pieces[first])):
        first += 1
    last = before_rights(pieces, first, last)
    while last > first and is_after_story(pieces, last - 1):
        last -= 1
    return pieces[first:last] or [piece for piece in pieces if not ONLY_ADDRESS.match(piece.text)]


def before_rights(pieces: list[Piece], first: int, last: int) -> int:
    """The place of a note on rights that only a few lines follow, such as addresses and numbers to call; else `last`."""
    after = 0
    for place in range(last - 1, first, -1):
        if is_legal(pieces[place]):
            return place
        after += pieces[place].size
        if after > CHARS_AFTER_RIGHTS or pieces[place].box.tag in HEADINGS:
            break
    return last


def is_scrap(piece: Piece) -> bool:
    """True for a few words that are no sentence, no heading and no part of a list or table."""
    if piece.size >= MAX_SCRAP_CHARS or piece.box.tag in HEADINGS or piece.box.tag in ("li", "td", "th", "dd", "dt"):
        return False
    if NUMBERED.match(piece.text):
        return False
    return not SENTENCE_END.search(piece.text)


def is_field_label(piece: Piece) -> bool:
    """True for the label of a field: `<div class="field-label">Episode description:</div>`."""
    return piece.size < MAX_LABEL_CHARS and piece.text.endswith(":") and FIELD_LABEL.search(piece.box.names) is not None


def is_after_story(pieces: list[Piece], last: int) -> bool:
    """True if the last of these pieces is no longer the story's."""
    piece = pieces[last]
    if is_legal(piece) or ONLY_ADDRESS.match(piece.text) or is_owner_line(piece):
        return True
    if piece.box.tag not in NO_APPEAL and appeals(piece.text, linked=piece.link_chars > 0, at_end=True):
        return True
    if piece.box.tag == "p" and (Role.LEGAL in named(piece.box.names).sure or REACHED.match(piece.text)):
        return True
    return is_scrap(piece) and not (last and is_last_line(piece, pieces[last - 1]))


def is_last_line(piece: Piece, before: Piece) -> bool:
    """True if a few words end a story without a full stop: plain ones, in a paragraph like the one before."""
    box, other = piece.box, before.box
    if box.tag != "p" or is_scrap(before) or (other.tag, other.names, other.parent) != (box.tag, box.names, box.parent):
        return False
    dressed = piece.link_chars or piece.strong_chars or piece.marks.strip()
    return not dressed and len(piece.text.split()) >= MIN_SENTENCE_WORDS and not SIGNED.search(piece.text)


def is_byline(piece: Piece) -> bool:
    """True if a short line says only who wrote the text, and perhaps when."""
    if piece.box.tag in HEADINGS:
        return False
    lines = piece.text.split("\n")
    if len(lines) > 1 and BEFORE_CAPITAL.match(piece.text):
        return all(len(line) < MAX_BYLINE_CHARS for line in lines) and not SENTENCE_END.search(piece.text)
    if piece.size < MAX_DATED_BYLINE_CHARS and DATED_BYLINE.match(piece.text) and read_text(piece.text, Dialect()):
        return True
    if piece.size >= MAX_LABEL_CHARS:
        return False
    return PARTICIPLE.match(piece.text) is not None and not SENTENCE_END.search(piece.text)


def is_dangling(piece: Piece, following: list[Piece]) -> bool:
    """True if a piece is a heading with nothing under it; `following` are the pieces behind it, the nearest last."""
    if piece.box.tag not in HEADINGS:
        return False
    return not following or (following[-1].box.tag in HEADINGS and following[-1].box.tag <= piece.box.tag)


def without_edges_of_others(body: list[Piece]) -> list[Piece]:
    """The story without lines at its edges that are only a date, a name or a place of filing, and without a label at its end."""
    near_end = len(body) - LAST_LINES
    about = {piece.order for piece in body[:FIRST_LINES] if is_reporter(piece) or is_filed(piece)}
    dates = [place for place, piece in enumerate(body) if is_date_line(piece)]
    if len(dates) <= MAX_DATE_LINES:
        at_edge = [place for place in dates if place < FIRST_LINES or place >= near_end]
        about.update(body[place].order for place in at_edge if not is_numbered(body, place))
    if body and begins_with_date(body):
        about.add(body[0].order)
    if len(body) > 1 and make(body[-1].box) != make(body[-2].box) and is_change_note(body[-1]):
        about.add(body[-1].order)
    kept = [piece for piece in body if piece.order not in about]
    return kept[:-1] if len(kept) > 1 and is_last_label(kept[-1]) else kept or body


def is_date_line(piece: Piece) -> bool:
    """True if a line is a date, with a weekday, a clock or a name beside it: `Tuesday, 17 January 2012 | 1:19 PM`."""
    return piece.box.tag not in ("li", "td", "th", "dd", "dt", *HEADINGS) and is_only_date(piece.text)


def is_date(text: str) -> bool:
    """True if a text is a date and little else.

    >>> is_date("24. April 2020 | Press releases"), is_date("1. Echo 3/9/1964"), is_date("The year 2020")
    (True, False, False)
    """
    if len(text) > MAX_DATED_CHARS or not DIGIT.search(text):
        return False
    dates = read_text(text, Dialect())
    if not dates or (BEGINS_NOTE.match(text) and dates[0].start > 0):
        return False
    return len(text) - sum(date.end - date.start for date in dates) <= MAX_CHARS_BESIDE_DATE


def is_only_date(text: str) -> bool:
    """True if a text is a date and no sentence that ends with one."""
    return is_date(text) and not SENTENCE_END.search(text)


def is_numbered(body: list[Piece], place: int) -> bool:
    """True if a line behind prose begins as a note or an item of a list does, though it is a date: `12. März 2020`."""
    return BEGINS_NOTE.match(body[place].text) is not None and any(map(is_prose, body[:place]))


def begins_with_date(body: list[Piece]) -> bool:
    """True if a story begins with a heading that is its date, and no other of the same level follows: those are chapters."""
    tag = body[0].box.tag
    return tag in HEADINGS and is_only_date(body[0].text) and all(piece.box.tag != tag for piece in body[1:])


def is_change_note(piece: Piece) -> bool:
    """True if a line behind a story has a date and the names of one, and says when the text was posted or changed.

    A sentence is such a line only if it says `posted`, `updated` or the like.
    """
    return (
        piece.size <= MAX_CHANGE_NOTE_CHARS
        and piece.box.tag not in HEADINGS
        and is_dated(piece.box.names)
        and (not FULL_STOP.search(piece.text) or SAYS_WHEN.search(piece.text) is not None)
        and DIGIT.search(piece.text) is not None
        and bool(read_text(piece.text, Dialect()))
    )


def is_filed(piece: Piece) -> bool:
    """True if a line has only links to sections and people, and a date: `Sport | Jane Doe | 3 May 2025`."""
    parts = PARTS.split(piece.text)
    if len(parts) < MIN_PARTS or len(piece.text) > MAX_FILED_CHARS or piece.link_share < MIN_LINK_SHARE:
        return False
    linked = {tidy(written(link)) for link in islice(piece.box.element.iter("a"), MAX_FILED_CHARS)}
    others = [part for part in parts if part not in linked]
    return len(others) == 1 and is_date_line(replace(piece, text=others[0]))


def is_reporter(piece: Piece) -> bool:
    """True if a line says only who reported, as in Chinese publications: `【港報／記者王小明／台北報導】`, `文/記者 王明`."""
    return (
        piece.box.tag not in HEADINGS
        and len(piece.text) <= MAX_REPORTER_CHARS
        and REPORTER.match(piece.text) is not None
    )


def is_last_label(piece: Piece) -> bool:
    """True if a line is a label without its object: `On the web:`."""
    return len(piece.text) <= MAX_LAST_LABEL_CHARS and piece.text.rstrip().endswith((":", "："))


def is_legal(piece: Piece) -> bool:
    """True for a note on rights or liability, or a telephone number outside of a sentence."""
    if piece.size >= MAX_RIGHTS_CHARS:
        return False
    return (RIGHTS.search(piece.text) is not None and piece.text[0] not in QUOTES) or (
        PHONE.search(piece.text) is not None and not is_plain_sentence(piece)
    )


def is_owner_line(piece: Piece) -> bool:
    """True for a short line with a year and the owner of the rights."""
    return piece.size <= MAX_OWNER_CHARS and OWNER.match(piece.text) is not None and piece.box.tag not in HEADINGS
