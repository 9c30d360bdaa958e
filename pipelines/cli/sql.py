"""`dateline sql`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.output_option import OutputFile
from pipelines.lake.home import Home

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.ask.sql.limits import Limits
    from pipelines.ask.sql.rows import Rows

FORMATS = ("table", "csv", "json", "jsonl", "markdown", "parquet", "arrow")
SHOWN_ROWS = 40


@click.command()
@click.argument("query", required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    help="Output format [default: by the suffix of the output; table].",
)
@click.option("--output", "-o", type=OutputFile(), help="Write to a file instead of stdout.")
@click.option(
    "--limit", type=click.IntRange(min=1), help=f"Rows, then stop [default: {SHOWN_ROWS} in a table, else all]."
)
@click.option("--timeout", type=click.FloatRange(min=0.1), help="Seconds after which the query is ended [default: 60].")
@click.option("--memory", help="Memory it may use, such as 512MB or 4GB [default: half of the machine's, 4GB at most].")
@click.option("--threads", type=click.IntRange(min=1), help="Threads it may use [default: one for each core].")
@click.option(
    "--schema",
    is_flag=True,
    help="Show tables, columns and macros with their documentation (of the table QUERY, or of all).",
)
@click.option("--vertical", is_flag=True, help="One line for each whole value, instead of a table.")
@click.option(
    "--unsafe", is_flag=True, help="No sandbox and no limits: a query of your own that writes, or reads other files."
)
@click.pass_obj
def command(
    home: Home,
    query: str | None,
    style: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float | None,
    memory: str | None,
    threads: int | None,
    schema: bool,
    vertical: bool,
    unsafe: bool,
) -> None:
    """Run QUERY over the corpus (DuckDB SQL; '-' reads it from stdin; without QUERY, a prompt, or in a pipe the tables).

    It runs in a separate process that cannot write, cannot read outside the corpus, and cannot exceed its limits of time and
    memory.

    \b
    dateline sql "SELECT source, count(*) FROM articles GROUP BY ALL"
    dateline sql "SELECT title, published FROM articles WHERE published_confidence > .9 ORDER BY published_day"
    dateline sql "FROM as_of(DATE '2026-02-02')"            the texts as of that night
    dateline sql "FROM possibly_between('2022-11-01', '2022-12-01')"     undated works included by their bounds
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    from pipelines.ask.sql.catalog import QUERY
    from pipelines.ask.sql.limits import limits

    allowed = limits(timeout, memory, threads)
    shown = limit or SHOWN_ROWS
    style = style or _style_of(output)
    if style == "table" and output is not None:
        style = "markdown"
    if schema:
        with _rows(home, QUERY, None, allowed, unsafe=unsafe) as rows:
            _show_schema(_entry(rows.table(), query), style, output)
        return
    if query is None and style == "table" and sys.stdin.isatty() and sys.stdout.isatty():
        from pipelines.ask.sql.prompt import Prompt

        home.require_corpus()
        Prompt(lambda asked, wanted: _rows(home, asked, wanted, allowed, unsafe=unsafe), shown, vertical=vertical).run()
        return
    wanted = shown + 1 if style == "table" else limit
    with _rows(home, _query(query), wanted, allowed, unsafe=unsafe) as rows:
        if style == "table":
            from pipelines.ask.sql.table import print_rows

            print_rows(rows, shown, vertical=vertical)
        else:
            from pipelines.ask.sql.writing import write_rows

            write_rows(rows, style, output)


def _entry(catalog: pa.Table, name: str | None) -> pa.Table:
    """The rows of one table or macro of the catalog; all rows if no name is given. Raises InputError."""
    from pipelines.base.errors import InputError
    from pipelines.base.settings.mistakes import nearest

    if name is None:
        return catalog
    names = [each.partition("(")[0] for each in catalog["name"].to_pylist()]
    if name not in names:
        hint = nearest(name, names) or "; 'dateline sql --schema' shows all"
        raise InputError(f"no table or macro {name}{hint}")
    return catalog.filter([each == name for each in names])


def _show_schema(catalog: pa.Table, style: str, output: Path | None) -> None:
    from pipelines.ask.sql.catalog import as_markdown, as_text
    from pipelines.ask.sql.table import print_text, screen_width
    from pipelines.base.errors import InputError
    from pipelines.base.output_file import output_file

    if style == "table":
        print_text("\n".join(as_text(catalog, width=screen_width())))
    elif style == "markdown":
        with output_file(output or Path("-")) as file:
            file.write("\n".join(as_markdown(catalog)).encode() + b"\n")
    else:
        raise InputError(f"--schema is written as a table or as markdown, not as {style}")


def _query(query: str | None) -> str:
    if query is None:
        from pipelines.ask.sql.prompt import TABLES

        return TABLES
    if os.path.isfile(query):  # noqa: PTH113 -- Path.is_file raises for a query that is longer than a name may be
        raise click.UsageError(f"{query} is a file: 'dateline sql - < {query}' runs the query in it")
    asked = sys.stdin.buffer.read().decode(errors="surrogateescape") if query == "-" else query
    if not asked.strip():
        raise click.UsageError("the query is empty")
    return asked


def _style_of(output: Path | None) -> str:
    """The format for a file's suffix; `table` for stdout. Raises InputError for an unknown suffix."""
    if output is None:
        return "table"
    from pipelines.ask.sql.writing import ENDINGS
    from pipelines.base.errors import InputError

    ending = output.suffix.lower()
    if ending and ending not in ENDINGS:
        raise InputError(f"{output}: no format is known by the ending {ending}: give it with --format")
    return ENDINGS.get(ending, "markdown")


@contextmanager
def _rows(home: Home, query: str, wanted: int | None, allowed: Limits, *, unsafe: bool) -> Iterator[Rows]:
    if unsafe:
        from pipelines.ask.sql.query import query_rows

        with query_rows(home, query, wanted=wanted) as rows:
            yield rows
    else:
        from pipelines.ask.sql.process import rows_apart

        with rows_apart(home, query, allowed, wanted=wanted) as rows:
            yield rows
