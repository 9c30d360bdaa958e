"""The links of one page, each with its role on the page; found by one bounded scan, without a document tree.

Kinds: `related` (offered beside or below a story), `in_body` (inside a story's sentences), `section` (a list of
stories), `pagination`, `part` (further pages of the story), `nav` (menus, headers, footers, tags, sharing). The spider
decides which links to *follow*.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipelines.base.errors import PageDropped
from pipelines.base.urls.identity import resolve
from pipelines.base.urls.kinds import UrlKind, url_kind
from pipelines.base.urls.queries import BLOCK_PAGE
from pipelines.page.text.charset import decode
from spiders.links import head
from spiders.links.c2pa import manifests
from spiders.links.head import FeedLink, Version
from spiders.links.markup import MAX_CHARACTERS, squeeze, tags, unescape
from spiders.links.more import More, may_go_on
from spiders.links.parts import NEXT, families, is_part
from spiders.links.scanner import HEADLINE_CHARACTERS, MAX_URL, Anchor, LinkScanner, Paragraph

MAX_LINKS = 5_000
MAX_VARIANTS = 8
"""Maximum number of link texts that are kept for one target page."""
MIN_PROSE_CHARS = 40
STORY_PARAGRAPHS = 3
MAX_HEADLINES_BETWEEN = 3
LONG_HEADLINE_CHARS = 40
"""Characters. A menu entry is shorter; a longer link inside a menu or footer is a story offered there."""
ATTACHED = re.compile(r"(?<!\S)(?:attachment|wp-att-\d+)(?!\S)")
"""`rel` values of a link to the page of a single picture.

Source: https://developer.wordpress.org/reference/functions/get_image_tag/."""
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


NO_STORY_KINDS = (UrlKind.LISTING, UrlKind.FRONT, UrlKind.STATIC)
PART = "part"
HEADING, LABEL = "heading", "label"
SET_IN = (HEADING, None, LABEL)
"""Places that a link's text is set in, the best first."""


class Anchored(NamedTuple):
    """What is known of a text of the links to a page: whether all of them are `nofollow`, and the place it is set in."""

    nofollow: bool
    set_in: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the page graph. `position` is the 0-based order of its target among the page's links of its kind.

    Links to one target with different texts are separate edges, in page order, with the same position. `set_in` is
    `heading` if the anchor is a heading, stands in one or is the heading inside a longer anchor; `label` if it is the label of a
    link without text, such as the alternative text of its picture; else null.
    """

    url: str
    anchor: str | None
    kind: str
    position: int
    nofollow: bool = False
    attachment: bool = False
    set_in: str | None = None


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links and statements of one page. URLs are absolute, normalised, http(s), without fragment.

    Each (url, kind, anchor) occurs once.

    - `meta`: (name, content) of named `<meta>` elements, names lower-cased.
    - `refresh`: target of a meta refresh.
    - `more`: addresses on the page's host from which a script loads more of its list; `rest`: the rest of its story.
    - `licences`: (url, type) of `rel=license`; `rsl`: inline RSL documents.
    - `manifests`: (place, statement) of C2PA manifests.
    - `published`: the first publication date in the markup, as written.
    - `below_headline`: text after the last `<h1>`, or text at the start of a box with a title's class name.
    - `article_like`: the markup claims or shows one story; `reads_like_story`: its paragraphs do.
    - `headed`: targets of linked headlines above long paragraphs, as in a list of whole stories.
    - `truncated`: a limit ended the scan before the end of the page.
    """

    links: tuple[Link, ...] = ()
    canonical: str | None = None
    versions: tuple[Version, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    next: str | None = None
    more: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    by_form: tuple[str, ...] = ()
    refresh: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    licences: tuple[tuple[str, str], ...] = ()
    rsl: tuple[str, ...] = ()
    manifests: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    published: str | None = None
    below_headline: str = ""
    article_like: bool = False
    reads_like_story: bool = False
    headed: tuple[str, ...] = ()
    truncated: bool = False


def scan(body: bytes, base_url: str, charset: str | None = None) -> PageLinks:
    """Scan `body` for links, relative to `base_url`; `charset` comes from the Content-Type. Never raises; linear,
    bounded.

    >>> page = scan(b'''<meta property="og:type" content="article"><nav><a href="/sport">Sport</a></nav><h1>Flood</h1>
    ...     <p>It rained all night, says <a href="/report">a report</a> that the town council made public on Monday.</p>
    ...     <h3>Related</h3><a href="/dam#top">Dam bursts in the north</a>''', "http://a.example/flood")
    >>> [(link.kind, link.url) for link in page.links]
    [('nav', 'http://a.example/sport'), ('in_body', 'http://a.example/report'), ('related', 'http://a.example/dam')]
    """
    text = _decode(body[: MAX_CHARACTERS * 2], charset)
    scanner = LinkScanner(goes_on=may_go_on(text))
    for tag in tags(text):
        scanner.feed(tag)
    scanner.finish()
    base = resolve(base_url, scanner.base or "") or base_url
    body_run, reads_like_one = _body(scanner)
    article_like = scanner.claims_article or reads_like_one
    of = families(base_url, article_like=article_like)
    rests, goes_on = _more(scanner, base_url, article_like=article_like, reads_like_one=reads_like_one)
    links = _with_next(
        _links(scanner, base, _story(scanner, body_run) if article_like else None, of), scanner, base, of
    )
    return PageLinks(
        links=links,
        canonical=head.named(scanner, base, "canonical"),
        versions=head.versions(scanner, base),
        feeds=head.feeds(scanner, base),
        next=head.named(scanner, base, "next"),
        more=head.more(goes_on, base),
        rest=head.more(rests, base),
        by_form=() if article_like else head.more([more for more in scanner.more if more.by_post], base),
        refresh=head.refresh(scanner.meta, base),
        meta=tuple(scanner.meta),
        licences=head.licences(scanner, base),
        rsl=tuple(scanner.rsl),
        manifests=manifests(scanner, base, text),
        language=scanner.language,
        published=head.published(scanner),
        below_headline=squeeze(unescape(" ".join(scanner.below_headline))),
        article_like=article_like,
        reads_like_story=reads_like_one,
        headed=_headed(scanner, base),
        truncated=scanner.overflow or len(text) > MAX_CHARACTERS or len(links) >= MAX_LINKS,
    )


def _more(scanner: LinkScanner, url: str, *, article_like: bool, reads_like_one: bool) -> tuple[list[More], list[More]]:
    """The addresses that have the rest of the page's story, and those where its list goes on.

    What a page fills in by itself is the story's rest only within an `<article>` that shows no more than its beginning, or on a
    page that says it is a story and shows a paragraph at most. It is a list only on pages without a story: beside a story it is
    comments and offers.
    """
    filled = [more for more in scanner.more if more.by_itself and not more.is_aside]
    is_unfilled = scanner.claims_article and len(scanner.paragraphs) < 2
    of_story = [more for more in filled if more.in_story] or (filled[:1] if is_unfilled else [])
    may_be_story = (article_like or scanner.first_heading is not None) and url_kind(url) not in NO_STORY_KINDS
    is_story = article_like or (may_be_story and bool(of_story))
    by_button = [
        more for more in scanner.more if more.shows_rest and (article_like or (may_be_story and more.in_story))
    ]
    is_begun = bool(scanner.paragraphs or scanner.claims_article) and not reads_like_one
    rests = [*by_button, *of_story] if is_story and is_begun else by_button
    lists = (more for more in scanner.more if more not in by_button and not more.by_post)
    return rests, [more for more in lists if not (more.by_itself and is_story)]


def _decode(body: bytes, charset: str | None) -> str:
    """Decode the markup as extraction decodes pages. Empty if the bytes are not text."""
    try:
        return decode(body, f"text/html; charset={charset}" if charset else None)[0]
    except PageDropped:
        return ""


def _with_next(links: tuple[Link, ...], scanner: LinkScanner, base: str, of: frozenset[str]) -> tuple[Link, ...]:
    """The links, and the story's next part if only the page's head names it."""
    url = head.named(scanner, base, NEXT) if of else None
    if (
        url is None
        or not is_part("", url, "", NEXT, of)
        or any(each.url == url and each.kind == PART for each in links)
    ):
        return links
    return (*links, Link(url, None, PART, 1 + max((each.position for each in links if each.kind == PART), default=-1)))


def _links(scanner: LinkScanner, base: str, story: tuple[int, int] | None, of: frozenset[str]) -> tuple[Link, ...]:
    menus = _menus(scanner.anchors)
    origin = resolve(base, "/") or base
    found: dict[tuple[str, str], dict[str, Anchored]] = {}
    attached: set[str] = set()
    for anchor in scanner.anchors:
        url = _resolved(origin if ROOTED.match(anchor.href) else base, anchor.href)
        if url is None or len(url) > MAX_URL:
            continue
        texts = found.setdefault((url, _kind(anchor, url, menus, story, of)), {})
        for text, set_in in _texts(anchor):
            had = texts.get(text)
            nofollow = "nofollow" in anchor.rel and (had is None or had.nofollow)
            texts[text] = Anchored(nofollow, set_in if had is None else min(had.set_in, set_in, key=SET_IN.index))
        if ATTACHED.search(anchor.rel):
            attached.add(url)
        if len(found) >= MAX_LINKS:
            break
    counts: dict[str, int] = {}
    links = []
    for (url, kind), texts in found.items():
        counts[kind] = counts.get(kind, -1) + 1
        nofollow = all(each.nofollow for each in texts.values())
        links += [
            Link(url, text or None, kind, counts[kind], nofollow, url in attached, texts[text].set_in if text else None)
            for text in _variants(texts)
        ]
    return tuple(links)


def _texts(anchor: Anchor) -> Iterator[tuple[str, str | None]]:
    """The texts of a link, each with the place that it is set in: the whole text, and the headline inside it."""
    is_heading = anchor.in_heading or anchor.title == anchor.text
    yield anchor.text, LABEL if anchor.is_label else HEADING if is_heading and not anchor.is_label else None
    if anchor.title and anchor.title != anchor.text:
        yield anchor.title, HEADING


def _variants(texts: Iterable[str]) -> list[str]:
    """The texts of the links to one page in page order, at most MAX_VARIANTS. An empty text counts only if all are
    empty.
    """
    return [text for text in texts if text][:MAX_VARIANTS] or [""]


@lru_cache(maxsize=20_000)
def _resolved(base: str, href: str) -> str | None:
    """Cached `resolve`: most links of a page are on every page, and a rooted link depends only on the page's origin."""
    return resolve(base, href)


def _kind(anchor: Anchor, url: str, menus: frozenset[int], story: tuple[int, int] | None, of: frozenset[str]) -> str:
    """The kind of a link: a part of the stories `of`, else from its region of the page, else from its sentence, else from
    its position before or after the story.
    """
    if of and anchor.region != "related" and is_part(anchor.href, url, anchor.text, anchor.rel, of):
        return PART
    page_link = PAGE_URL.search(url) is not None
    if anchor.rel in ("next", "prev") or (
        PAGE_ANCHOR.match(anchor.text) and (page_link or anchor.region == "pagination")
    ):
        return "pagination"
    if anchor.region == "pagination":
        return "pagination" if page_link else "nav"
    headline = len(anchor.text) >= LONG_HEADLINE_CHARS or anchor.in_heading
    if anchor.region == "related" or (anchor.region == "nav" and not headline):
        return anchor.region
    if anchor.paragraph.prose >= MIN_PROSE_CHARS and not anchor.in_heading:
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
    """First and last position of the story: its long paragraphs, else the first paragraph below the headline."""
    if body:
        return body[0].order, body[-1].order
    start = scanner.first_heading or 0
    return start, next((a.paragraph.order for a in scanner.anchors if a.order > start and a.paragraph.prose), start)


def _menus(anchors: list[Anchor]) -> frozenset[int]:
    """Groups (lists, tables, asides) of at least four links with anchors of a word or two: menus and tag clouds."""
    groups: dict[int, list[int]] = {}
    for anchor in anchors:
        if anchor.group and anchor.text:
            groups.setdefault(anchor.group, []).append(len(anchor.text))
    return frozenset(
        group for group, lengths in groups.items() if len(lengths) >= 4 and median(lengths) < HEADLINE_CHARACTERS / 2
    )


def _body(scanner: LinkScanner) -> tuple[list[Paragraph], bool]:
    """The run of long paragraphs with the most text, and True if the page reads like a story.

    At most MAX_HEADLINES_BETWEEN headlines stand between two neighbours of a run. A story has three paragraphs in a
    row; a listing has a headline between any two.
    """
    headlines = [
        a.order for a in scanner.anchors if len(a.text) >= HEADLINE_CHARACTERS and a.paragraph.prose < MIN_PROSE_CHARS
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
    """Targets of linked headlines that have a long paragraph below them. A story offered beside another story has none."""
    heads = [anchor for anchor in scanner.anchors if anchor.in_heading and anchor.region not in ("related", "nav")]
    orders = [paragraph.order for paragraph in scanner.paragraphs]
    ends = [*(anchor.order for anchor in heads[1:]), orders[-1] + 1 if orders else 0]
    above = [
        head for head, end in zip(heads, ends, strict=False) if bisect(orders, head.order) < bisect(orders, end - 1)
    ]
    return tuple(dict.fromkeys(url for head in above if (url := resolve(base, head.href))))
