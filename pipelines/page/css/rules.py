"""Rules of a style sheet (at-rules, nesting) and the selectors that say which elements they are for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element

from pipelines.page.css.declarations import COMMENT

FEATURE = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d+\.?\d*)(px|em|rem)\s*\)")
NARROW, WIDE = 360, 2500
"""Pixels of width that nearly every screen has at least, and at most."""
TYPES = frozenset(("", "all", "screen"))

NAME = re.compile(r"[.#][\w-]+")
MAX_GROUPS = 4
MAX_NESTED = 20
"""Selectors that nesting may make of one."""
MAX_PARENTS = 2
"""How often a nested selector may ask for what it is nested in."""
COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
PART = re.compile(r"([.#])([\w-]+)")
COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
SCRIPTED = re.compile(
    r"^(?:no-?)?js$|^(?:wf-|is-)?(?:pre)?load(?:ing|ed)?(?:$|-)|^lazy|^wf-|^async-hide$", re.IGNORECASE
)
"""Classes that scripts put on and take off: what stands in the page says nothing of what readers see."""

MAX_STEPS = 4


class Rule(NamedTuple):
    """A selector of one rule, the names it asks for, the rule's declarations, and its place in its sheet.

    `everywhere` says that it holds for every reader at a screen, not only for some.
    """

    selector: str
    names: tuple[str, ...]
    block: str
    order: int
    everywhere: bool


Group = tuple[bool, bool, tuple[str, ...]]
"""True if a group of rules holds at every screen, whether at some, and the selectors that it is nested in."""


@lru_cache(maxsize=5_000)
def holds(prelude: str) -> tuple[bool, bool]:
    """(holds for every reader at a screen, holds for some of them) of a group of rules.

    https://www.w3.org/TR/css-conditional-3/

    >>> holds("@media screen"), holds("@media (min-width:768px)"), holds("@media print"), holds("@supports not (display:grid)")
    ((True, True), (False, True), (False, False), (False, False))
    """
    name, _, condition = prelude.lower().partition(" ")
    if name.startswith(("@layer", "@supports", "@container")):
        stands = not re.match(r"not\b|\(\s*not\b", condition.lstrip())
        return stands and not name.startswith("@container"), stands
    if not name.startswith("@media"):
        return (False, False) if name.startswith("@") else (True, True)
    queries = [_query(query) for query in prelude[len("@media") :].lower().split(",")]
    return any(every for every, _ in queries), any(some for _, some in queries)


def _query(query: str) -> tuple[bool, bool]:
    kind = query.partition("(")[0].replace("only ", "").replace(" and ", " ").strip()
    if kind not in TYPES:
        return False, False
    features = query.count("(")
    met = 0
    for side, number, unit in FEATURE.findall(query):
        width = float(number) * (1 if unit == "px" else 16)
        met += width <= NARROW if side == "min" else width >= WIDE
    return met == features, True


@lru_cache(maxsize=16)
def chunks(css: str) -> tuple[tuple[str, str, str], ...]:
    """What stands before each closing brace: all before the last opening one, that brace, and what follows it."""
    if "<!--" in css or "-->" in css:
        css = css.replace("<!--", " ").replace("-->", " ")
    bare = COMMENT.sub(" ", css) if "/*" in css else css
    return tuple([chunk.rpartition("{") for chunk in bare.split("}")])


def rules(css: str, wanted: Callable[[str], object], meant: Callable[[str], object] = bool) -> Iterator[Rule]:
    """The rules whose declarations are `wanted`, one for each selector, in one pass.

    Selectors that are not `meant` are left out, alone and in lists of which none is.

    >>> css = "@import 'x'; a{top:none} @media print{d{e:none}} @media screen{g{h:none} k{l:m}} .n{o:none; & .p{q:none}}"
    >>> [(rule.selector, rule.block.strip()) for rule in rules(css, lambda block: "none" in block)]
    [('a', 'top:none'), ('g', 'h:none'), ('.n', 'o:none'), ('.n .p', 'q:none')]
    """
    groups: list[Group] = []  # those around, outermost first
    for order, (head, opens, block) in enumerate(chunks(css)):
        if not opens:
            if groups:
                yield from _rules((), block, order, groups, wanted, meant)
                groups.pop()
            continue
        is_alone = "{" not in head and (not groups or (";" not in head and not groups[-1][2]))
        if is_alone and not (wanted(block) and meant(head)):  # as most are: a look at them is cheap
            continue
        *outer, last = head.split("{")
        for opened in outer:
            before, _, prelude = opened.rpartition(";")
            if before:
                yield from _rules((), before, order, groups, wanted, meant)
            groups.append(_group(prelude.strip(), groups))
        before, _, selectors = last.rpartition(";")
        if before and groups:
            yield from _rules((), before, order, groups, wanted, meant)
        if not selectors.lstrip().startswith("@"):
            yield from _rules(selectors.split(","), block, order, groups, wanted, meant)


def _group(prelude: str, groups: list[Group]) -> Group:
    """A group of rules within others."""
    if len(groups) >= MAX_GROUPS:
        return False, False, ()
    every, some, parents = groups[-1] if groups else (True, True, ())
    every, some = (own and around for own, around in zip(holds(prelude), (every, some), strict=True))
    return every, some, parents if prelude.startswith("@") else tuple(nested(prelude.split(","), parents))


def nested(selectors: Iterable[str], parents: tuple[str, ...]) -> list[str]:
    """Selectors as they read outside what they are nested in: https://www.w3.org/TR/css-nesting-1/.

    >>> nested(["&.on", "p"], (".a", ".b"))
    ['.a.on', '.b.on', '.a p', '.b p']
    """
    written = [selector.strip() for selector in selectors if selector.count("&") <= MAX_PARENTS]
    if not parents:
        return written
    return [s.replace("&", p) if "&" in s else f"{p} {s}" for s in written for p in parents][:MAX_NESTED]


def _rules(
    selectors: Iterable[str],
    block: str,
    order: int,
    groups: list[Group],
    wanted: Callable[[str], object],
    meant: Callable[[str], object],
) -> Iterator[Rule]:
    """The rules of one block: for these selectors, or for what it is nested in."""
    every, some, parents = groups[-1] if groups else (True, True, ())
    if not some or ":" not in block or not wanted(block):
        return
    written = selectors if not parents else nested(selectors, parents) if selectors else parents
    for selector in map(str.strip, written):
        if ":" in selector and selector != ":root":  # a browser's to judge
            continue
        if selector.count("&") <= MAX_PARENTS and meant(selector):
            yield Rule(selector, tuple(NAME.findall(selector)), block, order, every)


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector: `p.note` or `#end`; an empty tag or identity stands for any.

    `child` says that it stands right in the step before, not just anywhere in it.
    """

    tag: str
    identity: str
    classes: frozenset[str]
    child: bool = False

    @property
    def name(self) -> str:
        """What such elements are looked up by: a class, else the identity, else the tag."""
        return min(
            (f".{called}" for called in self.classes), default=f"#{self.identity}" if self.identity else self.tag
        )

    def fits(self, element: _Element) -> bool:
        """Whether this step of a selector matches an element: `div.a` matches `<div class="b a">`."""
        if (self.tag and element.tag != self.tag) or (self.identity and element.get("id") != self.identity):
            return False
        return not self.classes or self.classes <= _names(element.get("class") or "")


Path = tuple[Compound, ...]


@lru_cache(maxsize=20_000)
def _names(classes: str) -> frozenset[str]:
    return frozenset(classes.split())


@lru_cache(maxsize=20_000)
def dotted(classes: str) -> tuple[str, ...]:
    """The class selectors of a class attribute.

    >>> dotted("lead wide")
    ('.lead', '.wide')
    """
    return tuple(f".{name}" for name in classes.split())


@lru_cache(maxsize=20_000)
def parsed(selector: str) -> Path:
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


def specificity(path: Path) -> tuple[int, int, int]:
    """How many identities, classes and tags a selector asks for: https://www.w3.org/TR/selectors-4/#specificity-rules."""
    return sum(bool(s.identity) for s in path), sum(len(s.classes) for s in path), sum(bool(s.tag) for s in path)


def stands(path: Path, element: _Element) -> bool:
    """True if an element is the last step of a path and the others stand around it.

    Steps right in one another are sought together, each such run as far inside as it is found: no other place leaves more
    room for the steps before, so that none is tried again.
    """
    at: _Element | None = element
    end = len(path)
    while at is not None:
        last = path[end - 1]
        if not last.fits(at):
            outermost = None
        elif last.child:
            end, outermost = _run(path, end, at)
        else:
            end, outermost = end - 1, at
        if not end:
            return True
        if outermost is None and at is element:
            return False
        at = (outermost if outermost is not None else at).getparent()
    return False


def _run(path: Path, end: int, element: _Element) -> tuple[int, _Element | None]:
    """Where the run of steps right in one another that ends in this element begins, and its outermost element.

    `end` and None when another run stands there.
    """
    start = end
    at: _Element | None = element
    while at is not None and path[start - 1].fits(at):
        start -= 1
        if not path[start].child:
            return start, at
        at = at.getparent()
    return end, None
