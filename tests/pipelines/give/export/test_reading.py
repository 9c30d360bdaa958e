"""Rows come in the order of the dataset, whatever their order in the files."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.give.export.reading import read_anyhow, read_chosen
from pipelines.give.export.snapshot import FileGroup

NIGHT = date(2026, 1, 1)
ROWS = 9_000
"""More than are given out or decoded at once."""


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    names = [f"a{number:05d}" for number in range(ROWS)]
    nights = [NIGHT + timedelta(days=number * 4 // ROWS) for number in range(ROWS)]
    return pa.table({"article_id": names, "first_night": nights, "text": [f"text of {name}" for name in names]})


@pytest.fixture(scope="module")
def groups(rows: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> list[FileGroup]:
    """A file of the first two nights, and two of the others; the last was written before there was a column `text`."""
    chance, folder = np.random.default_rng(1), tmp_path_factory.mktemp("articles") / "month=2026-01"
    folder.mkdir()
    files = []
    for number, (first, last) in enumerate(((0, ROWS // 2), (ROWS // 2, ROWS - 50), (ROWS - 50, ROWS))):
        part = rows.slice(first, last - first).take(pa.array(chance.permutation(last - first)))
        files.append(str(folder / f"{number}.parquet"))
        pq.write_table(part if number < 2 else part.drop_columns(["text"]), files[-1])
    two = timedelta(days=2)
    return [
        FileGroup((files[0],), NIGHT, NIGHT + timedelta(days=1)),
        FileGroup((files[1], files[2]), NIGHT + two, NIGHT + two + timedelta(days=1)),
    ]


def test_rows_come_in_order(rows: pa.Table, groups: list[FileGroup]) -> None:
    wanted = rows.filter(pa.array(np.arange(ROWS) % 3 > 0)).drop_columns(["text"])
    ids, texts, done = [], [], 0
    for first, chunk in read_chosen(groups, wanted.rename_columns({"article_id": "id"}), ["text", "month"]):
        assert first == done
        assert set(chunk["month"].to_pylist()) == {"2026-01"}
        done += chunk.num_rows
        ids += chunk["article_id"].to_pylist()
        texts += chunk["text"].to_pylist()
    assert ids == wanted["article_id"].to_pylist()
    assert texts == [f"text of {name}" if name < f"a{ROWS - 50:05d}" else None for name in ids]


def test_rows_that_may_come_anyhow_bear_their_numbers(rows: pa.Table, groups: list[FileGroup]) -> None:
    found = {
        int(number): name
        for numbers, chunk in read_anyhow(
            groups, rows.drop_columns(["text"]).rename_columns({"article_id": "id"}), ["text"]
        )
        for number, name in zip(numbers, chunk["article_id"].to_pylist(), strict=True)
    }
    assert [found[number] for number in range(ROWS)] == rows["article_id"].to_pylist()
