"""The kind of a fetched page for the crawl: a story, a list of stories, or neither.

It decides how soon the page is fetched again, and what its family has brought. The corpus decides the kind later, by
the page's text: `pipelines.extract.kind`.
"""

from __future__ import annotations

from pipelines.base.urls.kinds import UrlKind, continued, is_front, is_surely_list, url_kind
from pipelines.lake.values import PageKind
from spiders.frontier.visits import Visit
from spiders.links.links import PageLinks
from spiders.resources.reading import Reading
from spiders.url_rules.article_urls import looks_like_article
from spiders.url_rules.families import BELOW_STORY, PART, family_of
from spiders.url_rules.keys import cached_key

STORIES_OF_A_LIST = 3
"""Minimum stories of other pages, each below its linked headline, in a list with an address that gives no evidence."""


def page_kind(visit: Visit, reading: Reading) -> PageKind | None:
    """The kind of a fetched page: `article` by its markup, `listing` by its URL, else `other`; None for other resources.

    Search plug-ins declare every archive and picture to be an article. So if the address is a listing's, or stands
    below a story's address, the paragraphs must read like a story, and not like stories of other pages. A further page
    of a story is `other`.
    """
    if visit.resource != "page":
        return None
    if visit.family == PART:
        return PageKind.OTHER
    page, by_address = reading.page, looks_like_article(visit.url).kind
    if page is None:
        return PageKind.LISTING if by_address == PageKind.LISTING else PageKind.OTHER
    if _is_list_by_address(visit.url, page) or _is_list(visit, page, by_address):
        return PageKind.LISTING
    if url_kind(visit.url) == UrlKind.STATIC:
        return PageKind.OTHER
    if visit.family == BELOW_STORY and continued(visit.url):
        return PageKind.OTHER
    claims_suffice = visit.family != BELOW_STORY and family_of(visit.url) is None
    if page.article_like if claims_suffice else page.reads_like_story:
        return PageKind.ARTICLE
    return PageKind.LISTING if by_address == PageKind.LISTING else PageKind.OTHER


def _is_list_by_address(url: str, page: PageLinks) -> bool:
    """True if a page is surely a list: a front page, or a page of a tag, author, month or number that states no date."""
    return is_front(url) or (is_surely_list(url) and page.published is None)


def _is_list(visit: Visit, page: PageLinks, by_address: str) -> bool:
    """True if a page shows several stories of other pages, in whole or in part, each below its linked headline."""
    others = sum(cached_key(url) != visit.key for url in page.headed)
    return (
        others > 0 if by_address == PageKind.LISTING else others >= STORIES_OF_A_LIST and by_address != PageKind.ARTICLE
    )
