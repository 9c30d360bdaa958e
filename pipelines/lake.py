"""The lake: reading and atomically replacing the Delta tables of `pipelines.schemas`.

Every write is one Delta commit; a write that would change nothing is not made, so that a re-run leaves no trace.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake

from pipelines.schemas import TABLES, Table

ROW_GROUP_ROWS = 5_000
WRITER = WriterProperties(compression="ZSTD", compression_level=3, max_row_group_size=ROW_GROUP_ROWS)


@dataclass(frozen=True, slots=True)
class Lake:
    """The tables under one folder. Safe for concurrent readers; writers of one partition should be one at a time."""

    root: Path

    def path(self, table: str) -> Path:
        """Folder of a table."""
        return self.root / table

    def exists(self, table: str) -> bool:
        """Whether a table has been written at all."""
        return bool(DeltaTable.is_deltatable(str(self.path(table))))

    def files(self, table: str) -> list[str]:
        """Absolute paths of the table's current Parquet files, sorted."""
        return sorted(DeltaTable(str(self.path(table))).file_uris()) if self.exists(table) else []

    def columns(self, table: str) -> frozenset[str]:
        """Columns of the table as written: fewer than its schema when an older version wrote it, none when unwritten."""
        return frozenset(DeltaTable(str(self.path(table))).schema().to_arrow().names if self.exists(table) else ())

    def read(
        self,
        table: str,
        *,
        night: date | None = None,
        source: str | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> pa.Table:
        """Rows of a table in its sort order, in exactly its declared schema (or `columns` of it)."""
        spec = TABLES[table]
        wanted = list(columns) if columns is not None else spec.schema.names
        schema = pa.schema([spec.schema.field(name) for name in wanted])
        if not self.exists(table):
            return schema.empty_table()
        condition = where
        for name, value in (("night", night), ("source", source)):
            if value is not None:
                term = pc.field(name) == value
                condition = term if condition is None else condition & term
        needed = list(dict.fromkeys([*wanted, *spec.sort]))
        files = DeltaTable(str(self.path(table))).to_pyarrow_dataset()
        rows = files.to_table(columns=[name for name in needed if name in files.schema.names], filter=condition)
        return (
            _shape(rows, pa.schema([spec.schema.field(name) for name in needed]), spec.sort).select(wanted).cast(schema)
        )

    def nights(self, table: str) -> list[date]:
        """Nights that a table has rows of, ascending."""
        return sorted(set(self.read(table, columns=["night"])["night"].to_pylist()))

    def replace(self, table: str, rows: pa.Table, *, night: date | None = None, source: str | None = None) -> bool:
        """Make `rows` the whole of the table, or of its part for `night` (and `source`). Returns whether it changed."""
        spec = TABLES[table]
        rows = _shape(rows, spec.schema, spec.sort)
        current = self.read(table, night=night, source=source)
        if self.exists(table) and current.equals(rows):
            return False
        terms = [f"night = '{night.isoformat()}'"] if night else []
        terms += [f"source = '{source}'"] if source else []
        self._commit(spec, rows, predicate=" AND ".join(terms) or None)
        return True

    def replace_from(self, table: str, file: Path, *, night: date, source: str) -> bool:
        """As `replace`, with the rows of a Parquet file that has them in the table's order: they pass through in slices."""
        spec = TABLES[table]
        if self._has(table, night, source) or not pq.read_metadata(file).num_rows:
            return self.replace(table, pq.read_table(file, partitioning=None), night=night, source=source)
        slices = (batch.cast(spec.schema) for batch in pq.ParquetFile(file).iter_batches(batch_size=ROW_GROUP_ROWS))
        rows = pa.RecordBatchReader.from_batches(spec.schema, slices)
        self._commit(spec, rows, predicate=f"night = '{night.isoformat()}' AND source = '{source}'")
        return True

    def _has(self, table: str, night: date, source: str) -> bool:
        if not self.exists(table):
            return False
        part = (pc.field("night") == night) & (pc.field("source") == source)
        dataset = DeltaTable(str(self.path(table))).to_pyarrow_dataset()
        return bool(dataset.head(1, filter=part, columns=["source"]).num_rows)

    def replace_keys(self, table: str, rows: pa.Table, *, key: str, keys: Sequence[str]) -> bool:
        """Put `rows` in the place of all rows whose `key` is among `keys`, in one commit: nobody sees a row twice."""
        spec = TABLES[table]
        rows = _shape(rows, spec.schema, spec.sort)
        chosen = pa.array(sorted(set(keys)), pa.string())
        if self.exists(table) and self.read(table, where=pc.field(key).isin(chosen)).equals(rows):
            return False
        if not self.exists(table):
            self._commit(spec, rows, predicate=None)
            return True
        listed = ", ".join(f"'{value}'" for value in chosen.to_pylist())
        self._commit(spec, rows, predicate=f"{key} IN ({listed})")
        return True

    def compact(self, table: str, *, night: date | None = None) -> None:
        """Leave one sorted file a partition where there are several."""
        spec = TABLES[table]
        if not self.exists(table):
            return
        files = DeltaTable(str(self.path(table))).get_add_actions(flatten=True)
        if spec.partition != "night" or night is None or files.num_rows == 0:
            return
        column = pa.table(files)["partition.night"].cast(pa.string())
        if pc.sum(pc.equal(column, night.isoformat())).as_py() in (None, 0, 1):
            return
        self._commit(spec, self.read(table, night=night), predicate=f"night = '{night.isoformat()}'")

    def content_hash(self, table: str) -> str:
        """SHA-256 of the table's rows in its sort order: equal for equal rows, whatever files hold them."""
        sha = hashlib.sha256()
        for batch in self.read(table).to_batches(max_chunksize=ROW_GROUP_ROWS):
            for row in batch.to_pylist():
                sha.update(json.dumps(row, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        return sha.hexdigest()

    def _commit(self, spec: Table, rows: pa.Table | pa.RecordBatchReader, *, predicate: str | None) -> None:
        mode: Literal["overwrite"] = "overwrite"
        self.root.mkdir(parents=True, exist_ok=True)
        write_deltalake(
            str(self.path(spec.name)),
            rows,
            mode=mode,
            schema_mode="merge",
            predicate=predicate if self.exists(spec.name) else None,
            partition_by=[spec.partition] if spec.partition else None,
            writer_properties=WRITER,
            description=spec.doc,
            commit_properties=CommitProperties(custom_metadata={"table": spec.name}),
        )


def _shape(rows: pa.Table, schema: pa.Schema, sort: Sequence[str]) -> pa.Table:
    """Rows in a schema and order; columns that an older version did not write are null."""
    for field in schema:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    rows = rows.select(schema.names).cast(schema)
    return rows.sort_by([(name, "ascending") for name in sort]) if sort and rows.num_rows else rows
