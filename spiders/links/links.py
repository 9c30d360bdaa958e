"""The links of one page, each with what it is to the page; found by one bounded scan, no document tree.

Kinds: `related` (offered beside or below a story), `in_body` (inside its sentences), `section` (a list of stories),
`pagination`, `nav` (menus, headers, footers, tags, sharing). Which links to *follow* is the spider's business.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipelines.base.errors import PageDropped
from pipelines.base.urls.identity import resolve
from pipelines.base.urls.queries import BLOCK_PAGE
from pipelines.lake.link_kinds import LINK_KINDS
from pipelines.page.text.charset import decode
from spiders.links.markup import MAX_CHARACTERS, squeeze, tags, unescape
from spiders.links.scanner import HEADLINE_CHARACTERS, MAX_ANCHOR_TEXT, MAX_URL, Anchor, LinkScanner, Paragraph

MAX_LINKS = 5_000
MAX_VARIANTS = 8
"""Texts of links from one page to another that are kept."""
MIN_PROSE = 40
STORY_PARAGRAPHS = 3
MAX_HEADLINES_BETWEEN = 3
LONG_HEADLINE = 40
"""No menu entry is that long: what is, is a story offered inside a menu or footer."""
PAGE_TYPES = frozenset(("", "text/html", "application/xhtml+xml"))
MAX_LABEL = 100
PUBLISHED = frozenset(("article:published_time", "datepublished", "og:article:published_time", "dc.date.issued"))
LINK_TYPES = {each: kind.name for kind in LINK_KINDS.values() for each in kind.link_types}
"""Types of `<link rel=alternate>` that lead to a file that lists pages, with the kind of the link."""
ATTACHED = re.compile(r"(?<!\S)(?:attachment|wp-att-\d+)(?!\S)")
"""How a link to the page of a single picture is marked: https://developer.wordpress.org/reference/functions/get_image_tag/."""
ROOTED = re.compile(r"/[^/\\]|https?://", re.IGNORECASE)
PAGE_ANCHOR = re.compile(
    r"^([\d\s.…]{1,6}|[«»‹›<>←→]{1,3}|(next|previous|older|newer|weiter|zurück|nächste|suivante?|précédente?|siguiente"
    r"|anterior|następna|poprzednia|successiv[oa]|volgende|próxim[ao]|följande|далее|следующая|次へ|下一页)"
    r"( (page|posts?|seite|articles?|stories))?\W{0,5})$",
    re.IGNORECASE,
)
PAGE_URL = re.compile(
    r"[?&](page|p|pg|paged|start|offset|seite|strona|pagina|" + BLOCK_PAGE + r")=\d{1,6}(&|$)"
    r"|/(page|seite|strona|pagina)[/-]?\d{1,6}/?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the page graph: `position` is the 0-based order of its target among those of the page's links of its kind.

    Links to one target with other words are edges of their own, in page order, at the same position.
    """

    url: str
    anchor: str | None
    kind: str
    position: int
    nofollow: bool = False
    attachment: bool = False


class Version(NamedTuple):
    """Another version of a page that its head names: `edition` in another language, `amphtml`, or `version` for other readers.

    `label` is what tells it apart: the language of an edition (`de-AT`, `x-default`), the medium of another version (`print`).
    """

    kind: str
    url: str
    label: str | None = None


class FeedLink(NamedTuple):
    """A feed, or another file that lists pages, that a page's head names: with the title that it gives it there, and its kind."""

    url: str
    title: str | None = None
    kind: str = "alternate"


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page points at. URLs are absolute, normalised, http(s), without fragment; each (url, kind, anchor) once.

    `meta` holds (name, content) of named `<meta>` elements, names lower-cased; `refresh` is the target of a meta
    refresh; `licences` are (url, type) of `rel=license` and `rsl` inline RSL documents; `published` is the date that
    the markup states first, as written; `below_headline` the text below the last first-level heading, or that begins in a
    box called a title; `article_like` says that the markup claims or shows one story, `reads_like_story` that its paragraphs
    do; `headed` are the pages that linked headlines above long paragraphs lead to, as in a list of whole stories;
    `truncated` that limits cut the scan short.
    """

    links: tuple[Link, ...] = ()
    canonical: str | None = None
    versions: tuple[Version, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    next: str | None = None
    refresh: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    licences: tuple[tuple[str, str], ...] = ()
    rsl: tuple[str, ...] = ()
    language: str | None = None
    published: str | None = None
    below_headline: str = ""
    article_like: bool = False
    reads_like_story: bool = False
    headed: tuple[str, ...] = ()
    truncated: bool = False


def scan(body: bytes, base_url: str, charset: str | None = None) -> PageLinks:
    """The links of `body`, seen from `base_url`; `charset` as the Content-Type gave it. Never raises; linear, bounded.

    >>> page = scan(b'''<meta property="og:type" content="article"><nav><a href="/sport">Sport</a></nav><h1>Flood</h1>
    ...     <p>It rained all night, says <a href="/report">a report</a> that the town council made public on Monday.</p>
    ...     <h3>Related</h3><a href="/dam#top">Dam bursts in the north</a>''', "http://a.example/flood")
    >>> [(link.kind, link.url) for link in page.links]
    [('nav', 'http://a.example/sport'), ('in_body', 'http://a.example/report'), ('related', 'http://a.example/dam')]
    """
    text = _decode(body[: MAX_CHARACTERS * 2], charset)
    scanner = LinkScanner()
    for tag in tags(text):
        scanner.feed(tag)
    scanner.finish()
    base = resolve(base_url, scanner.base or "") or base_url
    body_run, reads_like_one = _body(scanner)
    article_like = scanner.claims_article or reads_like_one
    links = _links(scanner, base, _story(scanner, body_run) if article_like else None)
    return PageLinks(
        links=links,
        canonical=_head(scanner, base, "canonical"),
        versions=_versions(scanner, base),
        feeds=_feeds(scanner, base),
        next=_head(scanner, base, "next"),
        refresh=_refresh(scanner.meta, base),
        meta=tuple(scanner.meta),
        licences=_licences(scanner, base),
        rsl=tuple(scanner.rsl),
        language=scanner.language,
        published=_published(scanner),
        below_headline=squeeze(unescape(" ".join(scanner.below_headline))),
        article_like=article_like,
        reads_like_story=reads_like_one,
        headed=_headed(scanner, base),
        truncated=scanner.overflow or len(text) > MAX_CHARACTERS or len(links) >= MAX_LINKS,
    )


def _decode(body: bytes, charset: str | None) -> str:
    """The markup, read from its bytes as extraction reads pages; empty for what is no text."""
    try:
        return decode(body, f"text/html; charset={charset}" if charset else None)[0]
    except PageDropped:
        return ""


def _links(scanner: LinkScanner, base: str, story: tuple[int, int] | None) -> tuple[Link, ...]:
    menus = _menus(scanner.anchors)
    origin = resolve(base, "/") or base
    found: dict[tuple[str, str], dict[str, bool]] = {}
    attached: set[str] = set()
    for anchor in scanner.anchors:
        url = _resolved(origin if ROOTED.match(anchor.href) else base, anchor.href)
        if url is None or len(url) > MAX_URL:
            continue
        texts = found.setdefault((url, _kind(anchor, url, menus, story)), {})
        texts[anchor.text] = texts.get(anchor.text, True) and "nofollow" in anchor.rel
        if ATTACHED.search(anchor.rel):
            attached.add(url)
        if len(found) >= MAX_LINKS:
            break
    counts: dict[str, int] = {}
    links = []
    for (url, kind), texts in found.items():
        counts[kind] = counts.get(kind, -1) + 1
        nofollow = all(texts.values())
        links += [Link(url, text or None, kind, counts[kind], nofollow, url in attached) for text in _variants(texts)]
    return tuple(links)


def _variants(texts: Iterable[str]) -> list[str]:
    """The texts of the links to one page in page order, at most MAX_VARIANTS; a picture's silence only where none speaks."""
    return [text for text in texts if text][:MAX_VARIANTS] or [""]


@lru_cache(maxsize=20_000)
def _resolved(base: str, href: str) -> str | None:
    """`resolve`, remembered: most links of a page stand on every page, and rooted ones depend on its origin alone."""
    return resolve(base, href)


def _kind(anchor: Anchor, url: str, menus: frozenset[int], story: tuple[int, int] | None) -> str:
    """The kind of a link: from the region it stands in, else from its sentence, else from where the story ends."""
    page_link = PAGE_URL.search(url) is not None
    if anchor.rel in ("next", "prev") or (
        PAGE_ANCHOR.match(anchor.text) and (page_link or anchor.region == "pagination")
    ):
        return "pagination"
    if anchor.region == "pagination":
        return "pagination" if page_link else "nav"
    headline = len(anchor.text) >= LONG_HEADLINE or anchor.in_heading
    if anchor.region == "related" or (anchor.region == "nav" and not headline):
        return anchor.region
    if anchor.paragraph.prose >= MIN_PROSE and not anchor.in_heading:
        if story is None:
            return "section"
        if anchor.region == "body" or story[0] <= anchor.paragraph.order <= story[1]:
            return "in_body"
    if anchor.group in menus:
        return "nav"
    if story is None or anchor.order < story[0]:
        return "section"
    return "related"


def _story(scanner: LinkScanner, body: list[Paragraph]) -> tuple[int, int]:
    """First and last place of the story: of its long paragraphs, else of the first paragraph below the headline."""
    if body:
        return body[0].order, body[-1].order
    start = scanner.first_heading or 0
    return start, next((a.paragraph.order for a in scanner.anchors if a.order > start and a.paragraph.prose), start)


def _menus(anchors: list[Anchor]) -> frozenset[int]:
    """Groups (lists, tables, asides) of four links and more whose anchors are a word or two: menus and tag clouds."""
    groups: dict[int, list[int]] = {}
    for anchor in anchors:
        if anchor.group and anchor.text:
            groups.setdefault(anchor.group, []).append(len(anchor.text))
    return frozenset(
        group for group, lengths in groups.items() if len(lengths) >= 4 and median(lengths) < HEADLINE_CHARACTERS / 2
    )


def _body(scanner: LinkScanner) -> tuple[list[Paragraph], bool]:
    """The run of long paragraphs with most text, at most three headlines between neighbours, and whether it is a story.

    A story has three paragraphs in a row; on a listing there is a headline between any two.
    """
    headlines = [
        a.order for a in scanner.anchors if len(a.text) >= HEADLINE_CHARACTERS and a.paragraph.prose < MIN_PROSE
    ]
    runs: list[list[Paragraph]] = [scanner.paragraphs[:1]]
    in_a_row: list[int] = [1]
    for before, after in pairwise(scanner.paragraphs):
        between = bisect(headlines, after.order) - bisect(headlines, before.order)
        if between > MAX_HEADLINES_BETWEEN:
            runs.append([])
        in_a_row.append(1 if between else in_a_row[-1] + 1)
        runs[-1].append(after)
    return max(runs, key=lambda run: sum(paragraph.prose for paragraph in run)), max(in_a_row) >= STORY_PARAGRAPHS


def _headed(scanner: LinkScanner, base: str) -> tuple[str, ...]:
    """The targets of linked headlines with a long paragraph before the next: a story offered beside another has none."""
    heads = [anchor for anchor in scanner.anchors if anchor.in_heading and anchor.region not in ("related", "nav")]
    orders = [paragraph.order for paragraph in scanner.paragraphs]
    ends = [*(anchor.order for anchor in heads[1:]), orders[-1] + 1 if orders else 0]
    above = [
        head for head, end in zip(heads, ends, strict=False) if bisect(orders, head.order) < bisect(orders, end - 1)
    ]
    return tuple(dict.fromkeys(url for head in above if (url := resolve(base, head.href))))


def _head(scanner: LinkScanner, base: str, rel: str) -> str | None:
    for link in scanner.head_links:
        if rel in link.get("rel", "").lower().split() and link.get("href"):
            return resolve(base, link["href"][:MAX_URL])
    return None


def _versions(scanner: LinkScanner, base: str) -> tuple[Version, ...]:
    """https://html.spec.whatwg.org/multipage/links.html#rel-alternate, in page order; of data (oEmbed, JSON) none."""
    found: dict[Version, None] = {}
    for link in scanner.head_links:
        rels, url = link.get("rel", "").lower().split(), resolve(base, link.get("href", "")[:MAX_URL])
        if not url or "stylesheet" in rels or link.get("type", "").lower().partition(";")[0].strip() not in PAGE_TYPES:
            continue
        language, media = squeeze(link.get("hreflang", ""))[:MAX_LABEL], squeeze(link.get("media", ""))[:MAX_LABEL]
        if "amphtml" in rels:
            found[Version("amphtml", url)] = None
        elif "alternate" in rels:
            found[Version("edition", url, language) if language else Version("version", url, media or None)] = None
    return tuple(found)


def _feeds(scanner: LinkScanner, base: str) -> tuple[FeedLink, ...]:
    feeds: dict[str | None, FeedLink] = {}
    for link in scanner.head_links:
        kind = LINK_TYPES.get(link.get("type", "").lower().partition(";")[0].strip())
        if "alternate" in link.get("rel", "").lower().split() and kind:
            title = squeeze(link.get("title", ""))[:MAX_ANCHOR_TEXT] or None
            url = resolve(base, link.get("href", "")[:MAX_URL])
            feeds.setdefault(url, FeedLink(url or "", title, kind))
    return tuple(feed for feed in feeds.values() if feed.url)


def _refresh(meta: list[tuple[str, str]], base: str) -> str | None:
    for name, content in meta:
        match = re.match(
            r"\s{0,9}[\d.]{0,9}\s{0,9}[;,\s]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"'\s]{1,2048})",
            content,
            re.IGNORECASE,
        )
        if name == "refresh" and match:
            return resolve(base, match[1])
    return None


def _published(scanner: LinkScanner) -> str | None:
    """The publication date that the head states, for the schedule of revisits only; `pipelines.dates` judges dates."""
    named = (content for name, content in scanner.meta if name in PUBLISHED)
    return next((content for content in named if content), scanner.published)


def _licences(scanner: LinkScanner, base: str) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str | None, str], None] = {}
    for link in scanner.head_links:
        if "license" in link.get("rel", "").lower().split():
            found[resolve(base, link.get("href", "")[:MAX_URL]), link.get("type", "").lower()] = None
    for anchor in scanner.anchors:
        if "license" in anchor.rel.split():
            found[resolve(base, anchor.href), ""] = None
    return tuple((url, kind) for url, kind in found if url)
