"""The lake: reads and atomically replaces the Delta tables of `pipelines.lake.schemas`.

A table of nights is partitioned by `night` and has one file for each night. A table of works is partitioned by
`month`, the month in which a work was first seen. Within a month, a file has the rows of some first nights, so that
a change to a work rewrites one file. When nights are added, files of similar size are merged.

Every write is one Delta commit that removes old files and adds new ones. A write without a change is skipped. See
`pipelines.lake.delta.parquet` for the Parquet files, `grouping` for the rows of a file, and `reader` for reading.
"""

from __future__ import annotations

import filecmp
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, Schema
from deltalake.transaction import RemoveAction, create_table_with_add_actions

from pipelines.lake.delta.apart import is_large, of_works, places_of, split
from pipelines.lake.delta.delta_log import CONFIGURATION, LakeFile, add_action, partition_text, widen
from pipelines.lake.delta.grouping import by_first_night, is_full, is_inside, joined
from pipelines.lake.delta.opened import opened
from pipelines.lake.delta.parquet import SlicedFile, Written, shaped, write_file
from pipelines.lake.delta.reader import LakeReader
from pipelines.lake.schemas import APART, TABLES, Table


@dataclass(frozen=True, slots=True)
class NightSlices:
    """New rows of one night of a table, see `Lake.night_slices`."""

    lake: Lake
    table: str
    night: date
    file: SlicedFile

    def add(self, rows: pa.Table) -> None:
        """Add whole sources' rows, or rows of one source, sources ascending; rows are in the table's schema and order."""
        self.file.add(rows)

    def commit(self) -> tuple[int, bool]:
        """Make the added rows the night's: (rows, whether the table changed)."""
        return self.lake.replace_by_file(self.table, self.night, self.file)


@dataclass(frozen=True)
class Lake(LakeReader):
    """The tables in one folder. Concurrent readers are safe; writers must take turns (`pipelines.night.lock.writing`)."""

    def replace(self, table: str, rows: pa.Table, *, night: date | None = None, source: str | None = None) -> bool:
        """Make `rows` the whole table, or its part for `night` (and `source`). Returns whether it changed."""
        spec = TABLES[table]
        rows = shaped(rows, spec.schema, spec.sort)
        files = [f for f in self.live_files(table) if night is None or f.partition == night.isoformat()]
        current = shaped(self._scanned(spec, files), spec.schema, spec.sort) if files else spec.schema.empty_table()
        if source is not None:
            others = current.filter(pc.not_equal(current["source"], source))
            rows = shaped(pa.concat_tables([others, rows]), spec.schema, spec.sort)
        if self.exists(table) and len(files) <= max(1, rows.num_rows) and current.equals(rows):
            return False
        if spec.partition is not None and night is None and rows.num_rows:
            values = pc.unique(rows[spec.partition]).to_pylist()
            parts = [
                (partition_text(value), rows.filter(pc.equal(rows[spec.partition], value))) for value in sorted(values)
            ]
        else:
            parts = [(night.isoformat() if night else "", rows)] if rows.num_rows else []
        self.commit(table, files, parts)
        return True

    def replace_sliced(self, table: str, slices: Iterable[pa.RecordBatch], *, night: date) -> tuple[int, bool]:
        """Replace a night by rows that come in slices, in the table's order: (rows, whether the table changed)."""
        with self.night_slices(table, night) as night_rows:
            for batch in slices:
                night_rows.add(pa.Table.from_batches([batch]))
            return night_rows.commit()

    @contextmanager
    def night_slices(self, table: str, night: date) -> Iterator[NightSlices]:
        """The new rows of a night, to be added in slices and committed; without a commit they are discarded."""
        file = SlicedFile(self.path(table), TABLES[table], night.isoformat())
        try:
            yield NightSlices(self, table, night, file)
        finally:
            file.discard()

    def replace_by_file(self, table: str, night: date, file: SlicedFile) -> tuple[int, bool]:
        """Replace a night by the rows of a file, see `night_slices`.

        The rows are never in memory together. If the file has the same bytes as the current one, it is deleted again.
        """
        current = [each for each in self.live_files(table) if each.partition == night.isoformat()]
        written = file.close()
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
        """Replace all rows of `works` by `rows`: no reader sees a row twice. Returns whether a table changed.

        `first_nights` are those under which rows of these works may be now. Files without a changed row stay, and so do
        large files of a table in `schemas.APART`.
        """
        spec, changes = TABLES[table], APART.get(table)
        rows = shaped(rows, spec.schema, spec.sort)
        if changes is None:
            return self._replace_works(spec, rows, works, first_nights)
        apart, merged = self._kept_apart(spec, rows, works, first_nights)
        nights = {*first_nights, *merged.values()}
        direct = [of_works(rows, set(works) - apart), self.read_works(changes.name, merged, nights)]
        wrote = self._replace_works(spec, pa.concat_tables(direct), {*works, *merged} - apart, nights)
        if apart or self._works_apart(spec).num_rows:
            wrote |= self._replace_works(changes, of_works(rows, apart), {*works, *merged}, nights)
        return wrote

    def _kept_apart(
        self, spec: Table, rows: pa.Table, works: Collection[str], first_nights: Collection[date]
    ) -> tuple[set[str], dict[str, date]]:
        """The works whose new rows are kept apart, and those apart that are merged into their files, with first nights."""
        held, new = places_of(self._works_apart(spec)), places_of(rows)
        mine = pc.field("article_id").isin(pa.array(sorted({*works, *held}), pa.string()))
        apart, merged = set[str](), dict[str, date]()
        for file in filter(is_large, self._holding(spec, first_nights)):
            there = places_of(self._scanned(spec, [file], ["article_id", "first_night"], mine))
            kept, back = split(file, there, new, held) if there.keys() & works else (set(), set())
            apart |= kept
            merged |= {work: held[work] for work in back - set(works)}
        return apart, merged

    def merge_changes(self, table: str) -> int:
        """Merge the rows that are kept apart into their files, a file at a time; returns the number of works."""
        spec, changes = TABLES[table], APART[table]
        held = places_of(self._works_apart(spec))
        for file in self.live_files(table):
            there = self._works_in(spec, file, pa.array(sorted(held), pa.string())).to_pylist() if held else ()
            works = {work: held[work] for work in there}
            if works:
                rows = self.read_works(changes.name, works, works.values())
                self._replace_works(spec, rows, works, works.values())
        if held:
            self.commit(changes.name, self.live_files(changes.name), [])
        return len(held)

    def _replace_works(
        self, spec: Table, rows: pa.Table, works: Collection[str], first_nights: Collection[date]
    ) -> bool:
        """As `replace_works`, in one commit of this table."""
        table = spec.name
        chosen = pa.array(sorted(set(works)), pa.string())
        places = {*first_nights, *pc.unique(rows["first_night"]).to_pylist()}
        pending = rows
        changed: dict[LakeFile, pa.Table] = {}
        for file in sorted(self._holding(spec, places), key=is_full, reverse=True):
            inside = is_inside(pending, file)
            if is_full(file):
                there = self._works_in(spec, file, chosen)
                inside = pc.and_(inside, pc.is_in(pending["article_id"], there))
                if not len(there):
                    continue
            fresh, pending = pending.filter(inside), pending.filter(pc.invert(inside))
            current = shaped(self._scanned(spec, [file]), spec.schema, spec.sort)
            old = pc.is_in(current["article_id"], chosen)
            if shaped(current.filter(old), spec.schema, spec.sort).equals(shaped(fresh, spec.schema, spec.sort)):
                continue
            changed[file] = shaped(pa.concat_tables([current.filter(pc.invert(old)), fresh]), spec.schema, spec.sort)
        added = [self._with_earlier_nights(spec, month, new, changed) for month, new in by_first_night(pending, spec)]
        if not changed and not added and self.exists(table):
            return False
        parts = [(file.partition, rows) for file, rows in changed.items() if rows.num_rows]
        self.commit(table, [*changed], [*parts, *added])
        return True

    def _with_earlier_nights(
        self, spec: Table, month: str, new: pa.Table, changed: dict[LakeFile, pa.Table]
    ) -> tuple[str, pa.Table]:
        """A part to add, with the rows of the earlier files that it is merged with; these files become empty in
        `changed`.
        """
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

    def commit(
        self,
        table: str,
        removed: Sequence[LakeFile],
        parts: Iterable[tuple[str, pa.Table]],
        *,
        rearranges: bool = False,
    ) -> None:
        """One commit: these files are removed, and each (partition value, sorted rows) becomes a file.

        `rearranges`: only moves rows to other files, so that readers of changes skip the commit.
        """
        spec = TABLES[table]
        written = [write_file(self.path(table), spec, value, rows) for value, rows in parts]
        self._commit(table, removed, written, rearranges=rearranges)

    def _commit(
        self, table: str, removed: Sequence[LakeFile], written: Sequence[Written], *, rearranges: bool = False
    ) -> None:
        spec, folder = TABLES[table], self.path(table)
        adds = [add_action(file, spec, changes=not rearranges) for file in written]
        properties = CommitProperties(custom_metadata={"table": table})
        schema = Schema.from_arrow(spec.schema)
        partition = [spec.partition] if spec.partition else []
        held = opened(folder)
        if held is None:
            create_table_with_add_actions(
                str(folder), schema, adds, mode="error", partition_by=partition, name=table, description=spec.doc,
                configuration=CONFIGURATION, commit_properties=properties,
            )  # fmt: skip
            return
        widen(held.delta, spec)
        now_ms = int(time.time() * 1000)
        gone = [
            RemoveAction(
                f.path, not rearranges, now_ms, f.size, {spec.partition: f.partition} if spec.partition else {}
            )
            for f in removed
        ]
        held.delta.create_write_transaction([*gone, *adds], "append", schema, partition, commit_properties=properties)
