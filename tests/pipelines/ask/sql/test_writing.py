"""Rows as text: nothing is lost on the way, whatever a column is called or holds."""

import json
import math
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ask.sql.cells import cell
from pipelines.ask.sql.query import query_corpus
from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.writing import distinct, write_rows
from pipelines.base.errors import InputError
from pipelines.corpus.publish.views import write_views
from pipelines.lake.home import Home


def written(rows: pa.Table, style: str, capsys: pytest.CaptureFixture[str]) -> str:
    write_rows(Rows.of(rows), style, None)
    return capsys.readouterr().out


TWINS = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], names=["a", "a", "b"])


def test_columns_of_one_name_are_all_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(TWINS, "csv", capsys) == "a,a,b\n1,2,3\n"
    assert json.loads(written(TWINS, "jsonl", capsys)) == {"a": 1, "a_2": 2, "b": 3}
    many = distinct(["a_3", *["a"] * 20_000])
    assert (len(set(many)), many[:4]) == (20_001, ["a_3", "a", "a_2", "a_4"])
    assert written(TWINS, "markdown", capsys).splitlines()[2] == "| 1 | 2 | 3 |"


def test_parquet_gets_distinct_names(tmp_path: Path) -> None:
    write_rows(Rows.of(TWINS), "parquet", tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == [{"a": 1, "a_2": 2, "b": 3}]


@pytest.mark.parametrize("number", [123456.789, 1234567.0, 0.123456789, 1e-12])
def test_numbers_are_whole_in_csv(number: float, capsys: pytest.CaptureFixture[str]) -> None:
    text = written(pa.table({"x": [number]}), "csv", capsys)
    assert float(text.splitlines()[1]) == number


def test_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pa.table({"nan": [math.nan], "at": [datetime(2026, 2, 2, tzinfo=UTC)], "raw": [b"\xff"]})
    assert json.loads(written(rows, "jsonl", capsys)) == {"nan": None, "at": "2026-02-02T00:00:00Z", "raw": "ff"}


def test_days_before_the_calendar_of_python_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    day = pa.array([-2_180_000], pa.date32())
    nested = pa.StructArray.from_arrays([day], ["at"])
    listed, mapped = pa.ListArray.from_arrays([0, 1], nested), pa.MapArray.from_arrays([0, 1], ["k"], day)
    rows = pa.table({"day": day, "listed": listed, "mapped": mapped})
    assert json.loads(written(rows, "jsonl", capsys)) == {
        "day": "-3999-05-13", "listed": [{"at": "-3999-05-13"}], "mapped": [["k", "-3999-05-13"]],
    }  # fmt: skip


def test_an_interval_is_a_duration() -> None:
    assert cell(pa.MonthDayNano([1, 2, 34_200_500_000_000])) == "P1M2DT34200.5S"
    assert cell([pa.MonthDayNano([0, 3, 0])]) == '["P0M3DT0S"]'


def test_a_cell_of_nested_values_is_json() -> None:
    assert cell([{"at": datetime(2026, 2, 2, tzinfo=UTC)}]) == '[{"at": "2026-02-02T00:00:00Z"}]'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An empty corpus."""
    home = Home.at(tmp_path_factory.mktemp("home"))
    write_views(home)
    return home


def test_what_gives_no_rows_may_stand_beside_a_query(home: Home) -> None:
    assert query_corpus(home, "SET threads = 1; CREATE TEMP TABLE t AS SELECT 5 AS x; FROM t;").to_pylist() == [
        {"x": 5}
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT 1; SELECT 2", "SQL: 2 statements give rows: run one at a time"),
        ("FROM artcles", 'SQL: Catalog Error: Table with name artcles does not exist! Did you mean "articles"?'),
        ("SELECT\n1 FROM FROM", 'SQL: Parser Error: syntax error at or near "FROM" (line 2)'),
        ("SELEC", 'syntax error at or near "SELEC"; a query begins with SELECT or FROM, such as FROM articles'),
        ('FROM (SELECT 1 AS b) WHERE b = "a c"', "; write a text in single quotes: 'a c'"),
        ("FROM (SELECT 1 AS b) WHERE c = 2", 'Candidate bindings: "b"'),
        ("SELECT 1 FROM duckdb_views() WHERE view_name > 2025", "; write a date or number in single quotes"),
        ("DELETE FROM articles", "; a query cannot delete rows of the corpus"),
    ],
)
def test_what_is_wrong_with_a_query_is_one_line(home: Home, query: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        query_corpus(home, query)
    assert str(error.value).endswith(said)
    assert "\n" not in str(error.value)


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_rows(Rows.of(TWINS), "csv", pipe)
    assert os.read(reader, 100) == b"a,a,b\n1,2,3\n"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
