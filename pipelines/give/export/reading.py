"""Reading the articles that a dataset takes, in its order, in bounded memory.

The order is that of first nights, and within a night of ids: it does not depend on how the lake's files are cut, and what a
later night adds comes last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.give.export.snapshot import FileGroup
from pipelines.lake.delta.parquet import batches_of
from pipelines.lake.schemas import APART, ARTICLES

CHUNK_ROWS = 4_000
"""Rows that are given out at once."""
HELD_ROWS = 65_000
"""Rows of a file that are in memory at once where they lie in another order. Files of more of them are read more than once."""
SCAN_ROWS = 4_000
EPOCH = date(1970, 1, 1)
NONE = pa.array([], pa.string())
I64 = npt.NDArray[np.int64]


def read_chosen(groups: Sequence[FileGroup], rows: pa.Table, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
    """The `rows` (id, first_night, in the dataset's order) with `columns` of articles: (number of the first, a chunk)."""
    for files, begin, end in _parts(groups, rows):
        for first in range(begin, end, HELD_ROWS):
            ids = rows["id"].slice(first, min(HELD_ROWS, end - first)).combine_chunks()
            done = first
            for chunk in _in_order(_matching(files, ids, columns)):
                yield done, chunk
                done += chunk.num_rows


def read_anyhow(groups: Sequence[FileGroup], rows: pa.Table, columns: Sequence[str]) -> Iterator[tuple[I64, pa.Table]]:
    """The same rows in whatever order they lie in the files: (their numbers, a chunk)."""
    for files, begin, end in _parts(groups, rows):
        for places, batch in _matching(files, rows["id"].slice(begin, end - begin).combine_chunks(), columns):
            yield places + begin, pa.Table.from_batches([batch])


def _parts(groups: Sequence[FileGroup], rows: pa.Table) -> Iterator[tuple[list[str], int, int]]:
    """Files to be read together, and which of the rows lie in them: from one number to before another."""
    nights = rows["first_night"].cast(pa.int32()).to_numpy()
    files: list[str] = []
    begin = end = 0
    for group in groups:
        stop = int(np.searchsorted(nights, (group.last - EPOCH).days, "right"))
        if files and stop - begin > CHUNK_ROWS:
            yield files, begin, end
            begin, files = end, []
        if stop > end:
            files += group.files
        end = stop
    if files:
        yield files, begin, end


def _in_order(found: Iterator[tuple[I64, pa.RecordBatch]]) -> Iterator[pa.Table]:
    """Batches in chunks, in the order of their rows' places; none is held longer than until all rows before it are there."""
    places: list[I64] = []
    parts: list[pa.RecordBatch] = []
    done = held = end = 0
    for place, batch in found:
        places.append(place)
        parts.append(batch)
        held, end = held + len(place), max(end, int(place.max()) + 1)
        if held >= CHUNK_ROWS and end - done == held:
            yield from _sorted(places, parts)
            places, parts = [], []
            done, held = end, 0
    if parts:
        yield from _sorted(places, parts)


def _sorted(places: Sequence[I64], parts: Sequence[pa.RecordBatch]) -> Iterator[pa.Table]:
    order = np.argsort(np.concatenate(places))
    begins = np.cumsum([0, *map(len, parts)])
    for first in range(0, len(order), CHUNK_ROWS):
        yield _gathered(parts, begins, order[first : first + CHUNK_ROWS])


def _gathered(parts: Sequence[pa.RecordBatch], begins: I64, rows: I64) -> pa.Table:
    """Some rows of the parts, which are numbered one after the other from `begins` on.

    Taken part by part: out of a table of all parts Arrow would take them by way of a copy of it.
    """
    lying = np.sort(rows)
    cuts = np.searchsorted(lying, begins)
    taken = [
        part.take(pa.array(lying[begin:end] - first))
        for part, first, begin, end in zip(parts, begins, cuts, cuts[1:], strict=False)
        if end > begin
    ]
    return pa.Table.from_batches(taken).combine_chunks().take(pa.array(np.searchsorted(lying, rows)))


def _matching(files: Sequence[str], ids: pa.Array, columns: Sequence[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
    """The rows of some ids as they lie in the files, with their places among the ids."""
    schema = pa.schema([ARTICLES.field(name) for name in dict.fromkeys(["article_id", *columns])])
    apart = [file for file in files if Path(file).parent.parent.name == APART["articles"].name]
    changed = pa.concat_arrays(
        [pq.read_table(file, columns=["article_id"])["article_id"].combine_chunks() for file in apart] or [NONE]
    )
    for file in map(Path, files):
        mine = ids if str(file) in apart else pc.if_else(pc.is_in(ids, changed), pa.scalar(None, pa.string()), ids)
        for batch in batches_of(file, schema, {"month": file.parent.name.partition("=")[2]}, SCAN_ROWS):
            places = pc.index_in(batch["article_id"], mine)
            if places.null_count:
                chosen = places.is_valid()
                places, batch = places.filter(chosen), batch.filter(chosen)  # noqa: PLW2901 -- the rest of it
            if len(places):
                yield places.to_numpy().astype(np.int64), batch
