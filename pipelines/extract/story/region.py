"""Where the story lives: the box around the most prose nearest to the headline, and the boxes that continue it."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.extract.story.asides import make
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import LEGAL, SENTENCE, Mass, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import aside_level, says

DECAY = 0.6
SMALL_PRINT, LEGAL_SHARE = 600, 0.6
"""Characters of a text about rights that is no line in passing, and its share of a box that is nothing else."""
MOST_LINKED = 200
"""Characters of links with which a box begins that does not go on with a story."""
OWN_PROSE, OWN_PARAGRAPHS = 800, 3
"""Characters and paragraphs of an article with the page's headline that is the story among lists of others."""
OTHERS, OTHER_PROSE = 3, 200
"""Other stories that make a list, and characters of each."""
LAYOUT = re.compile(r"[:\[]|-\d")


def choose(
    pieces: list[Piece], masses: dict[Box, Mass], title_order: int, blurbs: set[int], vouched: set[int]
) -> Box | None:
    """The box that holds the body of the story: the nearest one around most of the prose, with few links."""
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
            worth *= 0.1 if piece.size >= SMALL_PRINT else 0.3
        elif piece.order in blurbs or not SENTENCE.search(piece.text):
            worth *= 0.3
        if vouched and piece.order not in vouched:
            worth *= 0.2
        inner, paragraph = 0.0, False
        for box in around:
            prose = masses[box].prose
            if inner and prose > inner and not paragraph:
                worth *= DECAY
            inner, paragraph = prose, box.tag == "p"
            scores[box] = scores.get(box, 0.0) + worth
    best, best_worth = None, 0.0
    for box, score in scores.items():
        worth = score * preference(box, masses[box], between.get(box, so_far))
        if worth > best_worth or (worth == best_worth and best and box.depth < best.depth):
            best, best_worth = box, worth
    return best


def preference(box: Box, mass: Mass, between: float) -> float:
    """Factor of a box's score: few links, little prose `between` it and the headline, and the names of a story raise it."""
    factor = (1 - mass.links / mass.text) / (1 + max(0.0, between - 300) / min(mass.prose + 1, 1000))
    if "articleBody" in box.names:
        return factor * 2
    if says(box.names, Role.BODY):
        return factor * 1.3
    return factor * 1.15 if box.tag == "article" else factor


def find_blurbs(pieces: list[Piece]) -> set[int]:
    """Orders of prose pieces that stand under a link, where that happens again and again: teasers of other stories."""
    under = [
        piece.order
        for before, piece in pairwise(pieces)
        if is_prose(piece) and piece.size < 500 and before.link_share > 0.8 and before.size >= 12
    ]
    return set(under) if len(under) >= 3 else set()


def own_article(
    core: Box, masses: dict[Box, Mass], titled: set[Box], pieces: list[Piece], title_order: int
) -> Box | None:
    """The article inside the core with a story's worth of prose, where the core lists other stories too: that with the page's
    headline, or with the first prose under it.

    It is the only article of its make: chapters and entries are articles as well.
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
    if masses[article].prose < OWN_PROSE or len(paragraphs) < OWN_PARAGRAPHS:
        return None
    outside = (box for box in core.below() if box not in inside and box.tag not in ("article", "p"))
    if article not in core.below():
        return None
    return article if any(lists_others(box, masses, inside, linked=linked) for box in outside) else None


def lists_others(box: Box, masses: dict[Box, Mass], own: set[Box], *, linked: bool) -> bool:
    """True if other stories stand side by side in a box: OTHERS boxes of one make with prose, without a heading or with one
    that links; `linked` if only those count that lead away, or are slides.
    """
    alike: dict[tuple[str, str], list[Box]] = {}
    for child in box.children:
        if child in masses and child not in own and child.tag in ("div", "li") and masses[child].prose >= OTHER_PROSE:
            if linked and not (masses[child].links or "slide" in child.names):
                continue
            alike.setdefault(make(child), []).append(child)
    return any(sum(not has_chapter(one) for one in group) >= OTHERS for group in alike.values() if len(group) >= OTHERS)


def has_chapter(box: Box) -> bool:
    """True if a heading that leads nowhere stands in a box: a chapter's, or an entry's."""
    headings = (inner for inner in box.below() if inner.tag in ("h2", "h3", "h4"))
    return any(piece.link_share < 0.5 for heading in headings for piece in heading.pieces)


def grow(core: Box, masses: dict[Box, Mass], title_order: int, most: Box | None) -> set[Box]:
    """The core and the boxes around it that continue it: sections of the same make, paragraphs that stand beside it.

    None of them stands outside `most`, if that is known.
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
    """True if a box beside (an ancestor of) the core continues the story."""
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
    if is_legal(child):
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
    return sum(piece.link_chars for piece in pieces[:first]) > MOST_LINKED


def is_legal(box: Box) -> bool:
    """True if most of a box's prose speaks of rights and terms of use: the small print of a site."""
    prose = [piece for piece in box.all_pieces() if is_prose(piece)]
    told = sum(piece.size for piece in prose if LEGAL.search(piece.text))
    return told > LEGAL_SHARE * sum(piece.size for piece in prose)


def is_mostly_aside(box: Box, core: Box, masses: dict[Box, Mass]) -> bool:
    """True if most of a box's prose stands in one inner box whose names exclude it and are those of no box of the story."""
    half = masses[box].prose / 2
    while True:
        inner = next((c for c in box.children if c in masses and masses[c].prose > half), None)
        if inner is None:
            return False
        if inner.tag in ("div", "section", "li", "td") and aside_level(said(inner)):
            return all(other.names != inner.names for other in core.below())
        box = inner


def said(box: Box) -> str:
    """The names of a box without those that only lay it out (`md:flex`, `top-0`)."""
    return " ".join(name for name in box.names.split() if not LAYOUT.search(name))


def has_headline(box: Box) -> bool:
    """True if a first-level heading stands in a box: the start of another story."""
    return any(b.tag == "h1" and b.pieces for b in box.below())


def first_order(box: Box) -> int:
    """Where the first piece of a box stands in the page."""
    return min((p.order for p in box.all_pieces()), default=-1)
