"""The traces step: the table `traces` of the undated works that a night concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.step import dated_works
from pipelines.dates.works.copies import clusters_of
from pipelines.dates.works.works import Works
from pipelines.fingerprint.rules import rules_digest
from pipelines.held_back import held_sources, without
from pipelines.home import Home
from pipelines.ids import digest
from pipelines.lake import Lake, month_of
from pipelines.locator import ARTICLES, CAPTURES, Locator, locating
from pipelines.schemas import TRACES
from pipelines.steps import Outcome, Progress
from pipelines.traces.anchor import Anchor, addressed, anchor_of, moment
from pipelines.traces.index import Index, Touched, opened
from pipelines.traces.numbers import numbered
from pipelines.traces.sequence import COLUMNS, key_id, sequences
from pipelines.traces.solve import bounded_by, concerned_at_last, concerned_by, traces_of
from pipelines.traces.trace import Trace

FILE = "traces.sqlite"
TABLE = "traces"
BATCH = 5_000
"""Works that are dated or written at a time."""
FETCH_COLUMNS = ["source", "url_key", "fetched_at"]
PAGE_COLUMNS = ["source", "article_id", "url_key"]


def trace_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Bring `traces` up to date with a night: its lists, and the dates of the works that wait to be published."""
    lake = Lake(home.lake)
    changed = done = 0
    with opened(home.index / FILE, rules_digest(__name__)) as index, locating(home) as locator:
        touched = _put_nights(index, lake, night)
        works = {*locator.works_on(night), *locator.waiting(ARTICLES), *index.works(touched.keys).values()}
        works = locator.with_mates(works)
        former = index.put_anchors(0, works, _anchors(home, lake, locator, sorted(works)))
        index.wait(0, concerned_by(index, touched, former))
        if not lake.exists(TABLE):
            lake.replace_works(TABLE, TRACES.empty_table(), (), ())
            index.wait(1, index.all_works())
        index.commit()
        for batch in _batches(index.waiting(0)):
            bounded = index.put_anchors(1, batch, bounded_by(index, batch))
            index.wait(1, {*batch, *concerned_at_last(index, bounded)})
            index.looked_at(0, batch)
            index.commit()
        waiting = index.waiting(1)
        for batch in _batches(waiting):
            changed += _write(lake, locator, index, batch)
            index.looked_at(1, batch)
            index.commit()
            done += len(batch)
            on_progress(done, len(waiting))
    return Outcome({"works": len(waiting), "bounds_changed": changed}, changed > 0)


def _batches(works: list[str]) -> Iterator[list[str]]:
    return (works[first : first + BATCH] for first in range(0, len(works), BATCH))


def _put_nights(index: Index, lake: Lake, night: date) -> Touched:
    """Bring this night, and nights that only the index or only the lake has, into the index; returns what changed."""
    nights = {each.toordinal() for table in ("links", "documents") for each in lake.nights(table)}
    touched = Touched()
    for each in sorted({night.toordinal()} | (index.nights().keys() ^ nights)):
        day = date.fromordinal(each)
        tables = ("links", "documents", "held_back")
        made_from = digest(*(lake.digest(table, day)[1] for table in tables)) if each in nights else ""
        if made_from != index.nights().get(each, ""):
            touched.add(_put_night(index, lake, day, made_from))
    return touched


def _put_night(index: Index, lake: Lake, night: date, made_from: str) -> Touched:
    held = held_sources(lake, night)
    links = without(lake.read("links", night=night, columns=COLUMNS), held)
    fetches = lake.read("fetches", night=night, columns=FETCH_COLUMNS).to_pylist()
    times = {(row["source"], row["url_key"]): row["fetched_at"] for row in fetches if row["fetched_at"] is not None}
    documents = without(lake.read("documents", night=night, columns=PAGE_COLUMNS), held).to_pylist()
    pages = [(key_id(row["url_key"]), row["article_id"]) for row in documents]
    numbers = [(*known, key_id(row["url_key"])) for row in documents if (known := numbered(row["url_key"]))]
    targets = pc.unique(links["to_url_key"]).to_pylist()
    addresses = [(key_id(key), key) for key in targets if addressed(key) is not None]
    return index.put_night(night.toordinal(), made_from, sequences(links, times), pages, numbers, addresses)


def _anchors(home: Home, lake: Lake, locator: Locator, works: list[str]) -> dict[str, Anchor]:
    """The anchors of those of the works that are stories."""
    found: dict[str, Anchor] = {}
    for batch in _batches(works):
        nights = locator.first_nights(set(batch) - locator.taken_back(batch))
        pages = _first_pages(lake, locator, nights)
        seen = pa.table(
            {
                "article_id": pa.array(sorted(pages), pa.string()),
                "first_seen": pa.array(
                    [pages[work]["fetched_at"] for work in sorted(pages)], pa.timestamp("us", "UTC")
                ),
            }
        )
        dated = dated_works(home, lake, locator, sorted(pages), seen)
        found |= {work: _anchor(dated, work, page, nights[work]) for work, page in sorted(pages.items())}
    return found | _with_points(lake, locator, found)


def _with_points(lake: Lake, locator: Locator, anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """The undated anchors with the day of the earliest dated work that tells the same story, wire copies among them."""
    rows = clusters_of(lake, locator, anchors, ["article_id", "cluster_id"]).to_pylist()
    days: dict[str, int] = {}
    for row in rows:
        anchor = anchors.get(row["article_id"])
        if anchor is not None and anchor.day is not None:
            days[row["cluster_id"]] = min(anchor.day, days.get(row["cluster_id"], anchor.day))
    return {
        row["article_id"]: replace(anchor, point=days[row["cluster_id"]])
        for row in rows
        if row["cluster_id"] in days and (anchor := anchors.get(row["article_id"])) is not None and anchor.undated
    }


def _first_pages(lake: Lake, locator: Locator, works: Collection[str]) -> dict[str, dict[str, Any]]:
    """The first capture of each work that has a text."""
    nights = locator.nights_of(CAPTURES, works)
    columns = ["article_id", "source", "url", "fetched_at"]
    where = pc.field("article_id").isin(pa.array(sorted(works), pa.string()))
    rows = lake.read("documents", nights=nights, columns=columns, where=where).to_pylist()
    first: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["fetched_at"], row["url"])):
        first.setdefault(row["article_id"], row)
    return first


def _anchor(works: Works, work: str, page: Mapping[str, Any], first: date) -> Anchor:
    """The anchor of a work, since the first night by which it was what it is now."""
    now = works.dated(work)
    told = (now.published, now.not_before, now.not_after)
    since = first
    for night in reversed(works.nights_of_change(work)):
        then = works.dated(work, night)
        if (then.published, then.not_before, then.not_after) != told:
            break
        since = night
    return anchor_of(work, page["source"], page["url"], now, since)


def _write(lake: Lake, locator: Locator, index: Index, works: list[str]) -> int:
    """Put the traces of works into the lake; returns how many works have others than before."""
    first_nights = locator.first_nights(works)
    found = {work: traces for work, traces in traces_of(index, works, stage=1).items() if work in first_nights}
    rows = pa.Table.from_pylist(
        [_row(work, first_nights[work], trace, verdict) for work, told in found.items() for trace, verdict in told],
        schema=TRACES,
    )
    places = locator.places(works)
    had = lake.in_order(TABLE, lake.read_works(TABLE, works, places))
    before, after = _by_work(had), _by_work(lake.in_order(TABLE, rows))
    changed = [work for work in works if before.get(work) != after.get(work)]
    if changed:
        locator.add_places(first_nights)
        locator.wait(ARTICLES, changed)
        locator.commit()
        lake.replace_works(TABLE, rows, works, locator.places(works))
    return len(changed)


def _by_work(rows: pa.Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["article_id"], []).append(row)
    return found


def _row(work: str, first_night: date, trace: Trace, verdict: str) -> dict[str, Any]:
    bound: datetime = moment(trace.at)
    return {
        "article_id": work,
        "night": date.fromordinal(trace.night),
        "side": str(trace.side),
        "bound": bound,
        "kind": str(trace.kind),
        "verdict": verdict,
        "confidence": trace.confidence,
        "witness_article_id": trace.witness,
        "evidence_url": trace.evidence_url,
        "basis": trace.basis,
        "first_night": first_night,
        "month": month_of(first_night),
    }
