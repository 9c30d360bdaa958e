"""The learned layout of a source, applied to one of its pages where the page alone leaves a doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipelines.extract.headline.headline import Offer
from pipelines.extract.headline.site_names import separators
from pipelines.extract.model import Layout
from pipelines.extract.people.bylines import DATED
from pipelines.extract.people.signatures import read_names
from pipelines.lexicon.wording import fold
from pipelines.page.mass import HEADINGS
from pipelines.page.outline import Piece, place

MAX_LINE_CHARS, MAX_NAME_CHARS = 160, 40
"""Characters of a headline, a byline or a dateline, and of the name of a site or a section."""
PIECES_BEFORE, PIECES_AFTER = 20, 12
"""Pieces before and after a story that may be about it."""


def lines_about(pieces: list[Piece], title_order: int, story: Collection[int]) -> Iterator[Piece]:
    """The short lines before, within and after a story and its headline; `story` are the orders of its pieces."""
    orders = [order for order in (title_order, *story) if order >= 0]
    if orders:
        for piece in pieces[max(0, min(orders) - PIECES_BEFORE) : max(orders) + PIECES_AFTER + 1]:
            if len(piece.text) <= MAX_LINE_CHARS:
                yield piece


def outer_parts(title: str) -> Iterator[str]:
    """The last and the first part of a title, if they can be the name of a site or a section.

    >>> list(outer_parts("Council - mill: too late | Ardlow Argus"))
    ['Ardlow Argus', 'Council']
    """
    cuts = separators(title)
    if cuts:
        ends = title[cuts[-1].end() :].strip(), title[: cuts[0].start()].strip()
        yield from (end for end in ends if 0 < len(end) <= MAX_NAME_CHARS)


def learned_offers(offered: list[Offer], layout: Layout) -> list[Offer]:
    """The offered titles without the site name that the source puts around every story's title."""
    return (
        [o if o.place == "h1" else Offer(o.place, _bare(o.text, layout.site)) for o in offered]
        if layout.site
        else offered
    )


def _bare(title: str, names: Collection[str]) -> str:
    while (cuts := separators(title)) and title[cuts[-1].end() :].strip() in names:
        title = title[: cuts[-1].start()].strip()
    while (cuts := separators(title)) and title[: cuts[0].start()].strip() in names:
        title = title[cuts[0].end() :].strip()
    return title


def learned_headline(pieces: list[Piece], layout: Layout, title: str | None) -> str | None:
    """The one text at the place of the source's headlines; None if the page itself has `title` as a heading."""
    said = fold(title or "")
    if not layout.headline or (said and any(p.box.tag in HEADINGS and fold(p.text) == said for p in pieces)):
        return None
    shown = {p.text for p in pieces if len(p.text) <= MAX_LINE_CHARS and place(p.box.element) in layout.headline}
    one = shown.pop() if len(shown) == 1 else None
    return one if one and fold(one) != said else None


def learned_people(lines: Iterable[Piece], layout: Layout) -> tuple[str, ...]:
    """The people at the places of the source's bylines, if all of these places agree."""
    read = (names_in(piece) for piece in lines if place(piece.box.element) in layout.byline)
    named = {tuple(names) for names in read if names}
    return named.pop() if len(named) == 1 else ()


def names_in(piece: Piece) -> list[str]:
    """The people in a line that is read as a byline, without its date."""
    return read_names(DATED.split(piece.text)[0], set())[0]
