"""Reading the files of a dataset, split by split, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines.give.export.formats import FORMATS
from pipelines.give.export.formats.format import Format


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the dataset in `folder`. If it has several formats, the files of the first one in FORMATS."""

    folder: Path
    splits: tuple[str, ...]

    def shards(self, split: str) -> list[tuple[Format, Path]]:
        """The shards of a split in one format, in order."""
        for each in FORMATS:
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
        """The column `text` of all splits, split by split, in batches."""
        for split in self.splits:
            for batch in self.batches(split, ["text"]):
                yield batch["text"]
