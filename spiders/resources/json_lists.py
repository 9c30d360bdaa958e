"""Stories in a JSON answer, as "load more" gets them: objects with an address and a title, markup in strings, the next part.

The same of a story that comes as JSON: its links, and the stories that are offered with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pipelines.base.urls.identity import resolve
from spiders.links.edges import Edge
from spiders.links.links import Link, scan
from spiders.links.scanner import HEADLINE_CHARACTERS, MAX_URL
from spiders.url_rules.article_urls import ASSET
from spiders.url_rules.keys import cached_key

MAX_BYTES, MAX_VALUES, MAX_NAMED = 4_000_000, 50_000, 1_000
ADDRESS_NAMES = (
    "url",
    "link",
    "href",
    "permalink",
    "canonical_url",
    "canonicalUrl",
    "web_url",
    "webUrl",
    "path",
    "uri",
)
TITLE_NAMES = ("title", "headline", "name", "heading")
LIST_ITEM = "ListItem"
"""An item of a list names a page without its title, too: https://schema.org/ListItem."""
RENDERED = "rendered"
"""WordPress writes `"title": {"rendered": "…"}`: https://developer.wordpress.org/rest-api/reference/posts/."""
NEXT_NAMES = re.compile(
    r"next(?:[-_]?(?:page|url|link|href))?|(?:load[-_]?)?more(?:[-_]?(?:url|link|href))?", re.IGNORECASE
)
ADDRESS = re.compile(r"(?:https?:/)?/\S{2,}|\?\S{2,}")
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
    return edges_of_values(url, [root])


def edges_of_values(url: str, roots: list[Any]) -> list[Edge]:
    """The same of values that are read already, such as a page's state."""
    values = list(_values(roots))
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
    values = list(_values(roots))
    links = [(link.kind, link.url, link.anchor) for link in _links(url, values, STORY) if link.kind == IN_BODY]
    own = cached_key(url)
    return [edge for edge in _edges(url, [*links, *_offered(values)]) if edge.key != own]


def offered_stories(url: str, root: Any) -> list[tuple[str, str]]:
    """Address and headline of each other story that a value names, in its order."""
    own = cached_key(url)
    return [(edge.url, edge.anchor or "") for edge in _edges(url, _offered(_values(root))) if edge.key != own]


def _offered(values: Iterable[Any]) -> Iterator[tuple[str, str, str | None]]:
    """The objects with an address and a headline. A shorter title is a section's or a person's, that of a picture its caption."""
    for kind, address, title in (each for value in values if isinstance(value, dict) for each in _named(value)):
        is_story = kind == "section" and not ASSET.search(address.partition("?")[0])
        if is_story and len(title or "") >= HEADLINE_CHARACTERS:
            yield "related", address, title


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


def _values(root: Any) -> Iterator[Any]:
    """Every object and string in the answer, in its order, without recursion."""
    waiting, seen = [root], 0
    while waiting and seen < MAX_VALUES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, str):
            yield value


def _named(value: dict[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    title, address = _title(value), next((value[n] for n in ADDRESS_NAMES if isinstance(value.get(n), str)), None)
    if (title or value.get("@type") == LIST_ITEM) and address and ADDRESS.fullmatch(address):
        yield "section", address, title
    for name, said in value.items():
        if NEXT_NAMES.fullmatch(name) and isinstance(said, str) and ADDRESS.fullmatch(said):
            yield "pagination", said, None


def _title(value: dict[str, Any]) -> str | None:
    for name in TITLE_NAMES:
        said = value.get(name)
        said = said.get(RENDERED) if isinstance(said, dict) else said
        if isinstance(said, str) and said.strip():
            return " ".join(said.split())[:300]
    return None
