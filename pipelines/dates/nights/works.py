"""Works with their evidence, and their dates as of any night, computed from the evidence up to that night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from pipelines.dates.model import ArticleDate, Basis, Origin, OriginKind
from pipelines.dates.nights.work import Copy, Row, bounded_by_copies, work_date
from pipelines.dates.source.conventions import DateConventions, Timeline, lasting_changes, learned_by


def _is_of_table(row: Row) -> bool:
    """True for the date of a row of an imported table: it dates that row, and no page that has the same text."""
    return Origin.read(row["origin"]).kind is OriginKind.TABLE


@dataclass(frozen=True, slots=True)
class Works:
    """By article id: `first_seen`, `rows` (of `schemas.DATE_EVIDENCE`) and `copies` (other works of the cluster).

    `copies` holds (article id, `earlier` `later` or `unknown`); the evidence of copies is in `rows` too. `conventions` and
    `timelines` (the learned zone and order, night by night) are by source. `traces` are rows of `schemas.TRACES`.
    """

    first_seen: Mapping[str, datetime | None]
    rows: Mapping[str, Sequence[Row]]
    copies: Mapping[str, Sequence[tuple[str, str]]]
    conventions: Mapping[str, DateConventions]
    timelines: Mapping[str, Timeline]
    traces: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    _own_dates: dict[tuple[str, int, date | None], ArticleDate] = field(default_factory=dict)

    def dated(self, work: str, night: date | None = None) -> ArticleDate:
        """The date of a work as of the end of a night (None: the last), its bounds tightened by its copies and traces."""
        own = self._own_date(work, night)
        if own.published is not None:
            return own
        copies = [
            Copy(copy, min(row["source"] for row in rows), order, self._own_date(copy, night))
            for copy, order in sorted(self.copies.get(work, ()))
            if (rows := self._rows_until(copy, night)) and not any(map(_is_of_table, rows))
        ]
        traces = (row for row in self.traces.get(work, ()) if night is None or row["night"] <= night)
        return bounded_by_traces(bounded_by_copies(own, copies), traces)

    def nights_of_change(self, work: str) -> list[date]:
        """The nights that may change the date of a work, ascending: evidence of it or a copy, traces, a learned zone or order."""
        own = {row["night"] for row in self.rows.get(work, ())}
        others = {row["night"] for copy, _ in self.copies.get(work, ()) for row in self.rows.get(copy, ())}
        others |= {row["night"] for row in self.traces.get(work, ())}
        learned = {
            night for source in self._sources(work) for night, _ in lasting_changes(self.timelines.get(source, ()))
        }
        return sorted(own | {night for night in others | learned if own and night > min(own)})

    def was_undated(self, work: str) -> bool:
        """True if the work's own pages gave it no date on some night, or give it none now."""
        return any(self._own_date(work, night).published is None for night in (None, *self.nights_of_change(work)))

    def is_of_page(self, work: str) -> bool:
        """True if no row of an imported table dates the work, see `dated`."""
        return not any(map(_is_of_table, self.rows.get(work, ())))

    def _rows_until(self, work: str, night: date | None) -> Sequence[Row]:
        rows = self.rows.get(work, ())
        return rows if night is None else [row for row in rows if row["night"] <= night]

    def _sources(self, work: str) -> list[str]:
        return sorted({row["source"] for row in self.rows.get(work, ())})

    def _own_date(self, work: str, night: date | None) -> ArticleDate:
        rows = self._rows_until(work, night)
        changes = (
            changed for source in self._sources(work) for changed, _ in lasting_changes(self.timelines.get(source, ()))
        )
        learned = [changed for changed in changes if night is None or changed <= night]
        key = (work, len(rows), max(learned, default=None))
        if key not in self._own_dates:
            conventions = {source: self._conventions(source, night) for source in self._sources(work)}
            self._own_dates[key] = work_date(rows, self.first_seen.get(work), conventions)
        return self._own_dates[key]

    def _conventions(self, source: str, night: date | None) -> DateConventions:
        learned = learned_by(self.timelines.get(source, ()), night)
        return replace(self.conventions.get(source, DateConventions()), learned=learned)


def works_of(
    evidence: pa.Table,
    seen: pa.Table,
    *,
    copies: pa.Table | None = None,
    conventions: Mapping[str, DateConventions] | None = None,
    timelines: Mapping[str, Timeline] | None = None,
    traces: pa.Table | None = None,
) -> Works:
    """The works of `seen` (article_id, first_seen) from tables; `copies` has article_id, copy_article_id and, if known, order."""
    rows = _by_work(evidence)
    first_seen = dict(zip(seen["article_id"].to_pylist(), seen["first_seen"].to_pylist(), strict=True))
    copies_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in copies.to_pylist() if copies is not None else ():
        copies_of[pair["article_id"]].append((pair["copy_article_id"], pair.get("order") or "unknown"))
    traced = _by_work(traces) if traces is not None else {}
    return Works(first_seen, rows, copies_of, conventions or {}, timelines or {}, traced)


def _by_work(table: pa.Table) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        rows[row["article_id"]].append(row)
    return rows


ACCEPTED = "accepted"


def bounded_by_traces(own: ArticleDate, traces: Iterable[Mapping[str, Any]]) -> ArticleDate:
    """Tighten the bounds of an undated work by its accepted traces; the date itself stays unknown."""
    if own.published is not None:
        return own
    for trace in traces:
        bound = trace["bound"]
        if trace["verdict"] != ACCEPTED:
            continue
        if trace["side"] == "not_before" and (own.not_before is None or bound > own.not_before):
            own = replace(own, not_before=bound, not_before_basis=Basis(trace["basis"]))
        elif trace["side"] == "not_after" and (own.not_after is None or bound < own.not_after):
            own = replace(own, not_after=bound, not_after_basis=Basis(trace["basis"]))
    return own
