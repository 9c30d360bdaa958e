"""The date of each article, from all evidence about it on all nights: a pure function of the set of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from pipelines.dates.decide import MISLABELLED, decide
from pipelines.dates.masthead import EVERYWHERE, MOVES, VISIBLE, Place, Showing, candidate_of, place_of
from pipelines.dates.model import ArticleDate
from pipelines.dates.neighbours import AFTER, BEFORE, bound
from pipelines.dates.rules import Evidence
from pipelines.dates.settings import SourceDating, settle
from pipelines.schemas import ARTICLES

COLUMNS = (
    "article_id", "published_at", "published", "published_day", "published_utc_offset_minutes", "published_precision",
    "published_basis", "published_confidence", "not_before", "not_before_basis", "not_after", "not_after_basis", "modified_at",
)  # fmt: skip
SCHEMA = pa.schema([ARTICLES.field(name) for name in COLUMNS])


def date_articles(
    evidence: pa.Table,
    seen: pa.Table,
    *,
    copies: pa.Table | None = None,
    settings: Mapping[str, SourceDating] | None = None,
) -> pa.Table:
    """One row for each article of `seen` (article_id, first_seen), sorted by id.

    An article's own rows decide. `copies` (article_id, copy_article_id, `order`: whether the copy came earlier, later or
    nobody knows; with the copies' rows among `evidence`) only tighten the bounds of an article without a date. Verdicts
    recorded in the rows are judged anew, except that a place known to be the source's masthead stays one until the article
    itself shows that it stands still.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in evidence.to_pylist():
        rows[row["article_id"]].append(row)
    first_seen = dict(zip(seen["article_id"].to_pylist(), seen["first_seen"].to_pylist(), strict=True))
    kin: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in copies.to_pylist() if copies is not None else ():
        kin[pair["article_id"]].append((pair["copy_article_id"], pair.get("order") or "unknown"))
    wanted = sorted(first_seen)
    dated = {
        a: _date(rows[a], first_seen.get(a), settings or {}) for a in {*wanted, *(c for a in wanted for c, _ in kin[a])}
    }
    sources = {a: min(row["source"] for row in rows[a]) for a in dated if rows[a]}
    result = [
        _row(a, _tightened(dated[a], [Kin(c, sources.get(c), order, dated[c]) for c, order in sorted(kin[a])]))
        for a in wanted
    ]
    return pa.Table.from_pylist(result, schema=SCHEMA)


def _date(rows: list[dict[str, Any]], first_seen: datetime | None, settings: Mapping[str, SourceDating]) -> ArticleDate:
    seen = min((t for t in (first_seen, *(r["fetched_at"] for r in rows)) if t is not None), default=None)
    found = decide(article_evidence(rows, settings), seen=seen).date
    return found if found.published is not None else _between_neighbours(found, rows)


def _between_neighbours(own: ArticleDate, rows: list[dict[str, Any]]) -> ArticleDate:
    """An undated work's bounds, by the dated stories that its site numbered just before and after it."""
    for row in sorted((r for r in rows if r["origin"] in (BEFORE, AFTER)), key=lambda r: (r["origin"], r["value"])):
        limit, basis = bound(row["origin"], row["value"]), f"{row['origin']} {row['evidence_url']}, {row['value']}"
        if row["origin"] == AFTER and (own.not_after is None or limit < own.not_after):
            own = replace(own, not_after=limit, not_after_basis=basis)
        elif row["origin"] == BEFORE and (own.not_before is None or limit > own.not_before):
            own = replace(own, not_before=limit, not_before_basis=basis)
    crossed = own.not_before is not None and own.not_after is not None and own.not_before > own.not_after
    return replace(own, not_before=None, not_before_basis=None) if crossed else own


def article_evidence(rows: list[dict[str, Any]], settings: Mapping[str, SourceDating] | None = None) -> list[Evidence]:
    """The evidence in an article's rows; what moved with the fetch day from one capture to the next is marked masthead."""
    shown: dict[Place, Showing] = defaultdict(Showing)
    for row in rows:
        c = candidate_of(row)
        if c.value is not None and c.origin.partition(":")[0] in VISIBLE and row["fetched_at"] is not None:
            shown[place_of(row["source"], c)].add(c, row["fetched_at"])
    found = []
    for row in rows:
        c = candidate_of(row)
        showing = shown.get(place_of(row["source"], c), Showing())
        reason = row["reason"] if row["reason"] in (MOVES, EVERYWHERE) else None
        recorded = None if showing.stood else MOVES if showing.moved else reason
        recorded = MISLABELLED if row["reason"] == MISLABELLED else recorded
        c = settle(c, (settings or {}).get(row["source"], SourceDating()))
        found.append(Evidence(c, row["fetched_at"], row["evidence_url"], recorded))
    return found


@dataclass(frozen=True, slots=True)
class Kin:
    """A work that tells the same story; `order` says which of the two came first: `earlier` `later` `unknown`."""

    article_id: str
    source: str | None
    order: str
    date: ArticleDate

    @property
    def told(self) -> str:
        """The copy as a basis of a bound names it."""
        return (
            f"copy in {self.source or 'another source'} ({self.article_id}), {self.date.published}: {self.date.basis}"
        )


def _tightened(own: ArticleDate, kin: list[Kin]) -> ArticleDate:
    """An undated work's bounds, by its dated copies: not before one that came earlier, else not after any."""
    if own.published is not None:
        return own
    for copy in kin:
        if copy.date.published is None:
            continue
        if copy.order == "earlier":
            before = copy.date.not_before
            if before is not None and (own.not_before is None or before > own.not_before):
                own = replace(own, not_before=before, not_before_basis=copy.told)
        elif copy.date.not_after is not None and (own.not_after is None or copy.date.not_after < own.not_after):
            own = replace(own, not_after=copy.date.not_after, not_after_basis=copy.told)
    return own


def _row(article: str, d: ArticleDate) -> dict[str, Any]:
    return {
        "article_id": article,
        "published_at": d.published_at,
        "published": d.published,
        "published_day": date.fromisoformat(d.day) if d.day else None,
        "published_utc_offset_minutes": d.utc_offset_minutes,
        "published_precision": d.precision,
        "published_basis": d.basis,
        "published_confidence": d.confidence,
        "not_before": d.not_before,
        "not_before_basis": d.not_before_basis,
        "not_after": d.not_after,
        "not_after_basis": d.not_after_basis,
        "modified_at": d.modified_at,
    }
