"""The lake: reading and atomically replacing the Delta tables of `pipelines.schemas`.

A table of nights is partitioned by `night` and holds one file a night. A table of works is partitioned by `month`, the month
in which each work was first seen, and within it holds the rows of some first nights a file: a change to a work rewrites one file.
As nights are added, files of about the same size are put together. Every write is one Delta commit that removes the old files and
adds the new ones; a write that would change nothing is not made. Parquet files: `pipelines.lake_files`.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from pipelines.lake_files import FORMAT, Written, shaped, write_file, write_slices
from pipelines.schemas import TABLES, Table

CONFIGURATION = {
    "delta.checkpointInterval": "20",
    "delta.logRetentionDuration": "interval 30 days",
    "delta.dataSkippingNumIndexedCols": "-1",
}
"""The last: statistics of a file are read for all columns; `first_night` stands after the 32 that Delta reads otherwise."""
WIDENED = "dateline.widened"
"""Property of a table some of whose files lack columns, for an older version wrote them."""
FILE_ROWS = 4_000
"""Rows of works that one file holds at most, but for a single night that has more, and for nights put together."""
JOINED = 3
"""As many files of about the same size become one with a night that is added: each file costs a query its opening."""
EVEN = 2
"""Files count as of about the same size up to this many times the rows of the new one."""
JOINED_ROWS = 40_000
"""Rows that nights put together hold at most: a change to one of their works writes them all."""


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A live file of a table: path below the table's folder, the value of its partition, its size, rows and first nights."""

    path: str
    partition: str
    size: int
    rows: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Lake:
    """The tables under one folder. Safe for concurrent readers; writers take turns (`pipelines.lock.writing`)."""

    root: Path
    _open: dict[str, DeltaTable] = field(default_factory=dict, repr=False, compare=False)
    _files: dict[str, tuple[int, Sequence[LakeFile]]] = field(default_factory=dict, repr=False, compare=False)

    def path(self, table: str) -> Path:
        """Folder of a table."""
        return self.root / table

    def exists(self, table: str) -> bool:
        """Whether a table has been written at all."""
        return (self.path(table) / "_delta_log").is_dir() and bool(DeltaTable.is_deltatable(str(self.path(table))))

    def version(self, table: str) -> int | None:
        """The table's version now; None when it was never written."""
        return self._delta(table).version() if self.exists(table) else None

    def identity(self, table: str) -> str | None:
        """The table's own id, which it keeps for as long as it is not made anew; None when it was never written."""
        return str(self._delta(table).metadata().id) if self.exists(table) else None

    def live_files(self, table: str) -> list[LakeFile]:
        """The files that make the table now, sorted by path."""
        if not self.exists(table):
            return []
        delta = self._delta(table)
        version, files = self._files.get(table, (-1, ()))
        if version != delta.version():
            actions = pa.table(delta.get_add_actions(flatten=True))
            files = sorted((_live_file(row, TABLES[table]) for row in actions.to_pylist()), key=lambda file: file.path)
            self._files[table] = (delta.version(), files)
        return list(files)

    def files(self, table: str) -> list[str]:
        """Absolute paths of the table's live files, sorted."""
        return [str(self.path(table) / file.path) for file in self.live_files(table)]

    def columns(self, table: str) -> frozenset[str]:
        """Columns of the table as written: fewer than its schema when an older version wrote it, none when unwritten."""
        if not self.exists(table):
            return frozenset()
        return frozenset(field.name for field in self._delta(table).schema().fields)

    def is_uniform(self, table: str) -> bool:
        """True if all files of a table have all columns of its schema."""
        if not self.exists(table):
            return True
        widened = WIDENED in self._delta(table).metadata().configuration
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
        """The rows of `works` in a table of works; only the files that hold one of `first_nights` are opened."""
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
        """The rows of a table file by file, in no order that matters, in bounded memory."""
        spec = TABLES[table]
        schema = pa.schema([spec.schema.field(name) for name in columns])
        for file in self.live_files(table):
            scanner = self._dataset(spec, [file]).scanner(columns=list(columns), batch_size=rows, batch_readahead=1)
            for batch in scanner.to_batches():
                yield from shaped(pa.Table.from_batches([batch]), schema, ()).to_batches()

    def in_order(self, table: str, rows: pa.Table) -> pa.Table:
        """Rows in the schema of a table and in its sort order."""
        return shaped(rows, TABLES[table].schema, TABLES[table].sort)

    def nights(self, table: str) -> list[date]:
        """Nights that a table of nights has rows of, ascending; read from the Delta log alone."""
        return sorted({date.fromisoformat(file.partition) for file in self.live_files(table)})

    def replace(self, table: str, rows: pa.Table, *, night: date | None = None, source: str | None = None) -> bool:
        """Make `rows` the whole of the table, or of its part for `night` (and `source`). Returns whether it changed."""
        spec = TABLES[table]
        rows = shaped(rows, spec.schema, spec.sort)
        files = [f for f in self.live_files(table) if night is None or f.partition == night.isoformat()]
        current = (
            shaped(self._dataset(spec, files).to_table(), spec.schema, spec.sort)
            if files
            else spec.schema.empty_table()
        )
        if source is not None:
            others = current.filter(pc.not_equal(current["source"], source))
            rows = shaped(pa.concat_tables([others, rows]), spec.schema, spec.sort)
        if self.exists(table) and len(files) <= max(1, rows.num_rows) and current.equals(rows):
            return False
        if spec.partition is not None and night is None and rows.num_rows:
            values = pc.unique(rows[spec.partition]).to_pylist()
            parts = [(_text(value), rows.filter(pc.equal(rows[spec.partition], value))) for value in sorted(values)]
        else:
            parts = [(night.isoformat() if night else "", rows)] if rows.num_rows else []
        self.commit(table, files, parts)
        return True

    def replace_sliced(self, table: str, slices: Iterable[pa.RecordBatch], *, night: date) -> tuple[int, bool]:
        """Make rows that come in slices, in the table's order, all of a night: (rows, whether the table changed).

        They pass through without standing in memory together. A file of the same bytes as the one that stands is dropped again.
        """
        spec = TABLES[table]
        current = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        written = write_slices(self.path(table), spec, night.isoformat(), slices)
        if written is not None and len(current) == 1 and self._same_bytes(table, current[0], written):
            (self.path(table) / written.path).unlink()
            return current[0].rows, False
        if written is None and not current and self.exists(table):
            return 0, False
        self._commit(table, current, [written] if written else [])
        return written.rows if written else 0, True

    def _same_bytes(self, table: str, file: LakeFile, written: Written) -> bool:
        folder = self.path(table)
        return file.size == written.size and filecmp.cmp(folder / file.path, folder / written.path, shallow=False)

    def replace_works(self, table: str, rows: pa.Table, works: Collection[str], first_nights: Collection[date]) -> bool:
        """Put `rows` in the place of all rows of `works`, in one commit: nobody sees a row twice. Returns whether it changed.

        `first_nights` are those under which rows of these works may stand now. Files that hold no changed row stay.
        """
        spec = TABLES[table]
        rows = shaped(rows, spec.schema, spec.sort)
        chosen = pa.array(sorted(set(works)), pa.string())
        places = {*first_nights, *pc.unique(rows["first_night"]).to_pylist()}
        pending = rows
        changed: dict[LakeFile, pa.Table] = {}
        for file in self._holding(spec, places):
            current = shaped(self._dataset(spec, [file]).to_table(), spec.schema, spec.sort)
            old = pc.is_in(current["article_id"], chosen)
            inside = _between(pending, file)
            fresh, pending = pending.filter(inside), pending.filter(pc.invert(inside))
            if shaped(current.filter(old), spec.schema, spec.sort).equals(shaped(fresh, spec.schema, spec.sort)):
                continue
            changed[file] = shaped(pa.concat_tables([current.filter(pc.invert(old)), fresh]), spec.schema, spec.sort)
        added = [self._with_earlier_nights(spec, month, new, changed) for month, new in _by_first_night(pending, spec)]
        if not changed and not added and self.exists(table):
            return False
        parts = [(file.partition, rows) for file, rows in changed.items() if rows.num_rows]
        self.commit(table, [*changed], [*parts, *added])
        return True

    def _with_earlier_nights(
        self, spec: Table, month: str, new: pa.Table, changed: dict[LakeFile, pa.Table]
    ) -> tuple[str, pa.Table]:
        """A part to add, with the rows of the files before it that it is put together with; those files are `changed` to none."""
        first = pc.min(new["first_night"]).as_py()
        earlier = [
            file for file in self.live_files(spec.name) if file.partition == month and file.last and file.last < first
        ]
        rows = [new]
        for file in joined(earlier, new.num_rows):
            known = changed.get(file)
            rows.append(self.read_files(spec.name, [file]) if known is None else known)
            changed[file] = spec.schema.empty_table()
        return month, shaped(pa.concat_tables(rows), spec.schema, spec.sort)

    def read_files(self, table: str, files: Sequence[LakeFile]) -> pa.Table:
        """The rows of some of the table's files, in its sort order."""
        spec = TABLES[table]
        return shaped(self._dataset(spec, files).to_table(), spec.schema, spec.sort)

    def commit(
        self,
        table: str,
        removed: Sequence[LakeFile],
        parts: Iterable[tuple[str, pa.Table]],
        *,
        rearranges: bool = False,
    ) -> None:
        """One commit: these files go, and each (partition value, sorted rows) becomes a file.

        `rearranges`: the same rows in other files, so that readers of changes pass over the commit.
        """
        spec = TABLES[table]
        written = [write_file(self.path(table), spec, value, rows) for value, rows in parts]
        self._commit(table, removed, written, rearranges=rearranges)

    def _commit(
        self, table: str, removed: Sequence[LakeFile], written: Sequence[Written], *, rearranges: bool = False
    ) -> None:
        spec, folder = TABLES[table], self.path(table)
        adds = [_add(file, spec, changes=not rearranges) for file in written]
        properties = CommitProperties(custom_metadata={"table": table})
        schema = Schema.from_arrow(spec.schema)
        partition = [spec.partition] if spec.partition else []
        if not self.exists(table):
            self._open.pop(table, None)
            self._files.pop(table, None)
            create_table_with_add_actions(
                str(folder), schema, adds, mode="error", partition_by=partition, name=table, description=spec.doc,
                configuration=CONFIGURATION, commit_properties=properties,
            )  # fmt: skip
            return
        delta = self._delta(table)
        _widen(delta, spec)
        now_ms = int(time.time() * 1000)
        gone = [
            RemoveAction(
                f.path, not rearranges, now_ms, f.size, {spec.partition: f.partition} if spec.partition else {}
            )
            for f in removed
        ]
        delta.create_write_transaction([*gone, *adds], "append", schema, partition, commit_properties=properties)

    def content_hash(self, table: str) -> str:
        """SHA-256 of the table's rows in its sort order: equal for equal rows, whatever files hold them.

        Columns that tell when and how long (`Table.volatile`) are left out.
        """
        spec = TABLES[table]
        sha = hashlib.sha256()
        kept = [name for name in spec.schema.names if name not in spec.volatile]
        for batch in self.read(table, columns=kept).to_batches(max_chunksize=FILE_ROWS):
            for row in batch.to_pylist():
                sha.update(json.dumps(row, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        return sha.hexdigest()

    def digest(self, table: str, night: date) -> tuple[int, str]:
        """How many rows a night has, and sixteen hex digits over them: equal rows, equal digits. A slice at a time."""
        spec, sha, rows = TABLES[table], hashlib.sha256(), 0
        files = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        for batch in _resliced(self._dataset(spec, files).scanner(batch_size=FILE_ROWS).to_batches() if files else ()):
            sha.update(batch.serialize())
            rows += batch.num_rows
        return rows, sha.hexdigest()[:16]

    def _delta(self, table: str) -> DeltaTable:
        held = self._open.get(table)
        if held is None:
            self._open[table] = held = DeltaTable(str(self.path(table)))
        else:
            held.update_incremental()
        return held

    def _holding(self, spec: Table, first_nights: Collection[date]) -> list[LakeFile]:
        """The files of a table of works that may hold rows of these first nights."""
        nights = sorted(first_nights)
        if not nights:
            return []
        months = {night.isoformat()[:7] for night in nights}
        return [
            file
            for file in self.live_files(spec.name)
            if file.partition in months and any(_covers(file, night) for night in nights)
        ]

    def _dataset(self, spec: Table, files: Sequence[LakeFile]) -> ds.Dataset:
        """The files as one dataset, each with the value of its partition; columns that it does not have are null."""
        folder = self.path(spec.name)
        paths = [str(folder / file.path) for file in files]
        parts = None
        if spec.partition is not None:
            kind = spec.schema.field(spec.partition).type
            parts = [pc.field(spec.partition) == pa.scalar(file.partition).cast(kind) for file in files]
        return ds.FileSystemDataset.from_paths(
            paths, schema=spec.schema, format=FORMAT, filesystem=pa.fs.LocalFileSystem(), partitions=parts
        )


def joined(earlier: Sequence[LakeFile], rows: int) -> list[LakeFile]:
    """The files before a new one of a month that become one with it: the last three that are no larger, and so on.

    Nights of 100 works each become files of 100, 100, 100; then one of 400; then 400, 100, and so on: a month has seven files
    at most, and a row is written three times on the way there.
    """
    left = sorted(earlier, key=lambda file: file.path)
    left.sort(key=lambda file: file.first or date.min)
    taken: list[LakeFile] = []
    while len(left) >= JOINED:
        last = left[-JOINED:]
        total = rows + sum(file.rows for file in last)
        if total > JOINED_ROWS or any(file.rows > rows * EVEN for file in last):
            break
        rows, left, taken = total, left[:-JOINED], [*taken, *last]
    return taken


def _resliced(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
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


def month_of(first_night: date) -> str:
    """The partition of a work in the tables of works.

    >>> month_of(date(2026, 2, 3))
    '2026-02'
    """
    return first_night.isoformat()[:7]


def _live_file(row: Mapping[str, Any], spec: Table) -> LakeFile:
    value = row.get(f"partition.{spec.partition}") if spec.partition else ""
    first, last = row.get("min.first_night"), row.get("max.first_night")
    return LakeFile(row["path"], _text(value), row["size_bytes"], row["num_records"] or 0, first, last)


def _covers(file: LakeFile, night: date) -> bool:
    return file.first is None or file.last is None or file.first <= night <= file.last


def _between(rows: pa.Table, file: LakeFile) -> pa.Array:
    """Which rows belong into a file: those of its month whose first night it covers."""
    inside = pc.equal(rows["month"], file.partition)
    if file.first is None or file.last is None:
        return inside
    nights = rows["first_night"]
    return pc.and_(inside, pc.and_(pc.greater_equal(nights, file.first), pc.less_equal(nights, file.last)))


def _by_first_night(rows: pa.Table, spec: Table) -> Iterator[tuple[str, pa.Table]]:
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


def _add(file: Written, spec: Table, *, changes: bool) -> AddAction:
    values = {spec.partition: file.partition} if spec.partition else {}
    return AddAction(file.path, file.size, values, file.modified_ms, changes, file.stats)


def _widen(delta: DeltaTable, spec: Table) -> None:
    """Add the columns that an older version did not know."""
    known = {column.name for column in delta.schema().fields}
    missing = [column for column in Schema.from_arrow(spec.schema).fields if column.name not in known]
    if missing:
        delta.alter.set_table_properties({WIDENED: "true"}, raise_if_not_exists=False)
        delta.alter.add_columns(missing)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
