"""The landing step: the crawls of a night become its rows of `fetches` and `links`, one sorted file each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import archive
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.landing.crawls import crawls
from pipelines.schemas import TABLES
from pipelines.steps import Outcome, Progress

SLICE_ROWS = 5_000


def land_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Put what the crawls of a night left into the lake, source by source, in slices: a large night never stands in memory."""
    lake = Lake(home.lake)
    sources = crawls(home, night)
    counts, changed = {"sources": len(sources)}, False
    for done, table in enumerate(archive.ROWS, start=1):
        rows, wrote = lake.replace_sliced(table, _slices(home, sources, night, table), night=night)
        counts[table] = rows
        changed |= wrote
        on_progress(done, len(archive.ROWS))
    return Outcome(counts, changed)


def _slices(home: Home, sources: list[str], night: date, table: str) -> Iterator[pa.RecordBatch]:
    """The rows of all sources in the table's order: sources ascending, each source's rows as its crawl sorted them."""
    schema = TABLES[table].schema
    for source in sources:
        file = archive.folder(home.archive, source, night) / f"{table}.parquet"
        for batch in pq.ParquetFile(file).iter_batches(batch_size=SLICE_ROWS):
            yield from pa.Table.from_batches([batch]).select(schema.names).cast(schema).to_batches()
