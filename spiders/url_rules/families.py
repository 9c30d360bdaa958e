"""Families of addresses that rarely are stories (tags, authors, months, static pages), limited by the stories they bring.

A family is fetched as long as its pages are the first to name stories. A family without such stories after a few tries
is skipped, and sampled once a week in case this has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from pipelines.base.urls.comment_feeds import TAIL
from pipelines.base.urls.kinds import DATE, LISTING, NUMBERED, YEAR, UrlKind, is_year_of_list, kind_shape, url_kind
from pipelines.base.urls.queries import BLOCK_PAGE, spoken
from spiders.url_rules.article_urls import LISTING_PARAMETER, looks_like_article
from spiders.url_rules.flat_lists import flat_family
from spiders.url_rules.traps import is_calendar

BELOW_STORY, NOT_FOLLOWED, SERVICE, DATES, CALENDAR = "below a story", "nofollow", "service", "dates", "calendar"
PART = "part of a story"
"""Family of a story's further pages: they are asked for with their story, whatever other pages brought."""
BY_ADDRESS = frozenset(("listing_word", "listing_query", "date_archive", "service_word"))
"""Rules of `article_urls` that use only the address."""
ARCHIVE = re.compile(r"archiv(?:e|es|o|os|i|io)?")
TRIES, TRIES_LISTED, TRIES_BARREN = 3, 2, 1
"""Maximum pages of a family without a story: if only listings name stories; if a sitemap does; if no family brings any."""
TRIES_PAGES = 5
"""The same limit for further pages of a list, if only listings name stories: they may show older stories."""
UNDATED, MIN_FOUND = 2, 8
"""If more than a share of 1/UNDATED of at least MIN_FOUND new stories has no date, lists may show the dates."""
PAGE = "page"
PAGES = re.compile(rf"page|seite|strona|\?(?:page|paged|debut_\w+|{BLOCK_PAGE})")
VIEW = re.compile(r"(?:^|&)((?:view|mod|do|act|action)=[a-z]+)", re.IGNORECASE)
FEED = " feed"
"""End of the name of a family of feeds. The feeds list the same stories as the family's pages."""
UNINDEXED = " noindex"
"""End of the name of a family of pages that ask not to be indexed or followed."""
OTHER_FEEDS = f"other{FEED}"
"""Feeds that pages name and the source file does not."""
LISTS_FEW = re.compile(rf"(?:tags?|authors?|page|dates){FEED}")
"""Families of feeds of a tag, an author, a year or a month."""
TRIES_FEEDS, TRIES_SITEMAPS = 2, 100
LIST_SITEMAPS = "sitemap of lists"
LIST_PARTS = re.compile(
    r"tags?|post_tag|categor(?:y|ies)|authors?|users?|taxonom(?:y|ies)|images?|attachments?", re.IGNORECASE
)
"""Words in the address of a sitemap of lists or pictures: `wp-sitemap-users-1.xml`, `sitemap-tags.xml`."""
BARREN_TRIES = 4
TRIES_A_STORY = 3
"""Additional pages that a family may try for each story it has brought."""
SAMPLE_NIGHTS = 7
STORY_WORDS = 4
"""Minimum words in the last part of an address that make it a story's address below a service word (`/jobs/…`)."""


@lru_cache(maxsize=50_000)
def family_of(url: str) -> str | None:
    """The family of an address that is a listing, its feed or a service page by its words; None if it may be a story.

    >>> [family_of(f"http://a.example/{end}") for end in ("tag/floods/page/2", "2025/11/", "?cat=3", "about", "author/x/feed/")]
    ['tag', 'dates', '?cat', 'service', 'author feed']
    >>> [family_of(f"http://a.example/archives/{end}") for end in ("category/floods", "2025/11/", "149", "flood", "about")]
    ['category', 'dates', None, 'archives', 'service']
    >>> family_of("http://a.example/events/2025-11-03"), family_of("http://a.example/agenda?month=7")
    ('calendar', 'calendar')
    >>> family_of("http://a.example/2025/11/03/flood-hits-leeds"), family_of("http://a.example/news/flood"), family_of("http://a.example/")
    (None, None, None)
    """
    parts = urlsplit(spoken(url))
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    own = len(segments)
    while segments and TAIL.fullmatch(segments[-1]):
        segments.pop()
    name = _listed_as(parts, segments)
    return f"{name}{FEED}" if name and len(segments) < own else name


def unindexed_family(url: str) -> str | None:
    """The family of a page that asks robots neither to index nor to follow it: pages of its script with the same
    parameters, such as a wiki's `?action=history&title=…`. None if its address has no parameter: stories may look alike.

    >>> unindexed_family("http://a.example/index.php?title=Mill&action=edit"), unindexed_family("http://a.example/wiki/Mill")
    ('/*.php?action&title noindex', None)
    """
    shape = kind_shape(url)
    return f"{shape}{UNINDEXED}" if "?" in shape else None


def feed_family(url: str) -> str:
    """The family of a feed that a page names: the family of its listing's feeds, or that of all other feeds.

    >>> feed_family("http://a.example/tag/floods/feed/"), feed_family("http://a.example/?feed=rss2&cat=5")
    ('tag feed', '?cat feed')
    >>> feed_family("http://a.example/categories/floods.xml"), feed_family("http://a.example/tag-floods.xml")
    ('other feed', 'tag feed')
    """
    name = family_of(url) or flat_family(url)
    return OTHER_FEEDS if name is None else name if name.endswith(FEED) else f"{name}{FEED}"


def lists_few(feed: str) -> bool:
    """True if the address of a feed shows that it lists the stories of a tag, an author, a year or a month.

    >>> [lists_few(f"http://a.example/{end}") for end in ("tag-mills.rss", "archive-2025.rss", "author/x/feed/", "politics.rss")]
    [True, True, True, False]
    """
    return LISTS_FEW.fullmatch(feed_family(feed)) is not None


def sitemap_family(url: str) -> str | None:
    """The family of a sitemap of lists; None if the sitemap may list stories.

    >>> [sitemap_family(f"http://a.example/{end}") for end in ("wp-sitemap-users-1.xml", "?sitemap=taxonomies&paged=1")]
    ['sitemap of lists', 'sitemap of lists']
    >>> [sitemap_family(f"http://a.example/{end}") for end in ("wp-sitemap-posts-post-1.xml", "sitemap-2026-11.xml")]
    [None, None]
    """
    parts = urlsplit(url)
    words = re.split(r"\W+", f"{parts.path} {parts.query}")
    return LIST_SITEMAPS if any(LIST_PARTS.fullmatch(word) for word in words) else None


def _listed_as(parts: SplitResult, segments: list[str]) -> str | None:
    """The family by the words of a path. Below an archive folder, the rest of the path decides (WordPress: `/archives/…`)."""
    if len(segments) > 1 and ARCHIVE.fullmatch(segments[0]) and (within := _listed_as(parts, segments[1:])):
        return within
    bare = f"{parts.scheme}://{parts.netloc}/{'/'.join(segments)}" + (f"?{parts.query}" if parts.query else "")
    if is_calendar(bare):
        return CALENDAR
    stem = re.sub(r"\.\w{2,5}$", "", segments[-1]) if segments else ""
    if len(segments) == 1 and not parts.query and (NUMBERED.fullmatch(stem) or YEAR.fullmatch(stem)):
        return DATES if YEAR.fullmatch(stem) else PAGE
    if url_kind(bare) == UrlKind.STATIC:
        return SERVICE
    if is_year_of_list(bare):
        return DATES
    verdict = looks_like_article(bare)
    if verdict.reason not in BY_ADDRESS:
        return _by_query(parts.query) if parts.query and url_kind(bare) == UrlKind.LISTING else None
    if verdict.reason == "service_word":
        return None if len(re.split(r"[-_,]", segments[-1])) >= STORY_WORDS or DATE.search(parts.path) else SERVICE
    if verdict.reason == "listing_query":
        return _by_query(parts.query)
    path = "/" + "/".join(segments)
    if verdict.reason == "date_archive" or DATE.match(path):
        return DATES
    words = (re.sub(r"\.\w{2,5}$", "", segment) for segment in segments)
    return next((word for word in words if LISTING.fullmatch(word)), SERVICE)


def _by_query(query: str) -> str:
    """The parameter that chooses the stories of a list: `?cat`, `?mot` of `?mot12`, `?view=category`."""
    view = VIEW.search(query)
    if view:
        return f"?{view[1].lower()}"
    names = sorted(pair.partition("=")[0].lower() for pair in query.split("&"))
    return "?" + re.sub(r"\d+$", "", next((name for name in names if LISTING_PARAMETER.fullmatch(name)), names[0]))


@dataclass(slots=True)
class Family:
    """Counts of a family: answered pages, stories that they were or named first, and the last night with an answer."""

    tried: int = 0
    brought: int = 0
    last: str = ""


class Families:
    """The families of a source on a night; `known` has the counts of earlier nights."""

    def __init__(self, known: Iterable[tuple[str, Family]], night: date) -> None:
        self._families = dict(known)
        self._night = night.isoformat()
        self._week_ago = (night - timedelta(days=SAMPLE_NIGHTS)).isoformat()
        self.listed = False
        """True if a sitemap lists stories, so that listings are not needed to find them."""
        self._found = self._undated = 0

    def unindexed(self, url: str) -> str | None:
        """The family of a page by others like it that asked not to be indexed or followed; None if none did."""
        name = unindexed_family(url)
        return name if name in self._families else None

    def barren(self, name: str) -> str | None:
        """The reason not to fetch further pages of a family; None if they may be fetched."""
        if name == PART:
            return None
        listing = self._families.get(name.removesuffix(FEED))
        if name.endswith(FEED) and listing is not None and listing.tried and not listing.brought:
            return f"{name}: its {listing.tried} pages brought no stories"
        family = self._families.get(name)
        if family is None or family.tried < self._limit(name) + TRIES_A_STORY * family.brought:
            return None
        if family.last <= self._week_ago:
            return None
        return f"{name}: {family.tried} pages brought {family.brought or 'no'} stories"

    def answered(self, name: str) -> None:
        """Count an answered page of a family."""
        family = self._families.setdefault(name, Family())
        family.tried += 1
        family.last = self._night

    def brought(self, name: str) -> None:
        """Count a story that a page of the family was the first to name, or that the page itself was."""
        self._families.setdefault(name, Family()).brought += 1

    def found(self, *, dated: bool) -> None:
        """Count a story that is new tonight. `dated`: a channel, its address or its page states its day."""
        self._found += 1
        self._undated += not dated

    def _limit(self, name: str) -> int:
        if name == LIST_SITEMAPS:
            return TRIES_BARREN if self.listed else TRIES_SITEMAPS
        if name.endswith(FEED):
            return TRIES_BARREN if self.listed else TRIES_FEEDS
        if PAGES.fullmatch(name) and (not self.listed or UNDATED * self._undated > self._found >= MIN_FOUND):
            return TRIES_PAGES  # if stories do not show their dates, their lists may
        if not self.listed:
            return TRIES
        fruitful = any(family.brought for family in self._families.values())
        tries = sum(family.tried for family in self._families.values())
        return TRIES_BARREN if tries >= BARREN_TRIES and not fruitful else TRIES_LISTED
