"""Reads the Delta tables of `pipelines.lake.schemas`: rows of a night, of works or of a first night, in the declared schema."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipelines.lake.delta.delta_log import WIDENED, LakeFile, live_file
from pipelines.lake.delta.grouping import FILE_ROWS, covers, resliced
from pipelines.lake.delta.opened import is_table, opened
from pipelines.lake.delta.parquet import FORMAT, batches_of, shaped
from pipelines.lake.schemas import TABLES, Table

ROWS_COUNTED = 65_000
"""Rows that are read at once to be counted."""


@dataclass(frozen=True)
class LakeReader:
    """The current tables in one folder. Safe while others write."""

    root: Path

    def path(self, table: str) -> Path:
        """Folder of a table."""
        return self.root / table

    def exists(self, table: str) -> bool:
        """True if a table was ever written."""
        return is_table(self.path(table))

    def version(self, table: str) -> int | None:
        """The current version of the table; None if it was never written."""
        held = opened(self.path(table))
        return held.version if held else None

    def identity(self, table: str) -> str | None:
        """The id of the table, which changes only if the table is made again; None if it was never written."""
        held = opened(self.path(table))
        return str(held.delta.metadata().id) if held else None

    def live_files(self, table: str) -> list[LakeFile]:
        """The current files of the table, sorted by path."""
        held = opened(self.path(table))
        if held is None:
            return []
        if held.files is None:
            actions = pa.table(held.delta.get_add_actions(flatten=True))
            found = (live_file(row, TABLES[table]) for row in actions.to_pylist())
            held.files = sorted(found, key=lambda file: file.path)
        return list(held.files)

    def files(self, table: str) -> list[str]:
        """Absolute paths of the table's live files, sorted."""
        return [str(self.path(table) / file.path) for file in self.live_files(table)]

    def columns(self, table: str) -> frozenset[str]:
        """Columns of the table as written: fewer than in its schema if an older version wrote it, none if it was never
        written.
        """
        held = opened(self.path(table))
        return frozenset(field.name for field in held.delta.schema().fields) if held else frozenset()

    def is_uniform(self, table: str) -> bool:
        """True if all files of a table have all columns of its schema."""
        held = opened(self.path(table))
        if held is None:
            return True
        widened = WIDENED in held.delta.metadata().configuration
        return not widened and self.columns(table) == frozenset(TABLES[table].schema.names)

    def read(
        self,
        table: str,
        *,
        night: date | None = None,
        nights: Collection[date] | None = None,
        source: str | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> pa.Table:
        """Rows of a table in its sort order, in exactly its declared schema (or `columns` of it).

        Only the files of `night`, or of `nights`, are opened.
        """
        spec = TABLES[table]
        wanted = list(columns) if columns is not None else spec.schema.names
        schema = pa.schema([spec.schema.field(name) for name in wanted])
        chosen = {night} if night is not None else set(nights) if nights is not None else None
        files = [
            file for file in self.live_files(table) if chosen is None or date.fromisoformat(file.partition) in chosen
        ]
        if not files:
            return schema.empty_table()
        condition = where
        if source is not None:
            term = pc.field("source") == source
            condition = term if condition is None else condition & term
        needed = wanted if len(files) == 1 else list(dict.fromkeys([*wanted, *spec.sort]))
        rows = self._dataset(spec, files).to_table(columns=needed, filter=condition)
        order = spec.sort if len(files) > 1 else ()
        return shaped(rows, pa.schema([spec.schema.field(name) for name in needed]), order).select(wanted).cast(schema)

    def read_works(
        self,
        table: str,
        works: Collection[str],
        first_nights: Collection[date],
        *,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """The rows of `works` in a table of works; only files that may have one of `first_nights` are opened."""
        spec = TABLES[table]
        wanted = list(columns) if columns is not None else spec.schema.names
        schema = pa.schema([spec.schema.field(name) for name in wanted])
        files = self._holding(spec, first_nights) if works else []
        if not files:
            return schema.empty_table()
        mine = pc.field("article_id").isin(pa.array(sorted(works), pa.string()))
        needed = list(dict.fromkeys([*wanted, *spec.sort]))
        rows = self._dataset(spec, files).to_table(columns=needed, filter=mine)
        return shaped(rows, pa.schema([spec.schema.field(n) for n in needed]), spec.sort).select(wanted).cast(schema)

    def read_first_seen(self, table: str, night: date, *, columns: Sequence[str]) -> pa.Table:
        """The rows of a table of works that were first seen on a night."""
        spec = TABLES[table]
        files = self._holding(spec, [night])
        schema = pa.schema([spec.schema.field(name) for name in columns])
        if not files:
            return schema.empty_table()
        rows = self._dataset(spec, files).to_table(columns=list(columns), filter=pc.field("first_night") == night)
        return shaped(rows, schema, ())

    def batches(self, table: str, columns: Sequence[str], *, rows: int = 5_000) -> Iterator[pa.RecordBatch]:
        """The rows of a table, file by file, in no particular order and with bounded memory."""
        spec = TABLES[table]
        schema = pa.schema([spec.schema.field(name) for name in columns])
        for file in self.live_files(table):
            partition = {spec.partition: file.partition} if spec.partition else {}
            yield from batches_of(self.path(table) / file.path, schema, partition, rows)

    def rows_by_source(self, table: str, night: date) -> Counter[str]:
        """Number of rows of each source on a night. Reads a slice at a time."""
        files = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        found: Counter[str] = Counter()
        if files:
            scanner = self._dataset(TABLES[table], files).scanner(columns=["source"], batch_size=ROWS_COUNTED)
            for batch in scanner.to_batches():
                for each in pc.value_counts(batch.column("source")).to_pylist():
                    found[each["values"]] += each["counts"]
        return found

    def in_order(self, table: str, rows: pa.Table) -> pa.Table:
        """Rows in the schema of a table and in its sort order."""
        return shaped(rows, TABLES[table].schema, TABLES[table].sort)

    def nights(self, table: str) -> list[date]:
        """Nights with rows in a table of nights, ascending; read only from the Delta log."""
        return sorted({date.fromisoformat(file.partition) for file in self.live_files(table)})

    def read_files(self, table: str, files: Sequence[LakeFile]) -> pa.Table:
        """The rows of some of the table's files, in its sort order."""
        spec = TABLES[table]
        return shaped(self._dataset(spec, files).to_table(), spec.schema, spec.sort)

    def content_hash(self, table: str) -> str:
        """SHA-256 of the table's rows in its sort order: equal for equal rows, in whatever files.

        Columns with times and durations (`Table.volatile`) are left out.
        """
        spec = TABLES[table]
        sha = hashlib.sha256()
        kept = [name for name in spec.schema.names if name not in spec.volatile]
        for batch in self.read(table, columns=kept).to_batches(max_chunksize=FILE_ROWS):
            for row in batch.to_pylist():
                sha.update(json.dumps(row, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        return sha.hexdigest()

    def digest(self, table: str, night: date) -> tuple[int, str]:
        """Number of rows of a night, and sixteen hex digits of their hash: equal rows give equal digits. Reads a slice
        at a time.
        """
        spec, sha, rows = TABLES[table], hashlib.sha256(), 0
        files = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        for batch in resliced(self._dataset(spec, files).scanner(batch_size=FILE_ROWS).to_batches() if files else ()):
            sha.update(batch.serialize())
            rows += batch.num_rows
        return rows, sha.hexdigest()[:16]

    def _holding(self, spec: Table, first_nights: Collection[date]) -> list[LakeFile]:
        """The files of a table of works that may have rows of these first nights."""
        nights = sorted(first_nights)
        if not nights:
            return []
        months = {night.isoformat()[:7] for night in nights}
        return [
            file
            for file in self.live_files(spec.name)
            if file.partition in months and any(covers(file, night) for night in nights)
        ]

    def _dataset(self, spec: Table, files: Sequence[LakeFile]) -> ds.Dataset:
        """The files as one dataset, each with its partition value; missing columns are null."""
        folder = self.path(spec.name)
        paths = [str(folder / file.path) for file in files]
        parts = None
        if spec.partition is not None:
            kind = spec.schema.field(spec.partition).type
            parts = [pc.field(spec.partition) == pa.scalar(file.partition).cast(kind) for file in files]
        return ds.FileSystemDataset.from_paths(
            paths, schema=spec.schema, format=FORMAT, filesystem=pa.fs.LocalFileSystem(), partitions=parts
        )
