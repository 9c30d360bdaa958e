"""The place of an element as text that is the same on every page of a template: `p.byline < div.meta < main`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from lxml.etree import _Element

from pipelines.page.outline import INLINE
from pipelines.page.roles import is_neutral

STEPS = 3


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
