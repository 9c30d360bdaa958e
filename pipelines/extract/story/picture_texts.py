"""Captions that nothing calls so: the only text of a box that is named for its picture, or slanted letters under one."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from pipelines.lexicon.wording import Phrases
from pipelines.page.outline import Piece

LONGEST, LONGEST_MARKED = 200, 120
"""Characters of a caption, and of one in slanted letters."""
MOST_SHARE = 0.25
"""Share of a story's texts that may be captions; where more stand beside pictures, they are the story, told in pictures."""
PICTURES = ("img", "picture", "video")
NAMED = re.compile(r"figure|media|image|img|photo|foto|pict?(?:ure)?(?![a-z])|thumb|bild|visual|slide", re.IGNORECASE)
"""Names of boxes around pictures."""
CREDITED = Phrases(re.compile(
    r"(?:(?:^|[.!?)…]\s?)[(\[/|]?\s?|\s[(\[/|]\s?)(?:photo(?:graph)?s?|foto\w*|bild|(?:image|picture)(?= credit| courtesy| by)"
    r"|kép|kuva|zdjęcie|фото|снимка|φωτο(?:γραφία)?|fotoğraf|foto|ảnh|사진"
    r"|写真|図|图|圖|العدسة|صورة|عکس)(?: credit| courtesy| by)?\s?[:：=/]\s?"
    r"(?-i:(?![\sa-zß-ÿа-я])|(?=(?:dpa|afp|epa|imago|picture alliance|privat)\b))"
    r"[^.!?。]{2,60}[)\]]?$"
    r"|[(\[](?:image|picture|pic)s?\s?:\s?(?-i:(?=[A-Z]))[^()\[\]]{2,60}[)\]]$"
    r"|[(（](?:资料图|資料圖|資料照|资料照|资料图片)[^()（）]{0,12}[)）]$|[\u4e00-\u9fff]{2,5}\s?[摄攝][)）]?$",
    re.IGNORECASE,
),
    "photo", "foto", "bild", "image", "pic", "kép", "kuva", "zdjęcie", "фото", "снимка", "φωτο",
    "ảnh", "사진", "写真", "図", "图", "圖",
    "資料照", "资料照", "摄", "攝", "صورة", "عکس", "العدسة",
)  # fmt: skip
"""How a caption ends that says whose the picture is: `The mill on fire. Photo: Jane Doe`."""
LONGEST_CREDITED = 250
CREDIT = re.compile(
    r"^\W*[^.!?:/|]{2,40}/\s?(?:[^.!?:/|]{2,24}/\s?|[^.!?:/|]{2,24} via )?(?:getty images|agence france-presse|afp"
    r"|associated press|ap(?: photo)?|reuters|epa(?:-efe)?|picture alliance|shutterstock|alamy|imago(?: images)?|bloomberg"
    r"|anadolu(?: agency)?|zuma press|pa wire|dpa)(?: via (?:getty images|ap|reuters))?\W*$",
    re.IGNORECASE,
)
"""Who took a picture, and for whom: `Jane Doe/AFP via Getty Images`; in a list or a table it may be who won a prize, or asked."""
LONGEST_CREDIT = 120
NEXT_TO = 2
"""Boxes before and around a text in which its picture may stand."""
MARKS = ("em", "i", "small", "figcaption")


def credits_picture(text: str) -> bool:
    """True for a line that says whose a picture is, and nothing else."""
    return len(text) <= LONGEST_CREDIT and CREDIT.match(text) is not None


def without_picture_texts(body: list[Piece]) -> list[Piece]:
    """The story without short texts that are all that a box says beside a picture."""
    beside = {p.order for p in body if _is_credited(p) or (p.size <= LONGEST and _is_beside_picture(p))}
    if not beside or len(beside) > MOST_SHARE * len(body):
        return body
    return [piece for piece in body if piece.order not in beside]


def _is_beside_picture(piece: Piece) -> bool:
    """True for `<div><img><p>Text</p></div>` and `<p><img><br><em>Text</em></p>`."""
    box = piece.box
    if next(box.element.iter(*PICTURES), None) is not None:
        return piece.size <= LONGEST_MARKED and len(box.pieces) == 1 and _is_marked(piece)
    outer = box.parent
    if outer is None or outer.pieces or not _is_named(outer.names):
        return False
    return outer.all_pieces() == [piece] and next(outer.element.iter(*PICTURES), None) is not None


@lru_cache(maxsize=50_000)
def _is_named(called: str) -> bool:
    return NAMED.search(called) is not None


def _is_credited(piece: Piece) -> bool:
    """True if a text ends with a credit, and a picture stands in its box, or in one right before it."""
    if len(piece.text) > LONGEST_CREDITED or not CREDITED.search(piece.text):
        return False
    element = piece.box.element
    before = (one for one in islice(element.itersiblings(preceding=True), NEXT_TO) if isinstance(one.tag, str))
    return any(next(one.iter(*PICTURES), None) is not None for one in (element, *before))


def _is_marked(piece: Piece) -> bool:
    """True if all of a text stands in an element for small or slanted letters."""
    marks = (" ".join(" ".join(mark.itertext()).split()) for mark in piece.box.element.iter(*MARKS))
    return any(said == piece.text for said in marks)
