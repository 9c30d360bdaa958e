"""The findings of a survey: the answers of a site, and the links in them that lead to stories."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from urllib.parse import urlsplit

from pipelines.base.errors import PageDropped
from pipelines.base.urls.identity import site_key
from pipelines.lake.values import PageKind
from pipelines.page.page import Page
from spiders.fetching.user_agent import PRODUCT
from spiders.links.edges import Edge
from spiders.rights.rights import Rights
from spiders.sources.probe import Answer
from spiders.sources.section_links import asks_for_other
from spiders.url_rules.article_urls import QUERY_ID, looks_like_article

MAX_SECTION_WORDS = 3
"""Maximum words of a section's name."""
UNKNOWN_RIGHTS = Rights((), "unknown", "unknown")


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers of a site.

    - `feeds`, `sitemaps`: those that list pages; `problems`: those that failed.
    - `parts`: the sitemaps that list pages, including parts of an index; `parts_left`: number of parts that were not read.
    - `stories`: a few story pages; `candidates`: pages that may be sections.
    - `plain`: if a browser drew pages, the findings without it; `seconds_a_page`: how long it took for one.
    - `found_by`: the places that led to feeds and to sitemaps: `page`, `links`, `robots.txt`, `list`, `usual place`.
    """

    home: Answer
    robots: Answer
    feeds: tuple[Answer, ...] = ()
    sitemaps: tuple[Answer, ...] = ()
    parts: tuple[Answer, ...] = ()
    parts_left: int = 0
    stories: tuple[Answer, ...] = ()
    candidates: tuple[Answer, ...] = ()
    rights: Rights = UNKNOWN_RIGHTS
    problems: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    plain: Findings | None = None
    seconds_a_page: float = 0.0

    @property
    def delay_seconds(self) -> float:
        """The pause between requests: ours, or the Crawl-delay of robots.txt if that is longer."""
        return max(1.0, self.robots.robots.crawl_delay(PRODUCT) or 0.0)

    @property
    def pages(self) -> tuple[Answer, ...]:
        """Home page and stories."""
        return (self.home, *self.stories)


def story_edges(found: Findings) -> list[Edge]:
    """Links to stories: first from feeds, then from sitemaps, then from pages.

    Pages are left out if the sitemaps list most of the feeds' stories.
    """
    fed = list(chain.from_iterable(answer.reading.edges for answer in found.feeds))
    mapped = [edge for answer in found.parts for edge in answer.reading.edges]
    keys = {edge.key for edge in mapped}
    listed_all = bool(mapped) and 2 * sum(edge.key in keys for edge in fed) >= len(fed)
    pages = () if listed_all else (found.home, *found.candidates)
    site = site_key(found.home.url)
    menu = {edge.key for edge in found.home.reading.edges if edge.kind == "nav" or _is_short(edge.anchor)}
    edges: dict[str, Edge] = {}
    for edge in fed:
        # some feeds list every page of the site
        if looks_like_article(edge.url).kind not in ("service", PageKind.LISTING):
            edges.setdefault(edge.key, edge)
    for edge in (*mapped, *chain.from_iterable(answer.reading.edges for answer in pages)):
        if edge.key.partition("/")[0].partition("?")[0] == site and _may_be_story(edge, in_menu=edge.key in menu):
            edges.setdefault(edge.key, edge)
    return list(edges.values())


@cache
def page_of(answer: Answer) -> Page:
    """The answer as a page for the readers of extraction."""
    return Page(answer.url, answer.body, answer.header("content-type"))


@cache
def is_readable(answer: Answer) -> bool:
    """True if it is a page that can be parsed."""
    try:
        return page_of(answer).tree is not None
    except PageDropped:
        return False


def forget_pages() -> None:
    """Free the pages that `page_of` keeps: those of one site are not needed for the next."""
    page_of.cache_clear()
    is_readable.cache_clear()


def _is_short(anchor: str | None) -> bool:
    """True if an anchor is as short as a menu entry, and so not a headline."""
    return 0 < len((anchor or "").split()) <= MAX_SECTION_WORDS


def _may_be_story(edge: Edge, *, in_menu: bool) -> bool:
    """True if a link may lead to a story.

    A link of a page must look like a story. A link of a sitemap may also be of unknown kind, if it is not in the menu.
    """
    query = urlsplit(edge.url).query
    if edge.kind != "sitemap" and asks_for_other(query) and not QUERY_ID.search(query):
        return False
    kind = looks_like_article(edge.url, kind=edge.kind, anchor=edge.anchor).kind
    return kind == PageKind.ARTICLE or (edge.kind == "sitemap" and kind == "unknown" and not in_menu)
