"""Stories in a JSON answer, as "load more" gets them: objects with an address and a title, markup in strings, the next part.

The same of a story that comes as JSON: its links, and the stories that are offered with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipelines.base.urls.identity import resolve
from pipelines.page import offers
from pipelines.page.offers import ADDRESS, named_page, values_in
from spiders.links.edges import Edge
from spiders.links.links import Link, scan
from spiders.links.scanner import MAX_URL
from spiders.url_rules.keys import cached_key

MAX_BYTES, MAX_NAMED = 4_000_000, 1_000
NEXT_NAMES = re.compile(
    r"next(?:[-_]?(?:page|url|link|href))?|(?:load[-_]?)?more(?:[-_]?(?:url|link|href))?", re.IGNORECASE
)
TURNED = re.compile(r"(?:.*[-_])?(?:cursor|after|token|page|paged|pg?|offset|start|from|skip|max_id)", re.IGNORECASE)
"""A parameter that says which part of a list is asked for."""
NUMBERED = re.compile(r"(?:.*[-_])?(?:page|paged|pg?)", re.IGNORECASE)
NEXT_CURSOR = re.compile(
    r"(?:next|end)(?:[-_]?(?:page[-_]?)?(?:cursor|token|offset|page|start|id|key))?|cursor", re.IGNORECASE
)
HAS_MORE = re.compile(r"(?:has[-_]?)?(?:more|next)(?:[-_]?page)?", re.IGNORECASE)
PAGES = re.compile(r"(?:total[-_]?pages?|pages?[-_]?(?:total|count)|last[-_]?page|pages|num[-_]?pages)", re.IGNORECASE)
MAX_CURSOR_CHARS, MAX_DIGITS = 500, 7
IN_BODY = "in_body"
STORY = '<meta property="og:type" content="article"><article>'
"""What a page of a story says that its text alone does not."""
MARKUP = re.compile(r"<(?:a|article|li|div|h[1-6])\b", re.IGNORECASE)


def read_json(url: str, body: bytes) -> list[Edge]:
    """The stories (`section`) that a JSON answer names, in its order, and the addresses of its next part (`pagination`).

    Empty for anything else. Never raises.

    >>> answer = b'{"items": [{"title": "Mill burns down", "url": "/2026/mill"}], "next": "/api/stories?offset=44"}'
    >>> [(edge.kind, edge.url, edge.anchor) for edge in read_json("http://a.example/api/stories?offset=22", answer)]
    [('pagination', 'http://a.example/api/stories?offset=44', None), ('section', 'http://a.example/2026/mill', 'Mill burns down')]
    """
    try:
        root = json.loads(body[:MAX_BYTES])
    except (ValueError, RecursionError):
        return []
    edges = edges_of_values(url, [root])
    if any(edge.kind == "pagination" for edge in edges) or not edges or not (after := _turned(url, root, len(edges))):
        return edges
    return [*edges, Edge("pagination", after, cached_key(after), 0)]


def _turned(url: str, root: Any, listed: int) -> str | None:
    """The address of the next part, where an answer says only how a parameter of its own address goes on, or that it does.

    >>> for said in ({"next_cursor": "c9"}, {"pageInfo": {"endCursor": "c9", "hasNextPage": True}}, {"next_cursor": None}):
    ...     print(_turned("http://a.example/api?cursor=c5&n=4", said, 4))
    http://a.example/api?cursor=c9&n=4
    http://a.example/api?cursor=c9&n=4
    None
    >>> _turned("http://a.example/api?page=2", {"page": 2, "total_pages": 3}, 4)
    'http://a.example/api?page=3'
    >>> _turned("http://a.example/api?start=8", {"has_more": True}, 4)
    'http://a.example/api?start=12'
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    place = next((n for n, (name, _) in enumerate(query) if TURNED.fullmatch(name)), None)
    if place is None:
        return None
    name, now = query[place]
    said = [pair for value in islice(values_in(root), MAX_NAMED) if isinstance(value, dict) for pair in value.items()]
    if any(value is False for key, value in said if HAS_MORE.fullmatch(key)):
        return None
    given = (value for key, value in said if NEXT_CURSOR.fullmatch(key) and type(value) in (str, int))
    after = next((str(value) for value in given if str(value) not in ("", now)), None)
    if after is None and now.isdigit() and len(now) < MAX_DIGITS:
        is_page = NUMBERED.fullmatch(name) is not None
        has_more = any(value is True for key, value in said if HAS_MORE.fullmatch(key))
        pages = (value for key, value in said if PAGES.fullmatch(key) and type(value) is int)
        if has_more or (is_page and int(now) < max(pages, default=0)):
            after = str(int(now) + (1 if is_page else listed))
    if after is None or len(after) > MAX_CURSOR_CHARS:
        return None
    query[place] = (name, after)
    return parts._replace(query=urlencode(query)).geturl()


def edges_of_values(url: str, roots: list[Any]) -> list[Edge]:
    """The same of values that are read already, such as a page's state."""
    values = list(values_in(roots))
    named = [each for value in values if isinstance(value, dict) for each in _named(value)]
    return _edges(url, [*named, *(("section", link.url, link.anchor) for link in _links(url, values) if link.anchor)])


def edges_of_story(url: str, roots: list[Any]) -> list[Edge]:
    """The links of a story whose text is in these values: in its sentences (`in_body`), and offered with it (`related`).

    >>> body = "<p>The council, says <a href='/report'>a report</a> of Monday, had known of it for years.</p>" * 3
    >>> more = [{"title": "Dam bursts in the north of the county", "url": "/dam"}, {"name": "News", "url": "/news"}]
    >>> answer = {"body": body, "more": more}
    >>> [(edge.kind, edge.url) for edge in edges_of_story("http://a.example/flood", [answer])]
    [('in_body', 'http://a.example/report'), ('related', 'http://a.example/dam')]
    """
    values = list(values_in(roots))
    links = [(link.kind, link.url, link.anchor) for link in _links(url, values, STORY) if link.kind == IN_BODY]
    own = cached_key(url)
    return [edge for edge in _edges(url, [*links, *_offered(roots)]) if edge.key != own]


def offered_stories(url: str, root: Any) -> list[tuple[str, str]]:
    """Address and headline of each other story that a value names, in its order."""
    own = cached_key(url)
    return [(edge.url, edge.anchor or "") for edge in _edges(url, _offered(root)) if edge.key != own]


def _offered(root: Any) -> Iterator[tuple[str, str, str | None]]:
    return (("related", address, title) for address, title in offers.offered_stories(root))


def _links(url: str, values: Iterable[Any], before: str = "") -> tuple[Link, ...]:
    """The links in markup among the values, which stands behind some other."""
    markup = "\n".join(value for value in values if isinstance(value, str) and MARKUP.search(value))
    return scan(f"{before}{markup}".encode("utf-8", "surrogatepass"), url, "utf-8").links if markup else ()


def _edges(url: str, named: Iterable[tuple[str, str, str | None]]) -> list[Edge]:
    found: dict[tuple[str, str], str | None] = {}
    for kind, address, title in islice(named, MAX_NAMED):
        target = resolve(url, address[: MAX_URL + 1])
        if target and len(target) <= MAX_URL:
            found.setdefault((kind, target), title)
    places: dict[str, int] = {}
    edges = []
    for (kind, target), title in found.items():
        places[kind] = places.get(kind, -1) + 1
        edges.append(Edge(kind, target, cached_key(target), places[kind], title))
    return edges


def _named(value: dict[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    if (page := named_page(value)) is not None:
        yield ("section", *page)
    for name, said in value.items():
        if NEXT_NAMES.fullmatch(name) and isinstance(said, str) and ADDRESS.fullmatch(said):
            yield "pagination", said, None
