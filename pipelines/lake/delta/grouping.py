"""Which rows of works stand together in one file: by month and first night, and nights put together as they are added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta.delta_log import LakeFile
from pipelines.lake.delta.parquet import shaped
from pipelines.lake.schemas import Table

FILE_ROWS = 4_000
"""Rows of works that one file holds at most, but for a single night that has more, and for nights put together."""
JOINED = 3
"""As many files of about the same size become one with a night that is added: each file costs a query its opening."""
EVEN = 2
"""Files count as of about the same size up to this many times the rows of the new one."""
JOINED_ROWS = 40_000
"""Rows that nights put together hold at most: a change to one of their works writes them all."""


def joined(earlier: Sequence[LakeFile], rows: int) -> list[LakeFile]:
    """The files before a new one of a month that become one with it: the last three if they are of about its size, and so on.

    Nights of 100 works each become files of 100, 100, 100; then one of 400; then 400, 100, and so on: a month has seven files
    at most, and a row is written three times on the way there.
    """
    left = sorted(earlier, key=lambda file: (file.first or date.min, file.path))
    taken: list[LakeFile] = []
    while len(left) >= JOINED:
        last = left[-JOINED:]
        total = rows + sum(file.rows for file in last)
        if total > JOINED_ROWS or any(file.rows > rows * EVEN for file in last):
            break
        rows, left, taken = total, left[:-JOINED], [*taken, *last]
    return taken


def month_of(first_night: date) -> str:
    """The partition of a work in the tables of works.

    >>> month_of(date(2026, 2, 3))
    '2026-02'
    """
    return first_night.isoformat()[:7]


def covers(file: LakeFile, night: date) -> bool:
    """True if a file may hold works of a first night."""
    return file.first is None or file.last is None or file.first <= night <= file.last


def is_inside(rows: pa.Table, file: LakeFile) -> pa.Array:
    """Which rows belong into a file: those of its month whose first night it covers."""
    inside = pc.equal(rows["month"], file.partition)
    if file.first is None or file.last is None:
        return inside
    nights = rows["first_night"]
    return pc.and_(inside, pc.and_(pc.greater_equal(nights, file.first), pc.less_equal(nights, file.last)))


def by_first_night(rows: pa.Table, spec: Table) -> Iterator[tuple[str, pa.Table]]:
    """Rows of works as files: those of a night together, nights that follow each other up to FILE_ROWS."""
    group: list[date] = []
    size = 0
    counts = rows.group_by("first_night").aggregate([("article_id", "count")]).sort_by("first_night").to_pylist()
    for row in counts:
        night, count = row["first_night"], row["article_id_count"]
        if group and (size + count > FILE_ROWS or month_of(night) != month_of(group[0])):
            yield _part(rows, group, spec)
            group, size = [], 0
        group.append(night)
        size += count
    if group:
        yield _part(rows, group, spec)


def _part(rows: pa.Table, nights: Sequence[date], spec: Table) -> tuple[str, pa.Table]:
    mine = rows.filter(pc.is_in(rows["first_night"], pa.array(nights, pa.date32())))
    return month_of(nights[0]), shaped(mine, spec.schema, spec.sort)


def resliced(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of FILE_ROWS, however they were cut before."""
    pending: list[pa.RecordBatch] = []
    for batch in batches:
        pending.append(batch)
        while sum(each.num_rows for each in pending) >= FILE_ROWS:
            rows = pa.Table.from_batches(pending)
            yield from rows.slice(0, FILE_ROWS).combine_chunks().to_batches()
            pending = rows.slice(FILE_ROWS).to_batches()
    if pending:
        yield from pa.Table.from_batches(pending).combine_chunks().to_batches()
