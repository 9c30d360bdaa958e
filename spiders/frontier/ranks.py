"""In which order URLs are fetched: channels, fresh stories, the lists that name more, the rest; lower comes first.

A crawl that its site slows down, or that its budget ends, has spent its time on what feeds and news sitemaps list. Stories that
a list names are fetched before the next list: what lists bring is then known when the next is to be asked for.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.lake.link_kinds import ENTRIES, PAGE
from pipelines.lake.link_kinds import SEED as START_PAGE
from pipelines.lake.values import PageKind
from spiders.links.edges import Edge
from spiders.resources.listed_dates import day_of
from spiders.url_rules.families import BELOW_STORY, NOT_FOLLOWED, SERVICE

RIGHTS, SEED, FEED, FRESH, SECTION, NEW, LISTING, REVISIT, OLD, LAST, LOST, AGAIN = range(0, 120, 10)
"""LAST is what rarely is a story, LOST known stories that a list no longer names, AGAIN second attempts."""
GLANCE = RIGHTS + 5
"""Feeds and section fronts that are looked at between two nights."""
CHANNEL, FRONT = FEED + 5, FEED + 7
"""Feeds that only pages name and sitemaps that nothing names, when the others have been read; then the source's sections."""
COVER = LISTING + 5
"""Lists that are read for old stories that nothing else shows, when all others have been read."""
LOOK = REVISIT + 5
"""Second looks at known stories, of which nothing said tonight that they changed."""
EVER = 1_000
"""Above all ranks, those of second attempts too."""
Ranges = tuple[tuple[int, int], ...]
ALL: Ranges = ((RIGHTS, EVER),)
WITHOUT_FRONTS: Ranges = ((RIGHTS, FEED), (FRESH, FRESH))
"""What is taken while feeds and sitemaps are read: other channels, sections and the rest wait for what those say."""
GLANCED: Ranges = ((RIGHTS, GLANCE), (FRESH, FRESH))
"""What is taken between two nights: channels that are glanced at, and the fresh stories that they name."""
LAST_FAMILIES = frozenset((BELOW_STORY, NOT_FOLLOWED, SERVICE))
FRESH_DAYS = 3


def rank_of_start(channel: str, resource: str) -> int:
    """The rank of a URL that the source file names: start pages, then lists of pages, then sections.

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
    """The rank of a page that `edge` leads to; `kind` as `spiders.url_rules.article_urls` judges it, `family` as `families`.

    `from_seed`: it stands on a start page; `from_section`: in the list of a page that a start page links to.

    >>> edge = Edge("feed", "http://a.example/x", "a.example/x", 0, "X", (("pubDate", "Mon, 3 Nov 2025 18:45:00 +0100"),))
    >>> [rank_of(edge, "article", night=date(2025, 11, day), from_seed=False, known=False) == FRESH for day in (4, 20)]
    [True, False]
    """
    if family in LAST_FAMILIES:
        return LAST
    if kind == PageKind.LISTING or (family and kind != PageKind.ARTICLE):
        return SECTION if from_seed else LISTING
    days = [day for day in (day_of(raw) for _, raw in edge.own_dates) if day]
    if days:
        return FRESH if max(days) >= night - timedelta(days=FRESH_DAYS) else REVISIT if known else OLD
    if known:
        return REVISIT
    return FRESH if from_seed or from_section or edge.kind in ENTRIES else NEW
