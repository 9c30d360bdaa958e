"""Captions by their names or their frame: the one text of a table around a picture, a film's title, texts among paragraphs."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from pipelines.extract.story.sentences import FULL_STOP, PART_TAGS, STOP, is_plain_sentence
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import tidy, written
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import names, says

CAPTION_SIZE = 120
VIDEO_TITLE = re.compile(r"video-?(?:title|headline|heading)", re.IGNORECASE)
PICTURES = ("img", "video", "iframe")
WHOLE, IN_PARAGRAPHS = 400, 0.8  # characters of a paragraph that is none by name; share of them in paragraphs
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|bildunterschrift|legende|(?:img|image|photo|foto|picture)[-_]?(?:desc|description|text|title"
    r"|info|credit))"
    r"(?=$|[\s_-])|caption-?text",
    re.IGNORECASE,
)
CAPTION_TAGS = ("span", "em", "i", "small", "font")
NEAREST = 40
"""Elements of a box that may be its caption."""


def is_caption(piece: Piece) -> bool:
    """True if a text is all that its box holds, in an inline element that is named a caption, stands in a table around a
    picture, or is named the title of a film.
    """
    box = piece.box
    if box.tag == "td":
        return piece.size < WHOLE and is_in_frame(piece)
    if box.tag == "div" and piece.size < CAPTION_SIZE and not STOP.search(piece.text) and is_video_title(box.names):
        return True
    if not CAPTION.search(piece.marks) or box.children or box.pieces[0] is not piece:
        return False
    named = (inner for inner in islice(box.element.iter(*CAPTION_TAGS), NEAREST) if CAPTION.search(names(inner)))
    return any(tidy(written(inner)) == piece.text for inner in islice(named, 1))


@lru_cache(maxsize=50_000)
def is_video_title(called: str) -> bool:
    """True if names are those of a film's title: `InlineVideo-title`."""
    return VIDEO_TITLE.search(called) is not None


def is_in_frame(piece: Piece) -> bool:
    """True if a text is all that a table within another says under its one picture: how pages of tables frame pictures."""
    table = next((box for box in piece.box.ancestors() if box.tag == "table"), None)
    if table is None or not any(box.tag == "td" for box in table.ancestors()):
        return False
    said = sum(p.size for p in table.all_pieces())
    return said == piece.size and len(list(islice(table.element.iter(*PICTURES), 2))) == 1


def without_captions(body: list[Piece]) -> list[Piece]:
    """Without the few texts outside of paragraphs, where nearly all stands in them: captions, teasers, labels of players."""
    total = sum(p.size for p in body)
    inside = sum(p.size for p in body if p.box.tag == "p")
    if inside < IN_PARAGRAPHS * total:
        return body
    paragraphs = {(p.box.parent, p.box.names) for p in body if p.box.tag == "p"}
    around = {parent for parent, _ in paragraphs}
    return [
        p
        for p in body
        if p.box.tag != "div"
        or p.box in around
        or p.size >= WHOLE
        or is_part(p.box)
        or ((p.box.parent, p.box.names) in paragraphs and goes_on(p))
    ]


def goes_on(piece: Piece) -> bool:
    """True if a text outside of a paragraph, among paragraphs and called as they are, is one: without a name, if nothing
    else stands in its box.
    """
    box = piece.box
    if not is_plain_sentence(piece):
        return False
    return bool(box.names) or not (
        box.children or piece.marks.strip() or not FULL_STOP.search(piece.text) or is_by_picture(box)
    )


def is_by_picture(box: Box) -> bool:
    """True if a picture stands in a box, or right before it with nothing said."""
    before = box.element.getprevious()
    if next(box.element.iter(*PICTURES), None) is not None:
        return True
    return (
        before is not None and next(before.iter(*PICTURES), None) is not None and not "".join(before.itertext()).strip()
    )


def is_part(box: Box) -> bool:
    """True if a box is named a heading or quotation, or stands in a list, table or quotation."""
    if says(box.names, Role.PART) or says(box.names, Role.STANDFIRST):
        return True
    return any(outer.tag in PART_TAGS for outer in islice(box.ancestors(), 5))
