"""Date one page from its own candidates, without a corpus: what `dateline extract` does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from pipelines.dates.judge.decision import Decision, decide
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import ArticleDate, Candidate
from pipelines.dates.read.zones import country_of_host
from pipelines.dates.source.conventions import DateConventions, settle


def date_page(
    candidates: Iterable[Candidate],
    *,
    url: str,
    fetched_at: datetime | None,
    language: str | None = None,
    time_zone: str | None = None,
    date_order: str | None = None,
) -> ArticleDate:
    """The publication date of one page, with bounds.

    `fetched_at` None: the time of the fetch is unknown, so no candidate is refused as future, and only the date bounds it.
    """
    conventions = DateConventions(time_zone=time_zone, date_order=date_order, language=language)
    return weigh_page(candidates, url=url, fetched_at=fetched_at, conventions=conventions).date


def weigh_page(
    candidates: Iterable[Candidate], *, url: str, fetched_at: datetime | None, conventions: DateConventions
) -> Decision:
    """As `date_page`, with the verdict on every candidate."""
    evidence = (Evidence(settle(c, conventions), fetched_at) for c in candidates)
    return decide(evidence, seen=fetched_at, country=country_of(url))


def country_of(url: str) -> str | None:
    """The country of a URL's host, lower case; None for a generic domain."""
    return country_of_host(urlsplit(url).hostname)
