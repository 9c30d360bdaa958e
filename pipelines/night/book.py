"""The table `nights`: what is done of each night, row by row, appended as steps end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from deltalake.exceptions import DeltaError

from pipelines.lake.delta import Lake
from pipelines.lake.delta.opened import has_empty_commit, is_torn
from pipelines.lake.home import Home
from pipelines.lake.schemas import NIGHTS, TABLES
from pipelines.night import locator

TABLE = "nights"
MAX_FILES = 16
"""Files of a row or a few that may stand before they are put into one."""


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
    """What is done, by night and step."""
    rows = sorted(lake.read(TABLE).to_pylist(), key=lambda row: row["ended_at"])
    found = (Row(**{**row, "results": {each["table"]: each["digest"] for each in row["results"]}}) for row in rows)
    return {(row.night, row.step): row for row in found}


def record(lake: Lake, row: Row) -> None:
    """Add a row, or put it in the place of the one of the same night and step."""
    known = recorded(lake)
    files = lake.live_files(TABLE)
    if (row.night, row.step) in known or len(files) >= MAX_FILES:
        replace_recorded(lake, known | {(row.night, row.step): row})
    else:
        lake.commit(TABLE, [], [("", _table([row]))])


def replace_recorded(lake: Lake, rows: Recorded) -> None:
    """Make these all rows of the table."""
    lake.commit(TABLE, lake.live_files(TABLE), [("", _table(rows[key] for key in sorted(rows)))])


def forget_broken(home: Home, tables: Iterable[str]) -> list[str]:
    """Set aside every table that has lost files or whose log is torn, or that an older Dateline laid out otherwise; returns the
    tables' names.

    Their steps then count as not done.
    """
    lake = Lake(home.lake)
    broken = [name for name in tables if _has_lost(lake, name) or _is_old(lake, name)]
    for name in broken:
        number = sum(1 for _ in home.lake.glob(f".{name}.broken*"))
        lake.path(name).replace(home.lake / f".{name}.broken{number or ''}")
    if broken or not lake.exists(TABLE):
        locator.forget(home)
    return broken


def _has_lost(lake: Lake, table: str) -> bool:
    """True if a table has lost files, or its log is torn."""
    try:
        if any(not Path(file).exists() for file in lake.files(table)):
            return True
        return has_empty_commit(lake.path(table))
    except DeltaError:  # of a torn log, but also of one that may not be read
        if is_torn(lake.path(table)):
            return True
        raise


def _is_old(lake: Lake, table: str) -> bool:
    """True if a table of works was written before its rows said when they were first seen."""
    return (
        "first_night" in TABLES[table].schema.names and lake.exists(table) and "first_night" not in lake.columns(table)
    )


def _table(rows: Iterable[Row]) -> pa.Table:
    plain = [{name: getattr(row, name) for name in Row.__slots__} for row in rows]
    for row in plain:
        row["results"] = [{"table": table, "digest": digest} for table, digest in sorted(row["results"].items())]
    return pa.Table.from_pylist(plain, schema=NIGHTS)
