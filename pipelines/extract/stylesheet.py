"""What a page's own style elements say of hiding: selectors as far as they can be judged without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import itemgetter

from lxml import etree
from lxml.etree import _Element

from pipelines.extract.css_rules import Rule, holds, rules
from pipelines.extract.declarations import (
    CLEAR,
    UNKNOWN,
    WAYS,
    colour,
    ground,
    hidden_by_style,
    letters,
    properties,
    tells,
    ways,
)
from pipelines.extract.selectors import Path, dotted, parsed, specificity, stands

BACKGROUND = re.compile(r"background(?:-color)?\s*:([^;}]{1,200})", re.IGNORECASE)
COMMON = frozenset(
    ("margin", "margin-left", "margin-top", "width", "max-width", "top", "right", "bottom", "overflow-x")
)
"""Properties that stand in every other rule, and are not what shows a thing again."""
CLASSES = etree.XPath("//@class", smart_strings=False)
BACKGROUNDS = etree.XPath("//@bgcolor | //@style[contains(., 'background')]", smart_strings=False)
IDENTITIES = etree.XPath("//@id", smart_strings=False)
MAX_CSS_CHARS = 200_000

Rank = tuple[bool, int, int, int, int, int]
"""Where declarations stand in the cascade: important, identities, classes, tags, place among the sheets and in its own."""


@dataclass(slots=True)
class Index:
    """Rules under the name of what they are for, which a page's elements are looked up by; no path where the name is all."""

    rules: dict[str, list[tuple[Path | None, Rank, Rule]]] = field(default_factory=dict)
    has_tags: bool = False

    def add(self, rule: Rule, sheet: int) -> None:
        """Note a rule, if it can be judged without a browser."""
        path = parsed(rule.selector)
        if not path:
            return
        last = path[-1]
        name = min(
            (f".{called}" for called in last.classes), default=f"#{last.identity}" if last.identity else last.tag
        )
        if rule.selector.strip() == last.tag:  # a rule for all paragraphs says what a page is like, and hides nothing
            return
        self.has_tags = self.has_tags or name == last.tag
        rank = ("!" in rule.block and "important" in rule.block, *specificity(path), sheet, rule.order)
        self.rules.setdefault(name, []).append((None if rule.selector.strip() == name else path, rank, rule))

    def of(self, element: _Element, attributes: Mapping[str, str]) -> list[tuple[Rank, Rule]]:
        """The rules for an element, each with its rank, in no order."""
        rules = self.rules
        named: tuple[tuple[Path | None, Rank, Rule], ...] = ()
        classes, identity = attributes.get("class"), attributes.get("id")
        if classes:
            for name in dotted(classes):
                if name in rules:
                    named = (*named, *rules[name])
        if identity:
            named = (*named, *rules.get(f"#{identity}", ()))
        if self.has_tags:
            named = (*named, *rules.get(str(element.tag), ()))
        return [(rank, rule) for path, rank, rule in named if path is None or stands(path, element)] if named else []


@dataclass(slots=True)
class Sheet:
    """How a page hides. What else is said, by rules that show or give a background, is read only once something seems hidden.

    `background` is the colour that the page gives itself, None when it does not say; `has_details` that it has any.
    """

    texts: list[str] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    hiding: Index = field(default_factory=Index)
    colouring: Index = field(default_factory=Index)  # rules that give letters the colour of some background
    backgrounds: frozenset[str] = frozenset()  # every colour that the page gives a background
    background: str | None = None
    has_details: bool = False
    judging: Index | None = None
    grounds: Index | None = None
    behind: dict[_Element, str | None] = field(default_factory=dict)

    def reason(self, element: _Element, attributes: Mapping[str, str]) -> str | None:
        """How the style elements hide an element itself; None when they do not, or when a stronger rule shows it."""
        hits = self.hiding.of(element, attributes)
        if not hits:
            return None
        hidden = dict.fromkeys(way for _, rule in hits for way, how in ways(rule.block).items() if how)
        if self.judging is None:
            blocks = (rule.block for found in self.hiding.rules.values() for _, _, rule in found)
            asked = frozenset(way for block in blocks for way, how in ways(block).items() if how)
            self.judging = self.index(partial(judging, asked=asked))
        said: dict[str, str] = {}
        for _, rule in sorted(self.judging.of(element, attributes), key=itemgetter(0)):
            if rule.everywhere or any(ways(rule.block).get(way, "") is None for way in hidden):
                said.update(properties(rule.block))
        if "style" in attributes:
            said.update(properties(attributes["style"]))
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
        return ground(strongest(self.grounds.of(element, attributes)))

    def index(self, read: Callable[[str], tuple[Rule, ...]]) -> Index:
        """The rules that `read` finds in the style elements, of those whose names the page has."""
        found = Index()
        for number, css in enumerate(self.texts):
            for rule in read(css):
                if self.names.issuperset(rule.names):
                    found.add(rule, number)
        return found


def strongest(ruled: list[tuple[Rank, Rule]]) -> Mapping[str, str]:
    """What the rule says that comes last in the cascade: https://www.w3.org/TR/css-cascade-4/#cascade-sort."""
    return properties(max(ruled, key=itemgetter(0))[1].block) if ruled else {}


def sheet(tree: _Element) -> Sheet:
    """What the style elements of a page say; of selectors only those whose names the page has."""
    found = Sheet(has_details=next(tree.iter("details"), None) is not None)
    found.texts = [css for css in map(_css, tree.iter("style")) if css]
    if found.texts:
        found.names = present(tree)
        found.hiding = found.index(hiding)
        found.background = next((own for css in reversed(found.texts) if (own := telling(css)[1])), None)
    found.backgrounds = frozenset(backgrounds(tree, found.texts)) - {CLEAR}
    if found.backgrounds and is_alone(tree, found.texts):
        found.colouring = found.index(partial(colouring, backgrounds=found.backgrounds))
    return found


def backgrounds(tree: _Element, texts: Iterable[str]) -> Iterator[str]:
    """Every colour that a page gives something as its background."""
    written = (value for css in texts for value in BACKGROUND.findall(css))
    inline = (value if ":" not in value else ";".join(BACKGROUND.findall(value)) for value in set(BACKGROUNDS(tree)))
    return (read for value in (*written, *inline) if (read := colour(value)))


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
def telling(css: str) -> tuple[tuple[Rule, ...], str | None]:
    """The rules of a style element that hide from every reader, and the background that it gives the page.

    The pages of a site have the same style elements.
    """
    found: list[Rule] = []
    background = None
    for rule in rules(css, tells):
        if rule.everywhere and hidden_by_style(rule.block):
            found.append(rule)
        elif rule.everywhere and rule.selector in ("html", "body", ":root"):
            background = ground(properties(rule.block)) or background
    return tuple(found), background


def hiding(css: str) -> tuple[Rule, ...]:
    """The rules of a style element that hide from every reader."""
    return telling(css)[0]


@lru_cache(maxsize=16)
def judging(css: str, asked: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that have a say in the ways of hiding asked for, for whatever readers."""
    names = sorted({name for way in asked for name in WAYS[way][0]} - COMMON)
    said = re.compile(rf"(?<![-\w])(?:{'|'.join(names)})\s*:")
    return tuple(rules(css, said.search))


@lru_cache(maxsize=16)
def grounds(css: str) -> tuple[Rule, ...]:
    """The rules that give a background."""
    return tuple(rule for rule in rules(css, paints) if ground(properties(rule.block)))


@lru_cache(maxsize=16)
def colouring(css: str, backgrounds: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that give letters the colour of some background, for every reader."""
    found = (rule for rule in rules(css, lambda block: "color" in block) if rule.everywhere)
    return tuple(rule for rule in found if letters(properties(rule.block)) in backgrounds)


def paints(block: str) -> bool:
    """Whether a declaration block may give a background."""
    return "background" in block


def present(tree: _Element) -> frozenset[str]:
    """Every class and identity of a page, as selectors write them."""
    classes = set(" ".join(CLASSES(tree)).split())
    return frozenset((*(f"#{identity}" for identity in IDENTITIES(tree)), *(f".{name}" for name in classes)))
