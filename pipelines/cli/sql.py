"""`dateline sql`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipelines.home import Home

ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".md": "markdown",
    ".parquet": "parquet",
    ".txt": "markdown",
}
FORMATS = ("table", "csv", "json", "markdown", "parquet")


@click.command()
@click.argument("query", required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    help="How rows are written [default: by the output's ending; table].",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead of stdout."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=40, show_default=True, help="Rows shown as a table; files get all."
)
@click.pass_obj
def command(home: Home, query: str | None, style: str | None, output: Path | None, limit: int) -> None:
    """Run QUERY over the corpus (DuckDB SQL; '-' reads it from stdin; without QUERY, list the tables).

    \b
    dateline sql "SELECT source, count(*) FROM articles GROUP BY ALL"
    dateline sql "SELECT title, published FROM articles WHERE published_confidence > .9 ORDER BY published_day"
    dateline sql "FROM as_of(DATE '2026-02-02')"            the texts as they stood that night
    dateline sql "FROM possibly_between('2022-11-01', '2022-12-01')"     undated works included by their bounds
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    from pipelines.errors import InputError
    from pipelines.sql import query_corpus, write_rows

    ending = output.suffix.lower() if output else ""
    if style is None and ending and ending not in ENDINGS:
        raise InputError(f"{output}: no format is known by the ending {ending}: say which with --format")
    rows = query_corpus(home, sys.stdin.read() if query == "-" else query)
    write_rows(rows, style=style or ENDINGS.get(ending, "table"), output=output, limit=limit)
