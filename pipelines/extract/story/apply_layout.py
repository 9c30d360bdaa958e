"""Apply the learned layout of a source to one of its pages, where the page alone leaves a doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipelines.extract.headline.headline import Offer
from pipelines.extract.headline.site_names import separators
from pipelines.extract.model import Layout
from pipelines.extract.people.bylines import DATED
from pipelines.extract.people.signatures import read_names
from pipelines.lexicon.wording import fold
from pipelines.page.mass import HEADINGS, Mass
from pipelines.page.outline import Box, Piece, place

LONGEST = 160
"""Characters of a line that is read as a headline, a byline or a dateline."""
BEFORE, AFTER = 20, 12
"""How many pieces before and after a story may be about it."""
LONGEST_NAME = 40
"""Characters of a site's or a section's name."""
LEAST_PROSE = 80
"""Characters of prose without which a known body is empty on this page, and whatever the page itself says stands."""


def lines_about(pieces: list[Piece], title_order: int, story: Collection[int]) -> Iterator[Piece]:
    """The short lines before, within and after a story (`story`: the orders of its pieces) and its headline."""
    orders = [order for order in (title_order, *story) if order >= 0]
    if orders:
        for piece in pieces[max(0, min(orders) - BEFORE) : max(orders) + AFTER + 1]:
            if len(piece.text) <= LONGEST:
                yield piece


def outer_parts(title: str) -> Iterator[str]:
    """The last and the first of a title's parts, where they can be the name of a site or a section.

    >>> list(outer_parts("Council - mill: too late | Ardlow Argus"))
    ['Ardlow Argus', 'Council']
    """
    cuts = separators(title)
    if cuts:
        ends = title[cuts[-1].end() :].strip(), title[: cuts[0].start()].strip()
        yield from (end for end in ends if 0 < len(end) <= LONGEST_NAME)


def learned_offers(offered: list[Offer], layout: Layout) -> list[Offer]:
    """The titles on offer without the site name that the source puts around every story's title."""
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
    """The one text that stands where the source's headlines do; None when the page itself has a heading that says `title`."""
    said = fold(title or "")
    if not layout.headline or (said and any(p.box.tag in HEADINGS and fold(p.text) == said for p in pieces)):
        return None
    shown = {p.text for p in pieces if len(p.text) <= LONGEST and place(p.box.element) in layout.headline}
    one = shown.pop() if len(shown) == 1 else None
    return one if one and fold(one) != said else None


def learned_people(lines: Iterable[Piece], layout: Layout) -> tuple[str, ...]:
    """The people whom the places of the source's bylines name, where all of these places agree."""
    read = (names_in(piece) for piece in lines if place(piece.box.element) in layout.byline)
    named = {tuple(names) for names in read if names}
    return named.pop() if len(named) == 1 else ()


def learned_body(core: Box, masses: dict[Box, Mass], layout: Layout) -> Box | None:
    """The box where the source's stories stand, if the page has just one with prose and the story was sought elsewhere.

    A box inside or around the one found is no doubt: then the same story was found, cut another way.
    """
    if not layout.body or place(heart(core, masses).element) in layout.body:
        return None
    boxes = [box for box, mass in masses.items() if mass.prose >= LEAST_PROSE and place(box.element) in layout.body]
    if len(boxes) != 1 or core in set(boxes[0].ancestors()) or boxes[0] in set(core.ancestors()):
        return None
    return boxes[0]


def heart(box: Box, masses: dict[Box, Mass]) -> Box:
    """The innermost box, but for paragraphs, that holds all the prose of this one: the same on all pages of a template."""
    while True:
        prose = masses[box].prose
        inner = next((c for c in box.children if c in masses and masses[c].prose >= prose and c.tag != "p"), None)
        if inner is None:
            return box
        box = inner


def names_in(piece: Piece) -> list[str]:
    """The people that a line names as a byline does, without what it says of the day."""
    return read_names(DATED.split(piece.text)[0], set())[0]
