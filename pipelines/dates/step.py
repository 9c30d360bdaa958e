"""The own step: write the date evidence of a night, and date works from the evidence of all nights."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.masthead import HISTORY_COLUMNS
from pipelines.dates.nights.channel_dates import FETCH_COLUMNS, uncaptured
from pipelines.dates.nights.copies import CLUSTER_COLUMNS, clusters_of, copy_pairs
from pipelines.dates.nights.departures import departures, sightings
from pipelines.dates.nights.evidence import DOCUMENT_COLUMNS, judge_source, source_nights
from pipelines.dates.nights.lessons import (
    LESSONS,
    configured,
    configured_now,
    learned_timelines,
    lessons_of,
    settings_changed,
    with_learned,
)
from pipelines.dates.nights.works import Works, works_of
from pipelines.dates.source.conventions import lasting_changes
from pipelines.dates.source.zone import settled_by_source
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DATE_EVIDENCE, DATE_LESSONS
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.held_back import held_sources, without
from pipelines.night.locator import ARTICLES, DEPARTURES, DUPLICATES, EVIDENCE, Locator, locating
from pipelines.night.steps import Outcome, Progress
from pipelines.night.window import since

TABLE = "date_evidence"
Lessons = Sequence[Mapping[str, Any]]


def date_night(home: Home, night: date, on_progress: Progress, *, engine: Engine = LOCAL) -> Outcome:
    """Judge all date candidates of a night's documents, feeds, sitemaps and HTTP headers; learn zones and day-month orders.

    Mastheads and feed trust are learned from this night and the 29 before it, zone and order from all nights before it.
    """
    lake = Lake(home.lake)
    held = held_sources(lake, night)
    documents = without(lake.read("documents", night=night, columns=[*DOCUMENT_COLUMNS, "kind_basis", "title"]), held)
    fetches = without(lake.read("fetches", night=night), held)
    with locating(home) as locator:
        answers = fetches.select(FETCH_COLUMNS)
        others = uncaptured(lake, locator, night, answers.to_pylist())
        sources = sorted({*documents["source"].to_pylist(), *(page["source"] for page, _ in others)})
        conventions = configured(home, sources, night)
        before = lessons_of(
            lake, {*lake.read(LESSONS, night=night, columns=["source"])["source"].to_pylist(), *sources}
        )
        tables = {"documents": documents, "fetches": answers, "history": _history(lake, night, sources)}
        nights = source_nights(night, tables, others, conventions, before)
        evidence, lessons = _together(engine.map(judge_source, nights), on_progress, len(sources))
        after = [*(row for row in before if row["night"] != night), *lessons.to_pylist()]
        up_to_now = [row for row in after if row["night"] <= night]
        conventions = with_learned(conventions, learned_timelines(up_to_now, conventions), night)
        stale = _works_dated_by(lake, settings_changed(home, sources, night) | _lessons_changed(home, before, after))
        had = lake.read(TABLE, night=night, columns=["article_id"])["article_id"].to_pylist()
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, {*had, *evidence["article_id"].to_pylist(), *stale})
        locator.commit()
        changed = lake.replace(TABLE, evidence, night=night)
        locator.put_evidence(night, evidence["article_id"].to_pylist())
        changed |= lake.replace(LESSONS, lessons, night=night)
        changed |= _seen_and_gone(lake, locator, night, documents, fetches)
    verdicts = {row["values"]: row["counts"] for row in pc.value_counts(evidence["verdict"]).to_pylist()}
    counts = {"candidates": evidence.num_rows, **{name: verdicts[name] for name in sorted(verdicts)}}
    learned = sum(own.learned.zone is not None for own in conventions.values())
    return Outcome(counts | {"zones_learned": learned}, changed)


def _together(judged: Iterable[tuple[pa.Table, pa.Table]], on_progress: Progress, sources: int) -> list[pa.Table]:
    """The evidence of all sources, and their lessons."""
    found = [DATE_EVIDENCE.empty_table()], [DATE_LESSONS.empty_table()]
    for done, tables in enumerate(judged, start=1):
        for parts, rows in zip(found, tables, strict=True):
            parts.append(rows)
        on_progress(done, sources)
    return [pa.concat_tables(parts) for parts in found]


def _seen_and_gone(lake: Lake, locator: Locator, night: date, documents: pa.Table, fetches: pa.Table) -> bool:
    """Write which works were seen on the night and which were gone; those that this marks or un-marks are published again."""
    left = departures(lake, locator, night, documents, fetches)
    gone = set(zip(left["source"].to_pylist(), left["url_key"].to_pylist(), strict=True))
    tables = {"sightings": sightings(locator, night, documents, fetches, gone), "departures": left}
    works = {name: set(rows["article_id"].to_pylist()) for name, rows in tables.items()}
    for name in tables:
        works[name] |= set(lake.read(name, night=night, columns=["article_id"])["article_id"].to_pylist())
    back = {work for each in locator.nights_of(DEPARTURES, works["sightings"]).values() for work in each}
    locator.wait(ARTICLES, works["departures"] | back)
    locator.commit()
    changed = [lake.replace(name, rows, night=night) for name, rows in tables.items()]
    locator.put_departures(night, tables["departures"]["article_id"].to_pylist())
    return any(changed)


def _history(lake: Lake, night: date, sources: Sequence[str]) -> pa.Table:
    """The date evidence (HISTORY_COLUMNS) of sources on the 29 nights before."""
    nights = [each for each in lake.nights(TABLE) if since(night) <= each < night]
    mine = pc.field("source").isin(pa.array(sources, pa.string()))
    return lake.read(TABLE, nights=nights, columns=HISTORY_COLUMNS, where=mine)


def _lessons_changed(home: Home, before: Lessons, after: Lessons) -> set[str]:
    """Sources whose learned zone or order changed, so that their clock times or 03/04 must be read again."""
    conventions = configured_now(home, {row["source"] for row in (*before, *after)})
    old, new = learned_timelines(before, conventions), learned_timelines(after, conventions)
    return {
        source for source in conventions if lasting_changes(old.get(source, ())) != lasting_changes(new.get(source, ()))
    }


def _works_dated_by(lake: Lake, sources: Collection[str]) -> set[str]:
    """Works whose date depends on the zone or the day-month order of these sources."""
    if not sources:
        return set()
    open_ones = (pc.field("precision") == "local") | pc.field("value").is_null()
    mine = pc.field("source").isin(pa.array(sorted(sources), pa.string()))
    rows = lake.read(TABLE, columns=["article_id"], where=mine & (open_ones | settled_by_source()))
    return set(rows["article_id"].to_pylist())


def evidence_of(lake: Lake, locator: Locator, works: Collection[str]) -> pa.Table:
    """All date evidence of works, read only from the nights that have some."""
    nights = locator.nights_of(EVIDENCE, works)
    return lake.read(TABLE, nights=nights, where=pc.field("article_id").isin(pa.array(sorted(works), pa.string())))


def dated_works(
    home: Home, lake: Lake, locator: Locator, articles: Sequence[str], seen: pa.Table, traces: pa.Table | None = None
) -> Works:
    """Works with their evidence and that of their copies; `seen` has article_id and first_seen (UTC).

    `traces` are rows of `schemas.TRACES` of these works.
    """
    copies = copy_pairs(clusters_of(lake, locator, articles, CLUSTER_COLUMNS), articles)
    evidence = evidence_of(lake, locator, {*articles, *copies["copy_article_id"].to_pylist()})
    conventions = configured_now(home, evidence["source"].to_pylist())
    learned = learned_timelines(lessons_of(lake, conventions), conventions)
    return works_of(evidence, seen, copies=copies, conventions=conventions, timelines=learned, traces=traces)
