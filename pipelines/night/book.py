"""The table `nights` records each finished step of each night, one row at a time.

A process reads the book once, and then only what others changed: a commit adds or replaces the file of a few nights,
never the whole table.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake.exceptions import DeltaError

from pipelines.lake.checksums.aside import UNREADABLE, set_aside
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.delta.delta_log import LakeFile
from pipelines.lake.delta.opened import has_empty_commit, is_torn
from pipelines.lake.home import Home
from pipelines.lake.schemas import NIGHTS
from pipelines.night import locator

TABLE = "nights"
MAX_SMALL = 16
"""Maximum number of files with less than FILE_ROWS rows; then they are merged."""
FILE_ROWS = 600
"""Rows of a merged file: fifty nights. To record a step again writes one such file."""
MAX_HELD = 1_000
"""Files whose rows a process keeps: data files never change, and their names are never used again."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `schemas.NIGHTS`; `results` are digests by table."""

    night: date
    step: str
    state: str
    ended_at: datetime
    seconds: float
    rows: int
    rules: str
    made_from: str
    results: Mapping[str, str]
    crawls: str | None
    tables: Sequence[str]


Key = tuple[date, str]
Recorded = dict[Key, Row]
_HELD: OrderedDict[Path, Recorded] = OrderedDict()
"""The rows of files that this process has read, by path."""


def recorded(lake: Lake) -> Recorded:
    """The finished steps, by night and step."""
    files = [_rows_of(lake, file) for file in lake.live_files(TABLE)]
    return {key: row for rows in files for key, row in rows.items()}


def record(lake: Lake, row: Row) -> None:
    """Add a row, or replace the row of the same night and step."""
    _commit(lake, {(row.night, row.step): row})


def replace_recorded(lake: Lake, rows: Recorded) -> None:
    """Replace all rows of the table by these. Files whose rows are the same stay."""
    known = recorded(lake)
    changed: dict[Key, Row | None] = {key: row for key, row in rows.items() if known.get(key) != row}
    _commit(lake, changed | dict.fromkeys(known.keys() - rows.keys()))


def _commit(lake: Lake, changed: Mapping[Key, Row | None]) -> None:
    """One commit with these rows instead of those of the same keys; None removes a row.

    It writes the files that had such a row and, if there are many small files, those.
    """
    files = {file: _rows_of(lake, file) for file in lake.live_files(TABLE)}
    written = [file for file, rows in files.items() if any(key in rows for key in changed)]
    small = [file for file in files if file.rows < FILE_ROWS and file not in written]
    if len(small) >= MAX_SMALL:
        written += small
    rows: dict[Key, Row | None] = {key: row for file in written for key, row in files[file].items()}
    kept = [row for _, row in sorted({**rows, **changed}.items(), key=lambda item: item[0]) if row is not None]
    if written or kept or not lake.exists(TABLE):
        parts = (kept[first : first + FILE_ROWS] for first in range(0, len(kept), FILE_ROWS))
        lake.commit(TABLE, written, [("", _table(part)) for part in parts])


def _rows_of(lake: Lake, file: LakeFile) -> Recorded:
    path = lake.path(TABLE) / file.path
    if path not in _HELD:
        _HELD[path] = {(row.night, row.step): row for row in _rows(lake.read_files(TABLE, [file]))}
        while len(_HELD) > MAX_HELD:
            _HELD.popitem(last=False)
    return _HELD[path]


def forget_broken(home: Home, tables: Iterable[str]) -> list[str]:
    """Set aside every table that lost files or has a damaged log; returns their names.

    The steps of these tables then count as not done.
    """
    lake = Lake(home.lake)
    broken = [name for name in tables if _has_lost(lake, name)]
    for name in broken:
        set_table_aside(home, name)
    if broken or not lake.exists(TABLE):
        locator.forget(home)
    return broken


def set_table_aside(home: Home, table: str, why: str = UNREADABLE) -> None:
    """Move a table's folder into `broken/`."""
    set_aside(home.root, f"lake/{table}", why)
    Checksums(home.root).begin(f"lake/{table}/")


def _has_lost(lake: Lake, table: str) -> bool:
    """True if a table lost files, or if its log is damaged."""
    try:
        if any(not Path(file).exists() for file in lake.files(table)):
            return True
        return has_empty_commit(lake.path(table))
    except DeltaError:  # a damaged log, or one that may not be read
        if is_torn(lake.path(table)):
            return True
        raise


def _table(rows: Iterable[Row]) -> pa.Table:
    listed = list(rows)
    columns = {name: [getattr(row, name) for row in listed] for name in NIGHTS.names}
    columns["results"] = [sorted(results.items()) for results in columns["results"]]
    return pa.table(columns, schema=NIGHTS)


def _rows(table: pa.Table) -> Iterable[Row]:
    """The rows of a table, column by column: a long book is read in milliseconds."""
    columns = {name: table[name].to_pylist() for name in NIGHTS.names if name not in ("ended_at", "results")}
    ends = [EPOCH + timedelta(microseconds=at) for at in table["ended_at"].cast(pa.int64()).to_pylist()]
    pairs = table["results"].combine_chunks().flatten()
    digests = zip(pairs.field("table").to_pylist(), pairs.field("digest").to_pylist(), strict=True)
    sizes = pc.list_value_length(table["results"]).to_pylist()
    results = [dict(islice(digests, size or 0)) for size in sizes]
    values = columns | {"ended_at": ends, "results": results, "tables": [each or [] for each in columns["tables"]]}
    return [Row(*row) for row in zip(*(values[name] for name in NIGHTS.names), strict=True)]
