"""What a page's own style elements say of hiding: selectors as far as they can be judged without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from pipelines.extract.css_rules import Rule, holds, rules
from pipelines.extract.declarations import CLEAR, UNKNOWN, WAYS, ground, hidden_by_style, letters, properties, ways
from pipelines.extract.selectors import Path, dotted, parsed, specificity, stands

TELLING = (
    "none", "hidden", "collapse", "opacity", "font-size", "rect(", "clip", "transparent", "background", "overflow", "font:",
    "scale", "rgba(", "hsla(",
)  # fmt: skip
FAR = re.compile(r"-\d{3}|\d{4}px|#\w{3}0\b")
"""What any declaration that hides, or that gives a page its colour, has in it: one of the words, or a place far away."""
SHOWING = (
    "display", "visibility", "opacity", "font", "left", "top", "clip", "transform", "indent", "height", "width", "overflow",
)  # fmt: skip
WHOLE_PAGE = re.compile(r"(?:^|[},;\s])(?:html|body|:root)\s*[,{]")
CLASSES = etree.XPath("//@class", smart_strings=False)
IDENTITIES = etree.XPath("//@id", smart_strings=False)
MAX_CSS_CHARS = 200_000

Weight = tuple[int, int, int, int, int]
INLINE: Weight = (1000, 0, 0, 0, 0)
"""Where a rule stands in the cascade: identities, classes, tags, its place among the sheets and in its own. What stands in
an element itself comes after them all.
"""


@dataclass(slots=True)
class Index:
    """Rules under the name of what they are for, which a page's elements are looked up by."""

    rules: dict[str, list[tuple[Path, Weight, str]]] = field(default_factory=dict)
    has_tags: bool = False

    def add(self, rule: Rule, sheet: int) -> None:
        """Note a rule, if it can be judged without a browser."""
        path = parsed(rule.selector)
        if not path:
            return
        last = path[-1]
        name = next(
            (f".{called}" for called in sorted(last.classes)), f"#{last.identity}" if last.identity else last.tag
        )
        if name == last.tag and len(path) == 1:  # a rule for all paragraphs says what a page is like, and hides nothing
            return
        self.has_tags = self.has_tags or name == last.tag
        self.rules.setdefault(name, []).append((path, (*specificity(path), sheet, rule.order), rule.block))

    def of(self, element: _Element, attributes: Mapping[str, str]) -> list[tuple[Weight, str]]:
        """Weight and declarations of the rules for an element."""
        classes, identity = attributes.get("class"), attributes.get("id")
        called = dotted(classes) if classes else ()
        if identity:
            called = (*called, f"#{identity}")
        if self.has_tags:
            called = (*called, str(element.tag))
        rules = self.rules
        found = []
        for name in called:
            if name in rules:
                found += [(weight, block) for path, weight, block in rules[name] if stands(path, element)]
        return found


@dataclass(slots=True)
class Sheet:
    """How a page hides. Rules that show, and those that colour, are read only once something seems hidden.

    `background` is the colour that the page gives itself, None when it does not say; `has_details` that it has any.
    """

    texts: list[str] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    hiding: Index = field(default_factory=Index)
    colouring: Index | None = None  # rules for the colour of letters; None where sheets elsewhere may say more
    background: str | None = None
    has_details: bool = False
    showing: Index | None = None
    grounds: Index | None = None
    behind: dict[_Element, str | None] = field(default_factory=dict)

    def reason(self, element: _Element, attributes: Mapping[str, str]) -> str | None:
        """How the style elements hide an element itself; None when they do not, or when a stronger rule shows it."""
        hits = self.hiding.of(element, attributes)
        if not hits:
            return None
        if self.showing is None:
            self.showing = self.index(showing)
        inline = (INLINE, attributes.get("style") or "")
        said: dict[str, str] = {}
        for _, block in sorted((*hits, *self.showing.of(element, attributes), inline), key=strength):
            said.update(properties(block))
        hidden = dict.fromkeys(way for _, block in hits for way, how in ways(block).items() if how)
        return next((how for way in hidden if (how := WAYS[way][1](said))), None)

    def ground(self, element: _Element, attributes: Mapping[str, str]) -> str | None:
        """The colour behind an element's letters, UNKNOWN for a picture; None when nothing says."""
        passed: list[_Element] = []
        at: _Element | None = element
        said = None
        while said is None and at is not None and at.tag != "body" and at not in self.behind:
            passed.append(at)
            said = self.painted(at, attributes if at is element else at.attrib)  # type: ignore[arg-type]
            at = at.getparent()
        if said is None:
            said = self.behind.get(at, self.background) if at is not None else self.background
        self.behind.update(dict.fromkeys(passed, said))
        return said

    def painted(self, element: _Element, attributes: Mapping[str, str]) -> str | None:
        """The background that an element itself has."""
        if self.grounds is None:
            self.grounds = self.index(grounds)
        said = ground(properties(attributes.get("style") or "")) or ground(
            {"background": attributes.get("bgcolor") or ""}
        )
        if said or "background" in attributes:
            return said or UNKNOWN
        found = max(self.grounds.of(element, attributes), key=strength, default=None)
        return ground(properties(found[1])) if found else None

    def index(self, read: Callable[[str], tuple[Rule, ...]]) -> Index:
        """The rules that `read` finds in the style elements, of those whose names the page has."""
        found = Index()
        for number, css in enumerate(self.texts):
            for rule in read(css):
                if self.names.issuperset(rule.names):
                    found.add(rule, number)
        return found


def strength(ruled: tuple[Weight, str]) -> tuple[bool, Weight]:
    """The rank of declarations in the cascade: https://www.w3.org/TR/css-cascade-4/#cascade-sort."""
    weight, block = ruled
    return "!" in block and "important" in block, weight


def sheet(tree: _Element) -> Sheet:
    """What the style elements of a page say; of selectors only those whose names the page has."""
    found = Sheet(has_details=next(tree.iter("details"), None) is not None)
    found.texts = [css for css in map(_css, tree.iter("style")) if css]
    if found.texts:
        found.names = present(tree)
        found.hiding = found.index(hiding)
        found.colouring = found.index(colouring) if is_alone(tree, found.texts) else None
        found.background = next((colour for css in reversed(found.texts) if (colour := page_colour(css))), None)
    return found


def _css(style: _Element) -> str:
    """The text of a style element, if it holds for readers at a screen, scripts running."""
    css, media = style.text or "", style.get("media")
    if not css or len(css) > MAX_CSS_CHARS or (media and not holds(f"@media {media}")[0]):
        return ""
    return "" if next(style.iterancestors("noscript", "template", "svg"), None) is not None else css


def is_alone(tree: _Element, texts: Iterable[str]) -> bool:
    """Whether a page's style elements are all that is said of its colours."""
    links = (link for link in tree.iter("link") if "stylesheet" in (link.get("rel") or "").lower())
    return next(links, None) is None and not any("@import" in css for css in texts)


@lru_cache(maxsize=64)
def hiding(css: str) -> tuple[Rule, ...]:
    """The rules of a style element that hide from every reader; the pages of a site have the same ones."""
    return tuple(rule for rule, everywhere in rules(css, tells) if everywhere and hidden_by_style(rule.block))


@lru_cache(maxsize=64)
def showing(css: str) -> tuple[Rule, ...]:
    """The rules that show to some readers what others may hide."""
    return tuple(rule for rule, _ in rules(css, shows) if None in ways(rule.block).values())


@lru_cache(maxsize=64)
def grounds(css: str) -> tuple[Rule, ...]:
    """The rules that give a background."""
    return tuple(rule for rule, _ in rules(css, paints) if ground(properties(rule.block)))


@lru_cache(maxsize=64)
def colouring(css: str) -> tuple[Rule, ...]:
    """The rules that give letters a colour, for every reader."""
    found = (rule for rule, everywhere in rules(css, lambda block: "color" in block) if everywhere)
    return tuple(rule for rule in found if letters(properties(rule.block)) not in (None, CLEAR))


@lru_cache(maxsize=64)
def page_colour(css: str) -> str | None:
    """The background that a style element gives the whole page."""
    if not WHOLE_PAGE.search(css):
        return None
    told = (
        rule for rule, everywhere in rules(css, paints) if everywhere and rule.selector in ("html", "body", ":root")
    )
    return next((colour for rule in reversed(list(told)) if (colour := ground(properties(rule.block)))), None)


def paints(block: str) -> bool:
    """Whether a declaration block may give a background."""
    return "background" in block


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


def shows(block: str) -> bool:
    """Whether a declaration block may say that something shows."""
    for word in SHOWING:  # noqa: SIM110 -- a generator would cost more than the look
        if word in block:
            return True
    return False
