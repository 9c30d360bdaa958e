"""One source's night: all that the dates of its pages are judged from, and what comes of it. No source judges another's.

This is what an engine calls for each source (`pipelines.night.engine`): Arrow tables in, Arrow tables out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.masthead import EvidenceHistory
from pipelines.dates.nights.channel_dates import Channel
from pipelines.dates.nights.evidence import evidence_of_captures, evidence_of_uncaptured, judge_evidence
from pipelines.dates.nights.known_conventions import learned_timelines, with_learned
from pipelines.dates.nights.lessons import night_lessons
from pipelines.dates.source.conventions import DateConventions

Uncaptured = tuple[dict[str, Any], list[Channel]]
"""A page that the night did not capture, with the dates that feeds and sitemaps give it."""


@dataclass(frozen=True, slots=True)
class SourceNight:
    """A night of one source: `documents` and `fetches` of that night, dates of pages not captured, conventions as configured.

    `lessons` are rows of `schemas.DATE_LESSONS` of the nights before, `history` the date evidence of the last 29 of them.
    """

    source: str
    night: date
    documents: pa.Table
    fetches: pa.Table
    uncaptured: Sequence[Uncaptured]
    conventions: DateConventions
    lessons: Sequence[Mapping[str, Any]]
    history: pa.Table


def source_nights(
    night: date,
    tables: Mapping[str, pa.Table],
    uncaptured: Sequence[Uncaptured],
    conventions: Mapping[str, DateConventions],
    lessons: Sequence[Mapping[str, Any]],
) -> Iterator[SourceNight]:
    """The night of each source in `conventions`, from the `documents`, `fetches` and `history` of all of them."""
    before: dict[str, list[Mapping[str, Any]]] = {source: [] for source in conventions}
    for row in lessons:
        if row["night"] < night and row["source"] in before:
            before[row["source"]].append(row)
    pages: dict[str, list[Uncaptured]] = {source: [] for source in conventions}
    for page in uncaptured:
        if page[0]["source"] in pages:
            pages[page[0]["source"]].append(page)
    for source, own in sorted(conventions.items()):
        mine = {name: rows.filter(pc.equal(rows["source"], source)).combine_chunks() for name, rows in tables.items()}
        yield SourceNight(
            source, night, mine["documents"], mine["fetches"], pages[source], own, before[source], mine["history"]
        )


def judge_source(each: SourceNight) -> tuple[pa.Table, pa.Table]:
    """The `date_evidence` and the `date_lessons` of a source's night; what it teaches is applied to it already."""
    conventions = {each.source: each.conventions}
    captures = [
        *evidence_of_captures(each.documents, each.fetches, conventions),
        *evidence_of_uncaptured(each.uncaptured, conventions),
    ]
    lessons = night_lessons(captures, conventions)
    timelines = learned_timelines([*each.lessons, *lessons.to_pylist()], conventions)
    history = EvidenceHistory()
    history.add_rows(each.history)
    evidence = judge_evidence(captures, history, with_learned(conventions, timelines, each.night))
    return evidence, lessons
