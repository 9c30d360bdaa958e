"""The box of another story: a small part of a page with a headline or a long link of its own beside a date."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
DEPTH = 3  # elements from a date's own outwards that may be its box
LINKS = 12  # of an element that are looked at
LARGEST = 700  # characters of a box
HEADLINE = 12  # letters of a link in a heading that may be a headline
TITLE, TITLE_WORDS = 20, 4  # letters and words of any other such link
PERSON = re.compile(
    r"author|autor|auteur|profile?|people|staff|redakt|/tags?/|/topics?/|thema|categor|kategor|rubri|mailto:|javascript:"
)
NO_STORY = ("author", "home", "tag", "category tag", "bookmark")
STEPS = frozenset(("prev", "next"))


def in_box(element: HtmlElement, story: Container[HtmlElement], url: str) -> bool:
    """Whether an element stands in another story's box, on the page at `url` whose headline and text `story` holds."""
    around: HtmlElement | None = element
    for _ in range(DEPTH):
        if around is None or around in story or around.tag == "body":
            return False
        if around.tag == "a":
            return _steps(around)
        if any(_names_a_story(link, around, url) for link in islice(around.iter("a"), LINKS)):
            return not _too_large(around) and next(around.iter("h1"), None) is None
        around = around.getparent()
    return False


def _steps(link: HtmlElement) -> bool:
    """Whether a link leads to the story before or after; a date may well be a link to its own page or to the day's."""
    return not STEPS.isdisjoint((link.get("rel") or "").lower().split())


def _too_large(element: HtmlElement) -> bool:
    size = 0
    for piece in element.itertext():
        size += len(piece)
        if size > LARGEST:
            return True
    return False


def _names_a_story(link: HtmlElement, box: HtmlElement, url: str) -> bool:
    """Whether a link's text is a headline, and the link leads to another page of the site."""
    address = link.get("href") or ""
    text = " ".join(" ".join(link.itertext()).split())
    if len(text) < HEADLINE or not _leads_away(address, url) or PERSON.search(address) or link.get("rel") in NO_STORY:
        return False
    return (len(text) >= TITLE and len(text.split()) >= TITLE_WORDS) or _in_heading(link, box)


def _in_heading(link: HtmlElement, box: HtmlElement) -> bool:
    around: HtmlElement | None = link
    while around is not None and around is not box:
        if around.tag in HEADINGS:
            return True
        around = around.getparent()
    return any(child.tag in HEADINGS for child in link)


def _leads_away(address: str, url: str) -> bool:
    try:
        parts, own = urlsplit(address.strip()), urlsplit(url)
    except ValueError:
        return False
    if parts.netloc and parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return False
    return bool(parts.path.strip("/")) and parts.path.rstrip("/") != own.path.rstrip("/")
