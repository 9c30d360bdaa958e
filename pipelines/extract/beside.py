"""What on a page is beside the story: by tag, name or style, by being a card or a teaser, by being another story."""

from __future__ import annotations

import re

from pipelines.extract.mass import Mass
from pipelines.extract.naming import BESIDE, DOUBTFUL, aside_level, says_story
from pipelines.extract.outline import Box, Piece

ASIDE_TAGS = frozenset(
    ["nav", "footer", "aside", "form", "figure", "figcaption", "dialog", "menu", "address", "details", "button"]
)
ALWAYS_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comm?ents?(?:$|[\s_-])|commentlist|disqus|related|newsletter)", re.IGNORECASE
)
ENOUGH_PROSE = 300
PAGE_POST = re.compile(r"(?:^|\s)postid-(\d+)(?=$|\s)")
POST = re.compile(r"(?:^|\s)post-(\d+)(?=$|\s)")
"""https://developer.wordpress.org/reference/functions/body_class/ and post_class."""

FOR_SUBSCRIBERS = re.compile(r"paywall|premium|subscriber|restricted", re.IGNORECASE)
IMAGE_NAMES = re.compile(
    r"(?:^|[ _-])(?:caption|cptn|photo|foto|image|img|picture|bild|media-?(?:info|caption|text)|content-?image)\w*",
    re.IGNORECASE,
)


def prune(root: Box, masses: dict[Box, Mass], titled: set[Box]) -> set[Box]:
    """The outermost boxes that are beside the story, by tag, name or style, unless most of the page's prose is in them."""
    total = masses[root].prose if root in masses else 0.0
    pruned: set[Box] = set()
    stack = list(root.children)
    while stack:
        box = stack.pop()
        mass = masses.get(box)
        if mass is None:
            continue
        if box not in titled and beside(box, mass, total):
            pruned.add(box)
        else:
            stack.extend(box.children)
    return pruned


def beside(box: Box, mass: Mass, total: float) -> bool:
    """Whether a box is beside the story: it says so and does not hold most of the prose, or it doubts and is links."""
    share = mass.prose / total if total else 0.0
    if box.hidden and not FOR_SUBSCRIBERS.search(box.names):
        return share < 0.5
    if box.tag in ASIDE_TAGS:
        return share < 0.6 and not (box.tag == "figure" and is_table(box))
    if box.tag in ("p", "article", "main"):
        return False
    level = aside_level(box.names)
    if level == BESIDE and ALWAYS_BESIDE.search(box.names) and total - mass.prose >= ENOUGH_PROSE:
        return True
    if level == BESIDE:
        return share < (0.2 if says_story(box.names) else 0.55)
    if IMAGE_NAMES.search(box.names) and mass.text < 500:
        return True
    return level == DOUBTFUL and share < 0.2 and mass.links > 0.3 * mass.text


def other_posts(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Posts whose number is not the page's own, where WordPress' classes number both (`postid-7` and `post-9 hentry`)."""
    own = PAGE_POST.search(root.names)
    if not own:
        return set()
    posts = {box: POST.search(box.names) for box in masses if box is not root and "type-post" in box.names}
    return {box for box, post in posts.items() if post and post[1] != own[1]}


def is_table(box: Box) -> bool:
    """Whether a figure shows rows and columns, not a picture."""
    return any(inner.tag == "tr" for inner in box.below())


def other_stories(pieces: list[Piece], title_order: int) -> set[Box]:
    """Articles with a first-level heading of their own after the headline: the next story on an endless page."""
    titled = next((p for p in pieces if p.order == title_order), None)
    if titled is None or titled.box.tag != "h1":
        return set()
    own = set(titled.box.ancestors())
    if not any(box.tag == "article" for box in own):
        return set()
    found = set()
    for piece in pieces:
        if piece.box.tag == "h1" and piece.order > title_order:
            article = next((b for b in piece.box.ancestors() if b.tag == "article"), None)
            if article is not None and article not in own:
                found.add(article)
    return found


def cards(core: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Articles inside the story's box that are small against it: cards that advertise other stories."""
    nested = [b for b in core.below() if b is not core and b.tag == "article" and b in masses]
    total = sum(masses[b].prose for b in nested)
    return set(nested) if total < 0.35 * masses[core].prose else set()


def teasers(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Boxes that repeat side by side, each a link with a little text: lists of other stories."""
    found: set[Box] = set()
    total = masses[root].prose
    stack = [root]
    while stack:
        box = stack.pop()
        groups: dict[tuple[str, str], list[Box]] = {}
        for child in box.children:
            if child in masses and child.tag not in ("ul", "ol", "table", "p"):
                groups.setdefault((child.tag, re.sub(r"\d+", "", child.names)), []).append(child)
        for group in groups.values():
            if len(group) >= 3 and sum(is_teaser(c, masses[c]) for c in group) >= 0.7 * len(group):
                prose = sum(masses[c].prose for c in group)
                if prose < 0.7 * total or total - prose >= ENOUGH_PROSE:
                    found.update([box] if group[0].tag == "dt" else [c for c in group if masses[c].links])
        stack.extend(c for c in box.children if c in masses and c not in found)
    return found


def is_teaser(box: Box, mass: Mass) -> bool:
    """Whether a box is a headline that links elsewhere and at most a blurb, or a blurb with a link that breaks off."""
    if mass.text > 700 or mass.links < 12:
        return False
    pieces = [p for b in box.below() for p in b.pieces]
    return any((p.link_share > 0.8 and len(p.text) >= 12) or p.text.endswith(("...", "…")) for p in pieces)
