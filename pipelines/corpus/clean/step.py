"""The cleaning step turns the documents of a night into rows of `clean_documents` or `dropped`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.clean.clean import clean
from pipelines.corpus.clean.learn import learn
from pipelines.corpus.clean.sightings import block_sightings
from pipelines.extract.step import replace_dropped, sources_of
from pipelines.lake.delta import Lake, shaped
from pipelines.lake.home import Home
from pipelines.lake.schemas import BLOCK_SIGHTINGS, BOILERPLATE, CLEAN_DOCUMENTS, DROPPED, TABLES
from pipelines.night.held_back import REASON, held_sources
from pipelines.night.locator import ARTICLES, DUPLICATES, locating
from pipelines.night.steps import Outcome, Progress
from pipelines.night.window import since


def clean_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Clean every document of the night, source by source, with the repeated blocks of the last 30 nights.

    Documents of a source that is held back are dropped, and nothing is learned from them. Thirty nights are read
    because one quiet night has too few pages to show a repeat. Later nights are not read, so that a re-run gives the
    same result.
    """
    lake = Lake(home.lake)
    held = held_sources(lake, night)
    sources = sorted(sources_of(lake, night, "documents") - held)
    sightings, learned, dropped = (
        [],
        [],
        [DROPPED.empty_table(), *(_left_out(lake, night, source) for source in sorted(held))],
    )
    counts = {"clean": 0, "blocks_removed": 0, "dropped": 0, "held_back": sum(rows.num_rows for rows in dropped)}

    def cleaned() -> Iterator[pa.RecordBatch]:
        for done, source in enumerate(sources, start=1):
            documents = lake.read("documents", night=night, source=source)
            seen = block_sightings(documents, night)
            repeated = learn(pa.concat_tables([_lately(lake, night, source), seen]), documents, night)
            kept, left_out = clean(documents, repeated)
            sightings.append(seen)
            learned.append(repeated)
            dropped.append(left_out)
            counts["clean"] += kept.num_rows
            counts["blocks_removed"] += pc.sum(pc.list_value_length(kept["removed"])).as_py() or 0
            counts["dropped"] += left_out.num_rows
            on_progress(done, len(sources))
            yield from shaped(kept, CLEAN_DOCUMENTS, TABLES["clean_documents"].sort).to_batches()

    _wait(home, lake, night)
    changed = lake.replace_sliced("clean_documents", cleaned(), night=night)[1]
    with locating(home) as locator:
        locator.put_captures(night, _works(lake, "clean_documents", night))
    changed |= lake.replace(
        "block_sightings", pa.concat_tables([BLOCK_SIGHTINGS.empty_table(), *sightings]), night=night
    )
    changed |= lake.replace("boilerplate", pa.concat_tables([BOILERPLATE.empty_table(), *learned]), night=night)
    changed |= replace_dropped(lake, pa.concat_tables(dropped), night, step="clean")
    return Outcome(counts, changed)


def _left_out(lake: Lake, night: date, source: str) -> pa.Table:
    """Rows of `schemas.DROPPED` for all documents of a source that is held back."""
    documents = lake.read("documents", night=night, source=source, columns=["night", "source", "capture_id", "url"])
    why = {"step": "clean", "reason": REASON, "detail": f"'dateline release {source} {night}' lets them in"}
    return pa.Table.from_pylist([row | why for row in documents.to_pylist()], schema=DROPPED)


def _wait(home: Home, lake: Lake, night: date) -> None:
    """Queue the works that have, or will have, a text of this night for the steps `duplicates` and `articles`."""
    works = _works(lake, "clean_documents", night) | _works(lake, "documents", night)
    with locating(home) as locator:
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, works)


def _works(lake: Lake, table: str, night: date) -> set[str]:
    return set(lake.read(table, night=night, columns=["article_id"])["article_id"].to_pylist())


def _lately(lake: Lake, night: date, source: str) -> pa.Table:
    """Block sightings of a source from the 29 nights before this night."""
    nights = [each for each in lake.nights("block_sightings") if since(night) <= each < night]
    return lake.read("block_sightings", nights=nights, source=source)
