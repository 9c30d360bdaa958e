"""What leads to a page on a night: a feed, a menu, a sitemap, a seed. It decides the kind where the page leaves it open."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from pipelines.dates.model import OriginKind
from pipelines.extract.model import Document
from pipelines.lake.delta import Lake
from pipelines.lake.link_kinds import ALL_ENTRIES, LATEST_ENTRIES, SEED
from pipelines.lake.values import SURE_STORIES, SURELY_NO_STORIES, KindBasis, PageKind


class Linked(StrEnum):
    """The link to a page that says most of it."""

    FEED = "feed"  # an item of a feed: a story
    START = "start"  # where the crawl starts
    MENU = "menu"  # only menus and pagers link to it, or the menus of nearly all pages do
    LIST_SITEMAP = "list sitemap"  # a sitemap of tags, categories or authors
    PAGE_SITEMAP = "page sitemap"  # a sitemap of static pages
    OTHER = ""


LEADS_ON = ("nav", "pagination", "part")
"""Links that lead to pages of links, not to stories."""
VERSIONS = ("edition", "amphtml", "version")
"""Links to the same page for others, which tell nothing of it."""
MENU_PAGES, MENU_SHARE = 5, 0.8
"""Least pages whose menus link to a page, and share of all pages that have menus, for it to be in the menu of every page."""
LIST_SITEMAP = re.compile(r"(?:^|[-_])(?:tax\w*|categor\w+|tags?|authors?|users?)(?:[-_.]|$)", re.IGNORECASE)
PAGE_SITEMAP = re.compile(r"^pages?[-_]sitemap|[-_]posts[-_]pages?[-_]\d", re.IGNORECASE)
"""Names of sitemaps: `post_tag-sitemap.xml`, `wp-sitemap-users-1.xml`; `page-sitemap.xml`, `wp-sitemap-posts-page-1.xml`."""
DECLARED = (OriginKind.JSONLD, OriginKind.MICRODATA)
"""Origins of dates by which a page declares itself an article, besides those of meta elements of articles."""


def linked(lake: Lake, night: date, fetches: pa.Table, within: pa.compute.Expression | None = None) -> list[Linked]:
    """For each page of a night (rows with source, url_key, channels) what leads to it.

    `within`: the rows of the sources of these pages.
    """
    kinds, menus, sizes = _links(lake, night, within)
    found = []
    for row in fetches.select(["source", "url_key", "channels"]).to_pylist():
        page = (row["source"], row["url_key"])
        said = by_channels(row["channels"] or ())
        everywhere = menus[page] >= max(MENU_PAGES, MENU_SHARE * sizes[row["source"]])
        if said == Linked.OTHER and (everywhere or (kinds[page] and kinds[page] <= set(LEADS_ON))):
            said = Linked.MENU
        found.append(said)
    return found


def by_channels(channels: Iterable[Mapping[str, Any]]) -> Linked:
    """What the ways in which a page was advertised say of it.

    >>> by_channels([{"channel": "sitemap", "referrer": "http://a.example/post_tag-sitemap.xml"}])
    <Linked.LIST_SITEMAP: 'list sitemap'>
    """
    known = [(channel["channel"], channel.get("referrer")) for channel in channels]
    if any(channel in LATEST_ENTRIES for channel, _ in known):
        return Linked.FEED
    if any(channel == SEED for channel, _ in known):
        return Linked.START
    names = [urlsplit(url or "").path.rpartition("/")[2] for channel, url in known if channel in ALL_ENTRIES]
    if names and all(LIST_SITEMAP.search(name) for name in names):
        return Linked.LIST_SITEMAP
    return Linked.PAGE_SITEMAP if names and all(PAGE_SITEMAP.search(name) for name in names) else Linked.OTHER


def with_links(document: Document, linked: str) -> tuple[PageKind, KindBasis]:
    """The kind of a document by what leads to its page, where the page by itself leaves it open."""
    kind, basis = document.kind, document.kind_basis
    if basis in SURE_STORIES or basis in SURELY_NO_STORIES:
        return kind, basis
    if linked == Linked.FEED and kind in (PageKind.ARTICLE, PageKind.LISTING, PageKind.OTHER):
        return (PageKind.ARTICLE, KindBasis.FEED) if document.text else (kind, basis)
    if kind != PageKind.ARTICLE or declares_date(document):
        return kind, basis
    if linked == Linked.LIST_SITEMAP:
        return PageKind.LISTING, KindBasis.SITEMAP
    if linked == Linked.PAGE_SITEMAP:
        return PageKind.OTHER, KindBasis.SITEMAP
    if linked == Linked.START:
        return PageKind.LISTING, KindBasis.START
    return (PageKind.OTHER, KindBasis.MENU) if linked == Linked.MENU and not shows_date(document) else (kind, basis)


def declares_date(document: Document) -> bool:
    """True if a page declares itself an article by stating its date to machines."""
    origins = [c.origin for c in document.date_candidates if c.role == "published"]
    return any(o.kind in DECLARED or (o.kind is OriginKind.META and o.detail.startswith("article:")) for o in origins)


def shows_date(document: Document) -> bool:
    """True if a page shows a date by its headline or byline, as a story that menus feature does."""
    near = ("headline", "byline")
    return any(c.role == "published" and c.value and c.context in near for c in document.date_candidates)


def _links(
    lake: Lake, night: date, within: pa.compute.Expression | None
) -> tuple[defaultdict[tuple[str, str], set[str]], defaultdict[tuple[str, str], int], defaultdict[str, int]]:
    """By page the kinds of links to it, and the pages whose menus link to it; by source the pages that have menus."""
    links = lake.read("links", night=night, columns=["source", "from_url_key", "to_url_key", "kind"], where=within)
    kinds: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in links.group_by(["source", "to_url_key"]).aggregate([("kind", "distinct")]).to_pylist():
        kinds[row["source"], row["to_url_key"]] = set(row["kind_distinct"]).difference(VERSIONS)
    nav = links.filter(pa.compute.equal(links["kind"], "nav"))
    menus: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in nav.group_by(["source", "to_url_key"]).aggregate([("from_url_key", "count_distinct")]).to_pylist():
        menus[row["source"], row["to_url_key"]] = row["from_url_key_count_distinct"]
    sizes: defaultdict[str, int] = defaultdict(int)
    for row in nav.group_by("source").aggregate([("from_url_key", "count_distinct")]).to_pylist():
        sizes[row["source"]] = row["from_url_key_count_distinct"]
    return kinds, menus, sizes
