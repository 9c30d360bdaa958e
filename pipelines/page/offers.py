"""Objects in a page's data, or in an answer in JSON, that name a page by its address and title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_VALUES = 50_000
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
RENDERED = "rendered"
"""WordPress writes `"title": {"rendered": "…"}`: https://developer.wordpress.org/rest-api/reference/posts/."""
LIST_ITEM = "ListItem"
"""An item of a list names a page without its title, too: https://schema.org/ListItem."""
ADDRESS = re.compile(r"(?:https?:/)?/\S{2,}|\?\S{2,}")
MIN_HEADLINE_CHARS = 25
"""Characters of the title of a story. A shorter one is a section's or a person's."""
ASSET = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|mp[34]|m3u8|pdf|json|xml|rss|woff2?|css|js)$", re.IGNORECASE)


def values_in(root: Any) -> Iterator[Any]:
    """Every object and string in a value, in its order, without recursion."""
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


def named_page(value: dict[str, Any]) -> tuple[str, str | None] | None:
    """Address and title of the page that an object names; None for no page."""
    title, address = title_of(value), next((value[n] for n in ADDRESS_NAMES if isinstance(value.get(n), str)), None)
    is_named = (title or value.get("@type") == LIST_ITEM) and address and ADDRESS.fullmatch(address)
    return (address, title) if is_named and address else None


def title_of(value: dict[str, Any]) -> str | None:
    """The title of an object."""
    for name in TITLE_NAMES:
        said = value.get(name)
        said = said.get(RENDERED) if isinstance(said, dict) else said
        if isinstance(said, str) and said.strip():
            return " ".join(said.split())[:300]
    return None


def offered_stories(root: Any) -> Iterator[tuple[str, str]]:
    """Address and headline of each story that a value names.

    >>> said = [{"title": "Dam bursts in the north of the county", "url": "/dam"}, {"name": "News", "url": "/news"}]
    >>> list(offered_stories(said))
    [('/dam', 'Dam bursts in the north of the county')]
    """
    for value in values_in(root):
        if isinstance(value, dict) and (named := named_page(value)) is not None:
            address, title = named
            if title and len(title) >= MIN_HEADLINE_CHARS and not ASSET.search(address.partition("?")[0]):
                yield address, title
