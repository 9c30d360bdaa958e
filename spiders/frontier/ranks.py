"""Ranks: the order of fetching. Lower ranks come first: channels, fresh stories, lists that name more stories, the rest.

If a slow site or the budget ends a crawl early, the stories of feeds and news sitemaps are already fetched. Stories of
a list are fetched before the next list, so that the value of lists is known before the next one is requested.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.lake.link_kinds import ENTRIES, PAGE
from pipelines.lake.link_kinds import SEED as START_PAGE
from pipelines.lake.values import PageKind
from spiders.links.edges import Edge
from spiders.resources.listed_dates import day_of
from spiders.url_rules.families import BELOW_STORY, NOT_FOLLOWED, PART, SERVICE

RIGHTS, SEED, FEED, FRESH, SECTION, NEW, LISTING, REVISIT, OLD, LAST, LOST, AGAIN = range(0, 120, 10)
"""LAST: pages that rarely are stories. LOST: known stories that a list no longer names. AGAIN: second attempts."""
GLANCE = RIGHTS + 5
"""Feeds and section fronts that are read between two nights."""
CHANNEL, FRONT = FEED + 5, FEED + 7
"""CHANNEL: feeds that only pages name, and guessed sitemaps, after the other feeds. FRONT: the source's sections, after them.
"""
WITH_COOKIE = FRESH - 1
"""Pages that sent the crawl away for a cookie, before all other stories: some cookies hold for a moment, or for one page."""
COVER = LISTING + 5
"""Lists that are read to check old stories (`spiders.discovery.cover`), after all other lists."""
LOOK = REVISIT + 5
"""Second looks at known stories without evidence of a change tonight."""
EVER = 1_000
"""Higher than all ranks, including second attempts."""
Ranges = tuple[tuple[int, int], ...]
ALL: Ranges = ((RIGHTS, EVER),)
WITHOUT_FRONTS: Ranges = ((RIGHTS, FEED), (WITH_COOKIE, FRESH))
"""Ranks that are taken while feeds and sitemaps are read. Other channels, sections and the rest wait for their results."""
GLANCED: Ranges = ((RIGHTS, GLANCE), (WITH_COOKIE, FRESH))
"""Ranks that are taken between two nights: channels of the glance, and the fresh stories that they name."""
LAST_FAMILIES = frozenset((BELOW_STORY, NOT_FOLLOWED, SERVICE))
FRESH_DAYS = 3


def rank_of_start(channel: str, resource: str) -> int:
    """The rank of a URL in the source file: start pages first, then lists of pages, then sections.

    >>> rank_of_start("seed", "page") < rank_of_start("sitemap", "sitemap") < rank_of_start("section", "page")
    True
    """
    return SEED if channel == START_PAGE else FRONT if resource == PAGE else FEED


def rank_of(
    edge: Edge,
    kind: str,
    *,
    night: date,
    from_seed: bool,
    known: bool,
    from_section: bool = False,
    family: str | None = None,
) -> int:
    """The rank of the page that `edge` leads to; `kind` is from `spiders.url_rules.article_urls`, `family` from `families`.

    `from_seed`: the link is on a start page. `from_section`: it is in the list of a page that a start page links to.

    >>> edge = Edge("feed", "http://a.example/x", "a.example/x", 0, "X", (("pubDate", "Mon, 3 Nov 2025 18:45:00 +0100"),))
    >>> [rank_of(edge, "article", night=date(2025, 11, day), from_seed=False, known=False) == FRESH for day in (4, 20)]
    [True, False]
    """
    if family in LAST_FAMILIES:
        return LAST
    if family == PART:
        return REVISIT if known else NEW
    if kind == PageKind.LISTING or (family and kind != PageKind.ARTICLE):
        return SECTION if from_seed else LISTING
    days = [day for day in (day_of(raw) for _, raw in edge.own_dates) if day]
    if days:
        return FRESH if max(days) >= night - timedelta(days=FRESH_DAYS) else REVISIT if known else OLD
    if known:
        return REVISIT
    return FRESH if from_seed or from_section or edge.kind in ENTRIES else NEW
