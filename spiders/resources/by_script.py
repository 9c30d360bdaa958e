"""The links that only scripts show: in the state that the page carries, in a JSON-LD list, in attributes of cards.

Asked only where the markup itself links to hardly any headline: a page that shows its list needs no second reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from pipelines.base.errors import PageDropped
from pipelines.base.urls.kinds import is_front
from pipelines.lake.values import PageKind
from pipelines.page.offers import ADDRESS
from pipelines.page.page import Page
from pipelines.page.state import states
from spiders.links.edges import Edge
from spiders.links.links import PageLinks
from spiders.links.scanner import HEADLINE_CHARACTERS, MAX_ANCHOR_TEXT
from spiders.resources.json_lists import edges_of_story, edges_of_values
from spiders.url_rules.article_urls import looks_like_article

FEW_HEADLINES = 3
"""A page with as many linked headlines shows its list itself."""
LISTED = ("section", "related", "in_body")
ADDRESSES = ("data-href", "data-url", "data-link", "data-permalink")
ON_CLICK = re.compile(
    r"\blocation(?:\.href)?\s*=\s*(['\"])(?P<set>[^'\"]+)\1"
    r"|\b(?:location\.(?:assign|replace)|window\.open)\(\s*(['\"])(?P<called>[^'\"]+)\3"
)
MAX_CARDS = 1_000
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_bare(url: str, page: PageLinks) -> bool:
    """True if a front page, or a page that is no story, links to hardly any headline."""
    return shows_no_list(page) and (is_front(url) or not page.article_like)


def shows_no_list(page: PageLinks) -> bool:
    """True if a page links to hardly any headline."""
    shown = {link.url for link in page.links if link.kind in LISTED and len(link.anchor or "") >= HEADLINE_CHARACTERS}
    return len(shown) < FEW_HEADLINES


def links_by_script(url: str, body: bytes, content_type: str | None, page: PageLinks) -> list[Edge]:
    """The links that only a page's data and cards name. Empty for a page that shows them, or its story's text.

    Of a list its stories (`section`) in their order, and where it goes on (`pagination`); of a story the links in its text
    (`in_body`) and the stories offered with it (`related`). Never raises.
    """
    if not url or not shows_no_list(page) or (page.reads_like_story and not is_front(url)):
        return []
    try:
        tree = Page(url, body, content_type).tree
    except PageDropped:
        return []
    if not is_front(url) and (page.article_like or looks_like_article(url).kind == PageKind.ARTICLE):
        return edges_of_story(url, list(states(tree)))
    return edges_of_values(url, [*_listed_items(tree), *states(tree), *_cards(tree)])


def _listed_items(tree: HtmlElement) -> Iterator[Any]:
    """The JSON-LD of a page."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                yield json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue


def _cards(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """Boxes that lead to a story by an attribute and have no link of their own."""
    found = 0
    for element in tree.iter():
        address = _leads_to(element) if isinstance(element.tag, str) else None
        if address is None or next(element.iter("a"), None) is not None:
            continue
        heading = next(element.iter(*HEADINGS), element)
        title = " ".join("".join(heading.itertext()).split())[:MAX_ANCHOR_TEXT]
        if len(title) >= HEADLINE_CHARACTERS:
            yield {"url": address, "title": title}
            found += 1
        if found == MAX_CARDS:
            return


def _leads_to(element: HtmlElement) -> str | None:
    named = next((said for name in ADDRESSES if (said := element.get(name)) and ADDRESS.fullmatch(said.strip())), None)
    if named or not (script := element.get("onclick")):
        return named
    clicked = ON_CLICK.search(script)
    return (clicked["set"] or clicked["called"]) if clicked else None
