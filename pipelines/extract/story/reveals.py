"""Hidden boxes that hold the story: a script or an animation shows them once the page is there.

`.article-content { opacity: 0; transition: opacity .4s }` fades in. No program without a browser can tell that from text which
stays hidden, but for what is left of the page without it: where less is left than is hidden, and it says less of what the
headline says, the hidden text is the story. It keeps its flag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from pipelines.extract.story.asides import make
from pipelines.lexicon.wording import words
from pipelines.page.mass import Mass, is_prose
from pipelines.page.outline import Box, Outline, Piece
from pipelines.page.roles import SURELY_ASIDE, aside_level

FOR_SUBSCRIBERS = re.compile(r"paywall|premium|subscriber|restricted", re.IGNORECASE)
"""Names of boxes that are hidden from some readers: text that is there for others."""
BY_SCRIPTS = re.compile(
    r"^(?:class_)?(?:display_none|visibility_hidden|opacity_0|off_screen|no_size)$|^hidden_attribute$"
)
"""Ways to hide that scripts take back; letters without size or of the colour of their ground stay as they are."""
LEAST = 300
"""Characters of hidden prose that may be a story."""
NEXT_TO_NOTHING = 200
"""Characters of a story that is none: then whatever is hidden in whatever way is looked at."""
PAGE_DEPTH = 3
"""Boxes around a paragraph of which one may be a page of its story, as in a slide show."""
SWITCH = re.compile(
    r"^\W*(?:(?:read|show|see|view|load) (?:more|full (?:story|article)|the (?:full|rest)[\w ]{0,20})|continue reading"
    r"|keep reading"
    r"|weiterlesen|mehr (?:lesen|anzeigen)|ganzen artikel[\w ]{0,12}|lire (?:la suite|plus)|afficher (?:la suite|plus)"
    r"|leer más|seguir leyendo"
    r"|ver más|leia mais|continuar lendo|ler mais|leggi (?:tutto|di più)|continua a leggere|lees (?:verder|meer)|läs mer"
    r"|les mer|læs mere"
    r"|lue lisää|czytaj (?:dalej|więcej)|celý článek|číst (?:dál|více)|tovább(?: olvasom)?|citește mai mult|devamını (?:oku|gör)"
    r"|читать (?:далее|полностью)|показать (?:полностью|ещё)|читати далі|διαβάστε περισσότερα|اقرأ المزيد|ادامه مطلب"
    r"|और पढ़ें|আরও দেখুন"
    r"|xem thêm|selengkapnya|baca selengkapnya|もっと(?:見る|読む)|続きを読む|더\s?보기|展开(?:全文|阅读全文)?|閱讀全文"
    r"|阅读全文)\W*$",
    re.IGNORECASE,
)
"""What a button says that shows the rest of a story."""
SWITCHED = frozenset(("hidden", "hide", "d-none", "is-hidden", "active", "is-active", "current", "show", "visible"))
"""Names that a script takes from a box, or gives it, when it shows it."""
MOST_TEXTS, FEW = 4, 2
"""Texts of a button that are read; paragraphs behind it that may be an offer if they share one word with the title."""
TELLING = 4
"""Letters of a word that tells what a text is about; a character of a script without spaces is a word."""


def hidden_boxes(laid_out: Outline, titled: Collection[Box]) -> set[Box]:
    """The outermost hidden boxes, but for those around the headline and those that only subscribers see."""
    found: set[Box] = set()
    for box in laid_out.hidden_boxes:  # outer ones come first
        if box not in titled and not FOR_SUBSCRIBERS.search(box.names) and found.isdisjoint(box.ancestors()):
            found.add(box)
    return found


def revealed(hidden: Iterable[Box], masses: dict[Box, Mass], kept: Sequence[Piece], about: Iterable[str]) -> set[Box]:
    """Those of the hidden boxes that are the story after all; `masses` are of the whole page, `kept` is what else would be it.

    `about` are the page's titles and descriptions.
    """
    kept = [piece for piece in kept if not _is_of_others(piece.box)]
    prose = sum(piece.size for piece in kept if is_prose(piece))
    groups: dict[tuple[str, ...], set[Box]] = defaultdict(set)
    for box in hidden:
        if box in masses and masses[box].prose and box.hidden and (prose < NEXT_TO_NOTHING or _may_be_shown(box)):
            groups[box.hidden, *make(box)].add(box)
    weights = {key: sum(masses[box].prose for box in boxes) for key, boxes in groups.items()}
    key = max(weights, key=lambda key: (weights[key], key), default=None)
    if key is None or weights[key] < max(LEAST, prose):
        return set()
    chosen = groups[key]
    if prose and not _is_more_to_the_point(chosen, kept, about):
        return set()
    beside = {box.parent for box in chosen}
    return chosen | {box for box in hidden if box.parent in beside and box.hidden == key[0] and _may_be_shown(box)}


def _may_be_shown(box: Box) -> bool:
    """True if a script may show a box, and its names do not say that it is no story."""
    if not BY_SCRIPTS.search(box.hidden or ""):
        return False
    return not _is_of_others(box)


def _is_of_others(box: Box) -> bool:
    """True if the names of a box, or of one around it, say for sure that it is no story's: comments, a window with terms."""
    around = (outer for outer in box.ancestors() if outer.parent)
    return any(outer.tag in ("nav", "footer", "dialog") or aside_level(outer.names) == SURELY_ASIDE for outer in around)


def _is_more_to_the_point(boxes: set[Box], kept: Sequence[Piece], about: Iterable[str]) -> bool:
    """True if boxes say more of what the page is about than what is kept; of equals, those before it or among it.

    Boxes that go on where what is kept breaks off, in the box of its paragraphs or as one more of its pages, need only say half
    as much, and nothing over and over.
    """
    pieces = sorted((piece for box in boxes for piece in box.all_pieces()), key=lambda p: p.order)
    wanted = {word for text in about for word in words(text) if len(word) >= TELLING or not word.isascii()}
    inside, outside = (len(wanted.intersection(words(" ".join(p.text for p in of)))) for of in (pieces, kept))
    told = inside > 1 or (inside and sum(map(is_prose, pieces)) > FEW)
    if told and any(map(_has_switch, boxes)) and _goes_on(boxes, kept):
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
    """True if a button right before or behind a box says that it shows the rest: `<button>Read more</button>`."""
    beside = (box.element.getprevious(), box.element.getnext())
    shown = (one for one in beside if one is not None and one.tag in ("button", "a", "label", "span", "div", "p"))
    return any(SWITCH.match(" ".join(islice(map(str, one.itertext()), MOST_TEXTS))) for one in shown)


def _goes_on(boxes: set[Box], kept: Sequence[Piece]) -> bool:
    """True if boxes stand among the paragraphs that are kept, or beside a box like them that holds some."""
    around = {piece.box.parent for piece in kept}
    alike = {(outer.parent, _made(outer)) for piece in kept for outer in islice(piece.box.ancestors(), PAGE_DEPTH)}
    return any(box.parent in around or (box.parent, _made(box)) in alike for box in boxes)


def _made(box: Box) -> tuple[str, str]:
    """The make of a box, whether it is shown or not: `page page-1` and `page hidden page-2` are of one."""
    tag, called = make(box)
    return tag, " ".join(name for name in called.split() if name not in SWITCHED)
