"""Reading the files of a dataset, split by split, in their order."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.shards import ENDINGS, FOLDERS

BATCH_ROWS = 4_000


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a dataset in `folder`: its Parquet, or its JSON lines where it has no Parquet."""

    folder: Path
    splits: tuple[str, ...]

    def paths(self, split: str) -> list[Path]:
        """The shards of a split in one format, in order."""
        for kind, folder in FOLDERS.items():
            if found := sorted((self.folder / folder).glob(f"{split}-*-of-*.{ENDINGS[kind]}")):
                return found
        return []

    def rows(self, split: str) -> int:
        """Rows of a split."""
        paths = self.paths(split)
        if all(path.suffix == ".parquet" for path in paths):
            return sum(pq.read_metadata(path).num_rows for path in paths)
        return sum(batch.num_rows for batch in self.batches(split, ["id"]))

    def stored_bytes(self, split: str) -> tuple[int, int]:
        """Bytes of a split's rows before compression (of JSON lines those of the files), and of its files."""
        paths = self.paths(split)
        on_disk = sum(path.stat().st_size for path in paths)
        if any(path.suffix != ".parquet" for path in paths):
            return on_disk, on_disk
        footers = [pq.read_metadata(path) for path in paths]
        return sum(
            footer.row_group(n).total_byte_size for footer in footers for n in range(footer.num_row_groups)
        ), on_disk

    def batches(self, split: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a split's rows."""
        for path in self.paths(split):
            if path.suffix == ".parquet":
                with pq.ParquetFile(path) as file:
                    yield from file.iter_batches(BATCH_ROWS, columns=list(columns))
            else:
                yield from _json_batches(path, columns)

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


def _json_batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
        rows = []
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            row = json.loads(line)
            rows.append({name: row[name] for name in columns})
            if len(rows) == BATCH_ROWS:
                yield _batch(rows, columns)
                rows = []
        if rows:
            yield _batch(rows, columns)


def _batch(rows: list[dict[str, object]], columns: Sequence[str]) -> pa.RecordBatch:
    schema = pa.schema([(field.name, _in_json(field.type)) for field in dataset_schema(columns, flat=False)])
    return pa.RecordBatch.from_pylist(rows, schema)


def _in_json(kind: pa.DataType) -> pa.DataType:
    """Dates are text there."""
    return pa.string() if pa.types.is_temporal(kind) else kind
