"""Works with all evidence about them, and their dates as of any night: each a function of the evidence up to that night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pyarrow as pa

from pipelines.dates.model import ArticleDate
from pipelines.dates.source.settings import SourceDating
from pipelines.dates.source.taught import Timeline, known_at, turns
from pipelines.dates.works.work import Copy, Row, tightened, work_date


@dataclass(frozen=True, slots=True)
class Works:
    """Works by id: when each was first captured, their evidence (rows of `schemas.DATE_EVIDENCE`), who tells the same story.

    `copies` holds (article id, whether that one came `earlier`, `later` or `unknown`), whose evidence is among the rows too.
    `settings` and `timelines` (what each source's stories have taught of how it dates) are by source.
    """

    first_seen: Mapping[str, datetime | None]
    rows: Mapping[str, Sequence[Row]]
    copies: Mapping[str, Sequence[tuple[str, str]]]
    settings: Mapping[str, SourceDating]
    timelines: Mapping[str, Timeline]
    _alone: dict[tuple[str, int, date | None], ArticleDate] = field(default_factory=dict)

    def dated(self, work: str, night: date | None = None) -> ArticleDate:
        """The date of a work as of the end of a night (of all nights, for None), its bounds tightened by its copies'."""
        own = self._by_itself(work, night)
        if own.published is not None:
            return own
        copies = [
            Copy(copy, min(row["source"] for row in rows), order, self._by_itself(copy, night))
            for copy, order in sorted(self.copies.get(work, ()))
            if (rows := self._rows_until(copy, night))
        ]
        return tightened(own, copies)

    def turning_nights(self, work: str) -> list[date]:
        """The nights that brought evidence which the date of a work may depend on, ascending."""
        own = {row["night"] for row in self.rows.get(work, ())}
        others = {row["night"] for copy, _ in self.copies.get(work, ()) for row in self.rows.get(copy, ())}
        taught = {night for source in self._sources(work) for night, _ in turns(self.timelines.get(source, ()))}
        return sorted(own | {night for night in others | taught if own and night > min(own)})

    def _rows_until(self, work: str, night: date | None) -> Sequence[Row]:
        rows = self.rows.get(work, ())
        return rows if night is None else [row for row in rows if row["night"] <= night]

    def _sources(self, work: str) -> list[str]:
        return sorted({row["source"] for row in self.rows.get(work, ())})

    def _by_itself(self, work: str, night: date | None) -> ArticleDate:
        rows = self._rows_until(work, night)
        turned = (turn for source in self._sources(work) for turn, _ in turns(self.timelines.get(source, ())))
        taught = [turn for turn in turned if night is None or turn <= night]
        key = (work, len(rows), max(taught, default=None))
        if key not in self._alone:
            settings = {source: self._dating(source, night) for source in self._sources(work)}
            self._alone[key] = work_date(rows, self.first_seen.get(work), settings)
        return self._alone[key]

    def _dating(self, source: str, night: date | None) -> SourceDating:
        taught = known_at(self.timelines.get(source, ()), night)
        return replace(self.settings.get(source, SourceDating()), taught=taught)


def works_of(
    evidence: pa.Table,
    seen: pa.Table,
    *,
    copies: pa.Table | None = None,
    settings: Mapping[str, SourceDating] | None = None,
    timelines: Mapping[str, Timeline] | None = None,
) -> Works:
    """The works of `seen` (article_id, first_seen) from tables; `copies` has article_id, copy_article_id and, if known, order."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.to_pylist():
        rows[row["article_id"]].append(row)
    first_seen = dict(zip(seen["article_id"].to_pylist(), seen["first_seen"].to_pylist(), strict=True))
    mates: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in copies.to_pylist() if copies is not None else ():
        mates[pair["article_id"]].append((pair["copy_article_id"], pair.get("order") or "unknown"))
    return Works(first_seen, rows, mates, settings or {}, timelines or {})
