"""The one pass over a page's body: its elements as they open and close, and the text behind each border, in reading order.

`<p id="a">One <b>two</b> three</p>` is `(True, p, "p", {"id": "a"}, "One "), (True, b, "b", {}, "two"),
(False, b, "b", {}, " three"), (False, p, "p", {}, None)`. Whoever reads a page from its beginning to its end reads these
steps, so that the tree is asked only once.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element

CODE = frozenset(("script", "style", "template", "svg", "select", "textarea", "noscript", "iframe", "option"))
"""Elements that are passed as if there were nothing in them: no reader of a page's text looks there."""
EMPTY = frozenset(("img", "source", "br", "input"))
"""Elements that hold no text, and whose many attributes nobody asks for in passing."""
NO_ATTRIBUTES: Mapping[str, str] = {}

Step = tuple[bool, _Element, str, Mapping[str, str], str | None]
"""True where an element opens, False where it closes; the element, its tag, its attributes, the text up to the next border."""


def steps(tree: _Element) -> list[Step]:
    """The steps of a page's body, or of the page where it has none; the first and the last are its own."""
    body = tree.find("body")
    found: list[Step] = []
    step = found.append
    passed = etree.iterwalk(tree if body is None else body, events=("start", "end"))
    for event, element in passed:
        tag: str = element.tag  # type: ignore[assignment]
        if event == "end":
            step((False, element, tag, NO_ATTRIBUTES, element.tail))
            continue
        items = None if tag in EMPTY else element.items()
        attributes = dict(items) if items else NO_ATTRIBUTES
        if tag in CODE:
            passed.skip_subtree()
            step((True, element, tag, attributes, None))
        else:
            step((True, element, tag, attributes, element.text))
    return found
