"""A query in its process: its rows as they come, what it may say, and homes of every kind."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from click.testing import CliRunner

from pipelines.ask.sql.limits import MIB, Limits, limits
from pipelines.ask.sql.process import rows_apart
from pipelines.base.errors import InputError
from pipelines.cli import dateline
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES
from tests.pipelines.conftest import article

LIMITS = Limits(timeout_seconds=60, memory_bytes=512 * MIB, threads=2)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two articles."""
    home = Home.at(tmp_path_factory.mktemp("home"))
    Lake(home.lake).replace("articles", pa.Table.from_pylist([article("a"), article("b")], schema=ARTICLES))
    write_views(home)
    return home


def answer(home: Home, query: str, **options: Any) -> list[dict[str, Any]]:
    """The rows of a query."""
    with rows_apart(home, query, LIMITS, **options) as rows:
        return list(rows.table().to_pylist())


def test_rows_come_as_they_are_made(home: Home) -> None:
    """Of a result that would take minutes the first are there, the query ends with the block, names are kept."""
    with rows_apart(home, "SELECT range AS a, 1 AS a FROM range(1000000000000)", LIMITS) as rows:
        assert rows.first(3).columns[0].to_pylist() == [0, 1, 2]
        assert rows.schema.names == ["a", "a"]


def test_large_rows_come_in_pieces(home: Home) -> None:
    with rows_apart(home, "SELECT range AS n, repeat('x', 9_000_000) AS x FROM range(5)", LIMITS) as rows:
        sizes = [(batch["n"].to_pylist(), batch.nbytes < 20_000_000) for batch in rows.batches]
    assert [number for numbers, _ in sizes for number in numbers] == [0, 1, 2, 3, 4]
    assert all(small for _, small in sizes)
    assert len(sizes) > 2


def test_rows_to_be_shown_at_once_are_no_larger_than_a_terminal_could_need(home: Home) -> None:
    arguments = ["--home", str(home.root), "sql", "SELECT repeat('x', 9_000_000) AS x FROM range(9)"]
    shown = CliRunner().invoke(dateline, [*arguments, "--limit", "1"], env={"COLUMNS": "100"})
    assert [len(line) for line in shown.output.splitlines()[:3]] == [1, 100, 100]
    assert "the first 10 rows are larger than 32 MB" in str(
        CliRunner().invoke(dateline, [*arguments, "--limit", "9"]).exception
    )


def test_a_query_may_be_prepared(home: Home) -> None:
    query = (
        "SET TimeZone = 'Asia/Tokyo'; SET VARIABLE least = 'b'; CREATE TEMP MACRO shout(x) AS upper(x); "
        "CREATE TEMP TABLE t AS FROM articles; DELETE FROM t WHERE article_id < getvariable('least'); "
        'SELECT shout(article_id) AS id, first_seen::VARCHAR AS seen, 1 AS "copy" FROM t; DROP TABLE t'
    )
    for landlock in (True, False):
        assert answer(home, query, landlock=landlock) == [{"id": "B", "seen": "2026-02-02 11:00:00+09", "copy": 1}]


def test_the_limit_ends_the_query(home: Home) -> None:
    started = time.monotonic()
    arguments = ["--home", str(home.root), "sql", "FROM range(1000000000000)", "--limit", "2", "--format"]
    shown = {style: CliRunner().invoke(dateline, [*arguments, style]) for style in ("csv", "table")}
    assert shown["csv"].output == "range\n0\n1\n"
    assert "the first 2 rows" in shown["table"].output
    assert time.monotonic() - started < LIMITS.timeout_seconds


def test_a_query_of_ones_own_may_write(home: Home, tmp_path: Path) -> None:
    arguments = ["--home", str(home.root), "sql", f"COPY (SELECT 1 AS x) TO '{tmp_path}/x.csv'"]
    refused = CliRunner().invoke(dateline, arguments)
    assert str(refused.exception).startswith("SQL: refused: COPY writes files: use --output FILE")
    assert not (tmp_path / "x.csv").exists()
    assert CliRunner().invoke(dateline, [*arguments, "--unsafe"]).exit_code == 0
    assert (tmp_path / "x.csv").read_text() == "x\n1\n"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT title::INT FROM articles", "SQL: Conversion Error: Could not convert string 'a' to INT32"),
        ("SELECT repeat('x', 20_000_000)", "a row is larger than 16 MB: ask for less of it, such as text[:1000]"),
        ("SELECT error(repeat('x', 200_000))", "SQL: Invalid Input Error: xxx"),  # more than a pipe holds
        ("SELECT 'a\udcff'", "SQL: the query is not UTF-8 text"),
        (f"SELECT {', '.join(map(str, range(5_001)))}", "SQL: 5,001 columns: 5,000 at most"),
        ("SET threads = 9", "use --memory, --threads or --timeout; --unsafe lifts it for a query of your own"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_what_to_do(query: str, said: str, home: Home) -> None:
    with pytest.raises(InputError) as error:
        answer(home, query)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def linked(home: Home, folder: Path) -> Home:
    """A link to a copy of its own."""
    (folder / "link").symlink_to(copied(home, folder).root)
    return Home.at(folder / "link")


def copied(home: Home, folder: Path) -> Home:
    """A copy, while its views read files that are gone."""
    shutil.copytree(home.root, folder / "original")
    write_views(Home.at(folder / "original"))
    return Home.at((folder / "original").rename(folder / "copy"))


@pytest.mark.parametrize("kind", [linked, copied])
def test_homes_that_are_linked_or_copied_are_read(
    kind: Callable[[Home, Path], Home], home: Home, tmp_path: Path
) -> None:
    other = kind(home, tmp_path)
    assert answer(other, "SELECT count(*) AS n FROM articles") == [{"n": 2}]


def test_a_corpus_that_a_program_holds_for_writing_is_read(home: Home) -> None:
    with duckdb.connect(str(home.corpus)):
        assert answer(home, "SELECT count(*) AS n FROM articles") == [{"n": 2}]


@pytest.mark.parametrize("memory", ["1", "lots", "100MB", "-1GB"])
def test_a_size_that_is_none_is_told(memory: str) -> None:
    with pytest.raises(InputError, match="give a size of 256MB or more, such as 512MB or 2GB"):
        limits(None, memory, None)
