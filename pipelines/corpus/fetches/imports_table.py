"""The table `imports`: loads the ledgers of imports from the archive into the lake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.lake.archive import ledgers
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

TABLE = "imports"
COUNTED = ["import_id", "outcome"]
SLICE_ROWS = 200_000


def land_imports(home: Home) -> bool:
    """Make the rows of the lake equal to the ledgers; returns whether any row was added or removed.

    If an import is run again, its ledger is a new file with the same id.
    """
    lake = Lake(home.lake)
    files = {path.stem: path for path in sorted(ledgers(home.archive).glob("*.parquet"))}
    had, have = _counts(lake.read(TABLE, columns=COUNTED)), {name: _counts_of(path) for name, path in files.items()}
    new = {name: path for name, path in files.items() if had.get(name) != have[name]}
    if not new and had.keys() <= files.keys():
        return False
    kept = lake.read(TABLE, where=pc.field("import_id").isin(pa.array(sorted(files.keys() - new.keys()), pa.string())))
    lake.commit(TABLE, lake.live_files(TABLE), (("", part) for part in _parts(kept, new)))
    return True


def _counts(rows: pa.Table) -> dict[str, dict[str, int]]:
    """Number of lines of each import, by outcome."""
    found: dict[str, dict[str, int]] = {}
    for row in rows.group_by(COUNTED).aggregate([([], "count_all")]).to_pylist():
        found.setdefault(row["import_id"], {})[row["outcome"]] = row["count_all"]
    return found


def _counts_of(path: Path) -> dict[str, int]:
    return _counts(pq.read_table(path, columns=COUNTED, partitioning=None)).get(path.stem, {})


def _parts(kept: pa.Table, new: dict[str, Path]) -> Iterator[pa.Table]:
    if kept.num_rows:
        yield kept
    for path in new.values():
        for batch in pq.ParquetFile(path, page_checksum_verification=True).iter_batches(batch_size=SLICE_ROWS):
            yield pa.Table.from_batches([batch]).cast(TABLES[TABLE].schema)
