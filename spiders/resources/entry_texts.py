"""Every text of a feed about the pages it lists. A takedown of a page must remove these texts too.

Links with titles and dates are read by `spiders.resources.feeds`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipelines.base.urls.identity import key_of, resolve
from spiders.resources.feeds import DATES, based
from spiders.resources.xml import name_of, parse_xml

ADDRESSES = ("link", "guid", "id", "origlink", "url", "external_url")
"""Elements (XML) and members (JSON) that may hold an entry's URL."""


def entry_texts(url: str, body: bytes, content_type: str | None = None) -> Iterator[tuple[str, str]]:
    """Each text of each entry, with the key of each page that the entry may describe.

    >>> feed = b"<rss><channel><item><title>Flood</title><link>http://a.example/flood</link></item></channel></rss>"
    >>> list(entry_texts("http://a.example/rss", feed))
    [('a.example/flood', 'Flood')]
    """
    is_json = body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{"
    for addresses, texts in _json_entries(body) if is_json else _xml_entries(url, body, content_type):
        for key in {key for address in addresses if (key := key_of(resolve(url, address)))}:
            yield from ((key, text) for text in texts)


def _xml_entries(url: str, body: bytes, content_type: str | None) -> Iterator[tuple[set[str], list[str]]]:
    root = parse_xml(body, content_type)
    for item in root.iter() if root is not None else ():
        if name_of(item) in ("item", "entry"):
            addresses = {
                resolve(based(url, child.base), said) or said
                for child in item
                if name_of(child) in ADDRESSES
                for said in (child.get("href"), _text(child))
                if said
            }
            children = [
                child for child in item.iter() if child is not item and name_of(child) not in (*ADDRESSES, *DATES)
            ]
            yield addresses, [text for child in children if (text := _text(child))]


def _json_entries(body: bytes) -> Iterator[tuple[set[str], list[str]]]:
    try:
        feed: Any = json.loads(body)
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            texts = {name: text for name, text in item.items() if isinstance(text, str) and text}
            addresses = {texts[name] for name in ADDRESSES if name in texts}
            yield addresses, [text for name, text in texts.items() if name not in (*ADDRESSES, *DATES)]


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
