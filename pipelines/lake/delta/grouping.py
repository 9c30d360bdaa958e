"""The rows of works that share a file: grouped by month and first night; files are merged as nights are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta.delta_log import LakeFile
from pipelines.lake.delta.parquet import shaped
from pipelines.lake.schemas import Table

FILE_ROWS = 4_000
"""Maximum rows of works in one file, except for a single larger night and for merged nights."""
FULL_ROWS = 4_000
"""A file with this many rows takes no more works: the works of a large night, which come some thousand at a time, get
several files, and a write holds one of them in memory.
"""
JOINED = 3
"""This many files of similar size are merged with a newly added night: each file costs a query the time to open it."""
EVEN = 2
"""Files are of similar size up to this many times the rows of the new one."""
JOINED_ROWS = 40_000
"""Maximum rows of merged nights: a change to one of their works writes them all."""


def joined(earlier: Sequence[LakeFile], rows: int) -> list[LakeFile]:
    """The earlier files of a month to merge with a new one: the last three if they are of similar size, and so on.

    Nights of 100 works each give files of 100, 100, 100; then one of 400; then 400, 100, and so on. A month has at
    most seven files, and a row is written three times on the way.
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
    """True if a file may have works with this first night."""
    return file.first is None or file.last is None or file.first <= night <= file.last


def is_inside(rows: pa.Table, file: LakeFile) -> pa.Array:
    """True for each row that belongs into a file: same month, first night within the file's range."""
    inside = pc.equal(rows["month"], file.partition)
    if file.first is None or file.last is None:
        return inside
    nights = rows["first_night"]
    return pc.and_(inside, pc.and_(pc.greater_equal(nights, file.first), pc.less_equal(nights, file.last)))


def is_full(file: LakeFile) -> bool:
    """True if a file takes rows of those works only that it has."""
    return file.rows >= FULL_ROWS


def by_first_night(rows: pa.Table, spec: Table) -> Iterator[tuple[str, pa.Table]]:
    """Rows of works as files: the rows of one night stay together, and consecutive nights share a file up to FILE_ROWS."""
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
