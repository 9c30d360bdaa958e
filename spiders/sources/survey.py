"""Requests all data for a source file from a site: robots.txt, home page, feeds, sitemaps, rights files, stories, sections.

The answers are interpreted by `paper_name`, `stated_zone`, `sections` and `first_night`; `source_file` writes the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from pipelines.base.urls.identity import resolve, site_key
from spiders.fetching.user_agent import PRODUCT
from spiders.links.edges import Edge
from spiders.resources.feeds import home_of_feed
from spiders.rights.rights import Rights, SiteRights, page_rights
from spiders.robots.text_files import is_page
from spiders.sources.channels import find_feeds, find_sitemaps, listed_categories, read_parts
from spiders.sources.doors import in_the_way
from spiders.sources.findings import Findings, story_edges
from spiders.sources.probe import Answer, Ask
from spiders.sources.section_links import section_candidates
from spiders.sources.usual_places import system_of, usual_feeds, usual_sitemaps

STORIES = 3
MAX_CANDIDATES = 16
MIN_GUESSES = 3
PATIENCE_SECONDS = 90.0
"""Maximum seconds for pages of possible sections at the site's delay. Guesses of feeds, and of sitemaps, get a quarter each."""


async def survey(ask: Ask, url: str, feeds: Sequence[str] = (), sitemaps: Sequence[str] = ()) -> Findings:
    """Request all data, home page first. If the home page cannot be read, request nothing more.

    `feeds` and `sitemaps` are known beforehand and asked for as well. If `url` is a feed, the home page is the one that it
    names.
    """
    home, robots = await _home(ask, url)
    if front := None if home.problem else home_of_feed(home.url, home.body, home.header("content-type")):
        feeds = (home.url, *feeds)
        home, robots = await _home(ask, front)
    found = Findings(home, robots)
    if not home.problem and (wall := in_the_way(home)):
        found = Findings(replace(home, problem=wall), robots)
    if found.home.problem:
        return found
    system = system_of(_meta(home, "generator"), home.body)
    guesses = max(MIN_GUESSES, int(PATIENCE_SECONDS / found.delay_seconds / 4))
    fed = await find_feeds(ask, home, usual_feeds(system)[:guesses], feeds)
    mapped = await find_sitemaps(ask, home, robots, usual_sitemaps(system)[:guesses], sitemaps)
    parts, left = await read_parts(ask, mapped.answers)
    found = replace(
        found,
        feeds=tuple(fed.answers),
        sitemaps=tuple(mapped.answers),
        parts=tuple(parts),
        parts_left=left,
        rights=await _rights(ask, home, robots),
        problems=(*fed.problems, *mapped.problems),
        found_by=tuple(dict.fromkeys(filter(None, (fed.found_by, mapped.found_by)))),
    )
    known = story_edges(found)
    stories = [await ask(edge.url, "page") for edge in _spread(known)]
    found = replace(found, stories=tuple(answer for answer in stories if not answer.problem))
    most = min(MAX_CANDIDATES, int(PATIENCE_SECONDS / found.delay_seconds))
    edges = list(chain.from_iterable(answer.reading.edges for answer in (*found.pages, *found.parts)))
    edges += await listed_categories(ask, mapped.answers)
    places = section_candidates(edges, home.url, {edge.key for edge in known})[:most]
    answers = [await ask(place, "page") for place in places]
    return replace(found, candidates=tuple(answer for answer in answers if not answer.problem))


async def _home(ask: Ask, url: str) -> tuple[Answer, Answer]:
    robots = await ask(resolve(url, "/robots.txt") or url, "robots")
    home = await ask(url, "page")
    if site_key(home.url) != site_key(url) and not home.problem:
        robots = await ask(resolve(home.url, "/robots.txt") or home.url, "robots")
    return home, robots


def _spread(edges: Sequence[Edge]) -> list[Edge]:
    """A few of the links, evenly spread: in a feed the newest and the oldest story, which may have different offsets
    (summer time).
    """
    if len(edges) <= STORIES:
        return list(edges)
    step = (len(edges) - 1) / (STORIES - 1)
    return [edges[round(place * step)] for place in range(STORIES)]


async def _rights(ask: Ask, home: Answer, robots: Answer) -> Rights:
    site = SiteRights(robots=(robots.url, robots.robots) if not robots.problem else None)
    tdmrep = await _file(ask, home, "/.well-known/tdmrep.json")
    site = replace(site, tdmrep=tdmrep, ai_txt=await _file(ask, home, "/ai.txt"))
    return page_rights(home.url, home.headers, home.reading.page, site, PRODUCT)


async def _file(ask: Ask, home: Answer, path: str) -> tuple[str, bytes] | None:
    """A text file of the host; None if the host answers with an HTML page."""
    answer = await ask(resolve(home.url, path) or home.url, "rights")
    return None if answer.problem or is_page(answer.body) else (answer.url, answer.body)


def _meta(answer: Answer, name: str) -> str | None:
    page = answer.reading.page
    return next((content for key, content in (page.meta if page else ()) if key == name), None)
