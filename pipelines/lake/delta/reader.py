"""Reads the Delta tables of `pipelines.lake.schemas`: rows of a night, of works or of a first night, in the declared schema."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipelines.lake.delta.content import digest_of
from pipelines.lake.delta.delta_log import WIDENED, LakeFile, live_file
from pipelines.lake.delta.grouping import FILE_ROWS, covers, is_full
from pipelines.lake.delta.opened import is_table, opened
from pipelines.lake.delta.parquet import FORMAT, GROUPED_BYTES, READ_AHEAD, batches_of, shaped, works_by_group
from pipelines.lake.schemas import APART, ARTICLES, TABLES, Table

_PLACES = pa.schema([ARTICLES.field("article_id"), ARTICLES.field("first_night")])

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
        return held.identity if held else None

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
        """True if all files of a table have all columns of its schema; they may have others that an older version wrote."""
        held = opened(self.path(table))
        if held is None:
            return True
        widened = WIDENED in held.delta.metadata().configuration
        return not widened and self.columns(table) >= frozenset(TABLES[table].schema.names)

    def read(
        self,
        table: str,
        *,
        night: date | None = None,
        nights: Collection[date] | None = None,
        source: str | None = None,
        works: Collection[str] | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> pa.Table:
        """Rows of a table in its sort order, in exactly its declared schema (or `columns` of it).

        Only the files of `night`, or of `nights`, are opened; of a large one, only row groups that have one of `works`.
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
        if works is not None:
            term = pc.field("article_id").isin(pa.array(sorted(works), pa.string()))
            condition = term if condition is None else condition & term
        is_sorted = len(files) == 1 and table not in APART
        needed = wanted if is_sorted else list(dict.fromkeys([*wanted, *spec.sort]))
        rows = self._rows(spec, files, needed, condition, works)
        order = () if is_sorted else spec.sort
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
        rows = self._rows(spec, files, needed, mine, works)
        return shaped(rows, pa.schema([spec.schema.field(n) for n in needed]), spec.sort).select(wanted).cast(schema)

    def changed_works(
        self, table: str, rows: pa.Table, works: Collection[str], first_nights: Collection[date]
    ) -> dict[str, bool]:
        """The works whose rows in a table of works differ from `rows`, each with whether it has rows now."""
        before, after = (
            _by_work(each) for each in (self.read_works(table, works, first_nights), self.in_order(table, rows))
        )
        return {
            work: work in before
            for work in sorted(set(works))
            if (work in before) != (work in after) or (work in before and not before[work].equals(after[work]))
        }

    def read_first(self, table: str, night: date, rows: int, *, columns: Sequence[str]) -> pa.Table:
        """The first rows of a night in the order of a table; the others are not read."""
        files = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        if len(files) != 1:
            return self.read(table, night=night, columns=columns).slice(0, rows)
        schema = pa.schema([TABLES[table].schema.field(name) for name in columns])
        batches = batches_of(self.path(table) / files[0].path, schema, {"night": files[0].partition}, rows)
        return pa.Table.from_batches(list(islice(batches, 1)), schema)

    def read_first_seen(self, table: str, night: date, *, columns: Sequence[str]) -> pa.Table:
        """The rows of a table of works that were first seen on a night."""
        spec = TABLES[table]
        files = self._holding(spec, [night])
        schema = pa.schema([spec.schema.field(name) for name in columns])
        if not files:
            return schema.empty_table()
        return shaped(self._rows(spec, files, list(columns), pc.field("first_night") == night), schema, ())

    def batches(self, table: str, columns: Sequence[str], *, rows: int = 5_000) -> Iterator[pa.RecordBatch]:
        """The rows of a table, file by file, in no particular order and with bounded memory."""
        spec = TABLES[table]
        asked = columns if table not in APART else dict.fromkeys([*columns, "article_id"])
        schema = pa.schema([spec.schema.field(name) for name in asked])
        old = self._works_apart(spec)["article_id"].combine_chunks()
        for file in self.live_files(table):
            partition = {spec.partition: file.partition} if spec.partition else {}
            for batch in batches_of(self.path(table) / file.path, schema, partition, rows):
                kept = batch.filter(pc.invert(pc.is_in(batch.column("article_id"), old))) if len(old) else batch
                yield kept.select(list(columns))
        if len(old):
            yield from self.batches(APART[table].name, columns, rows=rows)

    def rows_by_source(self, table: str, night: date) -> Counter[str]:
        """Number of rows of each source on a night. Reads a slice at a time."""
        files = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        found: Counter[str] = Counter()
        if files:
            ahead = READ_AHEAD | {"batch_size": ROWS_COUNTED}
            scanner = self._dataset(TABLES[table], files).scanner(columns=["source"], **ahead)
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
        return shaped(self._scanned(spec, files), spec.schema, spec.sort)

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
        spec = TABLES[table]
        files = [file for file in self.live_files(table) if file.partition == night.isoformat()]
        ahead = READ_AHEAD | {"batch_size": FILE_ROWS}  # other slices may have other padding, and so another hash
        scanner = self._dataset(spec, files).scanner(**ahead)
        return digest_of(spec.schema, scanner.to_batches() if files else ())

    def _works_in(self, spec: Table, file: LakeFile, works: pa.Array) -> pa.Array:
        """Those of `works` that have rows in a file."""
        held = pa.chunked_array(works_by_group(str(self.path(spec.name) / file.path)), pa.string())
        return held.filter(pc.is_in(held, works)).unique()

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

    def _rows(
        self,
        spec: Table,
        files: Sequence[LakeFile],
        columns: Sequence[str],
        where: pc.Expression | None,
        works: Collection[str] | None = None,
    ) -> pa.Table:
        """The rows of some files; those of works that are kept apart come from the table of changes."""
        old = self._works_apart(spec)
        if not old.num_rows:
            return self._scanned(spec, files, columns, where, works)
        changes = APART[spec.name]
        months = {file.partition for file in files}
        apart = [file for file in self.live_files(changes.name) if file.partition in months]
        as_written = ~pc.field("article_id").isin(old["article_id"].combine_chunks())
        kept = as_written if where is None else as_written & where
        rows = [self._scanned(spec, files, columns, kept, works)]
        if apart:
            rows.append(self._scanned(changes, apart, columns, where, works))
        return pa.concat_tables(rows)

    def _works_apart(self, spec: Table) -> pa.Table:
        """article_id, first_night: a row for each work whose rows are kept apart."""
        changes = APART.get(spec.name)
        held = opened(self.path(changes.name)) if changes else None
        if changes is None or held is None:
            return _PLACES.empty_table()
        if held.works is None:
            files = self.live_files(changes.name)
            rows = self._scanned(changes, files, _PLACES.names) if files else _PLACES.empty_table()
            held.works = rows.group_by(_PLACES.names).aggregate([]).combine_chunks()
        return held.works

    def _scanned(
        self,
        spec: Table,
        files: Sequence[LakeFile],
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
        works: Collection[str] | None = None,
    ) -> pa.Table:
        """The rows of some files. In memory are those that `where` keeps, and one or two row groups.

        `works`: row groups of large files without any of them are left out.
        """
        chosen = list(columns) if columns is not None else None
        return self._dataset(spec, files, works).to_table(columns=chosen, filter=where, **READ_AHEAD)

    def _dataset(
        self, spec: Table, files: Sequence[LakeFile], works: Collection[str] | None = None
    ) -> ds.FileSystemDataset:
        """The files as one dataset, each with its partition value; missing columns are null."""
        folder, system = self.path(spec.name), pa.fs.LocalFileSystem()
        wanted = None if works is None else pa.array(sorted(works), pa.string())
        fragments = []
        for file in files:
            part = None
            if spec.partition is not None:
                part = pc.field(spec.partition) == pa.scalar(file.partition).cast(
                    spec.schema.field(spec.partition).type
                )
            path, groups = str(folder / file.path), None
            if wanted is not None and (file.size >= GROUPED_BYTES or is_full(file)):
                groups = [n for n, there in enumerate(works_by_group(path)) if pc.any(pc.is_in(there, wanted)).as_py()]
            if groups is None or groups:
                fragments.append(FORMAT.make_fragment(path, system, part, groups))
        return ds.FileSystemDataset(fragments, spec.schema, FORMAT, system)


def _by_work(rows: pa.Table) -> dict[str, pa.Table]:
    """The rows of each work, in the order of the table."""
    rows = rows.sort_by("article_id")
    counts = pc.run_end_encode(rows["article_id"].combine_chunks()) if rows.num_rows else None
    if counts is None:
        return {}
    ends, values = counts.run_ends.to_pylist(), counts.values.to_pylist()
    starts = [0, *ends[:-1]]
    return {work: rows.slice(start, end - start) for work, start, end in zip(values, starts, ends, strict=True)}
