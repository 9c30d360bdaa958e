"""RSS, Atom, RDF and JSON feeds: what they list, in order, with titles and dates as written.

Read by element name with a forgiving XML parser under a size cap: a feed is discovery, and its text is not taken from here.
A date that is not the listed page's is kept under a kind that says so: `comment` or `lastBuildDate`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from pipelines.base.urls.comment_feeds import is_comment_title, is_comments_title, names_part
from pipelines.base.urls.identity import resolve, url_key
from spiders.links.edges import BUILT, COMMENT, Edge, content_state
from spiders.resources.listed_dates import written_at
from spiders.resources.xml import name_of, parse_xml

PUBLIC_HOST = re.compile(r"(?:[^.]+\.)+(?!local|test|internal|lan\b)[a-z][a-z0-9-]+", re.IGNORECASE)
"""A name that a paper may have: not `localhost`, a number, or one of a network of its own."""

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
TEXTS = ("encoded", "content", "description", "summary", "content_html", "content_text")
"""Children that hold a story's text, or the beginning of it."""
FULL = frozenset(("encoded", "content", "content_html", "content_text"))
"""Those of them that are meant for the whole text: https://www.rssboard.org/rss-profile#namespace-elements-content-encoded."""
WHOLE_TEXT, FULL_TEXT = 1_500, 300
"""Characters from which a text is taken for the whole story, not its beginning: any, and one in an element meant for it."""
PARAGRAPH, PARAGRAPHS, LONG_DESCRIPTION = re.compile(r"<p[\s>]", re.IGNORECASE), 3, 600
"""Paragraphs, and characters, from which an item's description is the whole story unless it ends as CUT says."""
CUT = re.compile(
    r"(?:…|\.\.\.|\b(?:more|reading|weiter\w*|suite|más|mais|tutto))[\W\d]*(?:<[^>]{0,99}>\W*)*$", re.IGNORECASE
)
"""How the beginning of a story ends: `[…]`, `Read more`."""
STORY_MARKS = frozenset(("commentrss", "comments"))
"""Children of an item that has comments, so that it is none: `wfw:commentRss`, `slash:comments`."""
OWN = ("title", "lastbuilddate", "updated")
"""What a feed says of itself."""
BUILT_SHARE = 0.6
BUILT_WITHIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: its link as written, title, (kind, raw) dates, whether it says that it has comments of its own.

    `state` is that of its text: see `spiders.links.edges.content_state`. `base` is what the link is relative to, where the
    feed names such an address.
    """

    link: str
    title: str | None
    dates: tuple[tuple[str, str], ...]
    has_comments: bool = False
    state: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title and build date, as written, and its items in order."""

    title: str | None
    built: str | None
    entries: Sequence[Entry]


def read_feed(url: str, body: bytes, content_type: str | None = None) -> list[Edge]:
    """The entries of a feed as `feed` edges in its order. Empty for what is no feed.

    >>> feed = b"<rss><channel><item><title>Flood</title><link>/flood</link><pubDate>Mon, 3 Nov 2025 18:45:00 +0100</pubDate>"
    >>> [(e.url, e.anchor, e.dates) for e in read_feed("http://a.example/rss", feed + b"</item></channel></rss>")]
    [('http://a.example/flood', 'Flood', (('pubDate', 'Mon, 3 Nov 2025 18:45:00 +0100'),))]
    """
    start = body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    feed = _json_feed(body) if start == b"{" else _xml_feed(body, content_type)
    edges: list[Edge] = []
    for entry in _dated(feed):
        target = resolve(based(url, entry.base), entry.link)
        if target:
            edge = Edge(
                "feed", target, url_key(target), len(edges), entry.title or None, entry.dates, state=entry.state
            )
            edges.append(edge)
    return edges


def based(url: str, base: str | None) -> str:
    """What the links of a feed at `url` are relative to, by `xml:base`: never a builder's own machine.

    >>> based("http://a.example/blog/atom.xml", "/news/"), based("http://a.example/blog/atom.xml", "http://localhost:4000/")
    ('http://a.example/news/', 'http://a.example/blog/atom.xml')
    """
    found = resolve(url, base) if base else None
    if found is None:
        return url
    host = urlsplit(found).hostname or ""
    return found if host == urlsplit(url).hostname or PUBLIC_HOST.fullmatch(host) else url


def _dated(feed: Feed) -> list[Entry]:
    """The entries, their dates under kinds that say of what they are."""
    entries = feed.entries
    comments = sum(is_comment_title(e.title) and not e.has_comments for e in entries)
    titled = is_comments_title(feed.title) and not any(e.has_comments for e in entries)
    if titled or 2 * comments > len(entries):
        return [_dates_as(COMMENT, e) for e in entries]
    if _is_build_time(feed):
        entries = [_dates_as(BUILT, e) if _near(feed.built, e) else e for e in entries]
    return [_dates_as(COMMENT, e) if names_part(e.link) else e for e in entries]


def _dates_as(kind: str, entry: Entry) -> Entry:
    """The entry with its first date, the one of its publication, under another kind; of the others none is a page's either."""
    return replace(entry, dates=tuple((kind, raw) for _, raw in entry.dates[:1]))


def _is_build_time(feed: Feed) -> bool:
    """Whether most items of two or more bear the time at which the feed was built. The newest alone may do so rightly."""
    same = sum(_near(feed.built, entry) for entry in feed.entries)
    return same > 1 and same >= BUILT_SHARE * len(feed.entries)


def _near(built: str | None, entry: Entry) -> bool:
    first, second = _instant(built), _instant(entry.dates[0][1] if entry.dates else None)
    return bool(first and second) and abs((first - second).total_seconds()) < BUILT_WITHIN_SECONDS  # type: ignore[operator]


def _instant(raw: str | None) -> datetime | None:
    at = written_at(raw) if raw else None
    return at if at is not None and at.tzinfo is not None else None


def _xml_feed(body: bytes, content_type: str | None) -> Feed:
    root = parse_xml(body, content_type)
    if root is None:
        return Feed(None, None, ())
    items = (entry for item in root.iter() if name_of(item) in ("item", "entry") for entry in _item(item))
    head = next((e for e in root.iter() if name_of(e) in ("channel", "feed")), root)
    own = {name: _text(child) for child in head if (name := name_of(child)) in OWN}
    return Feed(own.get("title"), own.get("lastbuilddate") or own.get("updated"), list(islice(items, MAX_ENTRIES)))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _item(item: etree._Element) -> Iterator[Entry]:
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    base = None
    for child in item:
        name = name_of(child)
        text = _text(child) if name in ("title", "link", "guid", "id", *DATES, *TEXTS) else ""
        if name == "link":
            links.setdefault(child.get("rel") or "alternate", child.get("href") or text)
            base = base or child.base
        elif text and not (name == "guid" and child.get("isPermaLink", "true").lower() == "false"):
            texts.setdefault(name, text)
    permalink = texts.get("guid") or texts.get("id") or ""
    link = links.get("alternate") or (permalink if permalink.startswith(("http://", "https://")) else "")
    if link:
        marked = any(name_of(child) in STORY_MARKS for child in item)
        yield Entry(link, texts.get("title"), _dates_in(texts), marked, _state(texts), base)


def _json_feed(body: bytes) -> Feed:
    # https://www.jsonfeed.org/version/1.1/
    try:
        feed: Any = json.loads(body)
    except (ValueError, RecursionError):
        return Feed(None, None, ())
    items = feed.get("items") if isinstance(feed, dict) else None
    title = feed.get("title") if isinstance(feed, dict) else None
    entries = islice(_json_items(items if isinstance(items, list) else []), MAX_ENTRIES)
    return Feed(title if isinstance(title, str) else None, None, list(entries))


def _json_items(items: list[Any]) -> Iterator[Entry]:
    for item in items:
        texts = {name: text for name, text in item.items() if isinstance(text, str)} if isinstance(item, dict) else {}
        link = texts.get("url") or texts.get("external_url") or texts.get("id")
        if link:
            yield Entry(link, texts.get("title"), _dates_in(texts), state=_state(texts))


def _dates_in(texts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((DATES[name], texts[name]) for name in DATES if name in texts)


def _state(texts: dict[str, str]) -> str:
    """What an item tells of the story's content; of its own dates none, which may be the feed's clock."""
    told = {name: texts[name] for name in ("title", *TEXTS) if name in texts}
    return content_state("\n".join(told.values()), whole=any(_is_whole(name, text) for name, text in told.items()))


def _is_whole(name: str, text: str) -> bool:
    """True if a text of an item is that of the whole story, by its element, its length or its paragraphs."""
    if len(text) >= WHOLE_TEXT:
        return True
    several = len(text) >= LONG_DESCRIPTION and len(PARAGRAPH.findall(text)) >= PARAGRAPHS
    return (several or (name in FULL and len(text) >= FULL_TEXT)) and not CUT.search(text[-200:])
