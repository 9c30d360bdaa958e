"""The output at the end of the demo: a table by source, four queries, the dataset, and the next commands."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.text import Text

from pipelines.ask.sql.query import query_corpus
from pipelines.ask.sql.table import table_text
from pipelines.base.processes.typed_name import typed_name
from pipelines.give.export.audit import read_manifest
from pipelines.give.report.summary import source_summary
from pipelines.lake.command_line import shown_home
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

QUERIES = (
    (
        "How well is each paper dated?",
        "SELECT source, published_precision AS precision, count(*) AS articles,\n"
        "       floor(100 * avg(published_confidence)) / 100 AS confidence\n"
        "FROM articles GROUP BY ALL ORDER BY ALL",
    ),
    (
        "Which stories ran in most papers, and who had them first?",
        "SELECT cluster_id, count(*) AS members, any_value(title) FILTER (role = 'origin') AS origin,\n"
        "       string_agg(source || ' ' || role, ', ' ORDER BY role, source) AS roles\n"
        "FROM articles GROUP BY cluster_id HAVING count(*) > 2 ORDER BY members DESC, cluster_id LIMIT 5",
    ),
    (
        "Which events do most papers report, in words of their own?",
        "SELECT title, len(sources) AS papers, tellings, array_to_string(languages, ' ') AS languages,\n"
        "       not_before::DATE AS not_before, not_after::DATE AS not_after\n"
        "FROM event_facts ORDER BY papers DESC, tellings DESC, title LIMIT 5",
    ),
    (
        "What may have been published in November 2022, undated stories included?",
        "SELECT title, not_before::DATE AS not_before, not_after::DATE AS not_after, not_before_basis AS because\n"
        "FROM possibly_between('2022-11-01', '2022-12-01') ORDER BY published_day NULLS LAST, title LIMIT 6",
    ),
)


def closing(home: Home, *, changed: bool) -> None:
    """Print the closing tables on stdout."""
    console = Console(width=None if os.isatty(1) else 150)
    _print_table(console, "Both nights, by source", source_summary(home))
    for question, query in QUERIES:
        console.print(Text(f"{question}\n{query}", style="cyan"))
        _print_table(console, None, query_corpus(home, query))
    folder = home.datasets / "training"
    rows = read_manifest(folder)["rows"]
    listed = " / ".join(f"{count} {split}" for split, count in rows.items())
    console.print(f"Dataset: {_near(folder)}, {listed} rows", highlight=False)
    for report in sorted(home.reports.glob("*.html")):
        console.print(f"Report: {_near(report)}", highlight=False)
    console.print(f"Rows: {_row_counts(home)}", highlight=False)
    console.print(_verdict(changed), highlight=False)
    name = typed_name() if home == Home(Path("data").absolute()) else f"{typed_name()} --home {shown_home(home)}"
    console.print(
        f"Next: {name} ui   (Dagster on http://127.0.0.1:3000)   ·   {name} browse   ·   {name} sql", highlight=False
    )


def _print_table(console: Console, title: str | None, rows: pa.Table) -> None:
    console.print(Text(table_text(rows, width=console.width, title=title).text + "\n"), soft_wrap=True)


def _verdict(changed: bool) -> str:
    if changed:
        return "The corpus changed in this run. Run it again: nothing will."
    return "Nothing changed: the same nights, the same rows, the same hashes as before."


def _row_counts(home: Home) -> str:
    lake = Lake(home.lake)
    tables = [table for table in TABLES.values() if table.of is None]
    counts = {table.name: lake.read(table.name, columns=table.schema.names[:1]).num_rows for table in tables}
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _near(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
