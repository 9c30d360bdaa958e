"""What a block of CSS declarations does to the letters it holds for: hides them in one of the WAYS, or shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|vw|vh|cm|in|%)?(?![\w.%])")
PIXELS = {
    "em": 16.0,
    "rem": 16.0,
    "vw": 12.0,
    "vh": 9.0,
    "%": 10.0,
    "cm": 38.0,
    "in": 96.0,
    "ex": 8.0,
    "ch": 8.0,
    "pt": 1.3,
}
"""How many one of each unit is on a usual screen."""
ARGUMENTS = re.compile(r"([\w-]+)\(([^()]*)\)")

OFFSCREEN_PIXELS = -100.0
"""Pixels beyond the edge that nothing but hiding moves text which is positioned absolutely."""
FAR_OFFSCREEN_PIXELS = -1000.0
"""Pixels of a negative margin or shift that no layout needs."""
FAR_UP = -900.0
FAR_RIGHT = 5000.0
TINY = 1.0
"""Pixels of a letter or a box in which nobody reads."""
FAINT = 0.1

HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b")
RGB = re.compile(r"(?:rgb|hsl)a?\(\s*(\d{1,3})[\s,]+(\d{1,3})%?[\s,]+(\d{1,3})%?\s*(?:[,/]\s*(\d*\.?\d+)%?\s*)?\)")
NAMED_COLOURS = {
    "white": "ffffff", "black": "000000", "red": "ff0000", "blue": "0000ff", "green": "008000", "yellow": "ffff00",
    "gray": "808080", "grey": "808080", "silver": "c0c0c0", "navy": "000080", "snow": "fffafa", "ivory": "fffff0",
}  # fmt: skip
CLEAR = "clear"
"""The colour of letters that are not drawn."""
UNKNOWN = "unknown"
"""A background that is a picture, or a colour that we cannot read."""
NO_BACKGROUND = frozenset(("none", "transparent", "inherit", "initial", "unset", "0", "0 0", "0 none", ""))


TELLING = (
    "none",
    "hidden",
    "collapse",
    "opacity",
    "font-size",
    "rect(",
    "clip",
    "transparent",
    "background",
    "overflow",
)
"""Words of which any declaration that hides, or that gives a page its colour, has one, or else numbers like these."""
FAR_AWAY = re.compile(r"-\d{3}")
FAR_OUT = re.compile(r"\d{4}px")
SEEN_THROUGH = re.compile(r"#\w{3}0\b")
NOTHING_LEFT = re.compile(r",\s*0?(?:\.0+)?\)|scale\w*\(\s*0")


def tells(block: str) -> bool:
    """True if a declaration block may say something of hiding. Each pattern is looked for where a part of it stands."""
    low = block.lower()
    for word in TELLING:
        if word in low:
            return True
    return (
        FAR_AWAY.search(low) is not None
        or "font:" in low
        or ("#" in low and SEEN_THROUGH.search(low) is not None)
        or (")" in low and NOTHING_LEFT.search(low) is not None)
        or (("left:" in low or "top:" in low) and FAR_OUT.search(low) is not None)
    )


@lru_cache(maxsize=2_000)
def properties(block: str) -> Mapping[str, str]:
    """Properties and values of a declaration block in small letters, of each the last; `!important` and comments left out.

    >>> dict(properties("COLOR: Red; display:/* none */block !important"))
    {'color': 'red', 'display': 'block'}
    """
    found: dict[str, str] = {}
    low = block.lower()
    for declaration in (COMMENT.sub(" ", low) if "/*" in low else low).split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            name = name.strip()
            found.pop(name, None)
            found[name] = value.partition("!")[0].strip()
    return MappingProxyType(found)


@lru_cache(maxsize=2_000)
def ways(block: str) -> Mapping[str, str | None]:
    """For each way of hiding that a declaration block has a say in, how it hides, or None when it shows.

    >>> dict(ways("display:none; opacity:0.9"))
    {'display': 'display_none', 'opacity': None}
    """
    said = properties(block)
    return {way: judge(said) for way, (names, judge) in WAYS.items() if not names.isdisjoint(said)}


@lru_cache(maxsize=20_000)
def hidden_by_style(style: str) -> str | None:
    """How a declaration block hides, as a short word; None when it does not.

    >>> hidden_by_style("color:#fff; background:#ffffff"), hidden_by_style("font-size:0"), hidden_by_style("opacity:0.9")
    ('same_colour', 'font_size_0', None)
    """
    return next((reason for reason in ways(style).values() if reason), None) if tells(style) else None


def _display(said: Mapping[str, str]) -> str | None:
    return "display_none" if said["display"].startswith("none") else None


def _visibility(said: Mapping[str, str]) -> str | None:
    return "visibility_hidden" if said["visibility"] in ("hidden", "collapse") else None


def _font_size(said: Mapping[str, str]) -> str | None:
    size = said.get("font-size")
    if size is None:  # the first length of the shorthand; a weight is no length
        size = next(
            (word for word in said["font"].split() if word == "0" or (LENGTH.match(word) and not word.isdigit())), ""
        )
    found = LENGTH.match(size)
    if not found:
        return None
    return "font_size_0" if float(found[1]) <= (TINY if found[2] == "px" else 0) else None


def _opacity(said: Mapping[str, str]) -> str | None:
    found = LENGTH.match(said["opacity"])
    if not found or any(name.startswith("animation") for name in said):  # which begins with what it shows
        return None
    share = float(found[1]) / (100 if found[2] == "%" else 1)
    return "opacity_0" if share < FAINT else None


def _place(said: Mapping[str, str]) -> str | None:
    lifted = said.get("position", "absolute") in ("absolute", "fixed")
    far = any(
        _pixels(said.get(side)) <= (OFFSCREEN_PIXELS if lifted else FAR_OFFSCREEN_PIXELS) for side in ("left", "right")
    )
    far |= _pixels(said.get("text-indent")) <= OFFSCREEN_PIXELS
    far |= any(_pixels(said.get(side)) <= FAR_UP for side in ("top", "bottom"))
    far |= "position" in said and lifted and any(_pixels(said.get(side)) >= FAR_RIGHT for side in ("left", "top"))
    drawn_in = "position" in said and lifted and _pixels(said.get("left")) <= 0
    far |= any(_pixels(margin) <= (OFFSCREEN_PIXELS if drawn_in else FAR_OFFSCREEN_PIXELS) for margin in _margins(said))
    return "off_screen" if far or _moved_away(said.get("transform", "")) or _is_clipped(said) else None


def _margins(said: Mapping[str, str]) -> tuple[str | None, ...]:
    """The margins that move a box out at the top and on the left."""
    four = said.get("margin", "").split()
    short = (four[0], four[3] if len(four) == 4 else four[min(1, len(four) - 1)]) if four else ()
    return said.get("margin-left"), said.get("margin-top"), *short


def _moved_away(transform: str) -> bool:
    for name, arguments in ARGUMENTS.findall(transform):
        numbers = [float(number) for number, _ in LENGTH.findall(arguments)]
        if numbers and name.startswith("translate") and (numbers[0] <= OFFSCREEN_PIXELS or min(numbers) <= FAR_UP):
            return True
        if numbers and name.startswith("scale") and 0 in numbers:
            return True
    return False


def _is_clipped(said: Mapping[str, str]) -> bool:
    """True if next to nothing is left of a box: https://developer.mozilla.org/docs/Web/CSS/clip."""
    clip = [float(number) for number, _ in LENGTH.findall(said.get("clip", "")) if "auto" not in said["clip"]]
    if len(clip) == 4 and (clip[1] - clip[3] <= TINY or clip[2] - clip[0] <= TINY):
        return True
    name, _, arguments = said.get("clip-path", "").partition("(")
    points = {" ".join(point.split()) for point in arguments.rstrip(") ").split(",")}
    return (
        (name == "inset" and re.match(r"\s*(?:[5-9]\d|100)%\s*\)", arguments) is not None)
        or (name == "circle" and re.match(r"\s*0(?![\d.])", arguments) is not None)
        or (name == "polygon" and len(points) == 1)
    )


def _size(said: Mapping[str, str]) -> str | None:
    if not any(said.get(name, "").startswith(("hidden", "clip")) for name in ("overflow", "overflow-x", "overflow-y")):
        return None
    grows = any(
        name.startswith("flex") or (name.startswith("padding") and re.search("[1-9]", said[name])) for name in said
    )
    for side in ("height", "width"):
        most = min(abs(_pixels(said.get(name), 99)) for name in (side, f"max-{side}"))
        if most <= TINY and not grows and f"min-{side}" not in said:
            return "no_size"
    return None


def _letters(said: Mapping[str, str]) -> str | None:
    own = colour(said.get("color", ""))
    if own == CLEAR:
        return None if _is_drawn(said) else "same_colour"
    return "same_colour" if own is not None and own == ground(said) else None


def _is_drawn(said: Mapping[str, str]) -> bool:
    """True if letters, or a picture in their place, show although their colour is clear."""
    if any(name.endswith(("text-shadow", "text-stroke", "text-fill-color", "text-stroke-width")) for name in said):
        return True
    return (
        "background-image" in said
        or "url(" in said.get("background", "")
        or "text" in said.get("background-clip", "") + said.get("-webkit-background-clip", "")
    )


WAYS = {
    "display": (frozenset(("display",)), _display),
    "visibility": (frozenset(("visibility",)), _visibility),
    "font-size": (frozenset(("font-size", "font")), _font_size),
    "opacity": (frozenset(("opacity",)), _opacity),
    "place": (frozenset((
        "left", "right", "top", "bottom", "text-indent", "margin", "margin-left", "margin-top", "transform", "clip", "clip-path",
    )), _place),
    "size": (frozenset(("height", "max-height", "width", "max-width", "overflow", "overflow-x", "overflow-y")), _size),
    "letters": (frozenset(("color",)), _letters),
}  # fmt: skip
"""Ways to hide: the properties that have a say in each, and what judges them."""


def _pixels(value: str | None, unread: float = 0.0) -> float:
    """A length in pixels, about; `unread` for what is none."""
    found = LENGTH.match(value) if value else None
    return float(found[1]) * PIXELS.get(found[2], 1.0) if found else unread


def letters(said: Mapping[str, str]) -> str | None:
    """The colour that properties give letters, as six digits; None when they give none that we can read."""
    return colour(said.get("color", ""))


def ground(said: Mapping[str, str]) -> str | None:
    """The same of the background; UNKNOWN for a picture, None when the properties give none.

    >>> ground(properties("background: #fff")), ground(properties("background-image:url(a.jpg)")), ground({"background": "none"})
    ('ffffff', 'unknown', None)
    """
    image = said.get("background-image", "none")
    if image not in NO_BACKGROUND:
        return UNKNOWN
    value = next((said[name] for name in reversed(list(said)) if name in ("background", "background-color")), "")
    if value in NO_BACKGROUND:
        return None
    if "url(" in value or "gradient" in value:
        return UNKNOWN
    own = colour(value)
    return None if own == CLEAR else own or UNKNOWN


@lru_cache(maxsize=20_000)
def colour(value: str) -> str | None:
    """A colour as six digits, CLEAR where nothing of it is seen; None for what we cannot read, or what is seen through.

    >>> colour("#FFF"), colour("rgb(255, 255, 255)"), colour("rgba(0,0,0,0)"), colour("#0000"), colour("var(--x)")
    ('ffffff', 'ffffff', 'clear', 'clear', None)
    """
    value = value.strip().lower()
    digits, written = HEX.search(value), RGB.search(value)
    if digits:
        long = digits[1] if len(digits[1]) > 4 else "".join(c * 2 for c in digits[1])
        return {"": long[:6], "ff": long[:6], "00": CLEAR}.get(long[6:])
    if written:
        solid = float(written[4]) if written[4] else 1
        if solid < 1:
            return None if solid else CLEAR
        return (
            "".join(f"{min(int(part), 255):02x}" for part in written.groups()[:3])
            if written[0].startswith("rgb")
            else None
        )
    words = value.split()
    return (
        CLEAR
        if words == ["transparent"]
        else next((NAMED_COLOURS[word] for word in words if word in NAMED_COLOURS), None)
    )
