"""Comments of readers, found by the line under or over each, whatever the boxes around them are called.

A link to reply or to report a comment stands under it; a line signs it: `Jane Doe said on 16 January 2012 at 1:25 PM`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold
from pipelines.page.mass import is_prose
from pipelines.page.outline import Box, Piece

MIN_COMMENTS = 3
"""Links to reply, or signatures, that make a list of comments."""
REPLY = pattern(r"^\W*(?:<<story.reply>>|(?:<<story.like>>)\W{0,2}\(\d+\))\W*$", re.IGNORECASE)
LIKED = pattern(r"\W*(?:<<story.like>>)\b", re.IGNORECASE)
MAX_REPLY_CHARS = 24
SIGNED = pattern(
    r"^\W*(?:<<story.comment_by>>)\b|^\S{1,30}(?: \S{1,30}){0,3} (?:<<story.said>>)\b\s?"
    r"(?::|(?:<<story.before_day>>)\b|\n|[|·•,-])",
    re.IGNORECASE,
)
"""How a line begins that signs a comment; the time stands at its end or in the next line."""
MAX_SIGNATURE_CHARS, MAX_CHARS_BESIDE_DATE = 110, 60
MIN_STORY_CHARS, MIN_SIGNERS_SHARE = 300, 0.6
"""Prose before the comments, and the share of signatures by different people: a live blog has few."""
WHEN = pattern(r"\b(?:<<story.before_day>>)\b|[|·•,\n-]")
DIGITS = re.compile(r"\d")
CLOCK = re.compile(r"\d{1,2}[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
MAX_HEADING_CHARS = 160
HEADING = pattern(
    r"^\W*(?:\d+ )?(?:<<story.comments_heading>>)\W*(?:(?:displaying )?\(?\d+\)?(?:\W+\d+ of \d+)?)?\W*$"
    r"|^\W*(?:(?:\D{0,10} )?\d+ (?:<<story.comments_on>>)|(?:<<story.comments_heading>>) \(\d+\) \w{1,4}) .{3,140}$",
    re.IGNORECASE,
)
"""A heading over the comments of readers or over the form for one: `Comments (3)`, `3 thoughts on “Mill burns down”`."""


def replies(pieces: list[Piece], titled: set[Box]) -> set[Box]:
    """The box around the comments of a page.

    If that box holds the story too: its boxes with links to reply, or all between the first and the last signature.
    """
    found = [p for p in pieces if len(p.text) <= MAX_REPLY_CHARS and is_reply(p.text)]
    if all(LIKED.match(p.text) for p in found):
        found = []
    signed = [] if len(found) >= MIN_COMMENTS else signatures(pieces)
    if signed and _goes_on(pieces, signed):
        signed = []
    if len(found) + len(signed) < MIN_COMMENTS:
        return set()
    around = set.intersection(*(set(piece.box.ancestors()) for piece in found or signed))
    common = max(around, key=lambda box: box.depth)
    if common not in titled and common.parent is not None and not (signed and _has_story(common, signed[0])):
        return {common}
    inside = {box for piece in found or signed for box in piece.box.ancestors()}
    marked = [place for place, child in enumerate(common.children) if child in inside]
    rows = common.children[marked[0] : marked[-1] + 1] if signed else [common.children[place] for place in marked]
    return {child for child in rows if child not in titled}


def is_over_comments(heading: str) -> bool:
    """True for the text of a heading over comments."""
    return len(heading) <= MAX_HEADING_CHARS and HEADING.match(heading) is not None


@lru_cache(maxsize=20_000)
def is_reply(text: str) -> bool:
    """True if the text of a link is for replying to a comment, liking or reporting it."""
    return REPLY.match(text) is not None


def signatures(pieces: list[Piece]) -> list[Piece]:
    """Lines behind a story that sign comments with a day and a clock, by as many people as write comments; else none."""
    found = []
    people = set()
    said = 0
    for place, piece in enumerate(pieces):
        if said >= MIN_STORY_CHARS and len(piece.text) <= MAX_SIGNATURE_CHARS and _signs(*pieces[place : place + 2]):
            found.append(piece)
            people.add(fold(_signer(piece.text)))
        said += piece.size if is_prose(piece) else 0
    return found if len(found) >= MIN_COMMENTS and len(people) > len(found) * MIN_SIGNERS_SHARE else []


def _signs(piece: Piece, following: Piece | None = None) -> bool:
    """True if a line, perhaps with the next, names the author of a comment and its time."""
    timed = [p for p in (piece, following) if p and len(p.text) <= MAX_SIGNATURE_CHARS and CLOCK.search(p.text)]
    return bool(timed) and SIGNED.match(piece.text) is not None and any(map(_is_stamped, timed))


def _goes_on(pieces: list[Piece], signed: list[Piece]) -> bool:
    """True if paragraphs in the place of those before the first signature stand behind the last."""
    own = {(p.box.parent, p.box.names, p.box.tag) for p in pieces if p.order < signed[0].order - 1 and is_prose(p)}
    return any(
        (p.box.parent, p.box.names, p.box.tag) in own for p in pieces if p.order > signed[-1].order and is_prose(p)
    )


def _signer(line: str) -> str:
    """A signature without its day: `Posted by Jane Doe on Monday, 3 November` → `Posted by Jane Doe on`."""
    return WHEN.split(DIGITS.split(line, maxsplit=1)[0], maxsplit=1)[0]


def _has_story(box: Box, first: Piece) -> bool:
    """True if a box holds a story's worth of prose before the first comment."""
    return sum(p.size for p in box.all_pieces() if p.order < first.order and is_prose(p)) >= MIN_STORY_CHARS


def _is_stamped(piece: Piece) -> bool:
    """True if a line with a clock also has a day, and little else."""
    dates = [date for date in read_text(piece.text, Dialect()) if date.precision != "day"]
    return bool(dates) and len(piece.text) - sum(date.end - date.start for date in dates) <= MAX_CHARS_BESIDE_DATE
