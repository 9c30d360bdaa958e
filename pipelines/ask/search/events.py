"""Results by event: articles that report the same event stand next to each other, where the best of them stands."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.ask.search.searcher import Found
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home


def by_event(home: Home, found: Found) -> Found:
    """The same hits with their events, those of one event together."""
    works = pa.array([hit.article_id for hit in found.hits], pa.string())
    rows = Lake(home.lake).read("events", where=pc.field("article_id").isin(works), columns=["article_id", "event_id"])
    events = dict(zip(rows["article_id"].to_pylist(), rows["event_id"].to_pylist(), strict=True))
    hits = [replace(hit, event_id=events.get(hit.article_id)) for hit in found.hits]
    best: dict[str, int] = {}
    for place, hit in enumerate(hits):
        best.setdefault(hit.event_id or hit.article_id, place)
    return replace(found, hits=sorted(hits, key=lambda hit: best[hit.event_id or hit.article_id]))
