"""Every table, column and macro is told, on a page that is up to date."""

from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from pipelines.ask.sql.catalog import EXAMPLE, QUERY, as_markdown, as_text
from pipelines.ask.sql.query import query_corpus
from pipelines.cli import dateline
from pipelines.corpus.publish.macros import MACROS
from pipelines.corpus.publish.views import write_views
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

PAGE = Path(__file__).parents[4] / "docs" / "tables.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An empty corpus."""
    home = Home.at(tmp_path_factory.mktemp("home"))
    write_views(home)
    return home


@pytest.fixture(scope="module")
def catalog(home: Home) -> pa.Table:
    return query_corpus(home, QUERY)


def test_the_page_is_up_to_date(catalog: pa.Table) -> None:
    assert "\n".join(as_markdown(catalog)) + "\n" == PAGE.read_text(encoding="utf-8"), "run scripts/tables_page"


def test_every_column_is_told_with_its_documentation(catalog: pa.Table) -> None:
    lines = [line.split() for line in as_text(catalog, width=400)]
    for table in TABLES.values():
        for field in table.schema:
            assert any(line[:1] == [field.name] and len(line) > 2 for line in lines), f"{table.name}.{field.name}"


@pytest.mark.parametrize("name", MACROS)
def test_every_macro_has_an_example_that_runs(name: str, home: Home) -> None:
    example = EXAMPLE.search(MACROS[name][0])
    assert example
    assert example[0].startswith(f"FROM {name}(")
    assert query_corpus(home, example[0]).num_rows == 0


def test_lines_fit_the_terminal(catalog: pa.Table) -> None:
    lines = list(as_text(catalog, width=80))
    assert max(map(len, lines)) <= 80
    assert "    article_id                    Id of the work. (VARCHAR)" in lines


def test_one_table_is_shown_alone(home: Home) -> None:
    wide = {"COLUMNS": "200"}
    shown = CliRunner(env=wide).invoke(dateline, ["--home", str(home.root), "sql", "--schema", "departures"]).output
    assert shown.splitlines()[0] == "departures: Works whose page was gone on a night."
    assert len(shown.splitlines()) == len(TABLES["departures"].schema.names) + 2
