"""Asks a site for all that a source file needs: robots.txt, home page, feeds, sitemaps, rights files, stories, sections.

What the answers mean is read by `paper_name`, `stated_zone`, `section_links` and `first_night`; `source_file` writes it down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from urllib.parse import urlsplit

from pipelines.column_values import PageKind
from pipelines.comment_feeds import is_comment_feed_address, is_comments_title
from pipelines.urls import resolve, site_key
from spiders.fetching.user_agent import PRODUCT
from spiders.links.edges import Edge
from spiders.resources.sitemaps import MAX_NESTING
from spiders.rights.rights import Rights, SiteRights, page_rights
from spiders.robots.text_files import is_page
from spiders.sources.probe import Answer, Ask
from spiders.sources.section_links import asks_for_other, section_candidates
from spiders.sources.usual_places import NAMED_FEED, NEWS_SITEMAPS, system_of, usual_feeds, usual_sitemaps
from spiders.url_rules.article_urls import QUERY_ID, looks_like_article

SHORT = 3
"""Words of a section's name."""
MAX_FEEDS = 10
MAX_LINKED_FEEDS = 3
MAX_SITEMAPS = 10
MAX_PARTS = 4
STORIES = 3
MAX_CANDIDATES = 16
MIN_GUESSES = 3
PATIENCE_SECONDS = 90.0
"""How long the pages of possible sections may take at the site's delay; guesses at feeds, and at sitemaps, a quarter of it."""
OTHER_PART = re.compile(
    r"taxonom|categor|(?<![a-z])tags?\b|authors?\b|users?\b|image|video|attachment|rubrique|mots\b|auteur|posts-page|(?<![a-z])pages?\b",
    re.IGNORECASE,
)
"""Names of a sitemap's parts that list no stories: `wp-sitemap-taxonomies-category-1.xml`, `author-sitemap.xml`."""
CATEGORY_PART = re.compile(r"categor|rubri[kq]|section|ressort", re.IGNORECASE)
"""Names of the part of a sitemap that lists the categories: `wp-sitemap-taxonomies-category-1.xml`."""
NEWS = re.compile(r"news", re.IGNORECASE)
UNKNOWN_RIGHTS = Rights((), "unknown", "unknown")


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers of a site. `feeds` and `sitemaps` list something; `problems` are those that did not.

    `parts` are the sitemaps that list pages, those of an index included, `parts_left` how many of those parts were not looked at;
    `stories` a few story pages, `candidates` the pages that may be sections.
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

    @property
    def delay_seconds(self) -> float:
        """The pause between requests: ours, or the longer one that robots.txt asks for."""
        return max(1.0, self.robots.robots.crawl_delay(PRODUCT) or 0.0)

    @property
    def pages(self) -> tuple[Answer, ...]:
        """Home page and stories."""
        return (self.home, *self.stories)


async def survey(ask: Ask, url: str) -> Findings:
    """Ask for everything, home page first; of a home page that cannot be read, nothing more."""
    home, robots = await _home(ask, url)
    found = Findings(home, robots)
    if home.problem:
        return found
    system = system_of(_meta(home, "generator"), home.body)
    guesses = max(MIN_GUESSES, int(PATIENCE_SECONDS / found.delay_seconds / 4))
    feeds, feed_problems = await _feeds(ask, home, usual_feeds(system)[:guesses])
    sitemaps, sitemap_problems = await _sitemaps(ask, home, robots, usual_sitemaps(system)[:guesses])
    parts, left = await _parts(ask, sitemaps)
    found = replace(found, feeds=tuple(feeds), sitemaps=tuple(sitemaps), parts=tuple(parts), parts_left=left)
    found = replace(found, rights=await _rights(ask, home, robots), problems=(*feed_problems, *sitemap_problems))
    known = story_edges(found)
    stories = [await ask(edge.url, "page") for edge in _spread(known)]
    found = replace(found, stories=tuple(answer for answer in stories if not answer.problem))
    most = min(MAX_CANDIDATES, int(PATIENCE_SECONDS / found.delay_seconds))
    edges = list(chain.from_iterable(answer.reading.edges for answer in (*found.pages, *found.parts)))
    edges += await _categories(ask, sitemaps)
    places = section_candidates(edges, home.url, {edge.key for edge in known})[:most]
    answers = [await ask(place, "page") for place in places]
    return replace(found, candidates=tuple(answer for answer in answers if not answer.problem))


def story_edges(found: Findings) -> list[Edge]:
    """Links to stories: those of feeds, then of sitemaps; then of pages, unless the sitemaps list most of the feeds' stories."""
    fed = list(chain.from_iterable(answer.reading.edges for answer in found.feeds))
    mapped = [edge for answer in found.parts for edge in answer.reading.edges]
    keys = {edge.key for edge in mapped}
    listed_all = bool(mapped) and 2 * sum(edge.key in keys for edge in fed) >= len(fed)
    pages = () if listed_all else (found.home, *found.candidates)
    site = site_key(found.home.url)
    menu = {edge.key for edge in found.home.reading.edges if edge.kind == "nav" or _is_short(edge.anchor)}
    edges: dict[str, Edge] = {}
    for edge in fed:
        if looks_like_article(edge.url).kind not in ("service", PageKind.LISTING):  # some feeds hold every page
            edges.setdefault(edge.key, edge)
    for edge in (*mapped, *chain.from_iterable(answer.reading.edges for answer in pages)):
        if edge.key.partition("/")[0].partition("?")[0] == site and _may_be_story(edge, in_menu=edge.key in menu):
            edges.setdefault(edge.key, edge)
    return list(edges.values())


async def newest_in(ask: Ask, sitemap: Answer, nesting: int = 1) -> tuple[int, date | None]:
    """Pages that a sitemap leads to, and the latest day it gives; of a nested one, its last part is looked at."""
    if sitemap.reading.sitemaps and nesting < MAX_NESTING:
        answer = await ask(sitemap.reading.sitemaps[-1], "sitemap")
        return await newest_in(ask, answer, nesting + 1)
    return len(sitemap.reading.edges), sitemap.newest


def _is_short(anchor: str | None) -> bool:
    """Whether an anchor is a name, as entries of a menu are, and no headline."""
    return 0 < len((anchor or "").split()) <= SHORT


def _may_be_story(edge: Edge, *, in_menu: bool) -> bool:
    """Of a sitemap, whatever is neither known to be something else nor in the menu; of a page, what looks like a story."""
    query = urlsplit(edge.url).query
    if edge.kind != "sitemap" and asks_for_other(query) and not QUERY_ID.search(query):
        return False
    kind = looks_like_article(edge.url, kind=edge.kind, anchor=edge.anchor).kind
    return kind == PageKind.ARTICLE or (edge.kind == "sitemap" and kind == "unknown" and not in_menu)


def _spread(edges: Sequence[Edge]) -> list[Edge]:
    """A few of the links, from first to last: in a feed the newest and the oldest story, which summer time may lie between."""
    if len(edges) <= STORIES:
        return list(edges)
    step = (len(edges) - 1) / (STORIES - 1)
    return [edges[round(place * step)] for place in range(STORIES)]


async def _home(ask: Ask, url: str) -> tuple[Answer, Answer]:
    robots = await ask(resolve(url, "/robots.txt") or url, "robots")
    home = await ask(url, "page")
    if site_key(home.url) != site_key(url) and not home.problem:
        robots = await ask(resolve(home.url, "/robots.txt") or home.url, "robots")
    return home, robots


async def _feeds(ask: Ask, home: Answer, ends: Sequence[str]) -> tuple[list[Answer], list[str]]:
    """Feeds that the page names, else those that it links to, else the first at the usual `ends` of addresses; none of comments."""
    named = [feed.url for feed in home.reading.feeds if not is_comments_title(feed.title)][:MAX_FEEDS]
    linked = dict.fromkeys(edge.url for edge in home.reading.edges if NAMED_FEED.search(edge.url))
    usual = [place for end in ends if (place := resolve(home.url, end))]
    problems: list[str] = []
    for places, most in ((named, MAX_FEEDS), (list(linked)[:MAX_LINKED_FEEDS], MAX_LINKED_FEEDS), (usual, 1)):
        feeds: list[Answer] = []
        for place in places:
            if is_comment_feed_address(place) or len(feeds) == most:
                continue
            answer = await ask(place, "feed")
            if answer.links and not answer.problem and not answer.of_comments:
                feeds.append(answer)
            elif places is not usual and not answer.of_comments:
                problems.append(f"{answer.url}: {answer.problem or 'lists nothing'}")
        if feeds:
            return _distinct(feeds), problems
    return [], problems


def _distinct(feeds: Iterable[Answer]) -> list[Answer]:
    """The feeds without those that list no story besides an earlier one's: the same feed as RSS and as Atom."""
    kept: list[Answer] = []
    for feed in feeds:
        keys = {edge.key for edge in feed.reading.edges}
        if not any(keys <= {edge.key for edge in other.reading.edges} for other in kept):
            kept.append(feed)
    return kept


async def _sitemaps(ask: Ask, home: Answer, robots: Answer, ends: Sequence[str]) -> tuple[list[Answer], list[str]]:
    """Sitemaps that robots.txt names, else the first at the usual `ends` of addresses; one of news, if none of those is."""
    named = [await ask(place, "sitemap") for place in robots.reading.sitemaps[:MAX_SITEMAPS]]
    problems = [f"{answer.url}: {answer.problem or 'lists nothing'}" for answer in named if not _lists(answer)]
    found = [answer for answer in named if _lists(answer)]
    if not found:
        found = await _first(ask, home, ends)
    if found and not any(_is_of_news(answer) for answer in found) and not named:
        found += await _first(ask, home, NEWS_SITEMAPS)
    return found, problems


async def _first(ask: Ask, home: Answer, ends: Iterable[str]) -> list[Answer]:
    for end in ends:
        answer = await ask(resolve(home.url, end) or home.url, "sitemap")
        if _lists(answer):
            return [answer]
    return []


def _lists(answer: Answer) -> bool:
    return not answer.problem and answer.links > 0


def _is_of_news(answer: Answer) -> bool:
    dated = any(kind == "publication_date" for edge in answer.reading.edges for kind, _ in edge.dates)
    return dated or any(NEWS.search(part.rpartition("/")[2]) for part in answer.reading.sitemaps)


async def _parts(ask: Ask, sitemaps: Iterable[Answer]) -> tuple[list[Answer], int]:
    """The sitemaps that list pages, of an index the newest parts that may list stories; and how many parts were left."""
    parts: list[Answer] = []
    left = 0
    for sitemap in sitemaps:
        if not sitemap.reading.sitemaps:
            parts.append(sitemap)
            continue
        wanted = [part for part in sitemap.reading.sitemaps if not OTHER_PART.search(part.rpartition("/")[2])]
        for part in wanted[:MAX_PARTS]:
            answer = await ask(part, "sitemap")
            parts += [answer] if answer.reading.edges else []
        left += len(wanted[MAX_PARTS:])
    return parts, left


async def _categories(ask: Ask, sitemaps: Iterable[Answer]) -> list[Edge]:
    """The categories that a part of a sitemap lists; none if it is not called so."""
    named = chain.from_iterable(sitemap.reading.sitemaps for sitemap in sitemaps)
    part = next((part for part in named if CATEGORY_PART.search(part.partition("://")[2].partition("/")[2])), None)
    return (await ask(part, "sitemap")).reading.edges if part else []


async def _rights(ask: Ask, home: Answer, robots: Answer) -> Rights:
    site = SiteRights(robots=(robots.url, robots.robots) if not robots.problem else None)
    tdmrep = await _file(ask, home, "/.well-known/tdmrep.json")
    site = replace(site, tdmrep=tdmrep, ai_txt=await _file(ask, home, "/ai.txt"))
    return page_rights(home.url, home.headers, home.reading.page, site, PRODUCT)


async def _file(ask: Ask, home: Answer, path: str) -> tuple[str, bytes] | None:
    """A text file of the host; None for an HTML page in its place."""
    answer = await ask(resolve(home.url, path) or home.url, "rights")
    return None if answer.problem or is_page(answer.body) else (answer.url, answer.body)


def _meta(answer: Answer, name: str) -> str | None:
    page = answer.reading.page
    return next((content for key, content in (page.meta if page else ()) if key == name), None)
