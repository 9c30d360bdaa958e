"""Reading the files of a dataset, split by split, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.formats import ROW_FORMATS
from pipelines.give.export.formats.format import Format
from pipelines.give.export.kinds import texts_of

WORKS = "article_ids"
"""The column of kinds that names the works of a row."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the dataset in `folder`. If it has several formats, the files of the first one in ROW_FORMATS."""

    folder: Path
    splits: tuple[str, ...]
    text_columns: tuple[str, ...] = ("text",)
    works_column: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path, recipe: Mapping[str, Any], splits: Sequence[str] | None = None) -> Files:
        """The files of the recipe that a manifest has; of all its splits, or of some."""
        named = recipe["splits"] if splits is None else splits
        return cls(folder, tuple(named), texts_of(recipe.get("kind")), (WORKS,) if WORKS in recipe["columns"] else ())

    @property
    def sides(self) -> int:
        """Texts of a row."""
        return len(self.text_columns)

    def shards(self, split: str) -> list[tuple[Format, Path]]:
        """The shards of a split in one format, in order."""
        for each in ROW_FORMATS:
            if found := sorted(self.folder.glob(each.pattern(split))):
                return [(each, path) for path in found]
        return []

    def rows(self, split: str) -> int:
        """Rows of a split."""
        return sum(each.rows(path) for each, path in self.shards(split))

    def stored_bytes(self, split: str) -> tuple[int, int]:
        """(bytes of a split's rows before compression, bytes of its files); equal if the format does not state the former."""
        shards = self.shards(split)
        return sum(each.row_bytes(path) for each, path in shards), sum(path.stat().st_size for _, path in shards)

    def batches(self, split: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a split's rows."""
        for each, path in self.shards(split):
            yield from each.batches(path, columns)

    def table(self, split: str, columns: Sequence[str]) -> pa.Table:
        """Some columns of a split's rows as one table in memory: for small columns only."""
        batches = [batch.select(list(columns)) for batch in self.batches(split, columns)]
        return (
            pa.Table.from_batches(batches)
            if batches
            else pa.table({name: pa.array([], pa.string()) for name in columns})
        )

    def texts(self) -> Iterator[pa.Array]:
        """The texts of all splits, split by split, in batches; several texts of a row follow each other."""
        for split in self.splits:
            for batch in self.batches(split, self.text_columns):
                yield interleaved(batch, self.text_columns)


def interleaved(rows: pa.RecordBatch | pa.Table, columns: Sequence[str]) -> pa.Array:
    """Several columns of text as one, row by row.

    >>> interleaved(pa.table({"a": ["a1", "a2"], "b": ["b1", "b2"]}), ["a", "b"]).to_pylist()
    ['a1', 'b1', 'a2', 'b2']
    """
    if len(columns) == 1 and isinstance(rows, pa.RecordBatch):
        return rows[columns[0]]
    parts = pa.concat_arrays([chunk for name in columns for chunk in pa.chunked_array(rows[name]).chunks])
    return parts.take(pa.array(np.arange(len(parts)).reshape(len(columns), -1).T.ravel()))


def works_of(rows: pa.Table) -> pa.Table:
    """The rows with a line for each of their works, whose `id` is that of the work; rows of articles are as they were."""
    if WORKS not in rows.column_names:
        return rows
    works = rows[WORKS].combine_chunks()
    table = rows.take(pc.list_parent_indices(works)).drop_columns([WORKS])
    return table.set_column(table.schema.get_field_index("id"), "id", [pc.list_flatten(works).cast(pa.string())])
