"""Hidden boxes that hold the story, and paragraphs that a page holds twice, for narrow screens and for wide ones.

`.article-content { opacity: 0; transition: opacity .4s }` fades in by a script. Without a browser nothing separates such a text
from one that stays hidden, but the rest of the page: if less prose is left than is hidden, and it has fewer words of the
headline, the hidden text is the story. It keeps its flag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice

from pipelines.extract.story.asides import make
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold, words
from pipelines.page.mass import Mass, is_prose
from pipelines.page.outline import Box, Outline, Piece
from pipelines.page.roles import SURELY_ASIDE, aside_level

FOR_SUBSCRIBERS = re.compile(r"paywall|premium|subscriber|restricted", re.IGNORECASE)
"""Names of boxes that are hidden from readers who do not pay."""
BY_SCRIPTS = re.compile(
    r"^(?:class_)?(?:display_none|visibility_hidden|opacity_0|off_screen|no_size)$|^hidden_attribute$"
)
"""Ways to hide a box that scripts take back; letters without size or of the colour of their ground stay hidden."""
MIN_HIDDEN_CHARS = 300
"""Characters of hidden prose that may be a story."""
MIN_SHOWN_CHARS = 200
"""With fewer characters of shown prose every hidden box is looked at, however it is hidden."""
PAGE_DEPTH = 3
"""Boxes around a paragraph of which one may be a page of its story, as in a slide show."""
SHOW_REST = pattern(r"^\W*(?:<<story.show_rest>>)\W*$", re.IGNORECASE)
"""The text of a button that shows the rest of a story."""
SWITCHED = frozenset(("hidden", "hide", "d-none", "is-hidden", "active", "is-active", "current", "show", "visible"))
"""Classes that a script adds or removes to show a box."""
MAX_BUTTON_TEXTS, MAX_OFFER_PARAGRAPHS = 4, 2
"""Texts of a button that are read; so few paragraphs with one word of the title may be an offer."""
MIN_WORD_LETTERS = 4
"""Shorter words say nothing of a text's subject; in scripts without spaces each character counts."""
MIN_REPEATED_CHARS = 60
"""Characters of a paragraph that nobody writes twice."""
MIN_REPEATED_SHARE = 0.45
"""A text with this share of repeated paragraphs is there twice; one with less repeats itself on purpose."""
BOXES_AROUND_COPY = 3
SCREEN = re.compile(r"(?:^|[\s_-])(desktop|mobile|tablet|smartphone)(?=$|[\s_-])", re.IGNORECASE)
"""Names of boxes that say for which screen a copy is: `<div class="portrait mobile-only">`."""


def hidden_boxes(laid_out: Outline, titled: Collection[Box]) -> set[Box]:
    """The outermost hidden boxes, without those around the headline and those for subscribers."""
    found: set[Box] = set()
    for box in laid_out.hidden_boxes:  # outer ones come first
        if box not in titled and not FOR_SUBSCRIBERS.search(box.names) and found.isdisjoint(box.ancestors()):
            found.add(box)
    return found


def revealed(hidden: Iterable[Box], masses: dict[Box, Mass], kept: Sequence[Piece], about: Iterable[str]) -> set[Box]:
    """The hidden boxes that are the story after all; empty if there are none.

    `masses` are of the whole page, `kept` is the story without them, `about` are the page's titles and descriptions.
    """
    kept = [piece for piece in kept if not _is_of_others(piece.box)]
    prose = sum(piece.size for piece in kept if is_prose(piece))
    groups: dict[tuple[str, ...], set[Box]] = defaultdict(set)
    for box in hidden:
        if box in masses and masses[box].prose and box.hidden and (prose < MIN_SHOWN_CHARS or _may_be_shown(box)):
            groups[box.hidden, *make(box)].add(box)
    weights = {key: sum(masses[box].prose for box in boxes) for key, boxes in groups.items()}
    key = max(weights, key=lambda key: (weights[key], key), default=None)
    if key is None or weights[key] < max(MIN_HIDDEN_CHARS, prose):
        return set()
    chosen = groups[key]
    if prose and not _is_more_to_the_point(chosen, kept, about):
        return set()
    beside = {box.parent for box in chosen}
    return chosen | {box for box in hidden if box.parent in beside and box.hidden == key[0] and _may_be_shown(box)}


def _may_be_shown(box: Box) -> bool:
    """True if a script may show a box, and its names are not those of asides."""
    if not BY_SCRIPTS.search(box.hidden or ""):
        return False
    return not _is_of_others(box)


def _is_of_others(box: Box) -> bool:
    """True if the names of a box, or of one around it, are surely those of an aside: comments, a window with terms."""
    around = (outer for outer in box.ancestors() if outer.parent)
    return any(outer.tag in ("nav", "footer", "dialog") or aside_level(outer.names) == SURELY_ASIDE for outer in around)


def _is_more_to_the_point(boxes: set[Box], kept: Sequence[Piece], about: Iterable[str]) -> bool:
    """True if boxes have more words of the page's titles and descriptions than the kept text; of equals, the earlier.

    Boxes that go on where the kept text breaks off, in the box of its paragraphs or as one more of its pages, need only half as
    many words, and no repeated texts.
    """
    pieces = sorted((piece for box in boxes for piece in box.all_pieces()), key=lambda p: p.order)
    wanted = {word for text in about for word in words(text) if len(word) >= MIN_WORD_LETTERS or not word.isascii()}
    inside, outside = (len(wanted.intersection(words(" ".join(p.text for p in of)))) for of in (pieces, kept))
    is_enough = inside > 1 or (inside and sum(map(is_prose, pieces)) > MAX_OFFER_PARAGRAPHS)
    if is_enough and any(map(_has_switch, boxes)) and _goes_on(boxes, kept):
        return True
    if inside and 2 * inside >= outside and _goes_on(boxes, kept) and len({p.text for p in pieces}) > len(pieces) / 2:
        return True
    if inside != outside:
        return inside > outside
    if min(piece.order for piece in pieces) < min(piece.order for piece in kept):
        return True
    beside = {(piece.box.tag, piece.box.parent) for piece in kept}
    return any((box.tag, box.parent) in beside for box in boxes)


def _has_switch(box: Box) -> bool:
    """True if a button right before or behind a box shows the rest of a story: `<button>Read more</button>`."""
    beside = (box.element.getprevious(), box.element.getnext())
    shown = (one for one in beside if one is not None and one.tag in ("button", "a", "label", "span", "div", "p"))
    return any(SHOW_REST.match(" ".join(islice(map(str, one.itertext()), MAX_BUTTON_TEXTS))) for one in shown)


def _goes_on(boxes: set[Box], kept: Sequence[Piece]) -> bool:
    """True if boxes stand among the kept paragraphs, or beside a box of the same make that holds some."""
    around = {piece.box.parent for piece in kept}
    alike = {(outer.parent, _made(outer)) for piece in kept for outer in islice(piece.box.ancestors(), PAGE_DEPTH)}
    return any(box.parent in around or (box.parent, _made(box)) in alike for box in boxes)


def _made(box: Box) -> tuple[str, str]:
    """The make of a box, shown or hidden: `page page-1` and `page hidden page-2` are of one make."""
    tag, called = make(box)
    return tag, " ".join(name for name in called.split() if name not in SWITCHED)


def without_repeats(body: list[Piece]) -> list[Piece]:
    """The story without paragraphs that repeat, word for word, an earlier one in another box.

    They go if most of the text is repeated, or if the two copies are named for different screens.
    """
    said: dict[str, Piece] = {}
    again: set[int] = set()
    twins: set[int] = set()
    for piece in body if len(body) > 1 else ():
        if piece.size >= MIN_REPEATED_CHARS:
            folded = fold(piece.text)
            first = said.setdefault(folded, piece)
            if first.box.parent is not piece.box.parent:
                again.add(piece.order)
                is_deck = piece is body[1]  # said again, as the first line was taken from it
                if is_deck or _are_for_other_screens(first, piece):
                    twins.add(piece.order)
    if sum(piece.size for piece in body if piece.order in again) < MIN_REPEATED_SHARE * sum(
        piece.size for piece in body
    ):
        again = twins
    return [piece for piece in body if piece.order not in again]


def _are_for_other_screens(one: Piece, other: Piece) -> bool:
    first, second = (
        frozenset().union(*(_screens(box.names) for box in islice(piece.box.ancestors(), BOXES_AROUND_COPY)))
        for piece in (one, other)
    )
    return bool(first and second) and first.isdisjoint(second)


@lru_cache(maxsize=50_000)
def _screens(called: str) -> frozenset[str]:
    return frozenset(screen.lower() for screen in SCREEN.findall(called))
