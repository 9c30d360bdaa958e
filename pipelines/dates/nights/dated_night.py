"""A night's dates, stretch by stretch: the rows that it leaves in four tables, and the works that must be dated again."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.masthead import HISTORY_COLUMNS
from pipelines.dates.nights.channel_dates import FETCH_COLUMNS, LIST_COLUMNS, listed_channels, uncaptured
from pipelines.dates.nights.departures import departures, sightings
from pipelines.dates.nights.evidence import DOCUMENT_COLUMNS, SourceNight, source_nights
from pipelines.dates.nights.lessons import (
    LESSONS,
    configured,
    configured_now,
    learned_timelines,
    lessons_of,
    settings_changed,
    with_learned,
)
from pipelines.dates.source.conventions import lasting_changes
from pipelines.dates.source.zone import settled_by_source
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.held_back import held_sources, without
from pipelines.night.inputs import Inputs, input_of
from pipelines.night.locator import ARTICLES, DEPARTURES, DUPLICATES, Locator
from pipelines.night.stretches import BySource, Stretch, stretches
from pipelines.night.window import since

EVIDENCE, SIGHTINGS, LEFT = "date_evidence", "sightings", "departures"
PAGE_COLUMNS = [*DOCUMENT_COLUMNS, "kind_basis", "title"]
ANSWER_COLUMNS = [*FETCH_COLUMNS, "resource", "status", "payload_sha256"]
Lessons = Sequence[Mapping[str, Any]]
Judged = tuple[pa.Table, pa.Table]
"""The `date_evidence` and `date_lessons` of a source."""


class DatedNight:
    """The new rows of a night, until `commit`. In memory are a stretch of sources, and the ids of works."""

    def __init__(self, home: Home, lake: Lake, locator: Locator, night: date, rules: str, stack: ExitStack) -> None:
        self.home, self.lake, self.locator, self.night = home, lake, locator, night
        self.verdicts: Counter[str] = Counter()
        self.zones_learned = 0
        self.parts = stretches(lake, night, ("documents", "fetches", LESSONS))
        self._out = {
            table: stack.enter_context(lake.night_slices(table, night))
            for table in (EVIDENCE, LESSONS, SIGHTINGS, LEFT)
        }
        self._works: dict[str, set[str]] = {table: set() for table in self._out}
        self._turned: set[str] = set()
        self._held = held_sources(lake, night)
        self._asked: deque[tuple[SourceNight, Lessons, Judged | None, Judged | None]] = deque()
        self._inputs = Inputs(home, "dates", night, rules, (EVIDENCE, LESSONS))
        self._standing: set[str] = set()
        self._judged: set[str] = set()
        self._stood_of: tuple[Stretch, BySource, BySource] | None = None

    def source_nights(self) -> Iterator[SourceNight]:
        """The night of each source to judge, in order; each result is `put` in the same order.

        A source keeps its rows if all that decides them is the same as when they were made.
        """
        for part in self.parts:
            yield from self._of_stretch(part)

    def put(self, evidence: pa.Table, lessons: pa.Table) -> None:
        """Take the `date_evidence` and `date_lessons` of the next source."""
        self._put_standing()
        asked, before, _, had = self._asked.popleft()
        evidence, lessons = self.lake.in_order(EVIDENCE, evidence), self.lake.in_order(LESSONS, lessons)
        if had is not None and had[0].equals(evidence) and had[1].equals(lessons):
            self._standing.add(asked.source)
        self._put(asked, before, evidence, lessons)

    def _put_standing(self) -> None:
        """Take the rows that stand of the next sources, until one that is judged."""
        while self._asked and (stood := self._asked[0][2]) is not None:
            asked, before, *_ = self._asked.popleft()
            self._standing.add(asked.source)
            self._put(asked, before, *stood)

    def _put(self, asked: SourceNight, before: Lessons, evidence: pa.Table, lessons: pa.Table) -> None:
        self._add(EVIDENCE, evidence)
        self._add(LESSONS, lessons)
        if asked.source not in self._standing:
            self._judged.update(evidence["article_id"].to_pylist())
        for verdict in pc.value_counts(evidence["verdict"]).to_pylist():
            self.verdicts[verdict["values"]] += verdict["counts"]
        after = [*(row for row in before if row["night"] != self.night), *lessons.to_pylist()]
        self._turn(before, after)
        own = {asked.source: asked.conventions}
        timelines = learned_timelines([row for row in after if row["night"] <= self.night], own)
        self.zones_learned += with_learned(own, timelines, self.night)[asked.source].learned.zone is not None

    def commit(self) -> bool:
        """Write all rows; works are queued for later steps before. Returns whether a table changed."""
        lake, locator, night = self.lake, self.locator, self.night
        self._put_standing()
        had = self._had(EVIDENCE, but_of=self._standing)
        stale = {*had, *self._judged, *_works_dated_by(lake, self._turned)}
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, stale)
        locator.commit()
        changed = self._out[EVIDENCE].commit()[1]
        locator.put_evidence(night, self._works[EVIDENCE])
        changed |= self._out[LESSONS].commit()[1]
        self._inputs.save()
        works = {table: self._works[table] | self._had(table) for table in (SIGHTINGS, LEFT)}
        back = {work for each in locator.nights_of(DEPARTURES, works[SIGHTINGS]).values() for work in each}
        locator.wait(ARTICLES, works[LEFT] | back)
        locator.commit()
        for table in (SIGHTINGS, LEFT):
            changed |= self._out[table].commit()[1]
        locator.put_departures(night, self._works[LEFT])
        return changed

    def _of_stretch(self, part: Stretch) -> Iterator[SourceNight]:
        lake, locator, night = self.lake, self.locator, self.night
        read = {"documents": PAGE_COLUMNS, "fetches": ANSWER_COLUMNS}
        documents, fetches = (
            without(lake.read(table, night=night, columns=columns, where=part.where), self._held)
            for table, columns in read.items()
        )
        self._seen_and_gone(documents, fetches)
        answers = fetches.select(FETCH_COLUMNS)
        listed = listed_channels(documents.select(LIST_COLUMNS).to_pylist())
        others = uncaptured(lake, locator, night, answers.to_pylist(), listed, part.where)
        sources = sorted({*documents["source"].to_pylist(), *(page["source"] for page, _ in others)})
        taught = lake.read(LESSONS, night=night, columns=["source"], where=part.where)["source"].to_pylist()
        before: dict[str, list[dict[str, Any]]] = {source: [] for source in (*taught, *sources)}
        for row in lessons_of(lake, before):
            before[row["source"]].append(row)
        for source in before.keys() - set(sources):
            self._turn(before[source], [row for row in before[source] if row["night"] != night])
        self._turned |= settings_changed(self.home, sources, night)
        tables = {"documents": documents, "fetches": answers, "history": _history(lake, night, part)}
        conventions = configured(self.home, sources, night)
        for each in source_nights(night, tables, others, conventions, before):
            had = self._stood(part, each.source) if self._inputs.had(each.source) else None
            tables_of = (each.documents, each.fetches, each.history)
            parts = map(repr, (each.uncaptured, each.conventions, each.lessons))
            stood = had if self._inputs.stands(each.source, input_of(*tables_of, *parts)) else None
            self._asked.append((each, before[each.source], stood, had))
            if stood is None:
                yield each

    def _stood(self, part: Stretch, source: str) -> Judged:
        """The evidence and lessons of a source as they stand."""
        if self._stood_of is None or self._stood_of[0] != part:
            evidence, lessons = (
                BySource(self.lake.read(table, night=self.night, where=part.where)) for table in (EVIDENCE, LESSONS)
            )
            self._stood_of = (part, evidence, lessons)
        return self._stood_of[1].of(source), self._stood_of[2].of(source)

    def _seen_and_gone(self, documents: pa.Table, fetches: pa.Table) -> None:
        """Add the works that were seen on the night and those that were gone."""
        left = departures(self.lake, self.locator, self.night, documents, fetches)
        gone = set(zip(left["source"].to_pylist(), left["url_key"].to_pylist(), strict=True))
        self._add(LEFT, left)
        self._add(SIGHTINGS, sightings(self.locator, self.night, documents, fetches, gone))

    def _add(self, table: str, rows: pa.Table) -> None:
        self._out[table].add(self.lake.in_order(table, rows))
        if table != LESSONS:
            self._works[table].update(rows["article_id"].to_pylist())

    def _had(self, table: str, *, but_of: Collection[str] = ()) -> set[str]:
        rows = self.lake.read(table, night=self.night, columns=["source", "article_id"])
        return set(without(rows, but_of)["article_id"].to_pylist())

    def _turn(self, before: Lessons, after: Lessons) -> None:
        """Note sources whose learned zone or order changed, so that their clock times or 03/04 must be read again."""
        conventions = configured_now(self.home, {row["source"] for row in (*before, *after)})
        old, new = learned_timelines(before, conventions), learned_timelines(after, conventions)
        for source in conventions:
            if lasting_changes(old.get(source, ())) != lasting_changes(new.get(source, ())):
                self._turned.add(source)


def _history(lake: Lake, night: date, part: Stretch) -> pa.Table:
    """The date evidence (HISTORY_COLUMNS) of some sources on the 29 nights before."""
    nights = [each for each in lake.nights(EVIDENCE) if since(night) <= each < night]
    return lake.read(EVIDENCE, nights=nights, columns=HISTORY_COLUMNS, where=part.where)


def _works_dated_by(lake: Lake, sources: Collection[str]) -> set[str]:
    """Works whose date depends on the zone or the day-month order of these sources."""
    if not sources:
        return set()
    open_ones = (pc.field("precision") == "local") | pc.field("value").is_null()
    mine = pc.field("source").isin(pa.array(sorted(sources), pa.string()))
    rows = lake.read(EVIDENCE, columns=["article_id"], where=mine & (open_ones | settled_by_source()))
    return set(rows["article_id"].to_pylist())
