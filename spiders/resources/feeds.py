"""RSS, Atom, RDF and JSON feeds: what they list, in order, with titles and dates as written.

Read by element name with a forgiving XML parser under a size cap: a feed is discovery, and its text is not taken from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipelines.urls import resolve, url_key
from spiders.links.edges import Edge
from spiders.resources.xml import name_of, parse_xml

MAX_ENTRIES = 2_000
DATES = {
    "pubdate": "pubDate",
    "published": "published",
    "issued": "published",
    "date": "pubDate",
    "updated": "updated",
    "modified": "updated",
    "date_published": "published",
    "date_modified": "updated",
}
Entry = tuple[str, str | None, tuple[tuple[str, str], ...]]


def read_feed(url: str, body: bytes) -> list[Edge]:
    """The entries of a feed as `feed` edges in its order. Empty for what is no feed.

    >>> feed = b"<rss><channel><item><title>Flood</title><link>/flood</link><pubDate>Mon, 3 Nov 2025 18:45:00 +0100</pubDate>"
    >>> [(e.url, e.anchor, e.dates) for e in read_feed("http://a.example/rss", feed + b"</item></channel></rss>")]
    [('http://a.example/flood', 'Flood', (('pubDate', 'Mon, 3 Nov 2025 18:45:00 +0100'),))]
    """
    start = body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    edges: list[Edge] = []
    for link, title, dates in _json_items(body) if start == b"{" else _xml_items(body):
        target = resolve(url, link)
        if target:
            edges.append(Edge("feed", target, url_key(target), len(edges), title or None, dates))
        if len(edges) >= MAX_ENTRIES:
            break
    return edges


def _xml_items(body: bytes) -> Iterator[Entry]:
    root = parse_xml(body)
    for item in root.iter() if root is not None else ():
        if name_of(item) in ("item", "entry"):
            yield from _item(item)


def _item(item: etree._Element) -> Iterator[Entry]:
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    for child in item:
        name = name_of(child)
        text = " ".join("".join(child.itertext()).split()) if name in ("title", "link", "guid", "id", *DATES) else ""
        if name == "link":
            links.setdefault(child.get("rel") or "alternate", child.get("href") or text)
        elif text and not (name == "guid" and child.get("isPermaLink", "true").lower() == "false"):
            texts.setdefault(name, text)
    permalink = texts.get("guid") or texts.get("id") or ""
    link = links.get("alternate") or (permalink if permalink.startswith(("http://", "https://")) else "")
    if link:
        yield link, texts.get("title"), tuple((DATES[name], texts[name]) for name in DATES if name in texts)


def _json_items(body: bytes) -> Iterator[Entry]:
    # https://www.jsonfeed.org/version/1.1/
    try:
        feed: Any = json.loads(body)
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        texts = {name: text for name, text in item.items() if isinstance(text, str)} if isinstance(item, dict) else {}
        link = texts.get("url") or texts.get("external_url") or texts.get("id")
        if link:
            yield link, texts.get("title"), tuple((DATES[name], texts[name]) for name in DATES if name in texts)
