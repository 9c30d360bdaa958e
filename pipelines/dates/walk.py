"""One pass over a page's tree: whatever may hold a date or tell where the story is, in page order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

SKIPPED = frozenset(
    {"script", "style", "template", "svg", "select", "textarea", "noscript", "iframe", "option", "code"}
)
NOTED = frozenset({"meta", "title", "time", "h1", "h2", "h3", "link"})
DATEISH = re.compile(
    r"(?:19|20|25|13|14)\d\d|\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d|[-’']\d\d(?!\d)|[०-९০-৯๐-๙٠-٩۰-۹０-９]{2}"
)
SHORT = 40  # longest text that may be a relative time or a day without a year
PARAGRAPH = 110  # characters that make a text part of a story
BEFORE = 60
LONGEST_CALL = 160
CALL = re.compile(r"\(\s*[\"']([^\"'<>]*\d{4}[^\"'<>]*)[\"']")  # a script of one call that writes a date where it stands


@dataclass(slots=True)
class Spot:
    """An element that may hold a date: the text in question, the words before it, and how much text stood before it."""

    element: HtmlElement
    text: str
    before: str
    order: int
    chars: int


@dataclass(slots=True)
class Walk:
    """What one pass over a page collects, in page order."""

    texts: list[Spot] = field(default_factory=list)
    shorts: list[Spot] = field(default_factory=list)
    times: list[Spot] = field(default_factory=list)
    headings: list[Spot] = field(default_factory=list)
    metas: list[HtmlElement] = field(default_factory=list)
    properties: list[Spot] = field(default_factory=list)
    paragraphs: list[tuple[HtmlElement, int]] = field(default_factory=list)
    first: HtmlElement | None = None  # the element of the first and of the last visible text
    last: HtmlElement | None = None
    canonical: str | None = None
    title: str = ""


def walk(tree: HtmlElement, *, attributes: bool, shorts: bool) -> Walk:
    """Collect what may be a date. `attributes`: the page has itemprop or datetime attributes; `shorts`: want short texts."""
    found = Walk()
    chars, before, order = 0, "", 0
    alive = []  # lxml makes a new proxy for each visit of an element unless one is held
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        if event == "start":
            tag = element.tag
            order += 1
            alive.append(element)
            if tag in SKIPPED:
                steps.skip_subtree()
                if tag == "script" and (call := element.text) and len(call) < LONGEST_CALL and CALL.search(call):
                    found.texts.append(Spot(element, CALL.findall(call)[0], before, order, chars))
                continue
            piece = element.text
            if tag in NOTED:
                _note(found, tag, Spot(element, piece or "", before, order, chars))
                if tag == "title":
                    continue
            elif attributes and (element.get("datetime") or element.get("itemprop")):
                found.properties.append(Spot(element, piece or "", before, order, chars))
        else:
            piece = element.tail
        if not piece or piece.isspace():
            continue
        if DATEISH.search(piece):
            holder = element if event == "start" else element.getparent()
            found.texts.append(Spot(holder, piece, before, order, chars))
        elif shorts and len(piece) <= SHORT:
            holder = element if event == "start" else element.getparent()
            found.shorts.append(Spot(holder, piece, before, order, chars))
        if found.first is None:
            found.first = element
        found.last = element
        size = len(piece)
        if size > PARAGRAPH and event == "start":
            found.paragraphs.append((element, size))
        chars += size
        before = (f"{before} {piece}" if size < BEFORE else piece)[-BEFORE:]
    return found


def _note(found: Walk, tag: str, spot: Spot) -> None:
    if tag == "meta":
        found.metas.append(spot.element)
        if spot.element.get("itemprop"):
            found.properties.append(spot)
    elif tag == "link":
        if spot.element.get("rel") == "canonical":
            found.canonical = spot.element.get("href")
    elif tag == "title":
        found.title = found.title or spot.text
    elif tag == "time":
        found.times.append(spot)
    else:
        found.headings.append(spot)
