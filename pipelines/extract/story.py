"""Which pieces of a page are its story: where it lives, what in there is not it, and the standfirst that stands outside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extract.naming import BESIDE, DOUBTFUL, aside_level, says_standfirst, says_story
from pipelines.extract.outline import Box, Piece, outline
from pipelines.extract.page import Page

ASIDE_TAGS = frozenset("nav footer aside form figure figcaption dialog menu address details button".split())
SENTENCE_END = re.compile(r"[.!?…。！？؟।:;»”\"')\]]\s*$")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
PARAGRAPH_CHARS = 40


@dataclass(slots=True)
class Mass:
    """What a box holds, itself and below: prose, all text, and text in links, in characters."""

    prose: float = 0.0
    text: int = 0
    links: int = 0


def is_prose(piece: Piece) -> bool:
    """A sentence or more, not a menu."""
    return piece.size >= PARAGRAPH_CHARS and piece.link_share < 0.5 and piece.box.tag not in HEADINGS


def weigh(pieces: list[Piece]) -> dict[Box, Mass]:
    """The mass of every box that holds some of these pieces."""
    masses: dict[Box, Mass] = {}
    for piece in pieces:
        chars = piece.size
        prose = min(chars, 1000) * (1 - piece.link_share) if is_prose(piece) else 0.0
        for box in piece.box.ancestors():
            mass = masses.get(box)
            if mass is None:
                mass = masses[box] = Mass()
            mass.prose += prose
            mass.text += chars
            mass.links += piece.link_chars
    return masses


def prune(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """The outermost boxes that are beside the story, by tag, name or style, unless most of the page's prose is in them."""
    total = masses[root].prose if root in masses else 0.0
    pruned: set[Box] = set()
    stack = list(root.children)
    while stack:
        box = stack.pop()
        mass = masses.get(box)
        if mass is None:
            continue
        if beside(box, mass, total):
            pruned.add(box)
        else:
            stack.extend(box.children)
    return pruned


def beside(box: Box, mass: Mass, total: float) -> bool:
    """Whether a box is beside the story: it says so and does not hold most of the prose, or it doubts and is links."""
    share = mass.prose / total if total else 0.0
    if box.hidden or box.tag in ASIDE_TAGS:
        return share < 0.5
    if box.tag in ("p", "article", "main"):
        return False
    level = aside_level(box.names)
    if level == BESIDE:
        return share < 0.4
    return level == DOUBTFUL and share < 0.2 and (mass.prose == 0 or mass.links > 0.3 * mass.text)


DECAY = 0.6


def choose(pieces: list[Piece], masses: dict[Box, Mass], title_order: int) -> Box | None:
    """The box that holds the body of the story: the nearest one around most of the prose, with few links."""
    scores: dict[Box, float] = {}
    between: dict[Box, float] = {}  # prose between the headline and the first prose of a box
    so_far = 0.0
    for piece in pieces:
        if not is_prose(piece):
            continue
        if piece.order > title_order:
            for box in piece.box.ancestors():
                between.setdefault(box, so_far)
            so_far += piece.size
        worth = min(piece.size, 600) * (1 - piece.link_share)
        inner = 0.0
        for box in piece.box.ancestors():
            prose = masses[box].prose
            if inner and prose > inner:
                worth *= DECAY
            inner = prose
            scores[box] = scores.get(box, 0.0) + worth
    best, best_score = None, 0.0
    for box, score in scores.items():
        mass = masses[box]
        score *= (1 - mass.links / mass.text) / (1 + max(0.0, between.get(box, so_far) - 300) / (mass.prose + 1))
        if "articleBody" in box.names:
            score *= 2
        elif says_story(box.names):
            score *= 1.3
        elif box.tag == "article":
            score *= 1.15
        if score > best_score or (score == best_score and best and box.depth < best.depth):
            best, best_score = box, score
    return best


def grow(core: Box, masses: dict[Box, Mass], title_order: int) -> set[Box]:
    """The core and the boxes around it that continue it: sections of the same make, paragraphs that stand beside it."""
    chosen = {core}
    inner, level = core, 0
    while inner.parent is not None:
        outer = inner.parent
        if masses[outer].prose > masses[inner].prose:
            level += 1
            for child in outer.children:
                if child is not inner and child in masses and joins(child, inner, core, masses, level, title_order):
                    chosen.add(child)
        inner = outer
    return chosen


def joins(child: Box, inner: Box, core: Box, masses: dict[Box, Mass], level: int, title_order: int) -> bool:
    """Whether a box beside (an ancestor of) the core continues the story."""
    mass, body = masses[child], masses[core]
    if not mass.prose or mass.links > 0.25 * mass.text or aside_level(child.names) or has_headline(child):
        return False
    if first_order(child) < title_order:
        return False
    if level <= 2 and child.tag == inner.tag and child.names == inner.names and child.tag != "article":
        return True
    density = mass.prose / mass.text
    if level == 1:
        return density > 0.6 and mass.prose > min(0.08 * body.prose, 300)
    return level == 2 and density > 0.75 and mass.prose > 0.2 * body.prose


def has_headline(box: Box) -> bool:
    """Whether a first-level heading stands in a box: the start of another story."""
    return any(b.tag == "h1" and b.pieces for b in below(box))


def below(box: Box) -> list[Box]:
    """A box and all in it."""
    found, stack = [], [box]
    while stack:
        one = stack.pop()
        found.append(one)
        stack.extend(one.children)
    return found


def first_order(box: Box) -> int:
    """Where the first piece of a box stands in the page."""
    return min((p.order for b in below(box) for p in b.pieces), default=-1)


def teasers(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Boxes that repeat side by side, each a link with a little text: lists of other stories."""
    found: set[Box] = set()
    total = masses[root].prose
    stack = [root]
    while stack:
        box = stack.pop()
        groups: dict[tuple[str, str], list[Box]] = {}
        for child in box.children:
            if child in masses:
                groups.setdefault((child.tag, re.sub(r"\d+", "", child.names)), []).append(child)
        for group in groups.values():
            if len(group) >= 3 and sum(is_teaser(c, masses[c]) for c in group) >= 0.7 * len(group):
                if sum(masses[c].prose for c in group) < 0.7 * total:
                    found.update(c for c in group if masses[c].links)
        stack.extend(c for c in box.children if c in masses and c not in found)
    return found


def is_teaser(box: Box, mass: Mass) -> bool:
    """Whether a box is a headline that links elsewhere and at most a blurb."""
    if mass.text > 700 or mass.links < 12:
        return False
    return any(p.link_share > 0.8 and len(p.text) >= 12 for b in below(box) for p in b.pieces)


def story(page: Page, titles: list[str]) -> list[Piece]:
    """The pieces of the story, in order."""
    root, pieces = outline(page.tree)
    if not pieces:
        return []
    masses = weigh(pieces)
    pruned = prune(root, masses)
    kept = [p for p in pieces if not any(b in pruned for b in p.box.ancestors())]
    masses = weigh(kept)
    if root not in masses or not masses[root].prose:
        return []
    lists = teasers(root, masses)
    kept = [p for p in kept if not any(b in lists for b in p.box.ancestors())]
    masses = weigh(kept)
    if root not in masses or not masses[root].prose:
        return []
    title_order = find_title(kept, titles)
    core = choose(kept, masses, title_order)
    if core is None:
        return []
    chosen = grow(core, masses, title_order)
    inside = [p for p in kept if any(b in chosen for b in p.box.ancestors())]
    return [p for p in inside if keep(p)]


def fold(text: str) -> str:
    """Letters and digits only, lower case: for telling whether two texts say the same."""
    return "".join(re.findall(r"\w+", text.casefold()))


def find_title(pieces: list[Piece], titles: list[str]) -> int:
    """The order of the headline among the pieces; -1 when it does not stand there."""
    wanted = [f for f in map(fold, titles) if f]
    best, best_rank = -1, 0
    for piece in pieces:
        rank = title_rank(piece, wanted)
        if rank > best_rank:
            best, best_rank = piece.order, rank
    return best


def title_rank(piece: Piece, wanted: list[str]) -> int:
    """How surely a piece is the headline: a first-level heading that says a declared title surest, 0 not at all."""
    said = fold(piece.text)
    if not said or len(piece.text) > 400 or piece.link_share > 0.9 and piece.box.tag != "h1":
        return 0
    same = any(said == w or (len(said) >= 10 and (said in w or w in said) and min(len(said), len(w)) > 0.5 * max(len(said), len(w))) for w in wanted)
    if piece.box.tag == "h1":
        return 4 if same else 1
    if same:
        return 3 if piece.box.tag in HEADINGS else 2
    return 0


def keep(piece: Piece) -> bool:
    """Whether a piece inside the story's box belongs to it."""
    return piece.link_share < 0.6
