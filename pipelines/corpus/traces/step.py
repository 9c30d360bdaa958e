"""The traces step updates the table `traces` for the undated works that a night affects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.base.ids import digest
from pipelines.corpus.traces.anchor import moment
from pipelines.corpus.traces.change import bound, learn, note_anchors, note_clues, note_lists
from pipelines.corpus.traces.index import DATED, PUBLISHED, Index, opened
from pipelines.corpus.traces.lake_anchors import anchors, clues, first_pages
from pipelines.corpus.traces.mates import undated_mates, with_points
from pipelines.corpus.traces.night_parts import parts
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import Trace
from pipelines.corpus.traces.versions import versions
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import TRACES
from pipelines.night.locator import ARTICLES, Locator, locating
from pipelines.night.steps import Outcome, Progress

FILE = "traces.sqlite"
TABLE = "traces"
BATCH = 2_000
"""Works that are dated or written at a time."""
BATCHES_IN_ORDER = 25
"""Batches whose works are ordered together."""


def trace_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Update `traces` with a night: with its lists, and with the dates of the works that wait to be published."""
    lake = Lake(home.lake)
    changed = done = 0
    with opened(home.index / FILE, versions()) as index, locating(home) as locator:
        _put_nights(index, lake, night)
        index.anchors.wait(DATED, {*locator.works_on(night), *locator.waiting(ARTICLES)})
        index.anchors.wait_no_more(PUBLISHED, that_wait_at=DATED)
        _put_anchors(home, lake, locator, index)
        learn(index)
        _begin_table(lake, index)
        index.commit()
        for batch in index.anchors.batches(0, BATCH):
            bound(index, batch)
            index.commit()
        total = index.anchors.count_waiting(1)
        for batch in _batches(index, locator, 1):
            changed += _write(lake, locator, index, batch)
            index.anchors.looked_at(1, batch)
            index.commit()
            done += len(batch)
            on_progress(done, total)
    return Outcome({"works": done, "bounds_changed": changed}, changed > 0)


def _put_nights(index: Index, lake: Lake, night: date) -> None:
    """Update the index with this night, and with nights that only the index or only the lake has; their works wait for
    anchors.
    """
    nights = {each.toordinal() for table in ("links", "documents") for each in lake.nights(table)}
    had = index.nights()
    for each in sorted({night.toordinal()} | (had.keys() ^ nights)):
        day = date.fromordinal(each)
        tables = ("links", "documents", "held_back")
        made_from = digest(*(lake.digest(table, day)[1] for table in tables)) if each in nights else ""
        if made_from != had.get(each, ""):
            for touched in index.put_night(each, made_from, parts(lake, day)):
                note_lists(index, touched)
                index.anchors.wait(PUBLISHED, touched.works)
            index.commit()


def _put_anchors(home: Home, lake: Lake, locator: Locator, index: Index) -> None:
    """Update the anchors of the works that wait for them, then of the undated works in the clusters of those that are
    dated and changed.
    """
    for stage in (PUBLISHED, DATED):
        for works in _batches(index, locator, stage):
            pages = first_pages(lake, locator, works)
            found = anchors(home, lake, locator, pages, published=stage == PUBLISHED)
            found |= with_points(index, locator, found)
            former = index.anchors.put(0, works, found)
            note_anchors(index, former, written=stage == PUBLISHED)
            sources = {work: anchor.source for work, anchor in found.items()}
            note_clues(index, index.clues.put(works, sources, clues(lake, locator, pages)))
            index.anchors.looked_at(stage, works)
            index.anchors.wait(DATED, undated_mates(index, locator, former, found))
            index.commit()


def _batches(index: Index, locator: Locator, stage: int) -> Iterator[list[str]]:
    """The works that wait at a stage, BATCH at a time, those of a batch close together in the lake."""
    for waiting in index.anchors.batches(stage, BATCHES_IN_ORDER * BATCH):
        works = locator.in_order(waiting)
        yield from (works[first : first + BATCH] for first in range(0, len(works), BATCH))


def _begin_table(lake: Lake, index: Index) -> None:
    """Make the table if there is none; all works then wait for their rows."""
    if not lake.exists(TABLE):
        lake.replace_works(TABLE, TRACES.empty_table(), (), ())
        index.anchors.wait_all(1)


def _write(lake: Lake, locator: Locator, index: Index, works: list[str]) -> int:
    """Put the traces of works into the lake; returns the number of works whose traces changed."""
    first_nights = locator.first_nights(works)
    found = {work: traces for work, traces in traces_of(index, works, stage=1).items() if work in first_nights}
    rows = table(found, first_nights)
    places = locator.places(works)
    had = lake.in_order(TABLE, lake.read_works(TABLE, works, places))
    before, after = by_work(had), by_work(lake.in_order(TABLE, rows))
    changed = [work for work in works if before.get(work) != after.get(work)]
    if changed:
        locator.add_places(first_nights)
        locator.wait(ARTICLES, changed)
        locator.commit()
        lake.replace_works(TABLE, rows, works, locator.places(works))
    return len(changed)


def table(found: Mapping[str, Iterable[tuple[Trace, str]]], first_nights: Mapping[str, date]) -> pa.Table:
    """The traces of works: each trace with its verdict, and with the night on which its work was first captured."""
    rows = [_row(work, first_nights[work], *each) for work, traces in found.items() for each in traces]
    return pa.Table.from_pylist(rows, schema=TRACES)


def by_work(rows: pa.Table) -> dict[str, list[dict[str, Any]]]:
    """The rows of each work."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["article_id"], []).append(row)
    return found


def _row(work: str, first_night: date, trace: Trace, verdict: str) -> dict[str, Any]:
    return {
        "article_id": work,
        "night": date.fromordinal(trace.night),
        "side": str(trace.side),
        "bound": moment(trace.at),
        "kind": str(trace.kind),
        "verdict": verdict,
        "confidence": trace.confidence,
        "witness_article_id": trace.witness,
        "evidence_url": trace.evidence_url,
        "basis": trace.basis,
        "first_night": first_night,
        "month": month_of(first_night),
    }
