"""The cleaning step: the night's documents become `clean_documents`, or `dropped` rows, by what their source repeats."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.clean.clean import clean
from pipelines.clean.learn import learn
from pipelines.extract.night import dropped_of, replace_dropped, sources_of
from pipelines.extract.places_table import since
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import Outcome, Progress

LEARNED_FROM = ("source", "kind", "blocks")


def clean_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Clean every document of the night, source by source, with what the source's pages of 30 nights repeat.

    A quiet night has too few pages to tell a repeat by; nights after this one have no say, so that a re-run is the same.
    """
    lake = Lake(home.lake)
    documents = lake.read("documents", night=night)
    sources = sorted(sources_of(lake, night, "documents", "clean_documents", "boilerplate", "dropped"))
    changed, removed = False, 0
    for done, source in enumerate(sources, start=1):
        theirs = documents.filter(pc.equal(documents["source"], source))
        learned = learn(_lately(lake, source, night), night)
        kept, dropped = clean(theirs, learned)
        changed |= lake.replace("boilerplate", learned, night=night, source=source)
        changed |= lake.replace("clean_documents", kept, night=night, source=source)
        changed |= replace_dropped(lake, dropped, night, source, step="clean")
        removed += pc.sum(pc.list_value_length(kept["removed"])).as_py() or 0
        on_progress(done, len(sources))
    for table in ("clean_documents", "boilerplate", "dropped"):
        lake.compact(table, night=night)
    counts = {
        "clean": lake.read("clean_documents", night=night, columns=["capture_id"]).num_rows,
        "blocks_removed": removed,
        "dropped": dropped_of(lake, night, "clean").num_rows,
    }
    return Outcome(counts, changed)


def _lately(lake: Lake, source: str, night: date) -> pa.Table:
    """The source's documents of this night and the 29 before it."""
    within = (pc.field("night") >= since(night)) & (pc.field("night") <= night)
    return lake.read("documents", source=source, where=within, columns=LEARNED_FROM)
