"""What readers see: one consistent set of tables a published night, from wherever the home stands, whatever they hold open."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from pipelines.ask.sql.query import query_corpus
from pipelines.base.errors import InputError
from pipelines.corpus.publish.publications import MAX_FILES, publish
from pipelines.corpus.publish.views import refresh_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES
from tests.pipelines.conftest import article

READING = Path(__file__).parents[4] / "docs" / "reading.md"
FIRST, SECOND = date(2026, 2, 2), date(2026, 2, 3)


def show(home: Home, night: date) -> bool:
    return refresh_views(home, night, lambda *_: None).changed


def put(home: Home, *rows: dict[str, object]) -> None:
    Lake(home.lake).replace("articles", pa.Table.from_pylist(list(rows), schema=ARTICLES))


def titles(home: Home) -> list[str]:
    return query_corpus(home, "SELECT title FROM articles ORDER BY 1")["title"].to_pylist()


def test_each_published_night_has_the_versions_that_belong_together(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"))
    assert show(home, FIRST)
    put(home, article("a"), article("b"))
    assert show(home, SECOND)
    lake = Lake(home.lake)
    rows = lake.read("publications", columns=["night", "table", "version"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [(FIRST, "articles", 0), (SECOND, "articles", 1)]
    assert DeltaTable(str(lake.path("articles")), version=0).to_pyarrow_table()["title"].to_pylist() == ["a"]
    assert DeltaTable(str(lake.path("articles")), version=1).to_pyarrow_table().num_rows == 2
    assert not show(home, SECOND)
    assert lake.version("publications") == 1


def test_a_night_published_again_has_its_rows_replaced(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"))
    show(home, FIRST)
    put(home, article("b"))
    assert show(home, FIRST)
    rows = query_corpus(home, 'SELECT night, "table", version FROM publications').to_pylist()
    assert rows == [{"night": FIRST, "table": "articles", "version": 1}]


def test_publications_stay_few_files(corpus: Callable[..., Home]) -> None:
    lake = Lake(corpus(article("a")).lake)
    for day in range(1, MAX_FILES + 3):
        publish(lake, date(2026, 2, day), now=datetime(2026, 2, day, tzinfo=UTC))
    assert lake.read("publications")["night"].to_pylist() == [date(2026, 2, day) for day in range(1, MAX_FILES + 3)]
    assert len(lake.live_files("publications")) == 2


def test_the_documented_way_reads_one_set(corpus: Callable[..., Home], monkeypatch: pytest.MonkeyPatch) -> None:
    home = corpus(article("a"))
    show(home, FIRST)
    put(home, article("a"), article("b"))  # of a night that is not published yet
    monkeypatch.chdir(home.root)
    Path("data").symlink_to(".")
    blocks = re.findall(r"```python\n(.*?)```", READING.read_text(), re.DOTALL)
    [first] = [block for block in blocks if "import deltalake" in block]
    names: dict[str, Any] = {}
    exec(first, names)
    assert names["versions"] == {"articles": 0}
    assert names["table"]["title"].to_pylist() == list(names["frame"]["title"]) == ["a"]


def test_a_copied_home_reads_its_own_files(corpus: Callable[..., Home], tmp_path: Path) -> None:
    home = corpus(article("a"))
    show(home, FIRST)
    copy = Home.at(shutil.copytree(home.root, tmp_path / "the copy's"))
    shutil.rmtree(home.lake)
    assert titles(copy) == ["a"]
    with duckdb.connect(str(copy.corpus), read_only=True) as client:  # a bare client after it
        assert client.sql("SELECT path FROM home").fetchall() == [(str(copy.root),)]
        assert client.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_a_moved_home_shows_the_night_that_was_published(corpus: Callable[..., Home], tmp_path: Path) -> None:
    home = corpus(article("a"))
    show(home, FIRST)
    put(home, article("a"), article("b"))  # of a night that is not published yet
    moved = Home.at(home.root.rename(tmp_path / "elsewhere"))
    assert titles(moved) == ["a"]


HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_client_that_holds_the_corpus_for_writing_breaks_no_night(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"))
    show(home, FIRST)
    command = [sys.executable, "-c", HOLD, str(home.corpus)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == "held\n"
        assert titles(home) == ["a"]
        put(home, article("b"))
        assert show(home, SECOND)
        assert titles(home) == ["b"]
        client.communicate("")


def test_a_reader_who_holds_a_parquet_file_reads_on(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"))
    [file] = Lake(home.lake).files("articles")
    with pq.ParquetFile(file) as held:
        put(home, article("b"))
        show(home, SECOND)
        assert held.read(["title"])["title"].to_pylist() == ["a"]
    assert titles(home) == ["b"]


def test_what_killed_writers_left_is_removed(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left = [home.root / f"corpus.{ended.pid}.new", home.root / f"corpus.{ended.pid}.new.wal"]
    living = home.root / f"corpus.{os.getppid()}.new"
    for path in (*left, living):
        path.touch()
    show(home, FIRST)
    assert [path.exists() for path in (*left, living)] == [False, False, True]


@pytest.mark.parametrize("home", ["s3://bucket/corpus", "gs://bucket", "file:///data"])
def test_a_home_that_is_no_folder_is_refused(home: str) -> None:
    with pytest.raises(InputError, match=f"{home} is a home in an object store: 'dateline --home {home} COMMAND'"):
        Home.at(home)


def test_a_night_of_new_articles_leaves_the_files_of_earlier_nights(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for name, night in (("a", FIRST), ("b", SECOND)):
        row = article(name, first_night=night, month="2026-02")
        lake.replace_works("articles", pa.Table.from_pylist([row], schema=ARTICLES), [name], [night])
    assert sorted((file.first, file.last, file.rows) for file in lake.live_files("articles")) == [
        (FIRST, FIRST, 1),
        (SECOND, SECOND, 1),
    ]
