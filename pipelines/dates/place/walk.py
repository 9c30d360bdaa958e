"""One pass over a page's tree: whatever may hold a date or tell where the story is, in page order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from pipelines.page.markup_events import OPAQUE, TELLS, MarkupEvent

SKIPPED = OPAQUE | {"code"}
NOTED = frozenset({"meta", "title", "time", "h1", "h2", "h3", "link", "abbr"})
DATED = frozenset({"itemprop", "property", "datetime"})
"""Attributes in which elements carry dates."""
TELLING = DATED | {"itemtype"}
NAMED_BY = {"meta": "itemprop", "abbr": "title"}
"""The attribute without which such an element carries no date: `<abbr class="published" title="2025-11-03">`."""
TITLES = frozenset({"h1", "h2", "h3"})
CLOSING = TITLES | {"h4", "h5", "h6", "p"}
STOPS = (".", "!", "?", "…", "。", "！", "？", "।")
DIGITS = re.compile(r"\d|年[一二三四五六七八九十]")
DATEISH = re.compile(
    r"(?:19|20|25|13|14)\d\d|\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d|[-’']\d\d(?!\d)"
    r"|年\s?[\d一二三四五六七八九十]"
    r"|(?<![A-Za-z\d])(?:[RHSＲＨＳ]|令和|平成|昭和)\s?\.?(?:\d\d?|元)\s?([./-])\s?\d\d?\s?\1\s?\d"
    r"|[\u0e00-\u0e7f]\.? \d\d(?!\d)|[०-९০-৯๐-๙٠-٩۰-۹０-９]{2}"
)
SHORT = 40  # longest text that may be a relative time or a day without a year
BEFORE = 60
LAST_PIECES = 4
MAX_TEXTS = 400  # texts of a kind that are kept: a page with more dates is a list
MIN_TITLE = 12
PROSE = 80  # characters of a text that is part of a paragraph
SEPARATOR = re.compile(r"\s[|–—·•:»-]+\s|:\s")  # between a headline and the paper's name in a title
MAX_CALL_CHARS = 160
CALL = re.compile(
    r"\(\s*[\"']([^\"'<>]*\d{4}[^\"'<>]*)[\"']"
)  # a script of one call that writes a date where it stands


@dataclass(slots=True)
class Spot:
    """An element that may hold a date: the text in question, the words before it, and how much text stood before it.

    `prose` are those of the `chars` before it that stand in paragraphs. `behind` is the child of the element that ends right
    before the text, if one does.
    """

    element: _Element
    text: str
    before: str
    chars: int
    prose: int
    behind: _Element | None = None


@dataclass(slots=True)
class Walk:
    """What one pass over a page collects, in page order."""

    texts: list[Spot] = field(default_factory=list)
    shorts: list[Spot] = field(default_factory=list)
    times: list[Spot] = field(default_factory=list)
    headings: list[Spot] = field(default_factory=list)
    metas: list[_Element] = field(default_factory=list)
    properties: list[Spot] = field(default_factory=list)
    canonical: str | None = None
    title: str = ""
    headline: Spot | None = None
    has_items: bool = False  # the page has microdata


def walk(
    tree: _Element,
    events: Iterable[MarkupEvent],
    *,
    headline: _Element | None,
    shorts: bool,
    tells: Callable[[str], object] = DIGITS.search,
) -> Walk:
    """Collect what may be a date in a page with these tags. `shorts`: want short texts; `tells`: whether a text is looked at.

    The place of the `headline` is noted. Elements are compared by identity, so the caller holds every proxy of the tree, as
    `Page` does.
    """
    found = Walk(has_items=tree.get("itemtype") is not None)
    chars = prose = 0
    trail: list[str] = []
    _head(tree, found)
    skipped: _Element | None = None
    for opens, element, tag, attributes, text in events:
        if skipped is not None:
            if opens or element is not skipped:
                continue
            skipped = None
        piece = text
        if opens:
            if tag in SKIPPED:
                skipped = element
                piece = _called(element) if tag == "script" else None
                if piece is None:
                    continue
            dated = opens == TELLS and not TELLING.isdisjoint(attributes)
            if dated or tag in NOTED or element is headline:
                spot = Spot(element, piece or "", _before(trail), chars, prose)
                _note(found, tag, spot, attributes, is_headline=element is headline)
        elif tag in CLOSING or element is headline:
            _close(trail, tag, is_headline=element is headline)
        if not piece or piece.isspace():
            continue
        size = len(piece)
        if tells(piece) and (kept := _kind(found, piece, shorts)) is not None:
            around, behind = (element, None) if opens else (_holder(element), element)
            kept.append(Spot(around, piece, _before(trail), chars, prose, behind))
        chars += size
        prose += size * (size > PROSE)
        trail.append(piece)
    return found


def _called(script: _Element) -> str | None:
    """What a script of one call writes, if it may be a date."""
    text = script.text or ""
    call = CALL.search(text) if len(text) <= MAX_CALL_CHARS else None
    return call[1] if call else None


def _head(tree: _Element, found: Walk) -> None:
    """What the head declares; its own elements hold nothing a reader sees."""
    head = tree.find("head")
    for element in () if head is None else head:
        tag = element.tag
        if tag == "meta" and element.get("itemprop") is None and element.get("itemtype") is None:
            found.metas.append(element)  # as nearly all: nothing else is noted of it
        elif tag in ("meta", "link", "title"):
            text = element.text or "" if tag == "title" else ""
            _note(found, str(tag), Spot(element, text, "", 0, 0), dict(element.items()))


def _kind(found: Walk, piece: str, shorts: bool) -> list[Spot] | None:
    """Where a text belongs: among those that look like a date, or the short ones; None when nowhere."""
    if DATEISH.search(piece):
        return found.texts if len(found.texts) < MAX_TEXTS else None
    return found.shorts if shorts and len(piece) <= SHORT and len(found.shorts) < MAX_TEXTS else None


def _holder(element: _Element) -> _Element:
    """The element around one: the text that follows it stands there."""
    parent = element.getparent()
    return element if parent is None else parent


def _close(trail: list[str], tag: str, *, is_headline: bool) -> None:
    """Forget the words of a heading or a sentence that ends: what comes behind it is no date of theirs.

    A short line that stops in the middle (`Published:`) may be the label of the next.
    """
    words = trail[-1].rstrip() if trail else ""
    if is_headline or tag in TITLES or len(words) > BEFORE or words.endswith(STOPS):
        trail.clear()


def _before(trail: list[str]) -> str:
    """The last words passed."""
    return " ".join(trail[-LAST_PIECES:])[-BEFORE:]


def _note(found: Walk, tag: str, spot: Spot, attributes: Mapping[str, str], *, is_headline: bool = False) -> None:
    if is_headline:
        found.headline = replace(spot, before="")
    if "itemtype" in attributes:
        found.has_items = True
    if tag == "meta":
        found.metas.append(spot.element)
    elif tag == "link":
        if attributes.get("rel") == "canonical":
            found.canonical = attributes.get("href")
    elif tag == "title":
        found.title = found.title or spot.text
    elif tag == "time":
        found.times.append(spot)
    elif tag in TITLES:
        found.headings.append(spot)
    if attributes.get(NAMED_BY[tag]) if tag in NAMED_BY else tag not in NOTED and not DATED.isdisjoint(attributes):
        found.properties.append(spot)
