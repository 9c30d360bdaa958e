"""The date columns of `schemas.ARTICLES`, and the table `date_history`: each date and bound of a work, from night to night.

The history is computed again from the evidence up to each night, so the order in which nights are built does not matter. Clusters
are those of today; a copy counts from the night of its first evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.dates.model import ArticleDate, text_of
from pipelines.dates.nights.works import Works, works_of
from pipelines.dates.source.conventions import DateConventions, Timeline
from pipelines.lake.delta import month_of
from pipelines.lake.schemas import ARTICLES, DATE_HISTORY

COLUMNS = (
    "article_id", "published_at", "published", "published_day", "published_utc_offset_minutes", "published_precision",
    "published_basis", "published_confidence", "guess", "guess_confidence", "not_before", "not_before_basis", "not_after",
    "not_after_basis", "modified_at",
)  # fmt: skip
SCHEMA = pa.schema([ARTICLES.field(name) for name in COLUMNS])
HELD = tuple(
    name
    for name in DATE_HISTORY.names
    if name not in ("article_id", "source", "night", "until_night", "change", "first_night", "month")
)
"""The columns compared: if one differs, a new row begins."""
BOUNDS = tuple(name for name in HELD if name.startswith("not_"))


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


def history(works: Works, sources: Mapping[str, str], first_nights: Mapping[str, date]) -> pa.Table:
    """Rows of `schemas.DATE_HISTORY` of the works in `sources` (work to source)."""
    rows = [
        row | {"first_night": first_nights[work], "month": month_of(first_nights[work])}
        for work, source in sorted(sources.items())
        for row in _rows(works, work, source, first_nights[work])
    ]
    return pa.Table.from_pylist(rows, schema=DATE_HISTORY)


def _rows(works: Works, work: str, source: str, captured: date) -> Iterator[dict[str, Any]]:
    before: dict[str, Any] | None = None
    for night in works.nights_of_change(work) or [captured]:
        dated = date_row(work, works.dated(work, night))
        now = {name: dated[name] for name in HELD if name in dated}
        if before is not None and all(before[name] == now[name] for name in HELD):
            continue
        now |= {
            "article_id": work,
            "source": source,
            "night": night,
            "until_night": None,
            "change": change(before, now),
        }
        if before is not None:
            yield before | {"until_night": night}
        before = now
    if before is not None:
        yield before


def change(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> str:
    """The kind of change from the row before: `first` `dated` `redated` `refined` `withdrawn` `bounds` `basis`."""
    if before is None:
        return "first"
    was, published = before["published"], now["published"]
    if was is None or published is None:
        if was != published:
            return "dated" if was is None else "withdrawn"
    elif was != published or before["published_at"] != now["published_at"]:
        return "refined" if was.startswith(published[:10]) or published.startswith(was[:10]) else "redated"
    return "bounds" if any(before[name] != now[name] for name in BOUNDS) else "basis"
