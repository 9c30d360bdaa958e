"""Judging later nights again, where an earlier one comes after them: what they know is what the nights up to them show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.masthead import WATCHED, Place, Watch
from pipelines.dates.night.advertised import FETCH_COLUMNS, uncaptured
from pipelines.dates.night.evidence import captured, heard_of, judged
from pipelines.dates.night.habits import dating, taught_timelines, with_taught
from pipelines.dates.source.taught import known_at
from pipelines.dates.works.history import forget
from pipelines.home import Home
from pipelines.lake import Lake

TABLE = "date_evidence"
Lessons = Sequence[Mapping[str, Any]]


def watched(lake: Lake, sources: Iterable[str], where: pc.Expression) -> pa.Table:
    """What tells clocks from dates in the evidence of sources: night and WATCHED."""
    chosen = where & pc.field("source").isin(pa.array(sorted(set(sources)), pa.string()))
    return lake.read(TABLE, columns=["night", *WATCHED], where=chosen)


def rejudge(home: Home, night: date, evidence: pa.Table, before: Lessons, after: Lessons) -> bool:
    """Judge again what later nights hold of the sources whose clocks or zones `night` shows in another light.

    `evidence` is what the night is about to hold; `before` and `after` are the lessons of its sources without and with it.
    Returns whether any row changed.
    """
    lake = Lake(home.lake)
    later = [each for each in lake.nights(TABLE) if each > night]
    if not later:
        return False
    had = lake.read(TABLE, night=night, columns=[*WATCHED, "evidence_url"])
    if before == after and _as_set(had) == _as_set(evidence.select(had.column_names)):
        return False
    sources = sorted({*had["source"].to_pylist(), *evidence["source"].to_pylist()})
    rows = watched(lake, sources, pc.field("night") != night)
    known = [rows.filter(pc.less(rows["night"], night)), evidence]
    old, new = _watch(known[0], had), _watch(*known)
    heard = _heard_otherwise(had, evidence)
    changed = False
    for each in later:
        tonight = rows.filter(pc.equal(rows["night"], each))
        old.add_rows(tonight)
        new.add_rows(tonight)
        stale = heard | _otherwise(old.clocks(), new.clocks()) | _retaught(home, each, sources, before, after)
        for source in sorted(stale & _with_rows(lake, each)):
            changed |= _judge(home, each, source, known, evidence, after)
            fresh = watched(lake, [source], pc.field("night") == each)
            tonight = pa.concat_tables([tonight.filter(pc.not_equal(tonight["source"], source)), fresh])
        known.append(tonight)
        new = _watch(*known) if stale else new
    return changed


def _as_set(rows: pa.Table) -> set[tuple[object, ...]]:
    return {tuple(row.values()) for row in rows.to_pylist()}


def _watch(*tables: pa.Table) -> Watch:
    watch = Watch()
    for rows in tables:
        watch.add_rows(rows)
    return watch


def _otherwise(old: Mapping[Place, str], new: Mapping[Place, str]) -> set[str]:
    """The sources of which two watches hold other places for clocks."""
    return {place[0] for place in old.keys() | new.keys() if old.get(place) != new.get(place)}


def _heard_otherwise(old: pa.Table, new: pa.Table) -> set[str]:
    """The sources of which a night knows other works, or other words of feeds and sitemaps, than it did: later nights record
    what they hear for the first time.
    """
    return {said[0] for said in _heard(old) ^ _heard(new)}


def _heard(rows: pa.Table) -> set[tuple[str, ...]]:
    found = set()
    for row in rows.to_pylist():
        told = row["origin"].startswith(("feed:", "sitemap:"))
        found.add(
            (row["source"], row["article_id"], *((row["origin"], row["raw"], row["evidence_url"]) if told else ()))
        )
    return found


def _with_rows(lake: Lake, night: date) -> set[str]:
    return set(lake.read("fetches", night=night, columns=["source"])["source"].to_pylist())


def _retaught(home: Home, night: date, sources: Sequence[str], before: Lessons, after: Lessons) -> set[str]:
    """The sources of which another zone was known at the end of a night."""
    lake = Lake(home.lake)
    settings = dating(home, sorted(_with_rows(lake, night) & set(sources)), night)
    old, new = taught_timelines(before, settings), taught_timelines(after, settings)
    return {s for s in settings if known_at(old.get(s, ()), night) != known_at(new.get(s, ()), night)}


def _judge(
    home: Home, night: date, source: str, known: Sequence[pa.Table], pending: pa.Table, lessons: Lessons
) -> bool:
    """Write anew what a night holds of a source, by the evidence of the nights before it, one of which is `pending`; its works
    are published again.
    """
    lake = Lake(home.lake)
    settings = dating(home, [source], night)
    settings = with_taught(settings, taught_timelines(lessons, settings), night)
    documents = lake.read("documents", night=night, source=source)
    fetches = lake.read("fetches", night=night, source=source)
    others = heard_of(uncaptured(lake, night, fetches.select(FETCH_COLUMNS).to_pylist(), pending), settings)
    captures = [*captured(documents, fetches, settings), *others]
    fresh = judged(captures, _watch(*(rows.filter(pc.equal(rows["source"], source)) for rows in known)), settings)
    forgotten = forget(lake, fresh["article_id"].to_pylist())
    return lake.replace(TABLE, fresh, night=night, source=source) or forgotten
