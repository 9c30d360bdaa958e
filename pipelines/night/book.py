"""The table `nights` records each finished step of each night, one row at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from deltalake.exceptions import DeltaError

from pipelines.lake.checksums.aside import UNREADABLE, set_aside
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.delta.opened import has_empty_commit, is_torn
from pipelines.lake.home import Home
from pipelines.lake.schemas import NIGHTS
from pipelines.night import locator

TABLE = "nights"
MAX_FILES = 16
"""Maximum number of small files; then they are merged into one."""


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


Recorded = dict[tuple[date, str], Row]


def recorded(lake: Lake) -> Recorded:
    """The finished steps, by night and step."""
    rows = sorted(lake.read(TABLE).to_pylist(), key=lambda row: row["ended_at"])
    found = (Row(**{**row, "results": {each["table"]: each["digest"] for each in row["results"]}}) for row in rows)
    return {(row.night, row.step): row for row in found}


def record(lake: Lake, row: Row) -> None:
    """Add a row, or replace the row of the same night and step."""
    known = recorded(lake)
    files = lake.live_files(TABLE)
    if (row.night, row.step) in known or len(files) >= MAX_FILES:
        replace_recorded(lake, known | {(row.night, row.step): row})
    else:
        lake.commit(TABLE, [], [("", _table([row]))])


def replace_recorded(lake: Lake, rows: Recorded) -> None:
    """Replace all rows of the table by these."""
    lake.commit(TABLE, lake.live_files(TABLE), [("", _table(rows[key] for key in sorted(rows)))])


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
    plain = [{name: getattr(row, name) for name in Row.__slots__} for row in rows]
    for row in plain:
        row["results"] = [{"table": table, "digest": digest} for table, digest in sorted(row["results"].items())]
    return pa.Table.from_pylist(plain, schema=NIGHTS)
