"""Requests to readers: to follow the publication, to sign up, to subscribe or to give; notes of a page on itself.

Lines of a story are judged one by one, offers to subscribe as runs of lines, forms for newsletters as boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from pipelines.extract.fields.details import asks_to_pay
from pipelines.lexicon.pattern import look, pattern
from pipelines.lexicon.wording import Phrases
from pipelines.page.mass import HEADINGS, Mass
from pipelines.page.outline import Box, Piece

MAX_CALL_CHARS, MAX_GIFT_CHARS = 260, 160
"""Characters of a line that calls on readers, and of one that asks for money."""
FOLLOW = Phrases(
    pattern(
        r"^(?:(?:[^“„«\"‘']|(?<=\w)'){0,120}[!?]\s+)?[^\w“„«\"‘']*(?:(?:<<story.also>>)\s)?"
        r"(?:<<story.follow>>|<<story.call>>)\b{end}(?:[^.!?:]|\.(?=\w)){0,80}(?:<<story.channel>>)",
        re.IGNORECASE,
    ),
    look=look("story.channel"),
)
"""A line or sentence that begins with a call and names a channel: `Follow us on Telegram`."""
SAID_SO = pattern(r"[^.!?]{0,60}?,['’”»\"]?\s[^.!?]{0,80}\b(?:<<story.said>>)\b", re.IGNORECASE)
"""A speaker behind the words of a call: the story quotes it."""
FOLLOW_AT_END = Phrases(
    pattern(
        r"^[^.!?।。:“„«\"]{0,100}(?:<<story.channel>>)[^.!?।。“„«\"]{0,160}(?:<<story.follow_at_end>>)[^\w”»’'\"]*$",
        re.IGNORECASE,
    ),
    look=look("story.channel"),
)
"""The same in languages whose verb stands at the end: `Bizi WhatsApp'ta takip edin`."""
NOTE = Phrases(
    pattern(r"^\W*(?:<<story.note_start>>)|^[^“„«\"]*\b{start}(?:<<story.note_anywhere>>)", re.IGNORECASE),
    look=look("story.note_start", "story.note_anywhere"),
)
"""A note of the page on itself, on its form for comments, on its earnings."""
REPORT_MISTAKES = Phrases(pattern(r"\b(?:<<story.mistake>>)\b.{0,80}\bctrl\s?\+\s?enter\b", re.IGNORECASE), "ctrl")
SLIDE = pattern(r"^(?:<<story.picture>>)\s\d{1,3}\s(?:\w{1,3}|/)\s\d{1,3}$", re.IGNORECASE)
"""The number of a picture in a slide show: `Photo 3 of 12`."""
MAX_LAST_APPEAL_CHARS, MAX_CHARS_BEFORE_DEMAND = 600, 120
"""Characters of a last paragraph that asks readers for something, and of a line before its demand."""
GIVING = Phrases(pattern(r"\b(?:<<story.giving>>)\b", re.IGNORECASE), look=look("story.giving"))
OURS = pattern(r"\b(?:<<story.ours>>)\b", re.IGNORECASE)
YOURS = pattern(r"\b(?:<<story.yours>>)\b", re.IGNORECASE)
OUR_WORK = pattern(r"\b(?:<<story.ours>>) (?:[\w-]+ ){0,2}(?:<<story.our_work>>)\b", re.IGNORECASE)
DEMAND = pattern(
    r"(?:^|[.!?]\s|\b(?:<<story.also>>)\s)(?:(?:<<story.please>>)\s)?"
    r"(?:<<story.demand>>|<<story.support_us>>|(?:<<story.support>>) (?:[\w-]+ ){0,2}(?:<<story.our_work>>))\b",
    re.IGNORECASE,
)
"""A sentence that begins with a demand; many of these verbs may be nouns: `Spenden kamen an`."""
QUOTES_SOMEBODY = pattern(r"[“”„«»\"]|\b(?:<<story.said>>)\b", re.IGNORECASE)
WAY_TO_GIVE = pattern(r"https?://|\bwww\.|\w@\w|\b(?:<<story.by_way_of>>)\b", re.IGNORECASE)
"""An address or an account; a link does as well."""
SUPPORT_US = Phrases(
    pattern(r"^[^\w“„«\"‘']*(?:[^.!?]{4,90}[.!?]\s+)?(?:<<story.support_us>>)\b", re.IGNORECASE),
    look=look("story.support_us"),
)
"""A request to pay for the publication, perhaps after a sentence on its costs."""
MAX_OFFER_LINE_CHARS = 170
MAX_LINES_BETWEEN_SIGNS = 3
"""Lines between two signs of an offer; benefits have as many words as there are publishers."""
MIN_SIGNS = 2
"""Different signs that make an offer."""
MAX_OFFER_SHARE = 0.5
"""Share of a text that may be an offer."""
LAST_LINES, MAX_TEASE_CHARS = 3, 400
"""Lines at the end of a story that may ask to subscribe for the rest, and characters of one."""
BENEFIT = Phrases(pattern(r"\b{start}(?:<<story.benefit>>)", re.IGNORECASE), look=look("story.benefit"))
MEMBER = Phrases(pattern(r"\b{start}(?:<<story.member>>)", re.IGNORECASE), look=look("story.member"))
PRICE = pattern(r"(?:[€£$¥₽₺]|R\$|\bCHF|\bkr\.?)\s?\d|\d\s?(?:[€£¥₽₺円원元]|(?:<<story.currency>>)\b)")
PERIOD = pattern(r"\b{start}(?:<<story.price_period>>)\b{end}", re.IGNORECASE)
MAX_FORM_CHARS, MAX_TERMS_CHARS = 900, 700
MAX_FORM_SHARE = 0.35
"""Share of the story's prose that a box with a form may hold."""
TERMS = Phrases(pattern(r"\b(?:<<story.terms>>)", re.IGNORECASE | re.DOTALL), look=look("story.terms"))
"""Terms beside the button of a newsletter, whatever the elements around it are called."""


def calls_on_readers(text: str) -> bool:
    """True if a line is nothing but a call on readers to follow the publication, or a note of the page on itself.

    >>> calls_on_readers("Следвайте ни в Google News"), calls_on_readers("Half a million follow her on Facebook, she says.")
    (True, False)
    """
    if len(text) > MAX_CALL_CHARS:
        return False
    called = FOLLOW.search(text)
    if called and not SAID_SO.match(text, called.end()):
        return True
    if FOLLOW_AT_END.search(text) or NOTE.search(text) or REPORT_MISTAKES.search(text):
        return True
    return text[-1:].isdigit() and SLIDE.match(text) is not None


def appeals(text: str, *, linked: bool, at_end: bool = False) -> bool:
    """True if a line asks readers to give or to sign up, says how, and speaks as the publisher: `Donate to support our work`.

    Only a sentence that begins with a demand asks. The last paragraph (`at_end`) may be longer, and may speak of the publisher's
    work and to its readers instead: `You will like my newsletter`.

    >>> appeals("Like what you read? Please consider a tax-deductible contribution to our work.", linked=True)
    True
    >>> appeals("You can donate to the family of the captain at www.fund.example.", linked=True, at_end=True)
    False
    """
    max_chars = MAX_LAST_APPEAL_CHARS if at_end else MAX_CALL_CHARS
    if len(text) > max_chars or not GIVING.search(text) or not (linked or WAY_TO_GIVE.search(text)):
        return False
    of_work = at_end and OUR_WORK.search(text) and (YOURS.search(text) or DEMAND.search(text))
    if not (of_work or DEMAND.search(text[:MAX_CHARS_BEFORE_DEMAND])):
        return False
    return OURS.search(text) is not None and not QUOTES_SOMEBODY.search(text)


def asks_for_gifts(text: str) -> bool:
    """True if a line asks to give to the publisher: `Support us with a gift`."""
    return len(text) <= MAX_GIFT_CHARS and SUPPORT_US.search(text) is not None


def without_offers(body: list[Piece]) -> list[Piece]:
    """The story without offers to subscribe in it or at its end."""
    signs = [_signs(piece) for piece in body]
    if sum(map(bool, signs)) < MIN_SIGNS:
        return body
    out: set[int] = set()
    for first, last in _runs(body, signs):
        found = frozenset[str]().union(*signs[first:last])
        benefits = sum("benefit" in of_line for of_line in signs[first:last])
        weight = len(found) + (sum(map(bool, signs[first:last])) > MIN_SIGNS)
        if weight >= MIN_SIGNS + (last < len(body)) or (last == len(body) and benefits >= MIN_SIGNS):
            out.update(range(first, last))
    if sum(body[place].size for place in out) > MAX_OFFER_SHARE * sum(piece.size for piece in body):
        return body
    return [piece for place, piece in enumerate(body) if place not in out]


def _signs(piece: Piece) -> frozenset[str]:
    """The signs of an offer in a line: ask, benefit, members, price."""
    if piece.size > MAX_OFFER_LINE_CHARS:
        return frozenset()
    text = piece.text
    priced = PRICE.search(text) is not None and PERIOD.search(text) is not None
    asked = (
        ("ask", asks_to_pay(text)),
        ("benefit", BENEFIT.search(text)),
        ("members", MEMBER.search(text)),
        ("price", priced),
    )
    return frozenset(name for name, is_there in asked if is_there)


def _runs(body: list[Piece], signs: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Runs of short lines, as (first, after), that begin and end with a sign of an offer or a list with one."""
    at = 0
    while at < len(body):
        if not signs[at]:
            at += 1
            continue
        last = at
        while (more := _next(body, signs, last)) is not None:
            last = more
        last = _end_of_list(body, last)
        yield _start_of_list(body, at), last + 1
        at = last + 1


def _next(body: list[Piece], signs: list[frozenset[str]], last: int) -> int | None:
    for place in range(last + 1, min(last + 2 + MAX_LINES_BETWEEN_SIGNS, len(body))):
        if body[place].size > MAX_OFFER_LINE_CHARS:
            return None
        if signs[place]:
            return place
    return None


def _end_of_list(body: list[Piece], last: int) -> int:
    """The last item of the list around a line of an offer; the end of the text if only short lines follow."""
    rest = body[last + 1 :]
    if len(rest) <= MAX_LINES_BETWEEN_SIGNS and all(
        piece.size <= MAX_OFFER_LINE_CHARS and not _is_sentence(piece) for piece in rest
    ):
        return len(body) - 1
    while last + 1 < len(body) and _are_items(body[last], body[last + 1]):
        last += 1
    return last


def _start_of_list(body: list[Piece], first: int) -> int:
    """The first item of such a list, or the heading right over it."""
    while first > 0 and (_are_items(body[first - 1], body[first]) or _is_heading_of(body[first - 1])):
        first -= 1
    return first


def _are_items(one: Piece, other: Piece) -> bool:
    return (
        one.box.tag == other.box.tag == "li"
        and one.box.parent is other.box.parent
        and max(one.size, other.size) <= MAX_OFFER_LINE_CHARS
    )


def _is_heading_of(piece: Piece) -> bool:
    return piece.box.tag in HEADINGS and piece.size <= MAX_LINES_BETWEEN_SIGNS * 10


def _is_sentence(piece: Piece) -> bool:
    return piece.text.rstrip().endswith((".", "!", "?", "。")) and len(piece.text.split()) > 6


def without_tease(body: list[Piece]) -> list[Piece]:
    """Without the lines at the end that ask to subscribe for the rest, and without the lines under a heading that asks so.

    `details.paywall` reads these lines from the page.
    """
    last = len(body)
    for place in range(len(body) - 1, max(0, len(body) - 1 - LAST_LINES), -1):
        piece = body[place]
        if piece.size >= MAX_TEASE_CHARS:
            break
        if (last == place + 1 or piece.box.tag in HEADINGS) and asks_to_pay(piece.text):
            last = place
    return body[:last]


def sign_ups(core: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Small boxes inside the story with a field for an e-mail address or with terms: `By signing up you agree to …`."""
    most = MAX_FORM_SHARE * masses[core].prose
    found = set()
    mailboxes = {
        around for field in core.element.iter("input") if is_mailbox(field) for around in field.iterancestors()
    }
    for box in core.below():
        if box is core or not is_small(box, masses, most) or not (box.element in mailboxes or has_terms(box)):
            continue
        around = box
        while around.parent and around.parent is not core and is_small(around.parent, masses, most):
            around = around.parent
        if around.tag != "p":
            found.add(around)
    return found


def is_mailbox(field: _Element) -> bool:
    """True if a field asks for an address: `<input type="email">`."""
    return "mail" in f"{field.get('type')} {field.get('name')} {field.get('placeholder')}".lower()


def is_small(box: Box, masses: dict[Box, Mass], most: float) -> bool:
    """True if a box has few characters, and no more prose than `most`."""
    mass = masses.get(box)
    return mass is not None and mass.text <= MAX_FORM_CHARS and mass.prose <= most


def has_terms(box: Box) -> bool:
    """True if a text of a box itself names the terms of a newsletter."""
    return any(piece.size <= MAX_TERMS_CHARS and TERMS.search(piece.text) for piece in box.pieces)
