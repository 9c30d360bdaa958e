"""The cleaning step: the night's documents become `clean_documents`, or `dropped` rows, by what their source repeats."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.clean.clean import clean
from pipelines.clean.learn import learn
from pipelines.clean.sightings import block_sightings
from pipelines.extract.run.places_table import since
from pipelines.extract.step import dropped_of, replace_dropped, sources_of
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import Outcome, Progress


def clean_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Clean every document of the night, source by source, with what the source's pages of 30 nights repeat.

    A quiet night has too few pages to tell a repeat by; nights after this one have no say, so that a re-run is the same.
    """
    lake = Lake(home.lake)
    documents = lake.read("documents", night=night)
    changed = lake.replace("block_sightings", block_sightings(documents, night), night=night)
    learned = learn(_lately(lake, night, documents), documents, night)
    changed |= lake.replace("boilerplate", learned, night=night)
    sources = sorted(sources_of(lake, night, "documents", "clean_documents", "dropped"))
    removed = 0
    for done, source in enumerate(sources, start=1):
        kept, dropped = clean(documents.filter(pc.equal(documents["source"], source)), learned)
        changed |= lake.replace("clean_documents", kept, night=night, source=source)
        changed |= replace_dropped(lake, dropped, night, source, step="clean")
        removed += pc.sum(pc.list_value_length(kept["removed"])).as_py() or 0
        on_progress(done, len(sources))
    for table in ("clean_documents", "dropped"):
        lake.compact(table, night=night)
    counts = {
        "clean": lake.read("clean_documents", night=night, columns=["capture_id"]).num_rows,
        "blocks_removed": removed,
        "dropped": dropped_of(lake, night, "clean").num_rows,
    }
    return Outcome(counts, changed)


def _lately(lake: Lake, night: date, documents: pa.Table) -> pa.Table:
    """What was seen this night and the 29 before it of the sources that have documents this night."""
    within = (pc.field("night") >= since(night)) & (pc.field("night") <= night)
    return lake.read("block_sightings", where=within & pc.field("source").isin(pc.unique(documents["source"])))
