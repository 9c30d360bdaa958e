"""In which order URLs are fetched: discovery first, then fresh stories, then the rest; lower comes first."""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.column_values import PageKind
from spiders.links.edges import Edge
from spiders.resources.listed_dates import day_of

RIGHTS, SEED, FEED, SECTION, FRESH, NEW, LISTING, REVISIT, OLD, AGAIN = range(0, 100, 10)
FRESH_DAYS = 3
FEED_KINDS = ("feed", "sitemap")


def rank_of(edge: Edge, kind: str, *, night: date, from_seed: bool, known: bool) -> int:
    """The rank of a page that `edge` leads to; `kind` as `spiders.url_rules.article_urls` judges it.

    >>> edge = Edge("feed", "http://a.example/x", "a.example/x", 0, "X", (("pubDate", "Mon, 3 Nov 2025 18:45:00 +0100"),))
    >>> [rank_of(edge, "article", night=date(2025, 11, day), from_seed=False, known=False) == FRESH for day in (4, 20)]
    [True, False]
    """
    if kind == PageKind.LISTING:
        return SECTION if from_seed else LISTING
    days = [day for day in (day_of(raw) for _, raw in edge.own_dates) if day]
    if days:
        return FRESH if max(days) >= night - timedelta(days=FRESH_DAYS) else REVISIT if known else OLD
    if known:
        return REVISIT
    return FRESH if from_seed or edge.kind in FEED_KINDS else NEW
