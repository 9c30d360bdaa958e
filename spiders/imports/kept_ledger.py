"""The ledger of a finished import: a Parquet file in the archive. The next build reads it into the table `imports`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.base.durable import sync
from pipelines.lake.archive import ledgers
from pipelines.lake.checksums.ledger import announce
from pipelines.lake.home import Home
from pipelines.lake.schemas import IMPORTS
from spiders.imports.ledger import Ledger

SLICE_LINES = 20_000


def keep(home: Home, ledger: Ledger) -> None:
    """Write every line of a ledger, in order, into the archive."""
    where = ledgers(home.archive)
    where.mkdir(parents=True, exist_ok=True)
    target = where / f"{ledger.name}.parquet"
    beside = target.with_suffix(".open")
    with pq.ParquetWriter(beside, IMPORTS, compression="zstd", write_page_checksum=True) as writer:
        for batch in _batches(ledger.name, ledger.lines()):
            writer.write_table(pa.Table.from_batches([batch]))
    announce(target, "archive")
    beside.replace(target)
    sync(where)


def _batches(name: str, lines: Iterable[tuple[Any, ...]]) -> Iterator[pa.RecordBatch]:
    lines = iter(lines)
    while chosen := list(islice(lines, SLICE_LINES)):
        yield pa.RecordBatch.from_pylist([_row(name, line) for line in chosen], IMPORTS)


def _row(name: str, line: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(IMPORTS.names, (name, *line), strict=True))
    at, night = row["captured_at"], row["night"]
    row["captured_at"] = datetime.fromisoformat(at) if at else None
    row["night"] = date.fromisoformat(night) if night else None
    return row
