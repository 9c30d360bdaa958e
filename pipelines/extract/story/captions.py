"""Captions and pull quotes: texts within a story that are no part of its running text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from pipelines.extract.model import Block
from pipelines.extract.story.selection import Selection
from pipelines.lexicon.pattern import look, pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import Phrases, fold, tidy, written
from pipelines.page.mass import FULL_STOP, PART_TAGS, STOP, is_plain_sentence
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import named, names, says
from pipelines.page.surroundings import OTHERS

BOXES_AROUND = 4
"""Boxes around a text of which one may be a caption or a pull quote."""
MAX_ASIDES, MAX_ASIDE_CHARS = 50, 1_000
PULL_QUOTE = re.compile(r"pull[-_]?quot|quote[-_]?pull|pulled[-_]?quot", re.IGNORECASE)
MIN_QUOTE_LETTERS = 40
"""A quotation with so many letters that a paragraph repeats was pulled from it."""
MAX_VIDEO_TITLE_CHARS = 120
VIDEO_TITLE = re.compile(r"video-?(?:title|headline|heading)", re.IGNORECASE)
PICTURES, FILMS = ("img", "picture", "video"), ("img", "video", "iframe")
"""Elements of pictures; and of pictures and films, whose players stand in frames."""
MIN_TEXT_CHARS, MIN_SHARE_IN_PARAGRAPHS = 400, 0.8
"""If this share of a story stands in `<p>`, a text outside of `<p>` is a paragraph only from so many characters on."""
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|bildunterschrift|legende|(?:img|image|photo|foto|picture)[-_]?(?:desc|description|text|title"
    r"|info|credit))"
    r"(?=$|[\s_-])|caption-?text",
    re.IGNORECASE,
)
CAPTION_TAGS = ("span", "em", "i", "small", "font")
MAX_INNER_ELEMENTS = 40
"""Elements of a box that may be its caption."""
MAX_CAPTION_CHARS, MAX_SMALL_CAPTION_CHARS = 200, 120
"""Characters of a caption, and of one in small or slanted letters."""
MAX_CAPTION_SHARE = 0.25
"""Share of a story's texts that may be captions; with more of them beside pictures the story is a series of pictures."""
PICTURE_BOX = re.compile(
    r"figure|media|image|img|photo|foto|pict?(?:ure)?(?![a-z])|thumb|bild|visual|slide", re.IGNORECASE
)
"""Names of boxes around pictures."""
CREDITED = Phrases(
    pattern(
        r"(?:(?:^|[.!?)…]\s?)[(\[/|]?\s?|\s[(\[/|]\s?)(?:<<story.photo>>)(?: credit| courtesy| by)?\s?[:：=/]\s?"
        r"(?-i:(?![\sa-zß-ÿа-я])|(?=(?:dpa|afp|epa|imago|picture alliance|privat)\b))[^.!?。]{2,60}[)\]]?$"
        r"|[(\[](?:<<story.photo_in_brackets>>)\s?:\s?(?-i:(?=[A-Z]))[^()\[\]]{2,60}[)\]]$"
        r"|[(（](?:资料图|資料圖|資料照|资料照|资料图片)[^()（）]{0,12}[)）]$|[\u4e00-\u9fff]{2,5}\s?[摄攝][)）]?$",
        re.IGNORECASE,
    ),
    "資料", "资料", "摄", "攝", look=look("story.photo", "story.photo_in_brackets"),
)  # fmt: skip
"""The end of a caption with a credit: `The mill on fire. Photo: Jane Doe`."""
MAX_CREDITED_CHARS, MAX_CREDIT_CHARS = 250, 120
CREDIT = re.compile(
    r"^\W*[^.!?:/|]{2,40}/\s?(?:[^.!?:/|]{2,24}/\s?|[^.!?:/|]{2,24} via )?(?:getty images|agence france-presse|afp"
    r"|associated press|ap(?: photo)?|reuters|epa(?:-efe)?|picture alliance|shutterstock|alamy|imago(?: images)?|bloomberg"
    r"|anadolu(?: agency)?|zuma press|pa wire|dpa)(?: via (?:getty images|ap|reuters))?\W*$"
    r"|^\W*(?:getty images|reuters)\W*$",
    re.IGNORECASE,
)
"""A photographer and an agency: `Jane Doe/AFP via Getty Images`; in a list or a table they may be winners of a prize."""
SIBLINGS_BEFORE = 2
"""Elements right before a text in which its picture may stand."""
MARKS = ("em", "i", "small", "figcaption")


def asides_of(page: Page, found: Selection, repeated: Container[int] = ()) -> tuple[Block, ...]:
    """Captions and pull quotes between the headline and the end of the story, in page order, each text once.

    `repeated` are the orders of texts that `pulled` found.
    """
    if not found.story:
        return ()
    story = {piece.order for piece in found.story}
    first, last = min(story), max(story)
    first = min(first, found.title_order) if found.title_order >= 0 else first
    blocks: dict[str, Block] = {}
    for piece in found.pieces:
        if first <= piece.order <= last + 1 and piece.order not in story and len(piece.text) <= MAX_ASIDE_CHARS:
            kind = "pull_quote" if piece.order in repeated else _kind(piece)
            if kind and not piece.box.unseen and page.surroundings.apart(piece.box.element) not in OTHERS:
                blocks.setdefault(piece.text, Block(kind, piece.text))
    return tuple(islice(blocks.values(), MAX_ASIDES))


def pulled(pieces: Sequence[Piece]) -> set[int]:
    """Orders of quotations that a paragraph of the story repeats: they were pulled out of it."""
    quotes = [piece for piece in pieces if _in_quotation(piece) and len(fold(piece.text)) >= MIN_QUOTE_LETTERS]
    if not quotes:
        return set()
    said = "\n".join(fold(piece.text) for piece in pieces if not _in_quotation(piece))
    return {piece.order for piece in quotes if fold(piece.text) in said}


def _in_quotation(piece: Piece) -> bool:
    return any(box.tag == "blockquote" for box in _around(piece))


def _kind(piece: Piece) -> str | None:
    for box in _around(piece):
        if box.names and _names_pull_quote(box.names):
            return "pull_quote"
        if box.tag == "figcaption" or (box.names and Role.CAPTION in named(box.names).sure):
            return "caption"
    return None


@lru_cache(maxsize=20_000)
def _names_pull_quote(called: str) -> bool:
    return PULL_QUOTE.search(called) is not None


def _around(piece: Piece) -> Iterator[Box]:
    return islice(piece.box.ancestors(), BOXES_AROUND)


def is_caption(piece: Piece) -> bool:
    """True if a text is a caption by its names or its frame.

    It is all that its box holds and stands in an inline element with the name of a caption, stands in a table around a picture,
    or has the name of a film's title.
    """
    box = piece.box
    if box.tag == "td":
        return piece.size < MIN_TEXT_CHARS and is_in_frame(piece)
    if (
        box.tag == "div"
        and piece.size < MAX_VIDEO_TITLE_CHARS
        and not STOP.search(piece.text)
        and is_video_title(box.names)
    ):
        return True
    if not CAPTION.search(piece.marks) or box.children or box.pieces[0] is not piece:
        return False
    named = (
        inner for inner in islice(box.element.iter(*CAPTION_TAGS), MAX_INNER_ELEMENTS) if CAPTION.search(names(inner))
    )
    return any(tidy(written(inner)) == piece.text for inner in islice(named, 1))


@lru_cache(maxsize=50_000)
def is_video_title(called: str) -> bool:
    """True if names are those of a film's title: `InlineVideo-title`."""
    return VIDEO_TITLE.search(called) is not None


def is_in_frame(piece: Piece) -> bool:
    """True if a text is all that an inner table says under its one picture: how pages of tables frame pictures."""
    table = next((box for box in piece.box.ancestors() if box.tag == "table"), None)
    if table is None or not any(box.tag == "td" for box in table.ancestors()):
        return False
    said = sum(p.size for p in table.all_pieces())
    return said == piece.size and len(list(islice(table.element.iter(*FILMS), 2))) == 1


def without_captions(body: list[Piece]) -> list[Piece]:
    """Without the few texts outside of `<p>` in a story that stands in `<p>`: captions, teasers, labels of players."""
    total = sum(p.size for p in body)
    inside = sum(p.size for p in body if p.box.tag == "p")
    if inside < MIN_SHARE_IN_PARAGRAPHS * total:
        return body
    paragraphs = {(p.box.parent, p.box.names) for p in body if p.box.tag == "p"}
    around = {parent for parent, _ in paragraphs}
    return [
        p
        for p in body
        if p.box.tag != "div"
        or p.box in around
        or p.size >= MIN_TEXT_CHARS
        or is_part(p.box)
        or ((p.box.parent, p.box.names) in paragraphs and goes_on(p))
    ]


def goes_on(piece: Piece) -> bool:
    """True if a text outside of `<p>` is a paragraph of the story: a sentence in a box with the name of those around paragraphs.

    Without a name nothing else may stand in its box.
    """
    box = piece.box
    if not is_plain_sentence(piece):
        return False
    return bool(box.names) or not (
        box.children or piece.marks.strip() or not FULL_STOP.search(piece.text) or is_by_picture(box)
    )


def is_by_picture(box: Box) -> bool:
    """True if a picture stands in a box, or right before it with no text between."""
    before = box.element.getprevious()
    if next(box.element.iter(*FILMS), None) is not None:
        return True
    return before is not None and next(before.iter(*FILMS), None) is not None and not "".join(before.itertext()).strip()


def is_part(box: Box) -> bool:
    """True if a box has the name of a heading or quotation, or stands in a list, table or quotation."""
    if says(box.names, Role.PART) or says(box.names, Role.STANDFIRST):
        return True
    return any(outer.tag in PART_TAGS for outer in islice(box.ancestors(), 5))


def credits_picture(text: str) -> bool:
    """True for a line that is only the credit of a picture."""
    return len(text) <= MAX_CREDIT_CHARS and CREDIT.match(text) is not None


def without_picture_texts(body: list[Piece]) -> list[Piece]:
    """The story without short texts that are the only text beside a picture."""
    beside = {p.order for p in body if _is_credited(p) or (p.size <= MAX_CAPTION_CHARS and _is_beside_picture(p))}
    if not beside or len(beside) > MAX_CAPTION_SHARE * len(body):
        return body
    return [piece for piece in body if piece.order not in beside]


def _is_beside_picture(piece: Piece) -> bool:
    """True for `<div><img><p>Text</p></div>` and `<p><img><br><em>Text</em></p>`."""
    box = piece.box
    if next(box.element.iter(*PICTURES), None) is not None:
        return piece.size <= MAX_SMALL_CAPTION_CHARS and len(box.pieces) == 1 and _is_marked(piece)
    outer = box.parent
    if outer is None or outer.pieces or not _is_named(outer.names):
        return False
    return outer.all_pieces() == [piece] and next(outer.element.iter(*PICTURES), None) is not None


@lru_cache(maxsize=50_000)
def _is_named(called: str) -> bool:
    return PICTURE_BOX.search(called) is not None


def _is_credited(piece: Piece) -> bool:
    """True if a text ends with a credit, and a picture stands in its box or right before it."""
    if len(piece.text) > MAX_CREDITED_CHARS or not CREDITED.search(piece.text):
        return False
    element = piece.box.element
    before = (one for one in islice(element.itersiblings(preceding=True), SIBLINGS_BEFORE) if isinstance(one.tag, str))
    return any(next(one.iter(*PICTURES), None) is not None for one in (element, *before))


def _is_marked(piece: Piece) -> bool:
    """True if all of a text stands in an element for small or slanted letters."""
    marks = (" ".join(" ".join(mark.itertext()).split()) for mark in piece.box.element.iter(*MARKS))
    return any(said == piece.text for said in marks)
