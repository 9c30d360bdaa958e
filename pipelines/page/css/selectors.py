"""CSS selectors, as far as they can be judged without a browser: which elements they mean, and how much they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element

COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
PART = re.compile(r"([.#])([\w-]+)")
COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
SCRIPTED = re.compile(
    r"^(?:no-?)?js$|^(?:wf-|is-)?(?:pre)?load(?:ing|ed)?(?:$|-)|^lazy|^wf-|^async-hide$", re.IGNORECASE
)
"""Classes that scripts put on and take off: what stands in the page says nothing of what readers see."""

MAX_STEPS = 4


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
