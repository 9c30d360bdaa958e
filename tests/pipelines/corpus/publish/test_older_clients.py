"""Views and macros in older versions of DuckDB, and attached under another name.

$DATELINE_OLDER_DUCKDB names interpreters that have one: `/venvs/duckdb12/bin/python:/venvs/duckdb13/bin/python`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.ask.sql.catalog import EXAMPLE
from pipelines.corpus.publish.derived import VIEWS
from pipelines.corpus.publish.macros import MACROS
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from tests.pipelines.conftest import article

CLIENT = Path(__file__).with_name("older_client.py")
OLDER = [python for python in os.environ.get("DATELINE_OLDER_DUCKDB", "").split(":") if python]
NEEDS_OLDER = pytest.param(
    "", marks=pytest.mark.skip(reason="no older DuckDB: $DATELINE_OLDER_DUCKDB names no interpreter that has one")
)


def example(name: str) -> str:
    found = EXAMPLE.search(MACROS[name][0])
    assert found
    return found[0].replace(f"{name}(", f"c.{name}(")


@pytest.mark.parametrize("python", [sys.executable, *(OLDER or [NEEDS_OLDER])])
def test_every_view_and_macro_works_where_the_corpus_is_attached(python: str, corpus: Callable[..., Home]) -> None:
    flood = "https://paper.example/2026/flood"
    home = corpus(article("a", url=flood, related=[{"url": flood, "title": "Flood", "position": 0}]), article("b"))
    views = {f"SELECT * FROM c.{name}": 0 for name in (*(t.name for t in TABLES.values() if t.of is None), *VIEWS)}
    macros = {f"SELECT * {example(name)}": 0 for name in MACROS}
    all_rows = ("c.articles", "c.dated_at(0.5)", example("possibly_between").removeprefix("FROM "))
    expected = views | macros | {f"SELECT * FROM {rows}": 2 for rows in all_rows}
    expected[f"SELECT * FROM c.related('{flood}')"] = 1
    expected[
        "SELECT domain, published_from, published_to, interval_basis FROM c.articles WHERE domain = 'paper.example'"
    ] = 2
    command = [python, str(CLIENT), str(home.corpus)]
    said = subprocess.run(command, input=json.dumps(list(expected)), capture_output=True, text=True, check=True).stdout
    assert json.loads(said)["rows"] == expected
