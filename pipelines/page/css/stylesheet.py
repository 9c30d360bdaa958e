"""What a page's own style elements say of hiding: selectors as far as they can be judged without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from hashlib import blake2b
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from pipelines.page.css.declarations import (
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
from pipelines.page.css.rules import Path, Rule, dotted, holds, parsed, rules, specificity, stands
from pipelines.page.markup_events import MarkupEvent

BACKGROUND = re.compile(r"background(?:-color)?\s*:([^;}]{1,200})")
TAKEN_BACK = {"display": "display", "visibility": "visibility", "opacity": "opacity", "size": "height"}
"""What a rule that shows again says, for each way of hiding that others take back."""
BACKGROUNDS = etree.XPath("//@bgcolor | //@style[contains(., 'background')]", smart_strings=False)
MAX_CSS_CHARS = 200_000
LINE = 50
"""Characters of a text that may be a story's."""
MAX_PARAGRAPHS = 20
MAX_JUDGED = 100
"""Kinds of hidden elements for which rules that show them are looked for: each is a pass over the sheets."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
MAX_READ = 4_000
_READ: dict[tuple[object, ...], tuple[Ruling, ...]] = {}
"""The rules of the last MAX_READ style elements, by the digest of each and what was asked of it, oldest first.

The pages of a site have the same style elements: their rules are kept by the digest of the text, not with all of it.
"""

Rank = tuple[bool, int, int, int, int, int]
"""Where declarations stand in the cascade: important, identities, classes, tags, place among the sheets and in its own."""


class Ruling(NamedTuple):
    """A rule under the name that elements are looked up by, and its weight; no path where the name is all of its selector."""

    name: str
    path: Path | None
    weight: tuple[bool, int, int, int]
    rule: Rule
    is_of_tag: bool

    @classmethod
    def of(cls, rule: Rule) -> Ruling | None:
        """The ruling of a rule that can be judged without a browser; a rule for all paragraphs says what a page is like."""
        path = parsed(rule.selector)
        if not path or rule.selector == path[-1].tag:
            return None
        name = path[-1].name
        weight = ("!" in rule.block and "important" in rule.block, *specificity(path))
        return cls(name, None if rule.selector == name else path, weight, rule, name == path[-1].tag)


@dataclass(slots=True)
class Index:
    """Rules under the name of what they are for, which a page's elements are looked up by; no path where the name is all."""

    rules: dict[str, tuple[tuple[Path | None, Rank, Rule], ...]] = field(default_factory=dict)
    by_classes: dict[str, tuple[tuple[Path | None, Rank, Rule], ...]] = field(
        default_factory=dict
    )  # those looked up before
    has_tags: bool = False

    def add(self, ruling: Ruling, number: int, page: Sheet) -> None:
        """Note a rule of a page's sheet with this number, if it may be for an element."""
        name, path, weight, rule, is_of_tag = ruling
        if is_of_tag:
            if not page.names.issuperset(rule.names):
                return
            self.has_tags = True
        self.rules[name] = (*self.rules.get(name, ()), (path, (*weight, number, rule.order), rule))

    def may_hold(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """True if there is a rule for one of an element's classes, its id or its tag; for most elements there is none."""
        if not self.rules:
            return False
        classes = attributes.get("class")
        if classes and not self.rules.keys().isdisjoint(dotted(classes)):
            return True
        identity = attributes.get("id")
        return bool(identity and "#" + identity in self.rules) or (self.has_tags and tag in self.rules)

    def _of_classes(self, classes: str) -> tuple[tuple[Path | None, Rank, Rule], ...]:
        known = self.by_classes.get(classes)
        if known is None:
            known = tuple(rule for name in dotted(classes) for rule in self.rules.get(name, ()))
            self.by_classes[classes] = known
        return known

    def of(self, element: _Element, attributes: Mapping[str, str]) -> list[tuple[Rank, Rule]]:
        """The rules whose selectors match an element, each with its rank in the cascade, unsorted."""
        found: tuple[tuple[Path | None, Rank, Rule], ...] = ()
        classes, identity = attributes.get("class"), attributes.get("id")
        if classes:
            found = self._of_classes(classes)
        if identity:
            found += self.rules.get("#" + identity, ())
        if self.has_tags:
            found += self.rules.get(str(element.tag), ())
        return [(rank, rule) for path, rank, rule in found if path is None or stands(path, element)] if found else []


@dataclass
class Sheet:
    """How a page hides. What else is said, by rules that show or give a background, is read only once something seems hidden.

    `own_background` is the colour that its body's attributes give it; `has_details` says that it has any.
    """

    tree: _Element
    events: Sequence[MarkupEvent]
    texts: list[str] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    hiding: Index = field(default_factory=Index)
    colouring: Index = field(default_factory=Index)  # rules that give letters the colour of some background
    own_background: str | None = None
    has_details: bool = False
    judging: dict[tuple[object, ...], Index] = field(default_factory=dict)
    grounds: Index | None = None
    behind: dict[_Element, str | None] = field(default_factory=dict)
    plain: set[tuple[str, str | None]] = field(default_factory=set)  # tags and classes, see `hiding.is_plain`

    @cached_property
    def telling(self) -> frozenset[str]:
        """Attributes, besides the class, that say on this page whether an element is seen."""
        ruled = any(name.startswith("#") for index in (self.hiding, self.colouring) for name in index.rules)
        return frozenset(("hidden", "style", "color", *(["id"] if ruled else [])))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every class and id that the page uses, as selectors write them: `.lead`, `#story`. Rules for others are not kept."""
        given = [dict(self.tree.items()), *(event[3] for event in self.events if event[3])]
        classes = set(" ".join({attributes.get("class", "") for attributes in given}).split())
        identities = {attributes["id"] for attributes in given if "id" in attributes}
        return frozenset((*(f"#{identity}" for identity in identities), *(f".{name}" for name in classes)))

    @cached_property
    def backgrounds(self) -> frozenset[str]:
        """Every background colour that style elements or attributes of the page set; text in such a colour may be invisible."""
        inline = (value if ":" in value else f"background:{value}" for value in set(BACKGROUNDS(self.tree)))
        values = {value for css in (*self.texts, *inline) for value in BACKGROUND.findall(css.lower())}
        return frozenset(read for value in values if (read := colour(value))) - {CLEAR}

    @cached_property
    def background(self) -> str | None:
        """The page's background colour: the body's own, else that of the last style rule for it; None if none sets one."""
        said = (own for css in reversed(self.texts) if (own := page_background(css)))
        return self.own_background or next(said, None)

    def reason(self, element: _Element, attributes: Mapping[str, str]) -> str | None:
        """How the style elements hide an element itself; None when they do not, or when a stronger rule shows it."""
        hits = self.hiding.of(element, attributes)
        if not hits:
            return None
        hidden = {way: how for _, rule in hits for way, how in ways(rule.block).items() if how}
        if not tells_a_story(element):  # a menu or a mark: whether it shows after all is nothing to the story
            return next(iter(hidden.values()), None)
        said: dict[str, str] = {}
        for _, rule in sorted((*hits, *self.shown(element, attributes, hidden)), key=itemgetter(0)):
            if rule.everywhere or any(ways(rule.block).get(way, "") is None for way in hidden):
                said.update(properties(rule.block))
        if "style" in attributes:
            said.update(properties(attributes["style"]))
        return next((how for way in hidden if (how := WAYS[way][1](said))), None)

    def shown(self, element: _Element, attributes: Mapping[str, str], hidden: Iterable[str]) -> list[tuple[Rank, Rule]]:
        """The rules for an element that may undo a way of hiding: `display: block` after `display: none`, for instance."""
        asked = [TAKEN_BACK[way] for way in hidden if way in TAKEN_BACK]
        if not asked:
            return []
        key = (*asked, element.tag, *map(attributes.get, ("class", "id")))
        if key not in self.judging:
            if len(self.judging) >= MAX_JUDGED:
                return []
            self.judging[key] = self.index(partial(_shows, asked, str(element.tag), attributes), "shows", *key)
        return self.judging[key].of(element, attributes)

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
        """An element's own background colour, by attribute or strongest rule; UNKNOWN for a picture, None if there is none."""
        if self.grounds is None:
            self.grounds = self.index(grounds, "grounds")
        said = ground(properties(attributes.get("style") or "")) or ground(
            {"background": attributes.get("bgcolor") or ""}
        )
        if said or "background" in attributes:
            return said or UNKNOWN
        return ground(strongest(self.grounds.of(element, attributes)))

    def index(self, read: Callable[[str], Iterable[Rule]], *asked: object) -> Index:
        """The rules that `read` finds in the style elements, of those whose names the page has; `asked` says which it finds."""
        found = Index()
        for number, (css, digest) in enumerate(zip(self.texts, self.digests, strict=True)):
            key = (digest, *asked)
            if key not in _READ:
                _READ[key] = tuple(ruling for rule in read(css) if (ruling := Ruling.of(rule)))
                while len(_READ) > MAX_READ:
                    del _READ[next(iter(_READ))]
            for ruling in _READ[key]:
                found.add(ruling, number, self)
        return found


def strongest(ruled: list[tuple[Rank, Rule]]) -> Mapping[str, str]:
    """What the rule says that comes last in the cascade: https://www.w3.org/TR/css-cascade-4/#cascade-sort."""
    return properties(max(ruled, key=itemgetter(0))[1].block) if ruled else {}


def sheet(tree: _Element, events: Sequence[MarkupEvent]) -> Sheet:
    """What the style elements of a page say; of selectors only those whose names the page has."""
    noted = list(tree.iter("style", "details"))
    found = Sheet(tree, events, has_details=any(element.tag == "details" for element in noted))
    found.texts = [css for css in (_css(element) for element in noted if element.tag == "style") if css]
    found.digests = [blake2b(css.encode("utf-8", "surrogatepass"), digest_size=16).digest() for css in found.texts]
    if found.texts:
        found.hiding = found.index(hiding, "hiding")
    if is_alone(tree, found.texts) and found.backgrounds:
        found.colouring = found.index(partial(colouring, backgrounds=found.backgrounds), "colouring", found.backgrounds)
    return found


def _css(style: _Element) -> str:
    """The text of a style element, if it holds for readers at a screen, scripts running."""
    css, media = style.text or "", style.get("media")
    if not css or len(css) > MAX_CSS_CHARS or (media and not holds(f"@media {media}")[0]):
        return ""
    return "" if next(style.iterancestors("noscript", "template", "svg"), None) is not None else css


def is_alone(tree: _Element, texts: Iterable[str]) -> bool:
    """Whether the page's style elements decide its colours alone: it links no style sheet and imports none."""
    links = (link for link in tree.iter("link") if "stylesheet" in (link.get("rel") or "").lower())
    return next(links, None) is None and not any("@import" in css for css in texts)


def hiding(css: str) -> Iterator[Rule]:
    """The rules of a style element that hide from every reader."""
    return (rule for rule in rules(css, lambda block: tells(block) and hidden_by_style(block)) if rule.everywhere)


@lru_cache(maxsize=16)
def page_background(css: str) -> str | None:
    """The background that a style element gives the page, by the last rule that does."""
    own = (rule for rule in rules(css, paints) if rule.everywhere and rule.selector in ("html", "body", ":root"))
    given = [colour for rule in own if (colour := ground(properties(rule.block)))]
    return given[-1] if given else None


def grounds(css: str) -> Iterator[Rule]:
    """The rules of a style element that set a background colour or picture."""
    return (rule for rule in rules(css, paints) if ground(properties(rule.block)))


def colouring(css: str, backgrounds: frozenset[str]) -> Iterator[Rule]:
    """The rules that give letters the colour of some background, for every reader."""
    found = (rule for rule in rules(css, lambda block: "color" in block) if rule.everywhere)
    return (rule for rule in found if letters(properties(rule.block)) in backgrounds)


def _shows(asked: list[str], tag: str, attributes: Mapping[str, str], css: str) -> Iterator[Rule]:
    """The rules that say something of what is asked, and name the tag, the id or a class of an element."""
    names = "|".join(map(re.escape, (*dotted(attributes.get("class") or ""), f"#{attributes.get('id')}")))
    meant = re.compile(rf"(?:{names})(?![\w-])|(?<![\w.#-]){re.escape(tag)}(?![\w-])").search
    return rules(css, partial(says, asked), meant)


def paints(block: str) -> bool:
    """Whether a declaration block may set a background: a quick look before it is parsed."""
    return "background" in block


def says(words: Iterable[str], block: str) -> bool:
    """Whether a declaration block contains one of these words, in whatever case.

    >>> says(["display"], "color:red;DISPLAY:block")
    True
    """
    low = block.lower()
    for word in words:  # noqa: SIM110 -- a generator would cost more than the look
        if word in low:
            return True
    return False


def tells_a_story(element: _Element) -> bool:
    """True if an element is a heading, or is or holds a paragraph, or a text of its own, as long as a line."""
    if element.tag in HEADINGS:
        return True
    paragraphs = chain((element,), islice(element.iterdescendants("p"), MAX_PARAGRAPHS))
    return any(len(text) >= LINE for at in paragraphs for text in (at.text or "", *(child.tail or "" for child in at)))
