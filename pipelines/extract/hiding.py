"""Ways in which a page hides text from its readers, found without a browser: attributes, inline styles, style elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lxml.etree import _Element

from pipelines.extract.stylesheet import Declared, Sheet, declarations, sheet

ZERO = r"0*(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:[;!}\"']|$)"
STYLES = (
    ("display_none", re.compile(r"(?<![-\w])display\s*:\s*none", re.IGNORECASE)),
    ("visibility_hidden", re.compile(r"(?<![-\w])visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)),
    ("font_size_0", re.compile(
        r"font-size\s*:\s*(?:0(?:\.0+)?(?:px|pt|em|rem|%)?|0?\.\d+px|1px)\s*(?:[;!}\"']|$)", re.IGNORECASE)),
    ("opacity_0", re.compile(r"(?<![-\w])opacity\s*:\s*0*(?:\.0\d*)?\s*(?:[;!}\"']|$)", re.IGNORECASE)),
    ("off_screen", re.compile(
        r"(?:left|right|text-indent|margin-left)\s*:\s*-\d{3,}|top\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*[01]|"
        r"translate[xy]?\(\s*-\d{3,}|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%\s*\)|circle\(\s*0|polygon\(\s*0\s+0\s*\))",
        re.IGNORECASE)),
    ("no_size", re.compile(
        rf"\A(?=.*(?:^|[;\s{{])(?:max-)?(?:height|width)\s*:\s*{ZERO})(?=.*(?:^|[;\s{{])overflow\s*:\s*(?:hidden|clip))",
        re.IGNORECASE | re.DOTALL)),
)  # fmt: skip
HINT = re.compile(
    r"none|hidden|collapse|opacity\s*:\s*[0.]|font-size\s*:\s*[01.]|-\d{3}|rect\(|clip|transparent", re.IGNORECASE
)
CLEAR = re.compile(
    r"(?<![-\w])color\s*:\s*(?:transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\)|#[0-9a-f]{6}00\b)", re.IGNORECASE
)
DRAWN = re.compile(r"background-clip\s*:\s*text|text-shadow|text-stroke|background-image|background\s*:[^;]*url\(")
"""What shows letters, or a picture in their place, although their colour is clear."""

COLOUR = re.compile(r"(?<![-\w])(background(?:-color)?|color)\s*:\s*([^;]+)", re.IGNORECASE)
RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)")
HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b")
NAMED_COLOURS = {"white": "ffffff", "black": "000000"}
READER_ONLY = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|u-hidden-visually|a11y-hidden|offscreen)(?:\s|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def hidden_by_style(style: str) -> str | None:
    """How a declaration block hides, as a short word; None when it does not.

    >>> hidden_by_style("color:#fff; background:#ffffff"), hidden_by_style("font-size:0"), hidden_by_style("opacity:0.9")
    ('same_colour', 'font_size_0', None)
    """
    if HINT.search(style):
        for reason, pattern in STYLES:
            if pattern.search(style):
                return reason
        if CLEAR.search(style) and not DRAWN.search(style):
            return "same_colour"
    if "color" in style and "background" in style:
        own = text_colour(style)
        if own is not None and own == background(style):
            return "same_colour"
    return None


@lru_cache(maxsize=20_000)
def text_colour(style: str) -> str | None:
    """The colour that a declaration block gives letters, as six digits; None when it gives none that we can read.

    >>> text_colour("color: rgb(255, 255, 255)"), text_colour("color:#fff"), text_colour("background:red; border-color:#fff")
    ('ffffff', 'ffffff', None)
    """
    return _last_colour(style, ("color",))


@lru_cache(maxsize=20_000)
def background(style: str) -> str | None:
    """The same of the background."""
    return _last_colour(style, ("background", "background-color"))


def _last_colour(style: str, names: tuple[str, ...]) -> str | None:
    found = [_colour(value) for name, value in COLOUR.findall(style) if name.lower() in names]
    return found[-1] if found else None


def _colour(value: str) -> str | None:
    value = value.strip().lower().replace("!important", "").strip()
    if "url(" in value or "gradient" in value:
        return None
    digits, written = HEX.search(value), RGB.search(value)
    if digits:
        short = digits[0][1:]
        return short if len(short) == 6 else "".join(c * 2 for c in short)
    if written:
        solid = written[4] is None or float(written[4].rstrip("%") or 0) > 0
        return "".join(f"{min(int(part), 255):02x}" for part in written.groups()[:3]) if solid else None
    return next((NAMED_COLOURS[word] for word in value.split() if word in NAMED_COLOURS), None)


@lru_cache(maxsize=64)
def declared(css: str) -> Declared:
    """What a style element says of hiding; the pages of a site have the same ones."""
    return declarations(css, hidden_by_style, background)


def hiding(tree: _Element) -> Sheet:
    """How a page's own style elements hide, and the background that it declares for itself."""
    found = sheet(tree, declared)
    for element in tree.iter("body"):
        own = background(element.get("style") or "") or _colour(element.get("bgcolor") or "")
        found.background = own or found.background
    return found


def hidden_reason(element: _Element, attributes: Mapping[str, str], page: Sheet) -> str | None:
    """How an element with these attributes is hidden, itself and not by what it stands in; None when it is not."""
    if attributes:
        if "hidden" in attributes:
            return "hidden_attribute"
        style = attributes.get("style")
        if style:
            reason = hidden_by_style(style)
            if reason or ("color" in style and page.background and like_the_page(element, style, page.background)):
                return reason or "same_colour"
        called = attributes.get("class")
        if called and is_for_readers_only(called):
            return "reader_only"
    if page.steps or (attributes and page.plain):
        reason = page.reason(element, attributes)
        if reason:
            return "class_" + reason
    return "closed_details" if page.has_details and is_closed(element) else None


@lru_cache(maxsize=20_000)
def is_for_readers_only(called: str) -> bool:
    """Whether a class attribute says that an element is for those to whom the page is read out."""
    return READER_ONLY.search(called) is not None


def like_the_page(element: _Element, style: str, page: str) -> bool:
    """Whether letters have the page's own colour and neither they nor anything around them declares another background."""
    if text_colour(style) != page or "background" in style:
        return False
    boxes = (box for box in element.iterancestors() if box.tag != "body")
    return not any("background" in (box.get("style") or "") or box.get("bgcolor") for box in boxes)


def is_closed(element: _Element) -> bool:
    """Whether an element is what closed details show only once opened: all but their summary."""
    if element.tag == "details":
        bare = (element.text, *(child.tail for child in element))
        return element.get("open") is None and any(text and not text.isspace() for text in bare)
    outer = element.getparent()
    return outer is not None and outer.tag == "details" and outer.get("open") is None and element.tag != "summary"
