"""Stories in a JSON answer, as "load more" gets them: objects with an address and a title, markup in strings, the next part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.base.urls.identity import resolve
from spiders.links.edges import Edge
from spiders.links.links import scan
from spiders.links.scanner import MAX_URL
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
    markup = "\n".join(value for value in values if isinstance(value, str) and MARKUP.search(value))
    named = [each for value in values if isinstance(value, dict) for each in _named(value)]
    links = scan(markup.encode("utf-8", "surrogatepass"), url, "utf-8").links if markup else ()
    named += [("section", link.url, link.anchor) for link in links if link.anchor]
    found: dict[tuple[str, str], str | None] = {}
    for kind, address, title in named[:MAX_NAMED]:
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
