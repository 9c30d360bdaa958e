"""Lines inside the story's box that are not the story: labels, bylines, `Read also: …`, tables of links, requests."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.extract.story.captions import credits_picture, is_caption, is_part
from pipelines.extract.story.requests import appeals, asks_for_gifts, calls_on_readers
from pipelines.lexicon.pattern import look, pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import Phrases
from pipelines.page.mass import FULL_STOP, HEADINGS, LEGAL, PART_TAGS, SENTENCE_END, STOP, is_plain_sentence
from pipelines.page.outline import Piece
from pipelines.page.roles import says

LABEL = pattern(
    r"^\W*(?:<<story.advert>>|<<story.label>>|<<story.read_more_link>>|(?:<<story.label_start>>).{0,120}|©.{0,200}"
    r"|(?:<<story.source_label>>)\s?[:：].{0,120}|[（(［\[]\s?(?:<<story.editor_note>>)[^（()）]{0,50}[)）］\]])\W*$",
    re.IGNORECASE,
)
"""A line that is a label of the page: `Advertisement`, `Share`, `Source: …`."""
PICTURE_LABEL = pattern(
    r"^\W*(?:<<story.picture_credit_label>>)"
    r"(?:\s(?:[|&/–-]|[^\W\d_]{1,3}|(?-i:[A-ZА-ЯЁ])[^\s.!?:]*)){0,8}\W*$",
    re.IGNORECASE,
)
"""A label and names: `Image: Jane Roe`, `Photos courtesy of the Port Museum`."""
INITIALED = re.compile(
    r"[(\[][a-z]{2,5}(?:[/,]\s?[a-z]{2,5}){0,3}[)\]]$|(?:Editor|Redaktor)\s?:\s?(?:[A-ZȘŞȚŢ]\.\s?){2,3}$"
)
"""A line of initials: `(jd/mr)`, `Editor: A.B.`"""
TO_PAGES = pattern(
    r"(?=.*(?:<<story.page_turn>>|[»>]))(?:(?:<<story.page_turn>>|\d{1,3}|[|«»<>])(?:\s+|$)){3,}$", re.IGNORECASE
)
"""Links to the other pages of a story or list."""
DURATION = re.compile(r"\|\s?\d{1,2}:\d\d\s?min\.?$")
"""The end of a film's caption: `The bridge falls 18.04.2024 | 0:21 min`."""
MAX_PAGES_CHARS, MAX_FILM_CHARS = 60, 320
LEADS_ON = pattern(r"^\W*(?:<<story.label_before_colon>>|<<story.read_also>>)\s*[:：>»|\-–]", re.IGNORECASE)
"""Words and a colon that lead to something else: `Read also:`."""
MAY_LEAD_ON = pattern(r"^\W*(?:<<story.doubtful_label>>)\s*[:：>»|\-–]", re.IGNORECASE)
MORE = pattern(r"^\W*(?:<<story.more>>)\s*[:：»>]", re.IGNORECASE)
"""Words and a colon that lead to something else, unless a sentence without a link follows."""
CALL = pattern(r"^\W*(?:<<story.call>>)", re.IGNORECASE)
GOES_ON = pattern(
    r"^\W*(?:(?:<<story.advert>>)\b{end}\W*)?(?:\w{1,6}[ '’])?(?:<<story.goes_on>>).{0,40}$", re.IGNORECASE
)
"""A line around an advertisement or a picture between two paragraphs: `Story continues below`."""
EMBED_CONSENT = Phrases(pattern(r"<<story.embed_consent>>", re.IGNORECASE), look=look("story.embed_consent"))
COOKIES = pattern(
    r"(?:<<story.we_use>>) .{0,30}\b(?:cookies?|куки)\b.{0,120}\b(?:<<story.cookie_purpose>>)\b"
    r"|(?:<<story.site_uses>>) .{0,30}\b(?:cookie|куки)",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of a site's note on its cookies."""
MAX_LEAD_ON_CHARS, MAX_CALL_CHARS, MAX_RIGHTS_CHARS = 250, 320, 400
MAX_GOES_ON_CHARS, MAX_CONSENT_CHARS, MAX_COOKIES_CHARS = 90, 320, 900
MAX_LABEL_CHARS, MAX_BYLINE_CHARS = 60, 120
NO_REQUEST = frozenset([*HEADINGS, "li"])
NO_BYLINE = frozenset([*HEADINGS, "td", "th"])
NOT_BY_NAME = frozenset(["article", "main", "body", "li", "td", "th"])
LINKED = 0.6
"""Share of a line from which on it is a link."""
MIN_LINKED_SENTENCE_CHARS, MAX_ENTRY_CHARS, MAX_CELL_CHARS, MAX_ENTRIES = 40, 60, 100, 40
"""Characters of a sentence in a link, of a linked cell or item, and of the other cells; how many of them are looked at."""


def keep(piece: Piece) -> bool:
    """True if a line inside the story's box belongs to the story."""
    if leads_on(piece):
        return False
    if piece.link_share >= LINKED:
        return is_entry(piece) or is_linked_sentence(piece)
    return not any(is_other(piece) for is_other in NOT_OF_STORY)


def leads_on(piece: Piece) -> bool:
    """True if a line begins with a label and a colon that lead to something else: `Read also: Mill burns down`."""
    if piece.size >= MAX_LEAD_ON_CHARS:
        return False
    if LEADS_ON.match(piece.text):
        return True
    if MAY_LEAD_ON.match(piece.text) or (MORE.match(piece.text) and piece.box.tag not in HEADINGS):
        return not is_plain_sentence(piece)
    return False


def is_linked_sentence(piece: Piece) -> bool:
    """True if a line that is mostly a link is a sentence in a paragraph."""
    if piece.box.tag not in ("p", "li", "td") and "paragraph" not in piece.box.names:
        return False
    if piece.link_share >= 0.9 or piece.size <= MIN_LINKED_SENTENCE_CHARS:
        return False
    return (FULL_STOP if piece.size > 2 * MIN_LINKED_SENTENCE_CHARS else STOP).search(piece.text) is not None


def is_entry(piece: Piece) -> bool:
    """True if a linked text is an entry of a table or list with as many texts that are no links: a team and its points.

    A long item is an entry if it is a sentence, and so are the others.
    """
    box = next((b for b in islice(piece.box.ancestors(), 2) if b.tag in ("td", "th", "li")), None)
    if box is None or box.parent is None or piece.box.tag in HEADINGS:
        return False
    is_long = piece.size > MAX_ENTRY_CHARS
    if is_long and not (box.tag == "li" and piece.text.endswith((".", "。"))):
        return False
    beside = (p for other in box.parent.children[:MAX_ENTRIES] for p in other.all_pieces())
    pieces = list(islice(beside, 2 * MAX_ENTRIES))
    linked = sum(p.link_share >= LINKED or (is_long and not STOP.search(p.text)) for p in pieces)
    if 2 * linked > len(pieces) or (box.tag != "li" and any(p.size > MAX_CELL_CHARS for p in pieces)):
        return False
    return box.tag == "li" or (box.parent.parent is not None and len(box.parent.parent.children) > 1)


def is_rights_note(piece: Piece) -> bool:
    """True if a line begins with a sign of rights or of a note and speaks of rights: `© 2025 The Tern`."""
    if piece.size >= MAX_RIGHTS_CHARS or piece.text[:1] not in "©(*":
        return False
    return LEGAL.search(piece.text) is not None and not SENTENCE_END.search(piece.text[:-1])


def is_request(piece: Piece) -> bool:
    """True if a line calls on readers, or asks them to give or to sign up."""
    text = piece.text
    if piece.size < MAX_CALL_CHARS and (CALL.match(text) or calls_on_readers(text)):
        return True
    return piece.box.tag not in NO_REQUEST and (asks_for_gifts(text) or appeals(text, linked=piece.link_chars > 0))


def is_label(piece: Piece) -> bool:
    """True if a line is a label of the page, the name of a picture's owner, or the initials of its author."""
    text = piece.text
    if piece.size <= MAX_LABEL_CHARS and piece.box.tag not in PART_TAGS and PICTURE_LABEL.match(text):
        return True
    return LABEL.match(text) is not None or INITIALED.match(text) is not None


def interrupts(piece: Piece) -> bool:
    """True if a line only says that the story goes on below, or speaks of consent and cookies."""
    text = piece.text
    if piece.size < MAX_COOKIES_CHARS and ("ookie" in text or "куки" in text) and COOKIES.match(text):
        return True
    if piece.size < MAX_CONSENT_CHARS and EMBED_CONSENT.search(text):
        return True
    return piece.size <= MAX_GOES_ON_CHARS and GOES_ON.match(text) is not None


def turns_pages(piece: Piece) -> bool:
    """True if a line is links to the other pages of a story, or the caption of a film with its length."""
    if piece.size <= MAX_PAGES_CHARS and TO_PAGES.match(piece.text):
        return True
    return piece.size <= MAX_FILM_CHARS and DURATION.search(piece.text) is not None


def is_byline(piece: Piece) -> bool:
    """True for a short line with names of a byline or date; a cell has those of its column, an item those of its list."""
    if piece.size > MAX_BYLINE_CHARS or piece.box.tag in NO_BYLINE or SENTENCE_END.search(piece.text):
        return False
    box, outer = piece.box, piece.box.parent
    holds_story = outer is None or says(outer.names, Role.BODY)
    called = [
        around.names for around in ((box,) if holds_story else (box, outer)) if around and around.tag not in NOT_BY_NAME
    ]
    return any(map(says_who_or_when, (piece.marks, *called)))


def says_who_or_when(called: str) -> bool:
    """True if one of the names is that of a byline, a date or a credit: `post-date`, `photoCredit`."""
    return any(says(called, role) for role in (Role.AUTHOR, Role.DATE, Role.SOURCE))


def is_picture_credit(piece: Piece) -> bool:
    """True if a line names the owner of a picture, and is no part of a list or table."""
    return credits_picture(piece.text) and not is_part(piece.box)


NOT_OF_STORY = (is_rights_note, is_request, is_label, interrupts, turns_pages, is_byline, is_caption, is_picture_credit)
"""Kinds of lines that are not the story, in the order in which they are asked."""
