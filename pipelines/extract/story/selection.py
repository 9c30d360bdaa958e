"""The selection of a story: the box around the most prose nearest to the headline, and the boxes that continue it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.model import Layout
from pipelines.extract.story.asides import make
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import LEGAL, SENTENCE, Mass, is_prose, within, without
from pipelines.page.outline import Box, Outline, Piece, Unseen, place
from pipelines.page.roles import aside_level, says

OUTER_SHARE = 0.6
"""Factor of a paragraph's worth for each box further out that holds more prose."""
MIN_SMALL_PRINT_CHARS, SMALL_PRINT_SHARE = 600, 0.6
"""A text about rights of so many characters is small print; a box with that share of it is nothing else."""
MAX_LEADING_LINK_CHARS = 200
"""A box that begins with more characters of links does not continue a story."""
MIN_ARTICLE_CHARS, MIN_ARTICLE_PARAGRAPHS = 800, 3
"""An article with the headline and so much prose is the story, though lists of others stand beside it."""
MIN_LISTED_STORIES, MIN_LISTED_CHARS = 3, 200
"""So many boxes of one make, each with so many characters of prose, are a list of other stories."""
LINK_SHARE, MIN_LINK_CHARS = 0.8, 12
"""Share of a line that links make of it, and characters of such a link."""
MAX_DAY_CHARS, DAY_CHARS = 40, len("2026-12-02")
"""Characters beside a link that hold its day and its section, and of a day as it is read."""
MIN_BODY_CHARS = 80
"""With less prose the learned place of bodies is empty on this page."""
LAYOUT_NAME = re.compile(r"[:\[]|-\d")
"""A class that only lays out: `md:flex`, `top-0`."""


@dataclass(slots=True)
class Selection:
    """How the story of a page was found: what was set aside, the box of the story, its pieces."""

    root: Box
    pieces: list[Piece]
    unseen: list[Unseen]
    title_order: int = -1
    aside: set[Box] = field(default_factory=set)
    masses: dict[Box, Mass] = field(default_factory=dict)
    kept: list[Piece] = field(default_factory=list)
    core: Box | None = None
    learned: bool = False  # the core stands where the source's other stories do
    chosen: set[Box] = field(default_factory=set)
    lead: set[int] = field(default_factory=set)
    story: list[Piece] = field(default_factory=list)
    reader: str = "own"  # own, declared, embedded or trafilatura: see `second_opinion`

    @classmethod
    def of(cls, laid_out: Outline, title_order: int, masses: dict[Box, Mass]) -> Selection:
        """The selection before anything is set aside."""
        pieces = laid_out.pieces
        return cls(laid_out.root, pieces, laid_out.unseen, title_order, kept=pieces, masses=masses)

    def set_aside(self, boxes: set[Box]) -> None:
        """Leave these boxes and all boxes in them out of the search."""
        if boxes:
            self.aside |= boxes
            out = within(boxes)
            self.kept = [p for p in self.kept if p.box not in out]
            self.masses = without(self.masses, boxes)

    @property
    def has_prose(self) -> bool:
        """True if any prose is left to choose from."""
        return self.root in self.masses and self.masses[self.root].prose > 0


def choose(
    pieces: list[Piece], masses: dict[Box, Mass], title_order: int, blurbs: set[int], vouched: set[int]
) -> Box | None:
    """The box that holds the body of the story: the nearest to the headline around most of the prose, with few links."""
    scores: dict[Box, float] = {}
    between: dict[Box, float] = {}  # prose between the headline and the first prose of a box
    so_far = 0.0
    for piece in pieces:
        if not is_prose(piece):
            continue
        around = list(piece.box.ancestors())
        if piece.order > title_order:
            for box in around:
                between.setdefault(box, so_far)
            so_far += piece.size
        worth = min(piece.size, 1500) * (1 - piece.link_share)
        if LEGAL.search(piece.text):
            worth *= 0.1 if piece.size >= MIN_SMALL_PRINT_CHARS else 0.3
        elif piece.order in blurbs or not SENTENCE.search(piece.text):
            worth *= 0.3
        if vouched and piece.order not in vouched:
            worth *= 0.2
        inner, paragraph = 0.0, False
        for box in around:
            prose = masses[box].prose
            if inner and prose > inner and not paragraph:
                worth *= OUTER_SHARE
            inner, paragraph = prose, box.tag == "p"
            scores[box] = scores.get(box, 0.0) + worth
    best, best_worth = None, 0.0
    for box, score in scores.items():
        worth = score * preference(box, masses[box], between.get(box, so_far))
        if worth > best_worth or (worth == best_worth and best and box.depth < best.depth):
            best, best_worth = box, worth
    return best


def preference(box: Box, mass: Mass, between: float) -> float:
    """Factor of a box's score: few links, little prose `between` the box and the headline, and names of a story raise it."""
    factor = (1 - mass.links / mass.text) / (1 + max(0.0, between - 300) / min(mass.prose + 1, 1000))
    if "articleBody" in box.names:
        return factor * 2
    if says(box.names, Role.BODY):
        return factor * 1.3
    return factor * 1.15 if box.tag == "article" else factor


def find_blurbs(pieces: list[Piece]) -> set[int]:
    """Orders of prose under a link, if at least three pieces stand so: teasers of other stories."""
    under = [
        piece.order
        for before, piece in pairwise(pieces)
        if is_prose(piece) and piece.size < 500 and before.size >= MIN_LINK_CHARS and is_link(before)
    ]
    return set(under) if len(under) >= 3 else set()


def is_link(piece: Piece) -> bool:
    """True if a piece is a link, alone or beside a day: `<a href="/mill">Mill burns down</a> <time>2 Dec 2026</time> Fire`."""
    if piece.link_share > LINK_SHARE:
        return True
    rest = len(piece.text) - piece.link_chars
    if piece.link_chars < MIN_LINK_CHARS or rest > MAX_DAY_CHARS:
        return False
    beside = (part for part in (piece.text[-rest:], piece.text[:rest]) if any(map(str.isdigit, part)))
    return any(len(day.value) >= DAY_CHARS for part in beside for day in read_text(part, Dialect()))


def own_article(
    core: Box, masses: dict[Box, Mass], titled: set[Box], pieces: list[Piece], title_order: int
) -> Box | None:
    """The article inside the core that is the story, if the core lists other stories too.

    It has the page's headline, or the first prose under it, and is the only article of its make: chapters and entries are
    articles as well.
    """
    articles = [box for box in masses if box.tag == "article"]
    own = [box for box in articles if box in titled]
    linked = not own
    if not own:
        first = next((p for p in pieces if p.order > title_order and is_prose(p)), None)
        own = [box for box in (first.box.ancestors() if first else ()) if box.tag == "article" and box in masses]
    if not own or all(box.tag != "h1" for box in titled):
        return None
    article = min(own, key=lambda box: box.depth)
    if any(box is not article and make(box) == make(article) for box in articles):
        return None
    inside = set(article.below())
    paragraphs = [p for box in inside if box in masses for p in box.pieces if is_prose(p)]
    if masses[article].prose < MIN_ARTICLE_CHARS or len(paragraphs) < MIN_ARTICLE_PARAGRAPHS:
        return None
    outside = (box for box in core.below() if box not in inside and box.tag not in ("article", "p"))
    if article not in core.below():
        return None
    return article if any(lists_others(box, masses, inside, linked=linked) for box in outside) else None


def lists_others(box: Box, masses: dict[Box, Mass], own: set[Box], *, linked: bool) -> bool:
    """True if other stories stand side by side in a box: boxes of one make with prose, without a heading or with a linked one.

    If `linked`, only boxes with a link and slides count.
    """
    alike: dict[tuple[str, str], list[Box]] = {}
    for child in box.children:
        if (
            child in masses
            and child not in own
            and child.tag in ("div", "li")
            and masses[child].prose >= MIN_LISTED_CHARS
        ):
            if linked and not (masses[child].links or "slide" in child.names):
                continue
            alike.setdefault(make(child), []).append(child)
    return any(
        sum(not has_chapter(one) for one in group) >= MIN_LISTED_STORIES
        for group in alike.values()
        if len(group) >= MIN_LISTED_STORIES
    )


def has_chapter(box: Box) -> bool:
    """True if a heading without a link stands in a box: that of a chapter or an entry."""
    headings = (inner for inner in box.below() if inner.tag in ("h2", "h3", "h4"))
    return any(piece.link_share < 0.5 for heading in headings for piece in heading.pieces)


def grow(core: Box, masses: dict[Box, Mass], title_order: int, most: Box | None) -> set[Box]:
    """The core and the boxes around it that continue it: sections of the same make, paragraphs beside it.

    No box outside of `most` is taken, if there is one.
    """
    chosen = {core}
    inner, level = core, 0
    while inner.parent is not None and inner is not most:
        outer = inner.parent
        if masses[outer].prose > masses[inner].prose:
            level += 1
            for child in outer.children:
                if (
                    child is not inner
                    and child in masses
                    and joins(child, inner, core, masses, level, title_order)
                    and (make(child) == make(inner) or not is_behind_links(child))
                ):
                    chosen.add(child)
        inner = outer
    return chosen


def joins(child: Box, inner: Box, core: Box, masses: dict[Box, Mass], level: int, title_order: int) -> bool:
    """True if a box beside the core, or beside an ancestor of the core, continues the story."""
    mass, body = masses[child], masses[core]
    if child.tag == "header" or not mass.prose or mass.links > 0.25 * mass.text or has_headline(child):
        return False
    solid = mass.prose > max(0.8 * mass.text, 100)
    alike = (child.tag == inner.tag and child.names == inner.names) or (solid and make(child) == make(inner))
    if aside_level(child.names) and not (solid and alike):
        return False
    if first_order(child) < title_order:
        return False
    if is_mostly_aside(child, core, masses):
        return False
    if level <= 2 and alike and child.tag != "article":
        return True
    if is_small_print(child):
        return False
    density = mass.prose / mass.text
    if level == 1 and child.tag in ("p", "blockquote", "ul", "ol"):
        return mass.prose > 60
    if level == 1:
        return density > 0.6 and mass.prose > min(0.08 * body.prose, 300)
    return level == 2 and density > 0.75 and mass.prose > 0.2 * body.prose


def is_behind_links(box: Box) -> bool:
    """True if a box begins with lists of links before its first prose."""
    pieces = sorted(box.all_pieces(), key=lambda piece: piece.order)
    first = next((place for place, piece in enumerate(pieces) if is_prose(piece)), 0)
    return sum(piece.link_chars for piece in pieces[:first]) > MAX_LEADING_LINK_CHARS


def is_small_print(box: Box) -> bool:
    """True if most of a box's prose speaks of rights and terms of use: the small print of a site."""
    prose = [piece for piece in box.all_pieces() if is_prose(piece)]
    about_rights = sum(piece.size for piece in prose if LEGAL.search(piece.text))
    return about_rights > SMALL_PRINT_SHARE * sum(piece.size for piece in prose)


def is_mostly_aside(box: Box, core: Box, masses: dict[Box, Mass]) -> bool:
    """True if most of a box's prose stands in an inner box with names of asides that no box of the story has."""
    half = masses[box].prose / 2
    while True:
        inner = next((c for c in box.children if c in masses and masses[c].prose > half), None)
        if inner is None:
            return False
        if inner.tag in ("div", "section", "li", "td") and aside_level(telling_names(inner)):
            return all(other.names != inner.names for other in core.below())
        box = inner


def telling_names(box: Box) -> str:
    """The names of a box without those that only lay it out: `md:flex`, `top-0`."""
    return " ".join(name for name in box.names.split() if not LAYOUT_NAME.search(name))


def has_headline(box: Box) -> bool:
    """True if a first-level heading stands in a box: the start of another story."""
    return any(b.tag == "h1" and b.pieces for b in box.below())


def first_order(box: Box) -> int:
    """The order of the first piece in a box; -1 if it has none."""
    return min((p.order for p in box.all_pieces()), default=-1)


def learned_body(core: Box, masses: dict[Box, Mass], layout: Layout) -> Box | None:
    """The box at the place of the source's other stories, if the page has just one with prose and `core` is elsewhere.

    A box inside or around the core holds the same story, cut another way: then there is nothing to correct.
    """
    if not layout.body or place(heart(core, masses).element) in layout.body:
        return None
    boxes = [box for box, mass in masses.items() if mass.prose >= MIN_BODY_CHARS and place(box.element) in layout.body]
    if len(boxes) != 1 or core in set(boxes[0].ancestors()) or boxes[0] in set(core.ancestors()):
        return None
    return boxes[0]


def heart(box: Box, masses: dict[Box, Mass]) -> Box:
    """The innermost box, but for paragraphs, that holds all the prose of a box: the same on all pages of a template."""
    while True:
        prose = masses[box].prose
        inner = next((c for c in box.children if c in masses and masses[c].prose >= prose and c.tag != "p"), None)
        if inner is None:
            return box
        box = inner
