"""The date columns of `schemas.ARTICLES`, from the evidence of all nights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.dates.model import ArticleDate, text_of
from pipelines.dates.nights.works import Works, works_of
from pipelines.dates.source.conventions import DateConventions
from pipelines.dates.source.learned import Timeline
from pipelines.lake.schemas import ARTICLES

COLUMNS = (
    "article_id", "published_at", "published", "published_day", "published_utc_offset_minutes", "published_precision",
    "published_basis", "published_confidence", "guess", "guess_confidence", "not_before", "not_before_basis", "not_after",
    "not_after_basis", "modified_at",
)  # fmt: skip
SCHEMA = pa.schema([ARTICLES.field(name) for name in COLUMNS])


def date_articles(
    evidence: pa.Table,
    seen: pa.Table,
    *,
    copies: pa.Table | None = None,
    conventions: Mapping[str, DateConventions] | None = None,
    timelines: Mapping[str, Timeline] | None = None,
) -> pa.Table:
    """One row for each article of `seen` (article_id, first_seen), sorted by id.

    An article's own rows decide. `copies` (article_id, copy_article_id, `order`: earlier, later or unknown; their rows are among
    `evidence`) only tighten the bounds of an article without a date. The verdicts in the rows are computed again, except that a
    masthead stays one until a capture of the article shows a fixed date there. `timelines`: learned zone and order by source.
    """
    return dated_articles(works_of(evidence, seen, copies=copies, conventions=conventions, timelines=timelines))


def dated_articles(works: Works) -> pa.Table:
    """As `date_articles`, from works that are already loaded."""
    return pa.Table.from_pylist([date_row(a, works.dated(a)) for a in sorted(works.first_seen)], schema=SCHEMA)


def date_row(article: str, d: ArticleDate) -> dict[str, Any]:
    """A date as a row of SCHEMA."""
    return {
        "article_id": article,
        "published_at": d.published_at,
        "published": d.published,
        "published_day": date.fromisoformat(d.day) if d.day else None,
        "published_utc_offset_minutes": d.utc_offset_minutes,
        "published_precision": d.precision,
        "published_basis": str(d.basis),
        "published_confidence": d.confidence,
        "guess": d.guess,
        "guess_confidence": d.guess_confidence,
        "not_before": d.not_before,
        "not_before_basis": text_of(d.not_before_basis),
        "not_after": d.not_after,
        "not_after_basis": text_of(d.not_after_basis),
        "modified_at": d.modified_at,
    }
