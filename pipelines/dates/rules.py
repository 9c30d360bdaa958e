"""The ordered, named rules: what refuses a candidate, and what trusts one. The first rule that applies gives the verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipelines.dates.model import Candidate
from pipelines.dates.reading import span_of

WEB_BEGINS = datetime(1991, 8, 6, tzinfo=UTC)
CLOCK_TOLERANCE = timedelta(minutes=5)  # how far a publisher's clock may run ahead of ours


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate, when the page that offers it was captured, and who says so if not the page itself.

    `masthead` is a verdict already known of the place it stands in (it moves with the day of the fetch); None when not.
    """

    candidate: Candidate
    fetched_at: datetime | None = None
    evidence_url: str | None = None
    masthead: str | None = None


def refusal(evidence: Evidence, seen: datetime | None) -> str | None:
    """The named rule by which a candidate is not a publication date; None when nothing speaks against it.

    `seen`: when the work was first captured, before which it was published; None when no clock is known.
    """
    c = evidence.candidate
    if c.value is None:
        return "unreadable"
    first, last = span_of(c.value)
    if seen is not None and first > seen + CLOCK_TOLERANCE:
        return "after-first-seen"
    if last < WEB_BEGINS:
        return "before-the-web"
    if c.value.startswith("1970-01-01"):
        return "default-epoch"
    if evidence.masthead:
        return evidence.masthead
    if c.role == "modified":
        return "modified-not-published"
    if c.role != "published":
        return "date-of-another-thing"
    return {
        "masthead": "masthead-place",
        "related": "related-story",
        "comment": "comment",
        "footer": "footer-or-copyright",
    }.get(c.context or "")


PUBLISHED_META = re.compile(
    r"^(?:og:)?(?:article[:._-])?(?:date[._-]?published|published(?:[._-]?(?:time|date|at))?|publish(?:ed)?[._-]?(?:date|time)|pub[._-]?date"
    r"|publication[._-]?date|date[._-]issued|release[._-]?date|post[._-]?(?:date|time))$"
    r"|^(?:parsely-pub-date|sailthru\.date|dc(?:terms)?\.(?:date[.:])?(?:issued|date|created)|dc\.date\.published|dcterms\.date|citation_(?:publication|online)_date"
    r"|prism\.publicationdate|bt:pubdate|article_date_original|cxenseparse:(?:recs:)?publishtime|rnews:datepublished|datepublished|article\.created|originalpublicationdate)$"
)
WEAK_DATA = re.compile(r"created|upload", re.I)


def trust(c: Candidate) -> str | None:
    """The named rule that would trust a candidate; None when none does."""
    kind, _, name = c.origin.partition(":")
    if kind == "jsonld":
        article = any(w in name for w in ("Article", "Posting", "Report", "Review"))
        return "article-data" if article and not WEAK_DATA.search(name) else "page-data"
    if kind == "meta":
        return "article-meta" if PUBLISHED_META.search(name) else "other-meta"
    if kind == "microdata":
        return "microdata" if "publ" in name.lower() else "page-data"
    near = c.context in ("byline", "headline")
    if kind == "text" and near:
        return "labelled-text" if name else f"{c.context}-text"
    return {
        "feed": "feed",
        "sitemap": "news-sitemap",
        "url": "address",
        "time": ("labelled-text" if name else "time-element") if near else "far-time" if name else None,
        "attribute": "time-element" if near else None,
        "script": "script-data",
        "line": "labelled-text" if name else "lone-line",
    }.get(kind)


TRUSTED = (
    "article-data",
    "article-meta",
    "microdata",
    "feed",
    "news-sitemap",
    "page-data",
    "labelled-text",
    "time-element",
    "byline-text",
    "script-data",
    "address",
    "headline-text",
    "other-meta",
    "far-time",
    "lone-line",
)
"""Trusting rules, best first."""
