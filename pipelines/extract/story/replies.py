"""Comments of readers, found by what stands under or over each, whatever the boxes around them are called: a link to reply or to
report it, or a line that signs it, `Jane Doe said on 16 January 2012 at 1:25 PM`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.lexicon.wording import fold
from pipelines.page.mass import is_prose
from pipelines.page.outline import Box, Piece

LEAST = 3
"""Marks that make a list of comments."""
REPLY = re.compile(
    r"^\W*(?:reply|replies|antworten|antwort|répondre|responder|rispondi|odpowiedz|odpovědět|odpovedať|ответить|відповісти"
    r"|yanıtla"
    r"|cevapla|svara?|besvar|vastaa|beantwoorden|reageer|válasz|răspunde|απάντηση|отговор|返信|回复|回覆|답글|reponder"
    r"|report (?:abuse|(?:this )?comment)|flag (?:comment|as inappropriate)|kommentar melden|signaler (?:un abus|ce commentaire)"
    r"|(?:recommend|responses?|likes?)\W{0,2}\(\d+\)|denunciar|segnala (?:abuso|commento)|пожаловаться|zgłoś nadużycie|通報する"
    r"|举报)\W*$",
    re.IGNORECASE,
)
LIKED = re.compile(r"\W*(?:recommend|responses?|likes?)\b", re.IGNORECASE)
LONGEST = 24
SIGNED = re.compile(
    r"^\W*(?:posted by\b|comment by\b|geschrieben von\b|(?:posté|écrit) par\b|(?:publicado|escrito) por\b|scritto da\b"
    r"|napisał(?:\(a\)|a)?\b)"
    r"|^\S{1,30}(?: \S{1,30}){0,3} (?:says?|said|wrote|writes|schrieb|schreibt|sagt|a (?:écrit|dit)|dit|dijo|dice|escribió"
    r"|disse|ha (?:scritto|detto)"
    r"|schreef|zegt|skriver|skrev|kirjoitti|napisał(?:\(a\)|a)?|pisze|пишет|написал(?:\(а\)|а)?|говорит|yazdı"
    r"|diyor ki)\b\s?(?::|on\b|at\b|am\b|le\b|el\b|il\b|op\b|dnia\b|\n|[|·•,-])",
    re.IGNORECASE,
)
"""How a line begins that signs a comment; it ends with when it was written, or the next line says that."""
LONGEST_SIGNED, LONGEST_BESIDE = 110, 60
"""Characters of such a line, and of what may stand beside the date."""
LEAST_STORY, LEAST_PEOPLE = 300, 0.6
"""Characters of prose before comments, and the share of signatures by different people: few write a live blog."""
WHEN = re.compile(r"\b(?:on|at|am|um|le|el|il|op)\b|[|·•,\n-]")
DIGITS = re.compile(r"\d")
CLOCK = re.compile(r"\d{1,2}[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)


def replies(pieces: list[Piece], titled: set[Box]) -> set[Box]:
    """The box around the comments of a page, or where it holds the story too, its boxes with such marks, and those between."""
    found = [p for p in pieces if len(p.text) <= LONGEST and is_reply(p.text)]
    if all(LIKED.match(p.text) for p in found):
        found = []
    signed = [] if len(found) >= LEAST else signatures(pieces)
    if signed and _goes_on(pieces, signed):
        signed = []
    if len(found) + len(signed) < LEAST:
        return set()
    around = set.intersection(*(set(piece.box.ancestors()) for piece in found or signed))
    common = max(around, key=lambda box: box.depth)
    if common not in titled and common.parent is not None and not (signed and _has_story(common, signed[0])):
        return {common}
    inside = {box for piece in found or signed for box in piece.box.ancestors()}
    marked = [place for place, child in enumerate(common.children) if child in inside]
    rows = common.children[marked[0] : marked[-1] + 1] if signed else [common.children[place] for place in marked]
    return {child for child in rows if child not in titled}


@lru_cache(maxsize=20_000)
def is_reply(text: str) -> bool:
    """True if a link's text is for replying to a comment, liking or reporting it."""
    return REPLY.match(text) is not None


def signatures(pieces: list[Piece]) -> list[Piece]:
    """Lines behind a story that sign comments with a day and a clock, by as many people as write comments; else none."""
    found = []
    people = set()
    said = 0
    for place, piece in enumerate(pieces):
        if said >= LEAST_STORY and len(piece.text) <= LONGEST_SIGNED and _signs(*pieces[place : place + 2]):
            found.append(piece)
            people.add(fold(_signer(piece.text)))
        said += piece.size if is_prose(piece) else 0
    return found if len(found) >= LEAST and len(people) > len(found) * LEAST_PEOPLE else []


def _signs(piece: Piece, following: Piece | None = None) -> bool:
    """True if a line, perhaps with the next, says who wrote a comment and when."""
    timed = [p for p in (piece, following) if p and len(p.text) <= LONGEST_SIGNED and CLOCK.search(p.text)]
    return bool(timed) and SIGNED.match(piece.text) is not None and any(map(_is_stamped, timed))


def _goes_on(pieces: list[Piece], signed: list[Piece]) -> bool:
    """True if paragraphs of the same place as those before the first signature stand behind the last."""
    own = {(p.box.parent, p.box.names, p.box.tag) for p in pieces if p.order < signed[0].order - 1 and is_prose(p)}
    return any(
        (p.box.parent, p.box.names, p.box.tag) in own for p in pieces if p.order > signed[-1].order and is_prose(p)
    )


def _signer(line: str) -> str:
    """What a signature says before its day: `Posted by Jane Doe on Monday, 3 November` → `Posted by Jane Doe on`."""
    return WHEN.split(DIGITS.split(line, maxsplit=1)[0], maxsplit=1)[0]


def _has_story(box: Box, first: Piece) -> bool:
    """True if a box holds as much prose before the first comment as a story has."""
    return sum(p.size for p in box.all_pieces() if p.order < first.order and is_prose(p)) >= LEAST_STORY


def _is_stamped(piece: Piece) -> bool:
    """True if a line with a clock tells a day as well, and little else."""
    dates = [date for date in read_text(piece.text, Dialect()) if date.precision != "day"]
    return bool(dates) and len(piece.text) - sum(date.end - date.start for date in dates) <= LONGEST_BESIDE
