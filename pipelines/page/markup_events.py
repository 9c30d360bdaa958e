"""Start and end tags of a page's body in reading order, each with the text that follows it: the tree is passed only once.

`<p id="a">One <b>two</b> three</p>` is `(TELLS, p, "p", {"id": "a"}, "One ")`, `(START, b, "b", {}, "two")`,
`(END, b, "b", {}, " three")`, `(END, p, "p", {}, None)`. The outline, the style sheets and the dates of a page read these.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element

OPAQUE = frozenset(("script", "style", "template", "svg", "select", "textarea", "noscript", "iframe", "option"))
"""Elements that are passed as if they were empty: neither the outline nor the dates of a page look into them."""
EMPTY = frozenset(("img", "source", "br", "input"))
"""Elements without text. Neither of them asks for the many attributes of these and of the OPAQUE."""
SHADOW = frozenset(("shadowrootmode", "shadowroot"))
"""Attributes of a template that browsers show at once: https://html.spec.whatwg.org/multipage/scripting.html#the-template-element."""
NO_ATTRIBUTES: Mapping[str, str] = {}

TELLING = frozenset(("itemprop", "property", "datetime", "itemtype", "rel", "hidden", "style", "color", "id"))
"""Attributes that tell of dates, of authors or of what readers see: an element without any of them need not be asked."""
END, START, TELLS = 0, 1, 2
"""An end tag, a start tag, and a start tag with some of the attributes TELLING."""

MarkupEvent = tuple[int, _Element, str, Mapping[str, str], str | None]
"""END, START or TELLS; the element, its tag, its attributes, the text up to the next tag."""


def markup_events(tree: _Element) -> list[MarkupEvent]:
    """The tags of a page's body, or of the page where it has none; the first and the last are the body's own."""
    body = tree.find("body")
    found: list[MarkupEvent] = []
    note = found.append
    passed = etree.iterwalk(tree if body is None else body, events=("start", "end"))
    for event, element in passed:
        tag: str = element.tag  # type: ignore[assignment]
        if tag == "template" and not SHADOW.isdisjoint(element.attrib):
            tag = "div"
        if event == "end":
            note((END, element, tag, NO_ATTRIBUTES, element.tail))
            continue
        if tag in OPAQUE:
            passed.skip_subtree()
            note((START, element, tag, NO_ATTRIBUTES, None))
            continue
        items = None if tag in EMPTY else element.items()
        attributes = dict(items) if items else NO_ATTRIBUTES
        start = START if TELLING.isdisjoint(attributes) else TELLS
        note((start, element, tag, attributes, element.text))
    return found
