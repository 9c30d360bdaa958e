"""Judging later nights again, where an earlier one comes after them: what they know is what the nights up to them show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.habits import dating, taught_timelines, with_taught
from pipelines.dates.history import forget
from pipelines.dates.masthead import WATCHED, Place, Watch
from pipelines.dates.night import captured, judged
from pipelines.dates.taught import known_at
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
    had = lake.read(TABLE, night=night, columns=["source"])["source"].to_pylist()
    sources = sorted({*had, *evidence["source"].to_pylist()})
    rows = watched(lake, sources, pc.field("night") != night)
    old, new = Watch(), Watch()
    old.add_rows(lake.read(TABLE, night=night, columns=WATCHED))
    new.add_rows(evidence)
    _show(rows.filter(pc.less(rows["night"], night)), old, new)
    changed = False
    for each in later:
        _show(rows.filter(pc.equal(rows["night"], each)), old, new)
        stale = _otherwise(old.clocks(), new.clocks()) | _retaught(home, each, sources, before, after)
        for source in sorted(stale & _captured(lake, each)):
            earlier = rows.filter(pc.and_(pc.less(rows["night"], each), pc.equal(rows["source"], source)))
            own = evidence.filter(pc.equal(evidence["source"], source)).select(WATCHED)
            changed |= _judge(home, each, source, [earlier, own], after)
    return changed


def _show(rows: pa.Table, *watches: Watch) -> None:
    for watch in watches:
        watch.add_rows(rows)


def _otherwise(old: Mapping[Place, str], new: Mapping[Place, str]) -> set[str]:
    """The sources of which two watches hold other places for clocks."""
    return {place[0] for place in old.keys() | new.keys() if old.get(place) != new.get(place)}


def _captured(lake: Lake, night: date) -> set[str]:
    return set(lake.read("documents", night=night, columns=["source"])["source"].to_pylist())


def _retaught(home: Home, night: date, sources: Sequence[str], before: Lessons, after: Lessons) -> set[str]:
    """The sources of which another zone was known at the end of a night."""
    lake = Lake(home.lake)
    settings = dating(home, sorted(_captured(lake, night) & set(sources)), night)
    old, new = taught_timelines(before, settings), taught_timelines(after, settings)
    return {s for s in settings if known_at(old.get(s, ()), night) != known_at(new.get(s, ()), night)}


def _judge(home: Home, night: date, source: str, earlier: Sequence[pa.Table], lessons: Lessons) -> bool:
    """Write anew what a night holds of a source; the works whose evidence changes are published again."""
    lake = Lake(home.lake)
    watch = Watch()
    for rows in earlier:
        watch.add_rows(rows)
    settings = dating(home, [source], night)
    settings = with_taught(settings, taught_timelines(lessons, settings), night)
    documents = lake.read("documents", night=night, source=source)
    fresh = judged(captured(documents, lake.read("fetches", night=night, source=source), settings), watch, settings)
    forgotten = forget(lake, fresh["article_id"].to_pylist())
    return lake.replace(TABLE, fresh, night=night, source=source) or forgotten
