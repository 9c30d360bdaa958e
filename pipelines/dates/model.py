"""The words of dating: a candidate (what a page or a feed offers) and a judgement (what we believe)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date that something offers, unjudged: a row of `schemas.CANDIDATE`, field for field but the last."""

    role: str  # published modified other
    origin: str  # jsonld:NewsArticle.datePublished, meta:article:published_time, time, text, url, …
    raw: str
    value: str | None  # ISO 8601 at its own precision, local as written; None when it could not be read
    utc_offset_minutes: int | None
    zone_source: str  # written name source none
    precision: str | None  # instant minute local day month year
    context: str | None  # headline byline learned masthead related comment footer body head; None off the page
    position: int
    order_by: str | None = (
        None  # "source" where its settings told how to read 03/04; not kept with the candidates of a page
    )


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """What we believe about when a work was published.

    `published` is ISO 8601 at its true precision as the publisher wrote it (`2025`, `2025-11`, `2025-11-03`,
    `2025-11-03T18:45`, `2025-11-03T18:45:00+01:00`) or None: unknown. `published_at` is its UTC instant, None unless the
    zone is known. `confidence` is the probability that the day is right. The bounds are UTC instants and always hold;
    `basis` names the rule and origin that decided, or why it is unknown. `guess` is the likeliest date, with its own
    confidence, also where that is too low to be published; None where no rule trusts any.
    """

    published: str | None
    published_at: datetime | None
    precision: str | None
    utc_offset_minutes: int | None
    basis: str
    confidence: float
    not_before: datetime | None
    not_before_basis: str | None
    not_after: datetime | None
    not_after_basis: str | None
    modified: str | None
    modified_at: datetime | None
    guess: str | None = None
    guess_confidence: float = 0.0
    day: str | None = None  # the day as the page shows it; None where `published` tells no day
