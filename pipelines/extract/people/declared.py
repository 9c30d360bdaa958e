"""Who wrote a story as the page declares it: structured data, meta elements, Twitter cards' labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipelines.base.urls.kinds import is_front
from pipelines.extract.people.bylines import is_plausible, undated_value
from pipelines.extract.people.signatures import ADDRESS, is_full_name
from pipelines.lexicon.by_words import LABEL
from pipelines.page.page import Page, read_json
from pipelines.page.structured import address_key, types

DECLARING = (
    "author", "article:author", "article:author_name", "byl", "byline", "article:byline", "dc.creator", "dcterms.creator",
    "dc:creator", "parsely-author", "sailthru.author", "cxenseparse:author", "citation_author", "article.author",
    "dcsext.author", "authors", "og:author", "twitter:creator_name", "content_author", "cse_author",
    "shareaholic:article_author_name", "dable:author",
)  # fmt: skip
"""Names of `<meta>` elements that declare authors, in the order in which they are trusted."""
LOGIN = re.compile(r"[a-z0-9._-]+")


def from_jsonld(page: Page) -> Iterator[str]:
    """Authors of the article nodes; nodes that say they are organisations are outlets."""
    seen: set[str] = set()
    known = _named_nodes(page)
    for node in page.stories:
        for key in ("author", "creator"):
            for name in _names_in(node.get(key), known):
                if name not in seen:
                    seen.add(name)
                    yield undated_value(name)
        if seen:
            return


def from_dated_page(page: Page) -> Iterator[str]:
    """The author of a page that is described with its date, and not its story: a full name, as Yoast gives that of an account."""
    if page.stories or is_front(page.url):
        return
    own, known = address_key(page.url), _named_nodes(page)
    for node in page.jsonld:
        is_own = address_key(str(node.get("url") or page.url)) == own
        if is_own and "WebPage" in types(node) and "datePublished" in node:
            yield from (name for name in _names_in(node.get("author"), known) if is_full_name(name, signed=True))


def _named_nodes(page: Page) -> dict[str, dict[str, Any]]:
    return {str(node["@id"]): node for node in page.jsonld if "@id" in node and "name" in node}


def _names_in(value: Any, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    if isinstance(value, str):
        inner = read_json(value) if value.lstrip().startswith("{") else None
        yield from (value,) if inner is None else _names_in(inner, {})
    elif isinstance(value, list):
        for item in value:
            yield from _names_in(item, known)
    elif isinstance(value, dict):
        node = value if "name" in value else known.get(str(value.get("@id")), value)
        if not any("Organization" in t for t in types(node)):
            parts = (part for key in ("givenName", "familyName") if isinstance(part := node.get(key), str))
            yield from _names_in(node.get("name") or " ".join(parts), known)


def from_meta(page: Page) -> Iterator[str]:
    """Authors that `<meta name="author">` and its like declare; not those that are URLs: `https://facebook.com/paper`.

    A word in small letters behind what names nobody, as a desk, is a login.
    """
    said = False
    for name in DECLARING:
        values = [content for key, content in page.meta if key == name and content]
        yield from dict.fromkeys(undated_value(value) for value in values if not (said and LOGIN.fullmatch(value)))
        if any(is_plausible(v) for v in values):
            return
        said = said or any(not ADDRESS.match(value) for value in values)
    yield from _labelled(page)


def _labelled(page: Page) -> Iterator[str]:
    """Author from Twitter card labels, `twitter:label1 = 'Written by'`, `twitter:data1 = 'Jane Doe'`:
    https://developer.x.com/en/docs/x-for-websites/cards.
    """
    said = dict(page.meta)
    for at in ("1", "2"):
        label, value = said.get(f"twitter:label{at}", ""), said.get(f"twitter:data{at}", "")
        if LABEL.fullmatch(label.strip(" :")):
            yield value
