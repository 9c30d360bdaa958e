"""RSS, Atom, RDF and JSON feeds: their entries in order, with titles and dates as written.

Elements are read by name with a forgiving XML parser and a size limit. A feed is only used for discovery: the text of
stories is not taken from it. A date that is not the listed page's date is kept as kind `comment` or `lastBuildDate`.
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
"""A public host name: not `localhost`, not a number, not a name of a private network (`.local`, `.lan`)."""

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
"""Children of an entry that hold a story's text, or the beginning of it."""
FULL = frozenset(("encoded", "content", "content_html", "content_text"))
"""The children in TEXTS that are meant for the whole text.

Source: https://www.rssboard.org/rss-profile#namespace-elements-content-encoded."""
MIN_WHOLE_TEXT_CHARS, MIN_FULL_TEXT_CHARS = 1_500, 300
"""Minimum characters of a whole story: of any text, and of a text in an element of FULL."""
PARAGRAPH, MIN_PARAGRAPHS, MIN_DESCRIPTION_CHARS = re.compile(r"<p[\s>]", re.IGNORECASE), 3, 600
"""Minimum paragraphs and characters of a description that is a whole story. A description that matches CUT is not."""
CUT = re.compile(
    r"(?:…|\.\.\.|\b(?:more|reading|weiter\w*|suite|más|mais|tutto))[\W\d]*(?:<[^>]{0,99}>\W*)*$", re.IGNORECASE
)
"""End of a text that is only the beginning of a story: `[…]`, `Read more`."""
FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|rdf|feed)\b", re.IGNORECASE)
"""The first element of a feed in XML."""
STORY_MARKS = frozenset(("commentrss", "comments"))
"""Children of an item that has comments: `wfw:commentRss`, `slash:comments`. Such an item is not itself a comment."""
OWN = ("title", "lastbuilddate", "updated")
"""Children of a feed that describe the feed itself."""
BUILT_SHARE = 0.6
BUILT_WITHIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed.

    - `link`: as written; `base`: the URL that the link is relative to, if the feed names one (`xml:base`).
    - `dates`: (kind, raw).
    - `has_comments`: the item names comments of its own.
    - `state`: digest of its text, see `spiders.links.edges.content_state`.
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
    """Read the entries of a feed as `feed` edges in feed order. Empty if the body is not a feed.

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


def home_of_feed(url: str, body: bytes, content_type: str | None = None) -> str | None:
    """The home page that a feed in XML names, otherwise the front page of its host. None if the body is not a feed.

    >>> home_of_feed("http://feeds.a.example/rss", b"<rss><channel><link>http://a.example/</link></channel></rss>")
    'http://a.example/'
    >>> home_of_feed("http://a.example/atom", b"<feed></feed>"), home_of_feed("http://a.example/", b"<html></html>")
    ('http://a.example/', None)
    """
    root = parse_xml(body, content_type) if FEED_ROOT.search(body[:4096]) else None
    if root is None or name_of(root) not in ("rss", "rdf", "feed"):
        return None
    head = next((e for e in root.iter() if name_of(e) in ("channel", "feed")), root)
    links = (child for child in head if name_of(child) == "link" and child.get("rel", "alternate") == "alternate")
    named = next(filter(None, (child.get("href") or _text(child) for child in links)), "/")
    return resolve(url, named)


def based(url: str, base: str | None) -> str:
    """The base URL of a feed's links, from `xml:base`. A private host, such as the machine that built the site, is
    ignored.

    >>> based("http://a.example/blog/atom.xml", "/news/"), based("http://a.example/blog/atom.xml", "http://localhost:4000/")
    ('http://a.example/news/', 'http://a.example/blog/atom.xml')
    """
    found = resolve(url, base) if base else None
    if found is None:
        return url
    host = urlsplit(found).hostname or ""
    return found if host == urlsplit(url).hostname or PUBLIC_HOST.fullmatch(host) else url


def _dated(feed: Feed) -> list[Entry]:
    """The entries of a feed. Dates of comments and of the build get the kinds `comment` and `lastBuildDate`."""
    entries = feed.entries
    comments = sum(is_comment_title(e.title) and not e.has_comments for e in entries)
    titled = is_comments_title(feed.title) and not any(e.has_comments for e in entries)
    if titled or 2 * comments > len(entries):
        return [_dates_as(COMMENT, e) for e in entries]
    if _is_build_time(feed):
        entries = [_dates_as(BUILT, e) if _near(feed.built, e) else e for e in entries]
    return [_dates_as(COMMENT, e) if names_part(e.link) else e for e in entries]


def _dates_as(kind: str, entry: Entry) -> Entry:
    """The entry with its first date (its publication) under another kind. The other dates are dropped: none is the
    page's.
    """
    return replace(entry, dates=tuple((kind, raw) for _, raw in entry.dates[:1]))


def _is_build_time(feed: Feed) -> bool:
    """True if at least two items, and most items, have the build time of the feed as their date.

    If only the newest item has it, it may be its real date.
    """
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
    """Digest of an item's title and texts. Dates are left out, because they may be build times of the feed."""
    parts = {name: texts[name] for name in ("title", *TEXTS) if name in texts}
    return content_state("\n".join(parts.values()), whole=any(_is_whole(name, text) for name, text in parts.items()))


def _is_whole(name: str, text: str) -> bool:
    """True if a text of an item is the whole story, by its element, its length or its paragraphs."""
    if len(text) >= MIN_WHOLE_TEXT_CHARS:
        return True
    several = len(text) >= MIN_DESCRIPTION_CHARS and len(PARAGRAPH.findall(text)) >= MIN_PARAGRAPHS
    return (several or (name in FULL and len(text) >= MIN_FULL_TEXT_CHARS)) and not CUT.search(text[-200:])
