"""Ways in which a page hides text from its readers, found without a browser: attributes, inline styles, style elements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from pipelines.page.css.declarations import colour, ground, hidden_by_style, letters, properties
from pipelines.page.css.stylesheet import Sheet, sheet, strongest
from pipelines.page.markup_events import MarkupEvent

READER_ONLY = re.compile(
    r"(?:^|\s)(?!not-)(?:[\w-]+[-_])?(?:sr[-_]only|show-for-sr|visually-?hidden|hidden-visually|screen-?readers?|screen-only|"
    r"a11y-hidden|assistive-text|off-?screen|element-invisible)(?:[-_](?:focusable|text|only))*(?:\s|$)",
    re.IGNORECASE,
)
READER_WORDS = ("sr-only", "sr_only", "for-sr", "hidden", "screen", "assistive", "invisible")
"""One of these stands in each of them."""
LETTERS = re.compile(r"(?<![-\w])color\s*:", re.IGNORECASE)
SHOWN_AFTER_ALL = re.compile(r"(?:^|\s|:)not-sr-only(?:\s|$)")
ANIMATED = re.compile(r"(?:^|\s)(?:wow|aos-\w+|animate__\w+)(?:\s|$)")
"""Classes by which well-known scripts find what they let appear as readers come near."""
LABEL = 15
"""Characters of a text that may be more than a button's: those have letters of any colour, on what scripts and sheets paint."""
MAX_TEXTS = 50
APPEARING = ("visibility_hidden", "opacity_0")


def hiding(tree: _Element, events: Sequence[MarkupEvent]) -> Sheet:
    """How a page's own style elements hide, and the background that it declares for itself."""
    found = sheet(tree, events)
    body = events[0][3] if events else {}
    found.own_background = ground(properties(body.get("style", ""))) or ground({"background": body.get("bgcolor", "")})
    return found


def hidden_reason(element: _Element, attributes: Mapping[str, str], page: Sheet) -> str | None:
    """How an element with these attributes is hidden, itself and not by what it stands in; None when it is not."""
    reason = not is_plain(str(element.tag), attributes, page) and _reason(element, attributes, page)
    return reason or (closed_details(element) if page.has_details else None)


def is_plain(tag: str, attributes: Mapping[str, str], page: Sheet) -> bool:
    """True if nothing says of an element that it is hidden, or of what colour, as of most; its tag and class are noted."""
    called = attributes.get("class")
    if not page.telling.isdisjoint(attributes) or (called and is_for_readers_only(called)):
        return False
    if page.hiding.may_hold(tag, attributes) or page.colouring.may_hold(tag, attributes):
        return False
    page.plain.add((tag, called))
    return True


def _reason(element: _Element, attributes: Mapping[str, str], page: Sheet) -> str | None:
    """How attributes and rules hide an element."""
    if "hidden" in attributes:
        return "hidden_attribute"
    called = attributes.get("class")
    style = attributes.get("style")
    if style:
        reason = hidden_by_style(style)
        if reason and not (reason in APPEARING and called and ANIMATED.search(called)):
            return reason
    if called and is_for_readers_only(called):
        return "reader_only"
    if page.hiding.may_hold(str(element.tag), attributes):
        reason = page.reason(element, attributes)
        if reason:
            return "class_" + reason
    coloured = page.colouring.may_hold(str(element.tag), attributes)
    if (coloured or (style and "color" in style) or "color" in attributes) and is_of_one_colour(
        element, attributes, page
    ):
        return "same_colour"
    return None


@lru_cache(maxsize=20_000)
def is_for_readers_only(called: str) -> bool:
    """True if a class attribute says that an element is for those to whom the page is read out."""
    low = called.lower()
    may_be = any(map(low.__contains__, READER_WORDS))
    return may_be and READER_ONLY.search(called) is not None and not SHOWN_AFTER_ALL.search(called)


def is_of_one_colour(element: _Element, attributes: Mapping[str, str], page: Sheet) -> bool:
    """True if letters have the colour of what is behind them, and nothing in the element has another."""
    own = letter_colour(element, attributes, page)
    if own is None or not any(len(text) >= LABEL for text in islice(element.itertext(), MAX_TEXTS)):
        return False
    if own not in page.backgrounds or own != page.ground(element, attributes):
        return False
    inner = ((below, below.attrib) for below in element.iterdescendants(etree.Element))
    return not any(letter_colour(e, a, page) or page.painted(e, a) for e, a in inner)  # type: ignore[arg-type]


def letter_colour(element: _Element, attributes: Mapping[str, str], page: Sheet) -> str | None:
    """The colour that an element itself gives letters: in its style, as `<font>`, or by a rule; None when it gives none."""
    style = attributes.get("style")
    if style and LETTERS.search(style):
        return letters(properties(style))
    if element.tag == "font" and "color" in attributes:
        return colour(attributes["color"])
    if not page.colouring.rules:
        return None
    return letters(strongest(page.colouring.of(element, attributes)))


def closed_details(element: _Element) -> str | None:
    """`closed_details` for what closed details show only once opened: all but their summary."""
    if element.tag == "details":
        bare = (element.text, *(child.tail for child in element))
        is_closed = element.get("open") is None and any(text and not text.isspace() for text in bare)
    else:
        outer = element.getparent()
        is_closed = outer is not None and outer.tag == "details" and outer.get("open") is None
        is_closed = is_closed and element.tag != "summary"
    return "closed_details" if is_closed else None
