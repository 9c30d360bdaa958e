"""The kind of a fetched page as the crawl sees it: a story, a list of stories, or neither.

It decides how soon the page is asked for again, and what its family has brought. What the corpus says of a page is decided later,
by its text: `pipelines.extract.kind`.
"""

from __future__ import annotations

from pipelines.base.urls.kinds import UrlKind, continued, is_front, is_surely_list, url_kind
from pipelines.lake.values import PageKind
from spiders.frontier.visits import Visit
from spiders.links.links import PageLinks
from spiders.resources.reading import Reading
from spiders.url_rules.article_urls import looks_like_article
from spiders.url_rules.families import BELOW_STORY, family_of
from spiders.url_rules.keys import cached_key

STORIES_OF_A_LIST = 3
"""Stories of other pages below their linked headlines that make a list of a page whose address says nothing."""


def page_kind(visit: Visit, reading: Reading) -> PageKind | None:
    """The kind of a fetched page: `article` by its markup, `listing` by its URL, else `other`; null for what is no page.

    Search plug-ins claim every archive and picture to be an article: where the address says listing, or stands below a story's,
    its paragraphs must tell a story, and no other page's. A further page of a story is none of its own.
    """
    if visit.resource != "page":
        return None
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
    """Whether a page is a list for certain: a front page; a tag's, an author's, a month's or further page that states no date."""
    return is_front(url) or (is_surely_list(url) and page.published is None)


def _is_list(visit: Visit, page: PageLinks, by_address: str) -> bool:
    """Whether a page shows other pages' stories one below the other, in whole or in part, each below its linked headline."""
    others = sum(cached_key(url) != visit.key for url in page.headed)
    return (
        others > 0 if by_address == PageKind.LISTING else others >= STORIES_OF_A_LIST and by_address != PageKind.ARTICLE
    )
