"""The own step: write the date evidence of a night, and date works from the evidence of all nights."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from datetime import date

import pyarrow as pa

from pipelines.dates.nights.copies import CLUSTER_COLUMNS, clusters_of, copy_pairs
from pipelines.dates.nights.dated_night import DatedNight
from pipelines.dates.nights.evidence import judge_source
from pipelines.dates.nights.lessons import configured_now, learned_timelines, lessons_of
from pipelines.dates.nights.works import Works, works_of
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.engine import LOCAL, Engine, engine_for
from pipelines.night.fingerprint import rules_digest
from pipelines.night.locator import EVIDENCE, Locator, locating
from pipelines.night.steps import Outcome, Progress

TABLE = "date_evidence"


def date_night(home: Home, night: date, on_progress: Progress, *, engine: Engine = LOCAL) -> Outcome:
    """Judge all date candidates of a night's documents, feeds, sitemaps and HTTP headers; learn zones and day-month orders.

    Mastheads and feed trust are learned from this night and the 29 before it, zone and order from all nights before it.
    """
    with locating(home) as locator, ExitStack() as stack:
        lake = Lake(home.lake)
        dated = DatedNight(home, lake, locator, night, rules_digest(__name__), stack)
        engine = engine_for(engine, lake.rows_by_source("documents", night).total())
        total = sum(len(part.sources) for part in dated.parts)
        for done, (evidence, lessons) in enumerate(engine.map(judge_source, dated.source_nights()), start=1):
            dated.put(evidence, lessons)
            on_progress(done, total)
        changed = dated.commit()
    counts = {"candidates": dated.verdicts.total(), **dict(sorted(dated.verdicts.items()))}
    return Outcome(counts | {"zones_learned": dated.zones_learned}, changed)


def evidence_of(lake: Lake, locator: Locator, works: Collection[str]) -> pa.Table:
    """All date evidence of works, read only from the nights that have some."""
    nights = locator.nights_of(EVIDENCE, works)
    return lake.read(TABLE, nights=nights, works=works)


def dated_works(
    home: Home, lake: Lake, locator: Locator, articles: Sequence[str], seen: pa.Table, traces: pa.Table | None = None
) -> Works:
    """Works with their evidence and, if they had no date on some night, that of the copies that may bound them.

    `seen` has article_id and first_seen (UTC). `traces` are rows of `schemas.TRACES` of these works.
    """
    evidence = evidence_of(lake, locator, articles)
    own = _works(home, lake, evidence, seen, traces)
    undated = [work for work in articles if own.was_undated(work)]
    since = {work: min(own.nights_of_change(work), default=date.max) for work in undated}
    for work, night in locator.first_nights(undated).items():
        since[work] = min(night, since[work])
    mates = locator.dating.bounding(since)
    if not any(mates.values()):
        return own
    members = clusters_of(lake, locator, mates, CLUSTER_COLUMNS)
    for row in members.to_pylist():
        mates[row["article_id"]] |= {row["origin_article_id"]} - {None}
    others = set[str]().union(*mates.values())
    members = pa.concat_tables([members, clusters_of(lake, locator, others - mates.keys(), CLUSTER_COLUMNS)])
    copies = copy_pairs(members, mates)
    evidence = pa.concat_tables([evidence, evidence_of(lake, locator, others - set(articles))])
    return _works(home, lake, evidence, seen, traces, copies)


def _works(
    home: Home, lake: Lake, evidence: pa.Table, seen: pa.Table, traces: pa.Table | None, copies: pa.Table | None = None
) -> Works:
    conventions = configured_now(home, evidence["source"].to_pylist())
    learned = learned_timelines(lessons_of(lake, conventions), conventions)
    return works_of(evidence, seen, copies=copies, conventions=conventions, timelines=learned, traces=traces)
