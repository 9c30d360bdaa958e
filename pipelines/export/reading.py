"""Reading the articles that a dataset takes, in its order, in bounded memory.

The order is that of first nights, and within a night of ids: it does not depend on how the lake's files are cut, and what a
later night adds comes last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipelines.export.snapshot import FileGroup
from pipelines.lake.parquet import FORMAT
from pipelines.schemas import ARTICLES

CHUNK_ROWS = 8_000
"""Rows that are given out at once."""
HELD_ROWS = 65_000
"""Rows of a file that are in memory at once: all of a merged one. Files of more of them are read more than once."""
SCAN_ROWS = 4_000
EPOCH = date(1970, 1, 1)


def read_chosen(groups: Sequence[FileGroup], rows: pa.Table, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
    """The `rows` (article_id, first_night, in the dataset's order) with `columns` of articles: (number of the first, a chunk)."""
    nights = rows["first_night"].cast(pa.int32()).to_numpy()
    files: list[str] = []
    begin = end = 0
    for group in groups:
        stop = int(np.searchsorted(nights, (group.last - EPOCH).days, "right"))
        if files and stop - begin > CHUNK_ROWS:
            yield from _chunks(files, rows, begin, end, columns)
            begin, files = end, []
        if stop > end:
            files += group.files
        end = stop
    if files:
        yield from _chunks(files, rows, begin, end, columns)


def _chunks(
    files: Sequence[str], rows: pa.Table, begin: int, end: int, columns: Sequence[str]
) -> Iterator[tuple[int, pa.Table]]:
    for first in range(begin, end, HELD_ROWS):
        ids = rows["article_id"].slice(first, min(HELD_ROWS, end - first)).combine_chunks()
        held, order = _read(files, ids, columns)
        for place in range(0, len(order), CHUNK_ROWS):
            yield first + place, held.take(order.slice(place, CHUNK_ROWS))


def _read(files: Sequence[str], ids: pa.Array, columns: Sequence[str]) -> tuple[pa.Table, pa.Array]:
    """The rows of some ids as they lie in the files, and the order in which the ids are."""
    schema = pa.schema([ARTICLES.field(name) for name in dict.fromkeys(["article_id", *columns])])
    partitions = ds.partitioning(pa.schema([("month", pa.string())]), flavor="hive")
    source = ds.dataset(list(files), schema=schema, format=FORMAT, partitioning=partitions)
    places, parts = [], []
    scanner = source.scanner(columns=schema.names, batch_size=SCAN_ROWS, batch_readahead=2, fragment_readahead=1)
    for batch in scanner.to_batches():
        place = pc.index_in(batch["article_id"], ids)
        mine = place.is_valid()
        if place.null_count == 0:
            places.append(place)
            parts.append(batch)
        elif mine.true_count:
            places.append(place.filter(mine))
            parts.append(batch.filter(mine))
    return pa.Table.from_batches(parts, schema), pc.sort_indices(pa.chunked_array(places, pa.int32()))
