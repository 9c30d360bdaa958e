"""What a page's own style elements say of hiding: selectors as far as they can be judged without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ON_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$|@layer\b|@supports\b", re.IGNORECASE)
"""Groups of rules that hold for every reader at a screen: https://www.w3.org/TR/css-conditional-3/."""

COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
PART = re.compile(r"([.#])([\w-]+)")
NAME = re.compile(r"[.#][\w-]+")
COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
SCRIPTED = re.compile(r"^(?:no-?)?js$|^(?:wf-|is-)?(?:pre)?load(?:ing|ed)?|^lazy|^wf-|^async-hide$", re.IGNORECASE)
"""Classes that scripts put on and take off: what stands in the page says nothing of what readers see."""

TELLING = (
    "none",
    "hidden",
    "collapse",
    "opacity",
    "font-size",
    "rect(",
    "clip",
    "transparent",
    "background",
    "overflow",
)
FAR = re.compile(r"-\d{3}")
"""What any declaration that hides, or that gives a page its colour, has in it: one of the words, or a place far away."""
CLASSES = etree.XPath("//@class", smart_strings=False)
IDENTITIES = etree.XPath("//@id", smart_strings=False)
MAX_CSS_CHARS = 200_000
MAX_GROUPS = 4
MAX_STEPS = 4


Declared = tuple[list[tuple[str, tuple[str, ...], str]], str | None]
"""What a style element says: selectors that hide, with the names each asks for and how; and the page's background."""


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector: `p.note` or `#end`; an empty tag or identity stands for any.

    `child` says that it stands right in the step before, not just anywhere in it.
    """

    tag: str
    identity: str
    classes: frozenset[str]
    child: bool = False

    def fits(self, element: _Element) -> bool:
        """Whether an element is meant."""
        if (self.tag and element.tag != self.tag) or (self.identity and element.get("id") != self.identity):
            return False
        return not self.classes or self.classes.issubset((element.get("class") or "").split())


@dataclass(slots=True)
class Sheet:
    """How a page hides: `plain` by one class or identity (`.a`, `#b`), `steps` by longer selectors under the last one's name.

    `background` is the colour that the page gives itself, None when it does not say; `has_details` that it has any.
    """

    plain: dict[str, str] = field(default_factory=dict)
    steps: dict[str, list[tuple[tuple[Compound, ...], str]]] = field(default_factory=dict)
    background: str | None = None
    has_details: bool = False

    def reason(self, element: _Element, attributes: Mapping[str, str]) -> str | None:
        """How the style elements hide an element itself; None when they do not."""
        classes, identity = attributes.get("class"), attributes.get("id")
        called = dotted(classes) if classes else ()
        if identity:
            called = (*called, f"#{identity}")
        plain, steps = self.plain, self.steps
        for name in called:
            if name in plain:
                return plain[name]
        for name in (*called, str(element.tag)) if steps else ():
            for path, reason in steps.get(name, ()):
                if stands(path, element):
                    return reason
        return None

    def add(self, selector: str, reason: str) -> None:
        """Note a selector that hides, if it can be judged."""
        path = parsed(selector)
        if not path:
            return
        last = path[-1]
        names = [f".{name}" for name in sorted(last.classes)] + ([f"#{last.identity}"] if last.identity else [])
        if len(path) == 1 and len(names) == 1 and not last.tag:
            self.plain[names[0]] = reason
        elif names or len(path) > 1:
            self.steps.setdefault(names[0] if names else last.tag, []).append((path, reason))


@lru_cache(maxsize=20_000)
def dotted(classes: str) -> tuple[str, ...]:
    """The names in a class attribute as selectors write them."""
    return tuple(f".{name}" for name in classes.split())


def parsed(selector: str) -> tuple[Compound, ...]:
    """The steps of a selector, outermost first; none for one that a browser must judge, or that depends on a script.

    >>> [(step.tag, sorted(step.classes)) for step in parsed("div.a > .b.c")]
    [('div', ['a']), ('', ['b', 'c'])]
    >>> parsed("p:hover"), parsed(".no-js .a")
    ((), ())
    """
    path: list[Compound] = []
    steps = COMBINATOR.split(selector.strip())
    for combinator, step in zip((None, *steps[1::2]), steps[0::2], strict=True):
        read = COMPOUND.fullmatch(step)
        if not read or not step:
            return ()
        parts = PART.findall(read[2])
        classes = frozenset(name for mark, name in parts if mark == ".")
        if any(SCRIPTED.search(name) for name in classes):
            return ()
        identity = next((name for mark, name in parts if mark == "#"), "")
        path.append(Compound((read[1] or "").lower(), identity, classes, combinator == ">"))
    return tuple(path) if len(path) <= MAX_STEPS else ()


def stands(path: tuple[Compound, ...], element: _Element) -> bool:
    """Whether an element is the last step of a path and the others stand around it."""
    last, rest = path[-1], path[:-1]
    if not last.fits(element):
        return False
    if not rest:
        return True
    if last.child:
        outer = element.getparent()
        return outer is not None and stands(rest, outer)
    return any(stands(rest, outer) for outer in element.iterancestors())


def sheet(tree: _Element, declared: Callable[[str], Declared]) -> Sheet:
    """What the style elements of a page say, each read by `declared`; of selectors only those whose names the page has."""
    found = Sheet(has_details=next(tree.iter("details"), None) is not None)
    sheets = [style.text or "" for style in tree.iter("style") if style.get("media") in (None, "", "all", "screen")]
    sheets = [css for css in sheets if css and len(css) <= MAX_CSS_CHARS]
    names = present(tree) if sheets else frozenset()
    for css in sheets:
        hiding, background = declared(css)
        for selector, asked, reason in hiding:
            if names.issuperset(asked):
                found.add(selector, reason)
        found.background = background or found.background
    return found


def declarations(css: str, hides: Callable[[str], str | None], colour: Callable[[str], str | None]) -> Declared:
    """What one style element says; `hides` and `colour` read the hiding and the background of a declaration block."""
    hiding: list[tuple[str, tuple[str, ...], str]] = []
    background = None
    for selectors, block in rules(COMMENT.sub(" ", css)):
        reason = hides(block)
        if reason:
            hiding += [(selector, tuple(NAME.findall(selector)), reason) for selector in selectors.split(",")]
        if "background" in block and re.search(r"(?:^|,)\s*(?:html|body)\s*(?:,|$)", selectors):
            background = colour(block) or background
    return hiding, background


def present(tree: _Element) -> frozenset[str]:
    """Every class and identity of a page, as selectors write them."""
    names = {f"#{identity}" for identity in IDENTITIES(tree)}
    for classes in set(CLASSES(tree)):
        names.update(dotted(classes))
    return frozenset(names)


def tells(block: str) -> bool:
    """Whether a declaration block may say something of hiding."""
    low = block.lower()
    for word in TELLING:
        if word in low:
            return True
    return FAR.search(block) is not None


def rules(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of the rules that hold at every screen and may say something of hiding, in one pass.

    >>> list(rules("@import 'x'; a{top:none} @media print{d{e:none}} @media screen{g{h:none} k{l:m}} n{o:none}"))
    [('a', 'top:none'), ('g', 'h:none'), ('n', 'o:none')]
    """
    groups: list[bool] = []  # whether each group of rules around holds at every screen
    for chunk in css.split("}"):
        head, opens, block = chunk.rpartition("{")
        if not opens:
            if groups:
                groups.pop()
            continue
        if "{" not in head and not tells(block):
            continue
        *outer, selectors = head.split("{")
        groups += [ON_SCREEN.match(prelude.rpartition(";")[2].strip()) is not None for prelude in outer]
        selectors = selectors.rpartition(";")[2].strip()
        if len(groups) <= MAX_GROUPS and all(groups) and not selectors.startswith("@"):
            yield selectors, block
