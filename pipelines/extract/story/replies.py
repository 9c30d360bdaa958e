"""Comments of readers, found by what stands under each: a link to reply, whatever the boxes around them are called."""

from __future__ import annotations

import re

from pipelines.page.outline import Box, Piece

LEAST = 3
"""Links to reply that make a list of comments."""
REPLY = re.compile(
    r"^\W*(?:reply|replies|antworten|antwort|répondre|responder|rispondi|odpowiedz|odpovědět|odpovedať|ответить|відповісти|yanıtla"
    r"|cevapla|svara?|besvar|vastaa|beantwoorden|reageer|válasz|răspunde|απάντηση|отговор|返信|回复|回覆|답글|reponder)\W*$",
    re.IGNORECASE,
)
LONGEST = 20


def replies(pieces: list[Piece], titled: set[Box]) -> set[Box]:
    """The box around the comments of a page, or where it holds the headline too, each of its boxes that has a link to reply."""
    found = [piece.box for piece in pieces if len(piece.text) <= LONGEST and REPLY.match(piece.text)]
    if len(found) < LEAST:
        return set()
    around = set.intersection(*(set(box.ancestors()) for box in found))
    common = max(around, key=lambda box: box.depth)
    if common not in titled and common.parent is not None:
        return {common}
    inside = {box for each in found for box in each.ancestors()}
    return {child for child in common.children if child in inside and child not in titled}
