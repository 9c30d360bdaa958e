"""Who wrote and who publishes a story as its page declares it: structured data, meta elements, cards, microformats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.etree import _Element

from pipelines.base.urls.kinds import is_front
from pipelines.extract.headline.site_names import publishers
from pipelines.extract.people.bylines import is_plausible, is_shown, undated_value
from pipelines.extract.people.signatures import ADDRESS, is_east_asian, is_full_name
from pipelines.lexicon.by_words import LABEL
from pipelines.lexicon.wording import fold, tidy, written
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
ENTRY = "h-entry"
ROOTS = frozenset((
    ENTRY, "h-cite", "h-feed", "h-event", "h-review", "h-recipe", "h-product",
    "p-comment", "u-comment", "u-like", "u-repost", "webmention",
))  # fmt: skip
"""Classes of what has authors of its own: a comment is an `h-cite`, or a property of the story: `p-comment`."""
MAX_ENTRY_AUTHORS = 40
"""Authors of a story: where more are marked, none is read."""
SITES = ("og:site_name", "application-name")
ACCOUNT = re.compile(r"https?://[^/]+/@[^/]")
"""The address of somebody's account where many people have one."""
WITH_ADDRESS = re.compile(r"\s\((?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?\)$")
"""The address behind the name of a house: `Deutsche Tern (www.tern.example)`."""


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


def from_microformats(page: Page) -> Iterator[str]:
    """Names in the `p-author`s of one `h-entry` that are shown and neither a comment's nor another story's; nothing where two
    entries of the page name authors, as in a list of stories.
    """
    authors = [e for e in page.tree.xpath("//*[contains(@class, 'p-author')]") if "p-author" in _classes(e)]
    owned = [(author, _owner(author)) for author in authors]
    entries = {owner for _, owner in owned if owner is not None and ENTRY in _classes(owner)}
    if len(entries) != 1:
        return
    own = (author for author, owner in owned if owner in entries and is_shown(author))
    signing = list(
        islice((author for author in own if not page.surroundings.is_of_others(author)), MAX_ENTRY_AUTHORS + 1)
    )
    if len(signing) <= MAX_ENTRY_AUTHORS:
        yield from dict.fromkeys(map(_card_name, signing))


def _owner(author: _Element) -> _Element | None:
    """The element that a property belongs to: the nearest one around it that is an item of its own."""
    return next((around for around in author.iterancestors() if not ROOTS.isdisjoint(_classes(around))), None)


def _card_name(author: _Element) -> str:
    """The `p-name` of a card, else its text."""
    marked = next((part for part in author.iter() if "p-name" in _classes(part)), author)
    return tidy(written(marked))


def _classes(element: _Element) -> list[str]:
    return (element.get("class") or "").split()


def publishers_of(page: Page) -> set[str]:
    """Folds of the names of the page's publisher, which are no people; not of sites that are called as their owner."""
    found = {fold(c) for n, c in page.meta if n in SITES} | {fold(name) for name in publishers(page.jsonld)}
    found |= {
        fold(said)
        for n, c in page.meta
        if n == "publisher" and not (is_east_asian(c) and ("author", c) in page.meta)
        for said in (c, WITH_ADDRESS.sub("", c))
    }
    return found - own_sites(page)


def own_sites(page: Page) -> set[str]:
    """Folds of the names of sites that are people's own: a person and an organisation in one, or an author with an account."""
    both = (node.get("name") for node in page.jsonld if {"Person", "Organization"} <= set(types(node)))
    accounts = (one["name"] for one in named_authors(page, "Person") if ACCOUNT.match(str(one.get("url"))))
    return {fold(name) for name in (*both, *accounts) if isinstance(name, str) and is_full_name(name, signed=True)}


def authored(page: Page, kind: str) -> list[str]:
    """Names of the authors that structured data says to be of a kind: `Person`, `Organization`."""
    return [one["name"] for one in named_authors(page, kind)]


def named_authors(page: Page, kind: str) -> list[dict[str, Any]]:
    """The nodes of the story's `author` and `creator` in JSON-LD that are of a kind (Person, Organization) and have a name."""
    return named_people(page, kind, ("author", "creator"))


def named_people(page: Page, kind: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """What stands in structured data of the story under these keys, is of a kind and has a name."""
    values = (node.get(key) for node in page.stories for key in keys)
    given = (one for value in values for one in (value if isinstance(value, list) else [value]))
    of_kind = (one for one in given if isinstance(one, dict) and any(kind in t for t in types(one)))
    return [one for one in of_kind if isinstance(one.get("name"), str)]
