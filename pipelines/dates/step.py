"""The dating step: evidence for a night's documents; and the dates of works, from all evidence the lake holds of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.masthead import WATCHED, Watch
from pipelines.dates.night.advertised import FETCH_COLUMNS, uncaptured
from pipelines.dates.night.evidence import DOCUMENT_COLUMNS, captured, heard_of, judged
from pipelines.dates.night.lessons import night_lessons
from pipelines.dates.night.sightings import sightings
from pipelines.dates.night.source_dating import (
    LESSONS,
    dating,
    dating_now,
    lessons_of,
    resettled,
    taught_timelines,
    with_taught,
)
from pipelines.dates.source.settled_by import settled_by_source
from pipelines.dates.source.taught import turns
from pipelines.dates.works.copies import CLUSTER_COLUMNS, clusters_of, copy_pairs
from pipelines.dates.works.works import Works, works_of
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.locator import ARTICLES, DUPLICATES, EVIDENCE, Locator, locating
from pipelines.steps import Outcome, Progress
from pipelines.window import since

TABLE = "date_evidence"
Lessons = Sequence[Mapping[str, Any]]


def date_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Judge every date that the night's documents, feeds, sitemaps and headers offer, and learn what they teach.

    What a source's clocks show is learned from this night and the 29 before it; its zone and order of numbers from all before it.
    """
    lake = Lake(home.lake)
    documents, fetches = (
        lake.read("documents", night=night, columns=DOCUMENT_COLUMNS),
        lake.read("fetches", night=night),
    )
    with locating(home) as locator:
        others = uncaptured(lake, locator, night, fetches.select(FETCH_COLUMNS).to_pylist())
        sources = sorted({*documents["source"].to_pylist(), *(page["source"] for page, _ in others)})
        settings = dating(home, sources, night)
        captures = [*captured(documents, fetches, settings), *heard_of(others, settings)]
        lessons = night_lessons(captures, settings)
        before = lessons_of(
            lake, {*lake.read(LESSONS, night=night, columns=["source"])["source"].to_pylist(), *sources}
        )
        after = [*(row for row in before if row["night"] != night), *lessons.to_pylist()]
        up_to_now = [row for row in after if row["night"] <= night]
        settings = with_taught(settings, taught_timelines(up_to_now, settings), night)
        evidence = judged(captures, _watch(lake, night, sources), settings)
        astray = _read_otherwise(lake, resettled(home, sources, night) | _retaught(home, before, after))
        had = lake.read(TABLE, night=night, columns=["article_id"])["article_id"].to_pylist()
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, {*had, *evidence["article_id"].to_pylist(), *astray})
        locator.commit()
        changed = lake.replace(TABLE, evidence, night=night)
        locator.put_evidence(night, evidence["article_id"].to_pylist())
        changed |= lake.replace(LESSONS, lessons, night=night)
        changed |= lake.replace("sightings", sightings(locator, night, documents, fetches), night=night)
    on_progress(1, 1)
    verdicts = {row["values"]: row["counts"] for row in pc.value_counts(evidence["verdict"]).to_pylist()}
    counts = {"candidates": evidence.num_rows, **{name: verdicts[name] for name in sorted(verdicts)}}
    learned = sum(dating.taught.zone is not None for dating in settings.values())
    return Outcome(counts | {"zones_learned": learned}, changed)


def _watch(lake: Lake, night: date, sources: Sequence[str]) -> Watch:
    """What the places of sources showed on the 29 nights before."""
    nights = [each for each in lake.nights(TABLE) if since(night) <= each < night]
    watch = Watch()
    mine = pc.field("source").isin(pa.array(sources, pa.string()))
    watch.add_rows(lake.read(TABLE, nights=nights, columns=WATCHED, where=mine))
    return watch


def _retaught(home: Home, before: Lessons, after: Lessons) -> set[str]:
    """The sources that have taught to read their bare clock times, or 03/04, otherwise than before."""
    settings = dating_now(home, {row["source"] for row in (*before, *after)})
    old, new = taught_timelines(before, settings), taught_timelines(after, settings)
    return {source for source in settings if turns(old.get(source, ())) != turns(new.get(source, ()))}


def _read_otherwise(lake: Lake, sources: Collection[str]) -> set[str]:
    """The works whose dates depend on the zone or the order of numbers of these sources."""
    if not sources:
        return set()
    open_ones = (pc.field("precision") == "local") | pc.field("value").is_null()
    mine = pc.field("source").isin(pa.array(sorted(sources), pa.string()))
    rows = lake.read(TABLE, columns=["article_id"], where=mine & (open_ones | settled_by_source()))
    return set(rows["article_id"].to_pylist())


def evidence_of(lake: Lake, locator: Locator, works: Collection[str]) -> pa.Table:
    """All date evidence of works, from the nights that have any."""
    nights = locator.nights_of(EVIDENCE, works)
    return lake.read(TABLE, nights=nights, where=pc.field("article_id").isin(pa.array(sorted(works), pa.string())))


def dated_works(home: Home, lake: Lake, locator: Locator, articles: Sequence[str], seen: pa.Table) -> Works:
    """Works with all evidence of theirs and of the works they are copies of; `seen` has article_id and first_seen (UTC)."""
    copies = copy_pairs(clusters_of(lake, locator, articles, CLUSTER_COLUMNS), articles)
    evidence = evidence_of(lake, locator, {*articles, *copies["copy_article_id"].to_pylist()})
    settings = dating_now(home, evidence["source"].to_pylist())
    taught = taught_timelines(lessons_of(lake, settings), settings)
    return works_of(evidence, seen, copies=copies, settings=settings, timelines=taught)
