"""Parquet files of a dataset, in the folder `data` as Hugging Face `datasets` looks for them.

https://huggingface.co/docs/hub/datasets-file-names-and-splits, https://huggingface.co/docs/hub/datasets-libraries
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.give.export.formats.format import BATCH_ROWS, Format
from pipelines.give.export.row_digest import TEXT

OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "use_content_defined_chunking": True,
    "write_page_index": True,
}
UNIQUE = frozenset({"id", "article_id", "document_id", "url", "canonical_url", *TEXT})
"""Columns that hardly repeat a value: no dictionary of them is kept."""


class _GroupWriter:
    """Writes one row group for each table."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        repeated = [field.name for field in schema if field.name not in UNIQUE and not pa.types.is_nested(field.type)]
        self._writer = pq.ParquetWriter(file, schema, use_dictionary=repeated, **OPTIONS)

    def write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows, row_group_size=rows.num_rows)

    def close(self) -> None:
        self._writer.close()


def _batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(BATCH_ROWS, columns=list(columns))


def _columns(path: Path) -> list[str]:
    return list(pq.read_schema(path).names)


def _measure(path: Path) -> tuple[int, int]:
    footer = pq.read_metadata(path)
    return footer.num_rows, sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups))


PARQUET = Format(
    name="parquet",
    about="Parquet compressed with zstd",
    folder="data",
    suffix="parquet",
    writer=_GroupWriter,
    batches=_batches,
    columns=_columns,
    measure=_measure,
    media_type="application/x-parquet",
)
