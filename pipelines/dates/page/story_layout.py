"""The layout of a page as its dates need it: the story's headline, what holds the story, the entries of a list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from lxml.html import HtmlElement

from pipelines.dates.page.context import MASTHEAD, Layout, is_comments
from pipelines.dates.page.walk import MIN_TITLE, SHORT, Spot, Walk
from pipelines.page.places import place

SEPARATOR = re.compile(r"\s[|–—·•:»-]+\s")
ENTRIES = 3
MOST_PARAGRAPHS = 60


def layout(found: Walk, titles: list[str], known: frozenset[str] = frozenset(), url: str = "") -> Layout:
    """Choose the headline: the first heading that says what the page's titles say, else the first text that does, else the h1."""
    wanted = [letters for t in titles if len(letters := _letters(t)) >= MIN_TITLE]
    chosen = next((s for s in found.headings if _says(s, wanted)), None)
    chosen = chosen or found.echo
    if chosen is None:
        papers = _paper_names(titles)
        headings = (s for s in found.headings if s.element.tag == "h1" and not _site_name(s))
        chosen = next((s for s in headings if (text := _letters(_text(s))) and text not in papers), None)
    holders = set() if chosen is None else {chosen.element, *chosen.element.iterancestors()}
    story = frozenset(holders | _story(found))
    return Layout(chosen, story, frozenset(holders), _frame(holders, found), known, _entries(found), url)


def _entries(found: Walk) -> frozenset[str]:
    """The places in which several different short texts with a date stand, on a page that tells no story: a list's entries."""
    if found.paragraphs or len(found.texts) + len(found.times) < ENTRIES:
        return frozenset()
    texts: dict[str, set[str]] = defaultdict(set)
    for spot in (*found.texts, *found.times):
        text = (spot.element.get("datetime") or spot.text).strip()
        if 0 < len(text) <= SHORT:
            texts[place(spot.element)].add(text)
    return frozenset(where for where, different in texts.items() if len(different) >= ENTRIES)


def _frame(trunk: set[HtmlElement], found: Walk) -> frozenset[HtmlElement]:
    """The ancestors of the headline that also hold the page's first and last text: body, and the wrappers within it."""
    ends = [e for e in (found.first, found.last) if e is not None]
    held = [{e, *e.iterancestors()} for e in ends]
    return frozenset(e for e in trunk if all(e in h for h in held)) if held else frozenset()


def _story(found: Walk) -> set[HtmlElement]:
    """Elements that hold at least half of the page's paragraph text: no related box or footer does."""
    weights: Counter[HtmlElement] = Counter()
    total = 0
    for element, size in found.paragraphs[:MOST_PARAGRAPHS]:
        total += size
        for ancestor in element.iterancestors():
            weights[ancestor] += size
    return {e for e, weight in weights.items() if weight * 2 >= total and not is_comments(e)}


def _paper_names(titles: list[str]) -> set[str]:
    """The parts of a page's titles that are not the longest: in `Story | Paper`, the paper's name."""
    parts = [[_letters(part) for part in SEPARATOR.split(title)] for title in titles]
    return {part for split in parts for part in split if part != max(split, key=len)}


def _site_name(spot: Spot) -> bool:
    """Whether a heading says of itself that it is the publication's name."""
    element = spot.element
    return bool(MASTHEAD.search(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))


def _says(spot: Spot, wanted: list[str]) -> bool:
    text = _letters(_text(spot))
    return len(text) >= MIN_TITLE and any(text in title or title in text for title in wanted)


def _text(spot: Spot) -> str:
    return " ".join(spot.element.itertext())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
