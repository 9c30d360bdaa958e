"""In which order URLs are fetched: discovery first, then fresh stories, then the rest; lower comes first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from spiders.links.edges import Edge

RIGHTS, SEED, FEED, SECTION, FRESH, NEW, LISTING, REVISIT, OLD, AGAIN = range(0, 100, 10)
FRESH_DAYS = 3
FEED_KINDS = ("feed", "sitemap")


def rank_of(edge: Edge, kind: str, *, night: date, from_seed: bool, known: bool) -> int:
    """The rank of a page that `edge` leads to; `kind` as `spiders.discovery.article_urls` judges it.

    >>> edge = Edge("feed", "http://a.example/x", "a.example/x", 0, "X", (("pubDate", "Mon, 3 Nov 2025 18:45:00 +0100"),))
    >>> [rank_of(edge, "article", night=date(2025, 11, day), from_seed=False, known=False) == FRESH for day in (4, 20)]
    [True, False]
    """
    if kind == "listing":
        return SECTION if from_seed else LISTING
    days = [day for day in (day_of(raw) for _, raw in edge.dates) if day]
    if days:
        return FRESH if max(days) >= night - timedelta(days=FRESH_DAYS) else REVISIT if known else OLD
    if known:
        return REVISIT
    return FRESH if from_seed or edge.kind in FEED_KINDS else NEW


def day_of(raw: str) -> date | None:
    """The UTC day of a feed's or sitemap's date, for ranking only; null for what neither RFC 5322 nor ISO 8601 reads.

    >>> day_of("2025-11-03T23:30:00-05:00"), day_of("yesterday")
    (datetime.date(2025, 11, 4), None)
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(raw.strip())
            return (at.astimezone(UTC) if at.tzinfo else at).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
