"""Lists of what others read, among the lines of a story: a heading that says so, and the titles of other stories under it."""

from __future__ import annotations

from pipelines.extract.story.asides import make
from pipelines.lexicon.related_words import CHART_HEADING
from pipelines.page.mass import HEADINGS
from pipelines.page.outline import Piece

LEAST = 3
LONGEST_HEADING, LONGEST_TITLE = 50, 200


def without_charts(body: list[Piece]) -> list[Piece]:
    """The story without headings such as `Most read` and the titles right under them, in items alike or with links."""
    out: set[int] = set()
    for place, piece in enumerate(body):
        if place not in out and piece.size <= LONGEST_HEADING and CHART_HEADING.match(piece.text):
            last = _last_title(body, place)
            if last > place or piece.box.tag in HEADINGS:
                out.update(range(place, last + 1))
    return [piece for place, piece in enumerate(body) if place not in out] if len(out) < len(body) else body


def _last_title(body: list[Piece], heading: int) -> int:
    """The place of the last title under a heading; that of the heading where fewer than LEAST are."""
    last = heading
    while last + 1 < len(body) and _is_title(body[last + 1]):
        if last > heading and make(body[last + 1].box) != make(body[heading + 1].box):
            break
        last += 1
    return last if last - heading >= LEAST else heading


def _is_title(piece: Piece) -> bool:
    if piece.box.tag in HEADINGS:
        return False
    return (piece.box.tag == "li" and piece.size <= LONGEST_TITLE) or piece.link_chars > 0
