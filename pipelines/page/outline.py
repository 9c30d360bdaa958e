"""The page as nested boxes (block-level elements) and pieces (runs of text between block borders), in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from lxml.etree import _Element
from lxml.html import HtmlElement

from pipelines.errors import PageDropped
from pipelines.page.css.hiding import hidden_reason, hiding
from pipelines.page.css.stylesheet import Sheet
from pipelines.page.roles import names

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

SIGNING = frozenset(("span", "a", "div", "p", "address", "li", "strong", "dd"))
"""Elements in which an author is named."""
SPACES = re.compile("  +")
AROUND_BREAK = re.compile(r" *\n *")
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Scripts written without spaces between words."""


class Box:
    """A block-level element with its parent, its names (class, id, role …), its child boxes and its own pieces of text."""

    __slots__ = ("children", "depth", "element", "hidden", "names", "parent", "pieces", "tag", "unseen")

    def __init__(
        self, element: _Element, tag: str, parent: Box | None, called: str = "", hidden: str | None = None
    ) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.names = called
        self.hidden = hidden  # how, when it is, itself
        self.unseen: str | None = hidden or (parent.unseen if parent else None)  # or what it stands in, the nearest
        self.children: list[Box] = []
        self.pieces: list[Piece] = []
        if parent:
            parent.children.append(self)

    def ancestors(self) -> Iterator[Box]:
        """The box and those around it, innermost first."""
        box: Box | None = self
        while box:
            yield box
            box = box.parent

    def below(self) -> Iterator[Box]:
        """The box and all in it, in no particular order."""
        stack = [self]
        while stack:
            box = stack.pop()
            yield box
            stack.extend(box.children)


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


def outline(tree: HtmlElement) -> Outline:
    """The outline of a page. Raises PageDropped(`too_deep` | `too_large`)."""
    body = tree.find("body")
    return _Walk(hiding(tree)).run(body if body is not None else tree)


BLOCK, LINK, STRONG, PLAIN = "block", "link", "strong", "plain"
"""What an element is to the text in it."""
NOT_WALKED = SILENT | {"br", "hr", "img"}


class _Walk:
    """One pass over the tree without recursion: pages nest deeper than Python does."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.plain: Set[str | None] = frozenset() if sheet.has_details else sheet.plain  # what needs no other look
        self.telling = sheet.telling
        self.unseen: list[Unseen] = []
        self.hidden: set[_Element] = set()
        self.boxes: list[Box] = []
        self.hidden_boxes: list[Box] = []
        self.signing: list[_Element] = []
        self.pieces: list[Piece] = []
        self.texts: list[str] = []
        self.link_chars = self.strong_chars = 0
        self.in_link = self.in_strong = 0
        self.marks = ""

    def run(self, body: _Element) -> Outline:
        root = Box(body, "body", None, names(body))
        self.boxes.append(root)
        if body.text:
            self._say(body.text)
        stack: list[tuple[_Element, Iterator[_Element], Box, str]] = [(body, iter(body), root, BLOCK)]
        count = 0
        while stack:
            element, children, box, role = stack[-1]
            for child in children:
                count += 1
                if count > MAX_ELEMENTS:
                    raise PageDropped("too_large", f"more than {MAX_ELEMENTS} elements")
                opened = self._open(child, box)
                if opened is not None:
                    if len(child):
                        stack.append((child, iter(child), *opened))
                        break
                    self._leave(*opened)
                    if tail := child.tail:
                        self._say(tail)
            else:
                stack.pop()
                self._leave(box, role)
                if stack and (tail := element.tail):
                    self._say(tail)
        return Outline(root, self.pieces, self.unseen, self.hidden, self.hidden_boxes, self.signing, self.boxes)

    def _open(self, element: _Element, box: Box) -> tuple[Box, str] | None:
        """Enter an element: the box of its children and what it is to their text (BLOCK, LINK …); None if they are not walked."""
        tag = element.tag
        if tag not in NOT_WALKED and isinstance(tag, str):
            attributes = dict(element.items())
            if ("rel" in attributes or "itemprop" in attributes) and tag in SIGNING:
                self.signing.append(element)
            is_plain = attributes.get("class") in self.plain and self.telling.isdisjoint(attributes)
            hidden = None if is_plain else hidden_reason(element, attributes, self.sheet)
            if tag not in INLINE:
                return self._open_box(element, tag, attributes, box, hidden), BLOCK
            if not hidden:
                return box, self._enter_inline(element, tag, attributes)
            self._note(element, box, hidden)
        elif tag == "br":
            self._break(element, box)
            return None
        elif tag == "hr":
            self._flush(box)
        elif tag == "template":
            self._note(element, box, "template")
        if tail := element.tail:
            self._say(tail)
        return None

    def _open_box(self, element: _Element, tag: str, attributes: dict[str, str], box: Box, hidden: str | None) -> Box:
        if self.texts or self.marks:
            self._flush(box)
        is_plain = len(attributes) == 1 and "class" in attributes
        called = attributes["class"] if is_plain else names(attributes) if attributes else ""
        inner = Box(element, tag, box, called, hidden)
        self.boxes.append(inner)
        if hidden:
            self.hidden.add(element)
            self.hidden_boxes.append(inner)
        if inner.depth > MAX_DEPTH:
            raise PageDropped("too_deep", f"elements nest deeper than {MAX_DEPTH}")
        if text := element.text:
            self._say(text)
        return inner

    def _note(self, element: _Element, box: Box, reason: str) -> None:
        self.hidden.add(element)
        text = " ".join("".join(element.itertext()).split())
        if text:
            self.unseen.append(Unseen(box, reason, text, len(self.pieces)))

    def _enter_inline(self, element: _Element, tag: str, attributes: dict[str, str]) -> str:
        role = PLAIN
        if tag == "a" and _leads_away(attributes):
            self.in_link += 1
            role = LINK
        elif tag in ("b", "strong"):
            self.in_strong += 1
            role = STRONG
        if not self.texts:
            self.marks += " " + attributes.get("class", "")
        if text := element.text:
            self._say(text)
        return role

    def _leave(self, box: Box, role: str) -> None:
        if role is BLOCK:
            if self.texts or self.marks:
                self._flush(box)
        elif role is LINK:
            self.in_link -= 1
        elif role is STRONG:
            self.in_strong -= 1

    def _say(self, text: str) -> None:
        if text.isspace():
            if self.texts:
                self.texts.append(" ")
            return
        words = " ".join(text.split())
        if text[0].isspace():
            words = " " + words
        if text[-1].isspace():
            words += " "
        self.texts.append(words)
        if self.in_link:
            self.link_chars += len(words)
        if self.in_strong:
            self.strong_chars += len(words)

    def _break(self, element: _Element, box: Box) -> None:
        """Two `<br>` in a row end a paragraph, one ends a line."""
        if self.texts and (self.texts[-1] == "\n" or self._is_strong_line()):
            self._flush(box)
        elif self.texts:
            self.texts.append("\n")
        tail = element.tail
        if tail and not tail.isspace():
            self._say(tail.lstrip())

    def _is_strong_line(self) -> bool:
        """True if the text so far is one line, all strong: `<b>Background</b><br>` is a heading."""
        said = sum(map(len, self.texts))
        return "\n" not in self.texts and self.strong_chars >= 0.9 * said > 0

    def _flush(self, box: Box) -> None:
        if self.texts:
            text = "".join(self.texts).strip()
            if "  " in text:
                text = SPACES.sub(" ", text)
            if "\n" in text:
                text = AROUND_BREAK.sub("\n", text)
            if text:
                size = len(text) if text.isascii() else len(text) + 2 * len(SPACELESS.findall(text))
                piece = Piece(box, text, self.link_chars, self.strong_chars, len(self.pieces), self.marks, size)
                self.pieces.append(piece)
                box.pieces.append(piece)
        self.texts = []
        self.link_chars = self.strong_chars = 0
        self.marks = ""


def _leads_away(attributes: dict[str, str]) -> bool:
    href = attributes.get("href")
    return href is not None and not href.startswith("#")
