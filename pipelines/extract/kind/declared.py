"""What a page declares of its kind: types of structured data, Open Graph, and the address of itself in its system's API."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from lxml.etree import _Element

from pipelines.base.urls.identity import key_of, resolve
from pipelines.base.urls.kinds import (
    SLUG_WORDS,
    SURE_SLUG_WORDS,
    UrlKind,
    continued,
    is_filed_story,
    segments_of,
    story_above,
    url_kind,
)
from pipelines.base.urls.queries import spoken
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold
from pipelines.page.page import Page
from pipelines.page.structured import article_nodes, types

LIST_TYPES = frozenset(("CollectionPage", "ProfilePage", "SearchResultsPage", "Blog", "Series"))
STATIC_TYPES = frozenset(("AboutPage", "ContactPage"))
RESOURCE = re.compile(r"/wp/v2/(?P<kind>[\w-]+)/\d+/?(?:[?#]|$)|rest_route=/wp/v2/(?P<plain>[\w-]+)/\d+")
"""`<link rel="alternate" type="application/json" href="…/wp-json/wp/v2/posts/24">`: the page in the WordPress REST API.

https://developer.wordpress.org/reference/functions/rest_output_link_wp_head/
"""
PUBLISHED = re.compile(
    r"article:published_time|(?:dc|dcterms)\.(?:date|created|issued)|datepublished|(?:publish|pub|publication)[-_]?date|date"
)
"""Names of `<meta>` by which a page states its publication."""
COMMENTS = re.compile(r"/comment-page-(?P<page>\d+)/?$|[?&]cpage=(?P<plain>\d+)(?!\d)|/comments/?$")
"""Addresses of further pages of a story's comments: https://developer.wordpress.org/reference/functions/get_comments_pagenum_link/."""
BARE_NUMBER = re.compile(r"/\d+/?$")
"""Ends the address of a story's further page, and of a story in a section of several words: `/politics-and-the-law/12`."""
SECOND = re.compile(r"[/=-]2/?$")
"""Ends the address of a second page; one that goes on with `#comments` is of comments."""
MAX_LINKS = 200


def list_types(page: Page, own: Collection[str]) -> set[str]:
    """The types by which a page declares itself a list or somebody's profile; a Blog at another address is its site.

    >>> data = b'<script type="application/ld+json">{"@type":"Blog","url":"http://a.example/"}</script>'
    >>> [list_types(Page("http://a.example/x", data), {key}) for key in ("a.example", "a.example/mill")]
    [{'Blog'}, set()]
    """
    said = {t for node in page.jsonld if not _is_of_site(node, page.url, own) for t in types(node)}
    return said & LIST_TYPES


def is_static(page: Page) -> bool:
    """Whether JSON-LD calls the page AboutPage, ContactPage or the like."""
    return any(t in STATIC_TYPES for node in page.jsonld for t in types(node))


def resource(page: Page) -> str | None:
    """The collection that a page names for itself in its system's API: posts pages media categories tags users."""
    for link in page.links[:MAX_LINKS]:
        if "json" in (link.get("type") or "") and "alternate" in (link.get("rel") or ""):
            found = RESOURCE.search((link.get("href") or "").replace("%2F", "/"))
            if found:
                return found["kind"] or found["plain"]
    return None


def own_keys(page: Page) -> set[str]:
    """The keys of the addresses that a page says are its own, and of that it answered at."""
    links = (link.get("href") for link in page.links if (link.get("rel") or "").lower() == "canonical")
    said = [page.url, *links, *(content for name, content in page.meta if name == "og:url")]
    found = (key_of(resolve(page.url or address, address)) for address in said if address)
    return {key for key in found if key}


def has_own_story(page: Page, own: Collection[str]) -> bool:
    """True if an article of the structured data is this page's: by its address (`own` keys), or its headline where it has none.

    >>> data = b'<script type="application/ld+json">{"@type":"NewsArticle","url":"http://a.example/mill"}</script>'
    >>> [has_own_story(Page("http://a.example/x", data), {key}) for key in ("a.example/mill", "a.example/tag/mills")]
    [True, False]
    """
    nodes = article_nodes(page.jsonld)
    shown = fold(stated_title(page)) if nodes else ""
    return any(_is_own(node, page.url, own, shown) for node in nodes)


def hangs_on_story(page: Page) -> bool:
    """True if a page stands below the address of a story and links to it: `/2026/11/25/mill-burns-down/pier/`."""
    parent = story_above(page.url)
    return parent is not None and any(_key(page.base, link.get("href") or "") == parent for link in page.tree.iter("a"))


def continues_story(page: Page) -> bool:
    """True for a further page of a story, `/2026/11/25/mill-burns-down/2/`, whose pager leads back to its first as "1", or of its
    comments; a page that declares an article at its very address is none.

    >>> data = b'<p>Pages: <a class="page" href="/2026/11/25/mill-burns-down/">1</a> 2</p>'
    >>> [continues_story(Page(f"http://a.example/2026/11/25/{end}", data)) for end in ("mill-burns-down/2/", "pier-opens/2/")]
    [True, False]
    """
    if any(key_of(page.url) in _keys(node, page.url) for node in article_nodes(page.jsonld)):
        return False
    first = continued(page.url)
    comments = COMMENTS.search(spoken(page.url))
    if comments is not None:
        return int(comments["page"] or comments["plain"] or 1) > 1 or _leads_back(page, first)
    least = SURE_SLUG_WORDS if BARE_NUMBER.search(page.url) else SLUG_WORDS
    if first is None or not _is_storys(f"http://{first}", least):
        return False
    links = (link for link in page.tree.iter("a") if "".join(link.itertext()).strip() == "1")
    return any(_key(page.base, link.get("href") or "") == first for link in links)


def _leads_back(page: Page, first: str | None) -> bool:
    """True if a page of comments links to its story's own address, to read it or to reply there; else it may be all there is."""
    if first is None:
        return False
    keys = (_key(page.base, link.get("href") or "") or "" for link in page.tree.iter("a"))
    return any(key == first or key.startswith((f"{first}?", f"{first}&")) for key in keys)


def goes_on(page: Page) -> bool:
    """True for the first page of a story in several: a link says "2" and leads to its second page, not to more comments.

    >>> data = b'<p>Pages: 1 <a href="/2026/11/mill-burns-down/2/">2</a></p>'
    >>> [goes_on(Page(f"http://a.example/2026/11/{end}", data)) for end in ("mill-burns-down/", "pier-opens/")]
    [True, False]
    """
    if not _is_storys(page.url):
        return False
    own = own_keys(page)
    seconds = (link for link in page.tree.iter("a") if SECOND.search(link.get("href") or ""))
    return any(_is_second(page, link, own) for link in seconds)


def _is_second(page: Page, link: _Element, own: Collection[str]) -> bool:
    url = resolve(page.base, link.get("href") or "")
    if url is None or "".join(link.itertext()).strip() != "2" or COMMENTS.search(spoken(url)):
        return False
    return continued(url) in own and page.surroundings.apart(link) != Role.COMMENT


def _is_storys(url: str, least: int = SLUG_WORDS) -> bool:
    """Whether an address may be a story's: dated, numbered in an archive, or of at least that many words in no list's folder."""
    if url_kind(url) not in (None, UrlKind.STORY):
        return False
    words = re.split(r"[-_,]", next(reversed(segments_of(url)), ""))
    return url_kind(url) == UrlKind.STORY or len(words) >= least or is_filed_story(url)


def states_publication(page: Page, own: Collection[str] = (), *, in_meta: bool = False) -> bool:
    """Whether a `<meta>` of the page gives a date of publication; or its JSON-LD, where that is not asked `in_meta`.

    With the keys of the page's `own` addresses, what the JSON-LD says of articles at other addresses does not count.

    >>> data = b'<script type="application/ld+json">{"@type":"Article","url":"/mill","datePublished":"2026-11-25"}</script>'
    >>> [states_publication(Page("http://a.example/x", data), own) for own in (("a.example/mill",), ("a.example/tag/mills",))]
    [True, False]
    """
    if any(PUBLISHED.fullmatch(name) and content for name, content in page.meta):
        return True
    dated = [] if in_meta else [node for node in page.jsonld if node.get("datePublished")]
    return any(not own or not elsewhere(page, own, article_nodes([node])) for node in dated)


def elsewhere(page: Page, own: Collection[str], nodes: list[dict[str, Any]]) -> set[str]:
    """The keys of the addresses of articles (`nodes`) if all of them say where they are, and none is at an `own` address.

    An article with the page's title is its own. Some plug-ins write the site's front page, or a short link, as every story's
    address: these say nothing.
    """
    keys = [{key for key in _keys(node, page.url) if "/" in key} for node in nodes]
    if not keys or not all(found and found.isdisjoint(own) for found in keys):
        return set()
    shown = fold(stated_title(page))
    return set() if any((said := _headline(node)) and said in shown for node in nodes) else set().union(*keys)


def stated_title(page: Page) -> str:
    """What `<title>` and `og:title` say, one after the other."""
    return " ".join([page.title, *(content for name, content in page.meta if name == "og:title")])


def is_called_article(page: Page) -> bool:
    """True if Open Graph calls a page an article, as some systems call archives and static pages too."""
    return any(name == "og:type" and content.lower() in ("article", "news.article") for name, content in page.meta)


def _is_own(node: dict[str, Any], url: str, keys: Collection[str], shown: str) -> bool:
    addressed = _keys(node, url)
    if addressed:
        return not addressed.isdisjoint(keys)
    said = _headline(node)
    return not shown or not said or said in shown


def _headline(node: dict[str, Any]) -> str:
    """The start of a node's headline, folded, as the page's title has it too; empty if it has none."""
    headline = node.get("headline") or node.get("name")
    return fold(headline)[:40] if isinstance(headline, str) else ""


def _is_of_site(node: dict[str, Any], url: str, own: Collection[str]) -> bool:
    """True for a Blog that has an address, and not this page's."""
    keys = _keys(node, url) if "Blog" in types(node) else set()
    return bool(keys) and keys.isdisjoint(own)


def _keys(node: dict[str, Any], url: str) -> set[str]:
    """The keys of the addresses that a node names as its own."""
    return {key for address in _addresses(node) if (key := _key(url, address))}


def _addresses(node: dict[str, Any]) -> list[str]:
    main = node.get("mainEntityOfPage")
    page = main if isinstance(main, dict) else {"@id": main}
    values = (page.get("@id"), node.get("url"), page.get("url"))
    return [value for value in values if isinstance(value, str) and value]


@lru_cache(maxsize=2_000)
def _key(url: str, address: str) -> str | None:
    return key_of(resolve(url or address, address))
