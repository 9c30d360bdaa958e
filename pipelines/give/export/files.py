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
    """The files of a dataset in `folder`; of several formats those of the first in FORMATS."""

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
        """Bytes of a split's rows before compression (of its files where their format does not state them), and of its files."""
        shards = self.shards(split)
        return sum(each.row_bytes(path) for each, path in shards), sum(path.stat().st_size for _, path in shards)

    def batches(self, split: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a split's rows."""
        for each, path in self.shards(split):
            yield from each.batches(path, columns)

    def table(self, split: str, columns: Sequence[str]) -> pa.Table:
        """Some small columns of a split's rows, all at once."""
        batches = [batch.select(list(columns)) for batch in self.batches(split, columns)]
        return (
            pa.Table.from_batches(batches)
            if batches
            else pa.table({name: pa.array([], pa.string()) for name in columns})
        )

    def texts(self) -> Iterator[pa.Array]:
        """The texts of all splits, one after the other."""
        for split in self.splits:
            for batch in self.batches(split, ["text"]):
                yield batch["text"]
