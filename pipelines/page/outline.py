"""The page as nested boxes (block-level elements) and pieces (runs of text between block borders), in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from lxml.etree import _Element

from pipelines.base.errors import PageDropped
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import one_line, without_icons
from pipelines.page.css.hiding import closed_details, hidden_reason, hiding
from pipelines.page.css.stylesheet import Sheet
from pipelines.page.markup_events import TELLS, MarkupEvent
from pipelines.page.roles import NAMES, NOTHING, is_neutral, named, names, says

MAX_DEPTH = 1000
MAX_ELEMENTS = 400_000

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt rtc ruby s samp small span"  # noqa: SIM905
    " strike strong sub sup time tt u var wbr".split()
)
SILENT = frozenset(
    "script style noscript template svg iframe object embed applet audio video canvas map area head link meta title base input"  # noqa: SIM905
    " select option textarea datalist progress meter frame frameset noframes rt rp param source track".split()
)
"""Elements whose text is not the page's prose."""

KNOWN = frozenset(
    "address article aside blockquote button caption center col colgroup dd details dialog dir div dl dt fieldset figcaption"  # noqa: SIM905
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav ol p plaintext pre search section slot"
    " summary table tbody td tfoot th thead title tr ul xmp".split()
)
"""The other elements of HTML that are displayed as blocks, or as parts of tables and forms."""
MAX_IN_LINE, MAX_IN_LINE_CHARS = 20, 40
"""Elements within an unknown one that is part of a line, and characters of it."""

SIGNING = frozenset(("span", "a", "div", "p", "address", "li", "strong", "dd"))
"""Elements in which an author is named."""
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Scripts written without spaces between words."""
STEPS = 3


class Box:
    """A block-level element with its parent, its names (class, id, role …), its child boxes and its own pieces of text."""

    __slots__ = ("children", "depth", "element", "hidden", "names", "parent", "pieces", "tag", "unseen")

    def __init__(
        self, element: _Element, tag: str, parent: Box | None, called: str = "", hidden: str | None = None
    ) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.names = called
        self.hidden = hidden  # how, when it is, itself
        self.children: list[Box] = []
        self.pieces: list[Piece] = []
        self.depth: int = 0
        self.unseen: str | None = hidden  # or what it stands in, the nearest
        if parent is not None:
            self.depth = parent.depth + 1
            if hidden is None:
                self.unseen = parent.unseen
            parent.children.append(self)

    def ancestors(self) -> Iterator[Box]:
        """The box and those around it, innermost first."""
        box: Box | None = self
        while box:
            yield box
            box = box.parent

    def below(self) -> list[Box]:
        """The box and all in it, each before what is in it."""
        found = [self]
        for box in found:  # which grows meanwhile
            found += box.children
        return found

    def all_pieces(self) -> list[Piece]:
        """The pieces of the box and of all in it, box by box as in `below`."""
        return [piece for box in self.below() for piece in box.pieces]


@dataclass(slots=True)
class Piece:
    """A run of text with nothing block-level inside; `link_chars` of its characters stand in links."""

    box: Box
    text: str
    link_chars: int
    strong_chars: int
    order: int
    marks: str = field(default="")  # names of inline elements it starts in
    size: int = 0  # characters, those of scripts without spaces counted threefold

    @property
    def link_share(self) -> float:
        """How much of the text is links."""
        return self.link_chars / max(1, len(self.text))


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text of an inline element or a template that readers do not see: where it stands, how it is hidden."""

    box: Box
    reason: str
    text: str
    order: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The boxes of a body, its pieces in order, and what stands in it unseen; pieces of hidden boxes are in `pieces`.

    `hidden` are the elements that readers do not see, `hidden_boxes` the boxes among them; `signing` those that may name an
    author by their microdata or their relation; `boxes` all boxes in page order.
    """

    root: Box
    pieces: list[Piece]
    unseen: list[Unseen]
    hidden: set[_Element]
    hidden_boxes: list[Box]
    signing: list[_Element]
    boxes: list[Box]

    def show(self, boxes: Iterable[Box]) -> None:
        """Take boxes for shown: their text is hidden in the markup (`unseen` still says how), and a script will show it."""
        for box in boxes:
            box.hidden = None
            self.hidden.discard(box.element)

    def release(self) -> None:
        """Cut the references between boxes, so that their memory is freed at once and not by the garbage collector."""
        for box in self.boxes:
            box.parent = None
            if box.pieces:
                box.pieces = []


def outline(tree: _Element, events: Sequence[MarkupEvent]) -> Outline:
    """The outline of a page whose body has these tags. Raises PageDropped(`too_deep` | `too_large`)."""
    return _Walk(hiding(tree, events), events[0][1]).run(events)


NAMING = frozenset(NAMES)
"""Attributes that call an element something, besides the class."""
REVEALED_LINES = frozenset(("opacity_0", "class_opacity_0", "class_visibility_hidden", "visibility_hidden"))
"""Ways in which scripts hide the lines of a story until readers come near: `<p><span class="line">…</span></p>`."""
MIN_LINE = 60
BLOCK, LINK, STRONG, PLAIN = "block", "link", "strong", "plain"
"""What an element is to the text in it."""
NOT_WALKED = SILENT | {"br", "hr", "img"}
NEVER_SHOWN = frozenset(("script", "style", "template", "wbr"))
BREAK = "\0"
"""A `<br>` among texts; no text in a tree holds this character."""
AROUND_BREAK = re.compile(rf" *{BREAK} *")


class _Walk:
    """One pass over the tags of a page, without recursion: pages nest deeper than Python does."""

    def __init__(self, sheet: Sheet, body: _Element) -> None:
        self.sheet = sheet
        self.plain = sheet.plain
        self.telling = sheet.telling
        self.unseen: list[Unseen] = []
        self.hidden: set[_Element] = set()
        self.box = Box(body, "body", None, names(body))
        self.boxes: list[Box] = [self.box]
        self.hidden_boxes: list[Box] = []
        self.signing: list[_Element] = []
        self.pieces: list[Piece] = []
        self.texts: list[str] = []
        self.link_chars = self.strong_chars = 0
        self.in_link = self.in_strong = 0
        self.marks = ""

    def run(self, events: Sequence[MarkupEvent]) -> Outline:
        """The outline of a page with these tags."""
        roles: list[str] = []  # of the elements around, outermost first
        passed_by: _Element | None = None  # an element in which nothing is looked at
        self._say(events[0][4])
        count = 0
        for opens, element, tag, attributes, text in islice(events, 1, len(events) - 1):
            if passed_by is not None:
                if opens or element is not passed_by:
                    continue
                passed_by = None
            elif not opens:
                role = roles.pop()
                if role is not PLAIN:
                    self._leave(role)
            else:
                count += 1
                if count > MAX_ELEMENTS:
                    raise PageDropped("too_large", f"more than {MAX_ELEMENTS} elements")
                entered = self._open(element, tag, attributes, is_told_of=opens == TELLS)
                if entered is None:
                    passed_by = element
                    continue
                roles.append(entered)
            if text and (self.texts or not text.isspace()):
                self._say(text.lstrip() if tag == "br" else text)
        self._flush()
        return Outline(
            self.boxes[0], self.pieces, self.unseen, self.hidden, self.hidden_boxes, self.signing, self.boxes
        )

    def _open(self, element: _Element, tag: str, attributes: Mapping[str, str], *, is_told_of: bool) -> str | None:
        """Enter an element: what it is to the text in it (BLOCK, LINK …), None if it is passed by."""
        if tag in NOT_WALKED:
            self._pass_by(element, tag)
            return None
        if is_told_of and tag in SIGNING and ("rel" in attributes or "itemprop" in attributes):
            self.signing.append(element)
        hidden = None
        may_be_told = is_told_of and not self.telling.isdisjoint(attributes)
        if may_be_told or (tag, attributes.get("class")) not in self.plain:
            hidden = hidden_reason(element, attributes, self.sheet)
        elif tag == "details" or self.box.tag == "details":
            hidden = closed_details(element)
        if tag not in INLINE and (tag in KNOWN or not self._is_in_line(element, tag)):
            self._open_box(element, tag, attributes, hidden)
            return BLOCK
        if hidden:
            if not self.texts and hidden in REVEALED_LINES and _is_line(element):
                self._open_box(element, tag, attributes, hidden)
                return BLOCK
            self._note(element, hidden)
            return None
        if not self.texts:
            self.marks += " " + attributes.get("class", "")
        if tag == "a" and _leads_away(attributes):
            self.in_link += 1
            return LINK
        if tag in ("b", "strong"):
            self.in_strong += 1
            return STRONG
        return PLAIN

    def _is_in_line(self, element: _Element, tag: str) -> bool:
        """True for an element that HTML does not know, in the midst of a text, short, with no block or picture in it, that
        nothing calls an offer or the like: `(<x-note>1</x-note>)`.

        https://html.spec.whatwg.org/multipage/rendering.html: what has no rule of its own is displayed inline.
        """
        if not self.texts or not (element.tail or "").strip():
            return False
        inside = list(islice(element.iterdescendants(), MAX_IN_LINE))
        if len(inside) == MAX_IN_LINE or any(one.tag not in INLINE and one.tag not in NEVER_SHOWN for one in inside):
            return False
        called = f"{names(element)} {tag}"
        if named(called) != NOTHING or says(called, Role.PICTURE) or any(named(names(one)).sure for one in inside):
            return False
        return len("".join(element.itertext()).strip()) <= MAX_IN_LINE_CHARS

    def _pass_by(self, element: _Element, tag: str) -> None:
        """Note what an element does to the text around it, whose own text is none of the page's."""
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._flush()
        elif tag == "template":
            self._note(element, "template")

    def _open_box(self, element: _Element, tag: str, attributes: Mapping[str, str], hidden: str | None) -> None:
        if self.texts or self.marks:
            self._flush()
        called = attributes.get("class", "") if NAMING.isdisjoint(attributes) else names(attributes)
        self.box = Box(element, tag, self.box, called, hidden)
        self.boxes.append(self.box)
        if hidden:
            self.hidden.add(element)
            self.hidden_boxes.append(self.box)
        if self.box.depth > MAX_DEPTH:
            raise PageDropped("too_deep", f"elements nest deeper than {MAX_DEPTH}")

    def _note(self, element: _Element, reason: str) -> None:
        self.hidden.add(element)
        text = " ".join("".join(element.itertext()).split())
        if text:
            self.unseen.append(Unseen(self.box, reason, text, len(self.pieces)))

    def _leave(self, role: str) -> None:
        if role is BLOCK:
            if self.texts or self.marks:
                self._flush()
            self.box = self.box.parent or self.box
        elif role is LINK:
            self.in_link -= 1
        elif role is STRONG:
            self.in_strong -= 1

    def _say(self, text: str | None) -> None:
        if not text or text.isspace():
            if text and self.texts:
                self.texts.append(" ")
            return
        self.texts.append(text)
        if self.in_link:
            self.link_chars += _length(text)
        if self.in_strong:
            self.strong_chars += _length(text)

    def _break(self) -> None:
        """Two `<br>` in a row end a paragraph, one ends a line."""
        if self.texts and (self.texts[-1] == BREAK or self._is_strong_line()):
            self._flush()
        elif self.texts:
            self.texts.append(BREAK)

    def _is_strong_line(self) -> bool:
        """True if the text so far is one line, all strong: `<b>Background</b><br>` is a heading."""
        return BREAK not in self.texts and self.strong_chars >= 0.9 * sum(map(_length, self.texts)) > 0

    def _flush(self) -> None:
        """End the run of text."""
        if self.texts:
            text = self.texts[0] if len(self.texts) == 1 else "".join(self.texts)
            text = one_line(without_icons(text))
            if BREAK in text:
                text = AROUND_BREAK.sub("\n", text.strip(f" {BREAK}"))
            if text:
                size = len(text) if text.isascii() else len(text) + 2 * len(SPACELESS.findall(text))
                order = len(self.pieces)
                piece = Piece(self.box, text, self.link_chars, self.strong_chars, order, self.marks, size)
                self.pieces.append(piece)
                self.box.pieces.append(piece)
            self.texts = []
            self.link_chars = self.strong_chars = 0
        self.marks = ""


def _is_line(element: _Element) -> bool:
    """True if a hidden inline element holds as much as a line of a paragraph."""
    return sum(len(text) for text in islice(element.itertext(), MIN_LINE)) >= MIN_LINE


def _length(text: str) -> int:
    """The characters of a text, each run of white space counted as one."""
    if "  " not in text and text.isprintable():  # so that a space stands nowhere but between words
        return len(text)
    if text.isspace():
        return 1
    return len(" ".join(text.split())) + text[:1].isspace() + text[-1:].isspace()


def _leads_away(attributes: Mapping[str, str]) -> bool:
    href = attributes.get("href")
    return href is not None and not href.startswith("#")


def place(element: _Element) -> str:
    """The block-level element that holds it and the two around that, each with its id and classes, innermost first.

    Left out is what differs from story to story: names with digits, categories and tags, words of layout.

    >>> from lxml.html import fromstring
    >>> page = fromstring('<main><div class="meta post-17"><p id="by" class="byline category-x">By <b>Ann</b></p></div></main>')
    >>> place(page.find(".//b"))
    'p#by.byline < div.meta < main'
    """
    steps: list[str] = []
    for around in chain((element,), element.iterancestors()):
        if around.tag not in INLINE:
            steps.append(_step(str(around.tag), around.get("id") or "", around.get("class") or ""))
            if len(steps) == STEPS:
                break
    return " < ".join(steps)


@lru_cache(maxsize=20_000)
def _step(tag: str, called: str, classes: str) -> str:
    kept = sorted({name for name in classes.split() if not re.search(r"\d", name) and not is_neutral(name)})
    identity = f"#{called}" if called and not re.search(r"[\d\s]", called) else ""
    return "".join((tag, identity, *(f".{name}" for name in kept)))
