"""Who signs behind a story's last paragraph: on the right, behind a label for reporters, before a source, alone in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from lxml.etree import _Element

from pipelines.extract.byline.reporters import main_paragraphs
from pipelines.extract.byline.signatures import is_full_name
from pipelines.extract.byline.signed_lines import LIST, OFFICE, signers
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.teasers import HEADINGS

PROSE = 60
"""Size of a paragraph; see `Piece.size`."""
LEAST = 240
"""Size of a story that somebody signs."""
BELOW, NEAR = 3, 8
"""The story's texts behind its last paragraph of which one may sign, among so many that may be others'."""
LONGEST, LONGEST_CREDIT, LONGEST_WIRE = 60, 200, 400
RIGHT = re.compile(r"(?:^|;)\s*text-align:\s*(?:right|end)\b", re.IGNORECASE)
BRACKET = re.compile(r"\((?P<name>[^()\d:]{4,40})\)")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
LABELLED = re.compile(
    r"(?:reporters?|pewarta|wartawan|laporan|penulis|text[eo]?|teks?t?|muhabir|haber|szerző)\s?[:：]\s?(?P<name>[^:：]{4,40})",
    re.IGNORECASE,
)
"""`Reporter : Jane Doe`: labels that elsewhere on a page stand before much besides names."""
RETOLD = re.compile(
    r"(?P<name>[^()/]{4,30}?)\s?(?:\((?i:theo|tổng hợp)[^()]*\)|[-–—/]\s?Theo\s.*)"
    r"|Theo\s(?!(?:Thanh Niên|Tuổi Trẻ|Dân Trí|Người Lao Động|Tiền Phong|Trí Thức Trẻ|Gia Đình|Đất Việt|Lao Động)\b)"
    r"(?P<of>[^()/]{4,30}?)\s?[/(].*",
)
"""A Vietnamese name beside the paper that a story is told after: `Minh An (theo Tern)`, `Theo Minh An/Tern`."""
TURKISH = re.compile(
    r"(?P<names>[^\W\d_][^/()\d:]{4,90}?)\s?/\s?[^\W\d_]+(?:[-–\s][^\W\d_]+){0,3}(?:\s?\([^()\d]{3,20}\))?,?\s\((?:DHA|[İI]HA|AA|ANKA|UHA)\)"
)
"""Reporters of a Turkish agency, before the text or behind it: `Ayşe YILMAZ-Ali KAYA/ANTALYA, (DHA)`."""
HYPHEN = re.compile(r"\s?[-–,]\s?|(?<=[A-ZÇĞİÖŞÜ]{3})(?=[A-ZÇĞİÖŞÜ][a-zçğıöşü])")
"""What parts them; their surnames are in capitals: `Ayşe YILMAZAli KAYA`."""
WIRE = re.compile(
    r"\((?P<credit>(?:Reporting|Writing|Report)\s(?:and\s(?:reporting|writing)\s)?by\s[^()]{4,300})\)?[.\s]*$"
    r"|(?:^|[.!?”\"]\s+)\((?P<by>By\s[^()\d]{4,80})\)(?:\s*Enditem\S{0,12})?$"
)
"""Who did it for an agency, at the end of a text: `(Reporting by Jane Doe in Tern; Editing by Max Roe)`, `(By Jane Doe)`."""
SAYS_WHO = re.compile(r"(?:Reporting|Writing|Report|By)\s")
REPORTED = re.compile(r"(?:Reporting|Writing|Report)\s(?:and\s(?:reporting|writing)\s)?(?=by\s)")
CALLED = re.compile(
    r"(?:^|[\s_-])(?:article|story|text|post)?[-_]?(?:sign|signatur|signature|firma)(?=$|[\s_-])", re.IGNORECASE
)


def at_end(page: Page) -> Iterator[str]:
    """The names in the first text behind the last paragraph that is nothing but names and stands on the right, or in brackets."""
    own = [
        piece
        for piece in page.outline.pieces
        if piece.size >= PROSE and piece.link_share < 0.5 and _is_own(page, piece)
    ]
    story = main_paragraphs(own)
    if sum(piece.size for piece in story) < LEAST:
        return
    last = story[-1]
    around = {*last.box.ancestors()}
    below = page.outline.pieces[last.order + 1 : last.order + 1 + NEAR]
    behind = [*islice((piece for piece in below if _is_own(page, piece)), BELOW)]
    for piece in (story[0], last, *behind):
        if found := TURKISH.match(piece.text[:LONGEST_CREDIT]):
            yield from filter(is_full_name, HYPHEN.split(found["names"]))
            return
    for piece in (last, *behind):
        if found := WIRE.search(piece.text.strip()[-LONGEST_WIRE:]):
            for said in (found["credit"] or found["by"]).split(";"):
                yield from signers(REPORTED.sub("", said.strip(), count=1)) if SAYS_WHO.match(said.strip()) else ()
            return
    for piece in behind:
        if len(piece.text) > LONGEST or piece.link_chars or piece.box.tag in HEADINGS:
            continue
        said, is_sure = _said(piece, [*takewhile(lambda box: box not in around, piece.box.ancestors())])
        names = LIST.split(OFFICE.sub("", said))
        if said and all(is_full_name(name, signed=is_sure) for name in names):
            yield from names
            return


def _said(piece: Piece, apart: list[Box]) -> tuple[str, bool]:
    """What a text behind the story says of who signs, which may be nobody, and True if that is in a script without capitals.

    `apart`: the boxes in which it stands and the story does not.
    """
    text = piece.text.strip()
    if RIGHT_TO_LEFT.search(text):
        bracket = BRACKET.fullmatch(text)
        return bracket["name"] if bracket else "", True
    if found := LABELLED.fullmatch(text) or RETOLD.fullmatch(text):
        return next(filter(None, found.groupdict().values())), False
    is_signature = any(
        is_on_right(box.element) or CALLED.search(f"{box.element.get('class')} {box.element.get('id')}")
        for box in apart
    )
    return text.strip(" –—-()[]") if is_signature else "", False


def is_on_right(element: _Element) -> bool:
    """True if an element says of itself that its text is set to the right."""
    return (element.get("align") or "").lower() == "right" or RIGHT.search(element.get("style") or "") is not None


def _is_own(page: Page, piece: Piece) -> bool:
    return piece.box.unseen is None and not page.surroundings.is_of_others(piece.box.element)
