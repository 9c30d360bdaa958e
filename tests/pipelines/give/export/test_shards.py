"""Shards: their size, their cuts, and what a row that goes changes."""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.give.export.shards import ANCHOR, ROW_BYTES, SplitWriter, shard_rows

SCHEMA = pa.schema([("id", pa.string()), ("text", pa.string())])
ROWS = pa.table({"id": [f"row{n:05d}" for n in range(3000)], "text": ["x" * 44] * 3000}, SCHEMA)


def shards(folder: Path, rows: pa.Table, *, shard_bytes: int, chunk: int = 500) -> dict[str, pa.Table]:
    """The files that a split's rows become, by name."""
    writer = SplitWriter(folder, "train", SCHEMA, ("parquet",), shard_bytes, shard_rows(rows.num_rows, least=2))
    for first in range(0, rows.num_rows, chunk):
        writer.write(rows.slice(first, chunk))
    files = writer.finish()
    made = {name: pq.ParquetFile(folder / name).read() for name in files}
    assert {name: file["rows"] for name, file in files.items()} == {
        name: table.num_rows for name, table in made.items()
    }
    return made


def test_shards_hold_every_row_in_order_and_are_of_their_size(tmp_path: Path) -> None:
    size = 500 * (ROW_BYTES + 44)
    made = shards(tmp_path, ROWS, shard_bytes=size)
    assert pa.concat_tables(made.values()).equals(ROWS)
    assert next(iter(made)) == f"data/train-00000-of-{len(made):05d}.parquet"
    assert all(500 <= table.num_rows <= 626 for table in list(made.values())[:-1])


def test_cuts_do_not_depend_on_how_rows_come(tmp_path: Path) -> None:
    whole = shards(tmp_path / "one", ROWS, shard_bytes=100_000, chunk=3000)
    pieces = shards(tmp_path / "two", ROWS, shard_bytes=100_000, chunk=7)
    assert [table.num_rows for table in whole.values()] == [table.num_rows for table in pieces.values()]


def test_a_row_that_goes_changes_the_shards_near_it(tmp_path: Path) -> None:
    def contents(folder: Path, rows: pa.Table) -> Counter[tuple[str, ...]]:
        return Counter(tuple(t["id"].to_pylist()) for t in shards(folder, rows, shard_bytes=60 * ANCHOR * 10).values())

    before = contents(tmp_path / "one", ROWS)
    after = contents(tmp_path / "two", pa.concat_tables([ROWS.slice(0, 10), ROWS.slice(11)]))
    assert sum((before - after).values()) <= sum(before.values()) / 2


def test_a_small_split_has_two_shards_and_one_row_has_one(tmp_path: Path) -> None:
    assert [t.num_rows for t in shards(tmp_path / "five", ROWS.slice(0, 5), shard_bytes=10**9).values()] == [3, 2]
    assert [t.num_rows for t in shards(tmp_path / "one", ROWS.slice(0, 1), shard_bytes=10**9).values()] == [1]
