"""Finds the feeds and sitemaps of a site: those that it names, else those at the usual addresses (`usual_places`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from pipelines.base.urls.comment_feeds import is_comment_feed_address, is_comments_title
from pipelines.base.urls.identity import resolve
from spiders.links.edges import Edge
from spiders.resources.sitemaps import MAX_NESTING
from spiders.sources.probe import Answer, Ask
from spiders.sources.usual_places import NAMED_FEED, NEWS_SITEMAPS
from spiders.url_rules.families import lists_few, sitemap_family

MAX_FEEDS = 10
MAX_LINKED_FEEDS = 3
MAX_SITEMAPS = 10
MAX_PARTS = 4
ROOT_SITEMAP = "/sitemap.xml"
"""A publication in a folder of its host may also be listed in this sitemap of the host."""
OTHER_PART = re.compile(
    r"taxonom|categor|(?<![a-z])tags?\b|authors?\b|users?\b|image|video|attachment|rubrique|mots\b|auteur|posts-page|(?<![a-z])pages?\b",
    re.IGNORECASE,
)
"""Names of a sitemap's parts without stories: `wp-sitemap-taxonomies-category-1.xml`, `author-sitemap.xml`."""
CATEGORY_PART = re.compile(r"categor|rubri[kq]|section|ressort", re.IGNORECASE)
"""Names of the part of a sitemap with the categories: `wp-sitemap-taxonomies-category-1.xml`."""
NEWS = re.compile(r"news", re.IGNORECASE)


class Channels(NamedTuple):
    """Feeds or sitemaps of a site: those that list pages, the problems of others, and the place that led to them."""

    answers: list[Answer]
    problems: list[str]
    found_by: str = ""


async def find_feeds(ask: Ask, home: Answer, ends: Sequence[str], known: Sequence[str] = ()) -> Channels:
    """Feeds that are `known` or that the page names, else those that it links to, else the first one at the usual `ends`.

    Feeds of comments are left out. Feeds of tags, authors and years are kept only if the page names no other feed.
    """
    named = [feed.url for feed in home.reading.feeds if not is_comments_title(feed.title)]
    named = [url for url in named if not lists_few(url)] or named
    first = list(dict.fromkeys((*known, *named)))[:MAX_FEEDS]
    linked = dict.fromkeys(edge.url for edge in home.reading.edges if NAMED_FEED.search(edge.url))
    usual = [place for end in ends if (place := resolve(home.url, end))]
    problems: list[str] = []
    rungs = ((first, MAX_FEEDS), (list(linked)[:MAX_LINKED_FEEDS], MAX_LINKED_FEEDS), (usual, 1))
    for (places, most), found_by in zip(rungs, ("page", "links", "usual place"), strict=True):
        feeds: list[Answer] = []
        led: set[str] = set()
        for place in places:
            if is_comment_feed_address(place) or len(feeds) == most:
                continue
            answer = await ask(place, "feed")
            if answer.links and not answer.problem and not answer.of_comments:
                feeds.append(answer)
                led.add(place)
            elif places is not usual and not answer.of_comments:
                problems.append(f"{answer.url}: {answer.problem or 'lists nothing'}")
        if feeds:
            return Channels(_distinct(feeds), problems, "list" if led <= {*known} else found_by)
    return Channels([], problems)


async def find_sitemaps(
    ask: Ask, home: Answer, robots: Answer, ends: Sequence[str], known: Sequence[str] = ()
) -> Channels:
    """Sitemaps that are `known` or that robots.txt names, else the first at the usual `ends` of addresses, plus a usual news
    sitemap if needed.
    """
    places = list(dict.fromkeys((*known, *robots.reading.sitemaps)))[:MAX_SITEMAPS]
    named = [await ask(place, "sitemap") for place in places]
    problems = [f"{answer.url}: {answer.problem or 'lists nothing'}" for answer in named if not _lists(answer)]
    found = [answer for answer in named if _lists(answer)]
    led = {place for place, answer in zip(places, named, strict=True) if _lists(answer)}
    found_by = "list" if led <= {*known} else "robots.txt"
    if not found:
        found, found_by = await _first(ask, home, (*ends, ROOT_SITEMAP)), "usual place"
    if found and not any(_is_of_news(answer) for answer in found) and not named:
        found += await _first(ask, home, NEWS_SITEMAPS)
    return Channels(found, problems, found_by if found else "")


async def read_parts(ask: Ask, sitemaps: Iterable[Answer]) -> tuple[list[Answer], int]:
    """The sitemaps that list pages, and the number of parts that were not read.

    Of an index, the newest parts that may list stories are read.
    """
    parts: list[Answer] = []
    left = 0
    for sitemap in sitemaps:
        if not sitemap.reading.sitemaps:
            parts.append(sitemap)
            continue
        wanted = [part for part in sitemap.reading.sitemaps if not _is_of_lists(part)]
        most = max(0, MAX_PARTS - len(parts))
        for part in wanted[:most]:
            answer = await ask(part, "sitemap")
            parts += [answer] if answer.reading.edges else []
        left += len(wanted[most:])
    return parts, left


async def listed_categories(ask: Ask, sitemaps: Iterable[Answer]) -> list[Edge]:
    """The categories in a sitemap's part for categories; empty if no part has such a name."""
    named = chain.from_iterable(sitemap.reading.sitemaps for sitemap in sitemaps)
    part = next((part for part in named if CATEGORY_PART.search(part.partition("://")[2].partition("/")[2])), None)
    return (await ask(part, "sitemap")).reading.edges if part else []


async def newest_in(ask: Ask, sitemap: Answer, nesting: int = 1) -> tuple[int, date | None]:
    """Number of pages in a sitemap, and its latest day. Of a nested sitemap, the last part is read."""
    if sitemap.reading.sitemaps and nesting < MAX_NESTING:
        answer = await ask(sitemap.reading.sitemaps[-1], "sitemap")
        return await newest_in(ask, answer, nesting + 1)
    return len(sitemap.reading.edges), sitemap.newest


def _distinct(feeds: Iterable[Answer]) -> list[Answer]:
    """The feeds, without those that list only stories of an earlier feed: the same feed as RSS and as Atom."""
    kept: list[Answer] = []
    for feed in feeds:
        keys = {edge.key for edge in feed.reading.edges}
        if not any(keys <= {edge.key for edge in other.reading.edges} for other in kept):
            kept.append(feed)
    return kept


async def _first(ask: Ask, home: Answer, ends: Iterable[str]) -> list[Answer]:
    """The first sitemap at one of the addresses, which are relative to the home page; empty if there is none."""
    for place in dict.fromkeys(resolve(home.url, end) or home.url for end in ends):
        answer = await ask(place, "sitemap")
        if _lists(answer):
            return [answer]
    return []


def _is_of_lists(part: str) -> bool:
    """True if a part of a sitemap lists no stories, by its name or folder: `authors/jane-doe.xml`, `wp-sitemap-users-1.xml`."""
    return OTHER_PART.search(part.rpartition("/")[2]) is not None or sitemap_family(part) is not None


def _lists(answer: Answer) -> bool:
    return not answer.problem and answer.links > 0


def _is_of_news(answer: Answer) -> bool:
    dated = any(kind == "publication_date" for edge in answer.reading.edges for kind, _ in edge.dates)
    return dated or any(NEWS.search(part.rpartition("/")[2]) for part in answer.reading.sitemaps)
