"""The Delta log of a table: its files with their partitions, sizes and first nights, and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deltalake import DeltaTable, Schema
from deltalake.transaction import AddAction

from pipelines.lake.delta.parquet import Written
from pipelines.lake.schemas import Table

CONFIGURATION = {
    "delta.checkpointInterval": "20",
    "delta.logRetentionDuration": "interval 30 days",
    "delta.dataSkippingNumIndexedCols": "-1",
}
"""The last setting reads statistics for all columns: by default Delta reads 32, and `first_night` comes after them."""
WIDENED = "dateline.widened"
"""Property of a table with files that lack columns, because an older version wrote them."""


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A live file of a table: path below the table's folder, partition value, size, rows and first nights."""

    path: str
    partition: str
    size: int
    rows: int
    first: date | None
    last: date | None


def live_file(row: Mapping[str, Any], spec: Table) -> LakeFile:
    """A live file from Delta's row about it."""
    value = row.get(f"partition.{spec.partition}") if spec.partition else ""
    first, last = row.get("min.first_night"), row.get("max.first_night")
    return LakeFile(row["path"], partition_text(value), row["size_bytes"], row["num_records"] or 0, first, last)


def add_action(file: Written, spec: Table, *, changes: bool) -> AddAction:
    """The log entry that adds a file; `changes` is False if the same rows only move to other files."""
    values = {spec.partition: file.partition} if spec.partition else {}
    return AddAction(file.path, file.size, values, file.modified_ms, changes, file.stats)


def widen(delta: DeltaTable, spec: Table) -> None:
    """Add the columns that an older version did not write."""
    known = {column.name for column in delta.schema().fields}
    missing = [column for column in Schema.from_arrow(spec.schema).fields if column.name not in known]
    if missing:
        delta.alter.set_table_properties({WIDENED: "true"}, raise_if_not_exists=False)
        delta.alter.add_columns(missing)


def partition_text(value: object) -> str:
    """The partition value as the log writes it: `2026-02-03`, `2026-02`; empty if there is none."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
