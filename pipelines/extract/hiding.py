"""Ways in which a page hides text from its readers, found without a browser: attributes, inline styles, style classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import _Element

STYLES = (
    ("display_none", re.compile(r"display\s*:\s*none", re.IGNORECASE)),
    ("visibility_hidden", re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)),
    ("font_size_0", re.compile(
        r"font-size\s*:\s*(?:0(?:\.0+)?(?:px|pt|em|rem|%)?|0?\.\d+px|1px)\s*(?:[;!}\"']|$)", re.IGNORECASE)),
    ("opacity_0", re.compile(r"(?<![-\w])opacity\s*:\s*0*(?:\.0\d*)?\s*(?:[;!}\"']|$)", re.IGNORECASE)),
    ("off_screen", re.compile(
        r"(?:left|right|text-indent|margin-left)\s*:\s*-\d{3,}|top\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*[01]|"
        r"translate[xy]?\(\s*-\d{3,}", re.IGNORECASE)),
    ("no_size", re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*;.*overflow\s*:\s*hidden", re.IGNORECASE)),
)  # fmt: skip
COLOUR = re.compile(r"(?<![-\w])(background(?:-color)?|color)\s*:\s*([^;]+)", re.IGNORECASE)
READER_ONLY = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|u-hidden-visually|a11y-hidden|offscreen)(?:\s|$)",
    re.IGNORECASE,
)
NAMED_COLOURS = {"white": "fff", "black": "000", "transparent": "transparent"}
BRACE = re.compile(r"[{}]")
SIMPLE = re.compile(r"^([.#])([\w-]+)$")
MAX_CSS_CHARS = 200_000


HINT = re.compile(r"none|hidden|collapse|opacity\s*:\s*0|font-size\s*:\s*[01.]|-\d{3}|rect\(", re.IGNORECASE)


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
    if "color" in style and "background" in style:
        colours = {name.lower().replace("-color", ""): _colour(value) for name, value in COLOUR.findall(style)}
        if colours.get("color") is not None and colours.get("color") == colours.get("background"):
            return "same_colour"
    return None


def _colour(value: str) -> str | None:
    value = value.strip().lower().replace("!important", "").strip()
    value = NAMED_COLOURS.get(value, value.lstrip("#"))
    if re.fullmatch(r"[0-9a-f]{3}", value):
        value = "".join(c * 2 for c in value)
    return value or None


def hiding_classes(tree: _Element) -> dict[str, str]:
    """`.class` and `#id` that the page's own style elements hide outside of media queries, with how."""
    found: dict[str, str] = {}
    for style in tree.iter("style"):
        css = style.text or ""
        if not css or len(css) > MAX_CSS_CHARS or style.get("media") not in (None, "", "all", "screen"):
            continue
        for selectors, block in rules(css):
            reason = hidden_by_style(block)
            if reason:
                for selector in selectors.split(","):
                    simple = SIMPLE.match(selector.strip())
                    if simple:
                        found[simple[1] + simple[2]] = reason
    return found


def rules(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of the rules outside of media queries and the like, in one pass."""
    depth = start = opened = 0
    for brace in BRACE.finditer(css):
        if brace[0] == "{":
            if not depth:
                opened = brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                selectors = css[start:opened].strip()
                if not selectors.startswith("@"):
                    yield selectors, css[opened + 1 : brace.start()]
                start = brace.end()
        else:
            start = brace.end()


def hidden_reason(element: _Element, classes: dict[str, str]) -> str | None:
    """How an element is hidden, itself and not by what it stands in; None when it is not."""
    get = element.get
    if get("hidden") is not None:
        return "hidden_attribute"
    style = get("style")
    reason = hidden_by_style(style) if style else None
    if reason:
        return reason
    called = get("class")
    if called and READER_ONLY.search(called):
        return "reader_only"
    if classes:
        for name in (called or "").split():
            if "." + name in classes:
                return "class_" + classes["." + name]
        identity = get("id")
        if identity and "#" + identity in classes:
            return "class_" + classes["#" + identity]
    if element.tag == "details" and get("open") is None:
        return "closed_details"
    return None
