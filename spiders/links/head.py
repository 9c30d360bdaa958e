"""What a page says of itself beside its links: other versions, feeds, licences, the next page, a day, where it sends readers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.base.urls.identity import resolve
from pipelines.lake.link_kinds import LINK_KINDS
from spiders.links.markup import squeeze
from spiders.links.more import More
from spiders.links.scanner import MAX_ANCHOR_TEXT, MAX_URL, LinkScanner

PAGE_TYPES = frozenset(("", "text/html", "application/xhtml+xml"))
MAX_LABEL_CHARS = 100
PUBLISHED = frozenset(("article:published_time", "datepublished", "og:article:published_time", "dc.date.issued"))
LINK_TYPES = {each: kind.name for kind in LINK_KINDS.values() for each in kind.link_types}
"""MIME types of `<link rel=alternate>` for files that list pages, with the kind of the link."""


class Version(NamedTuple):
    """Another version of a page, from a `<link>` in its head.

    `kind` is `edition` (another language), `amphtml`, or `version` (another medium). `label` is the language of an
    edition (`de-AT`, `x-default`) or the medium of a version (`print`).
    """

    kind: str
    url: str
    label: str | None = None


class FeedLink(NamedTuple):
    """A feed, or another file that lists pages, from a `<link>` in a page's head, with the title given there and its
    kind.
    """

    url: str
    title: str | None = None
    kind: str = "alternate"


def named(scanner: LinkScanner, base: str, rel: str) -> str | None:
    """The address that a `<link>` of the head names for this relation."""
    for link in scanner.head_links:
        if rel in link.get("rel", "").lower().split() and link.get("href"):
            return resolve(base, link["href"][:MAX_URL])
    return None


def versions(scanner: LinkScanner, base: str) -> tuple[Version, ...]:
    """Alternate versions in page order, without data formats (oEmbed, JSON).

    Source: https://html.spec.whatwg.org/multipage/links.html#rel-alternate.
    """
    found: dict[Version, None] = {}
    for link in scanner.head_links:
        rels, url = link.get("rel", "").lower().split(), resolve(base, link.get("href", "")[:MAX_URL])
        if not url or "stylesheet" in rels or link.get("type", "").lower().partition(";")[0].strip() not in PAGE_TYPES:
            continue
        language, media = (
            squeeze(link.get("hreflang", ""))[:MAX_LABEL_CHARS],
            squeeze(link.get("media", ""))[:MAX_LABEL_CHARS],
        )
        if "amphtml" in rels:
            found[Version("amphtml", url)] = None
        elif "alternate" in rels:
            found[Version("edition", url, language) if language else Version("version", url, media or None)] = None
    return tuple(found)


def feeds(scanner: LinkScanner, base: str) -> tuple[FeedLink, ...]:
    """The feeds and other files of lists that the head names."""
    feeds: dict[str | None, FeedLink] = {}
    for link in scanner.head_links:
        kind = LINK_TYPES.get(link.get("type", "").lower().partition(";")[0].strip())
        if "alternate" in link.get("rel", "").lower().split() and kind:
            title = squeeze(link.get("title", ""))[:MAX_ANCHOR_TEXT] or None
            url = resolve(base, link.get("href", "")[:MAX_URL])
            feeds.setdefault(url, FeedLink(url or "", title, kind))
    return tuple(feed for feed in feeds.values() if feed.url)


def more(found: Iterable[More], base: str) -> tuple[str, ...]:
    """Addresses on the page's host from which a script loads more."""
    host = urlsplit(base).netloc
    targets = (resolve(base, each.address) for each in found)
    return tuple(dict.fromkeys(url for url in targets if url and len(url) <= MAX_URL and urlsplit(url).netloc == host))


def refresh(meta: list[tuple[str, str]], base: str) -> str | None:
    """The address to which the page sends its readers."""
    for name, content in meta:
        match = re.match(
            r"\s{0,9}[\d.]{0,9}\s{0,9}[;,\s]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"'\s]{1,2048})",
            content,
            re.IGNORECASE,
        )
        if name == "refresh" and match:
            return resolve(base, match[1])
    return None


def published(scanner: LinkScanner) -> str | None:
    """The publication date in the head. It only schedules revisits; `pipelines.dates` judges dates."""
    stated = (content for name, content in scanner.meta if name in PUBLISHED)
    return next((content for content in stated if content), scanner.published)


def licences(scanner: LinkScanner, base: str) -> tuple[tuple[str, str], ...]:
    """The licences that the page links to, with their MIME types."""
    found: dict[tuple[str | None, str], None] = {}
    for link in scanner.head_links:
        if "license" in link.get("rel", "").lower().split():
            found[resolve(base, link.get("href", "")[:MAX_URL]), link.get("type", "").lower()] = None
    for anchor in scanner.anchors:
        if "license" in anchor.rel.split():
            found[resolve(base, anchor.href), ""] = None
    return tuple((url, kind) for url, kind in found if url)
