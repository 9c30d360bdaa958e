"""Captions that nothing calls so: short texts that end with a credit, beside a picture."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.page.outline import Piece
from pipelines.page.text.wording import Phrases

MOST_SHARE = 0.25
"""Share of a story's texts that may be captions; where more stand beside pictures, they are the story, told in pictures."""
PICTURES = ("img", "picture", "video")
CREDITED = Phrases(re.compile(
    r"(?:(?:^|[.!?)…]\s?)[(\[/|]?\s?|\s[(\[/|]\s?)(?:photo(?:graph)?s?|foto\w*|bild|(?:image|picture)(?= credit| courtesy| by)"
    r"|kép|kuva|zdjęcie|фото|снимка|φωτο(?:γραφία)?|fotoğraf|foto|ảnh|사진"
    r"|写真|図|图|圖|العدسة|صورة|عکس)(?: credit| courtesy| by)?\s?[:：=/]\s?"
    r"(?-i:(?![\sa-zß-ÿа-я])|(?=(?:dpa|afp|epa|imago|picture alliance|privat)\b))"
    r"[^.!?。]{2,60}[)\]]?$"
    r"|[(（](?:资料图|資料圖|資料照|资料照|资料图片)[^()（）]{0,12}[)）]$|[\u4e00-\u9fff]{2,5}\s?[摄攝][)）]?$",
    re.IGNORECASE,
),
    "photo", "foto", "bild", "image", "picture", "kép", "kuva", "zdjęcie", "фото", "снимка", "φωτο",
    "ảnh", "사진", "写真", "図", "图", "圖",
    "資料照", "资料照", "摄", "攝", "صورة", "عکس", "العدسة",
)  # fmt: skip
"""How a caption ends that says whose the picture is: `The mill on fire. Photo: Jane Doe`."""
LONGEST_CREDITED, NEXT_TO = 250, 2
"""Characters of such a caption, and elements before it in which its picture may stand."""


def without_picture_texts(body: list[Piece]) -> list[Piece]:
    """The story without short texts beside a picture that end with a credit."""
    beside = {p.order for p in body if _is_credited(p)}
    if not beside or len(beside) > MOST_SHARE * len(body):
        return body
    return [piece for piece in body if piece.order not in beside]


def _is_credited(piece: Piece) -> bool:
    """True if a text ends with a credit, and a picture stands in its box, or in one right before it."""
    if len(piece.text) > LONGEST_CREDITED or not CREDITED.search(piece.text):
        return False
    element = piece.box.element
    before = (one for one in islice(element.itersiblings(preceding=True), NEXT_TO) if isinstance(one.tag, str))
    return any(next(one.iter(*PICTURES), None) is not None for one in (element, *before))
