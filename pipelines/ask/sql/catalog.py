"""The catalog of a corpus for people: its tables with their columns, its macros with an example each, as text or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap
from typing import Any

import pyarrow as pa
from rich.cells import cell_len

from pipelines.base.neutral import in_markdown, on_one_line

QUERY = """
SELECT 'table' AS kind, v.view_name AS name, v.comment AS documentation,
    c.column_name AS "column", c.data_type AS type, c.comment AS column_documentation, c.column_index AS position
FROM duckdb_views() v JOIN duckdb_columns() c ON c.table_name = v.view_name WHERE NOT v.internal
UNION ALL
SELECT 'macro', function_name || '(' || array_to_string(parameters, ', ') || ')', comment, NULL, NULL, NULL, 0
FROM duckdb_functions() WHERE function_type IN ('macro', 'table_macro') AND NOT internal
ORDER BY kind DESC, name, position
"""
EXAMPLE = re.compile(r"\bFROM \w+\(.*\)")
"""An example in the documentation of a macro."""
MIN_WIDTH = 40
INTRODUCTION = """\
# Tables

What `data/corpus.duckdb` holds. `dateline sql --schema` shows the same, `dateline sql --schema articles` one table.
This page is made by `scripts/tables_page`.
"""


def as_text(catalog: pa.Table, *, width: int) -> Iterator[str]:
    """Lines for a terminal of `width` columns: a table with its documentation, then each column with its documentation
    and type.
    """
    for name, documentation, columns in _entries(catalog):
        yield from wrap(f"{name}: {on_one_line(documentation)}", max(width, MIN_WIDTH))
        margin = max((cell_len(column) for column, _, _ in columns), default=0)
        for column, kind, said in columns:
            head = f"    {column:<{margin}}  "
            described = f"{on_one_line(said)} ({on_one_line(kind)})".strip()
            yield from wrap(
                described, max(width, len(head) + MIN_WIDTH), initial_indent=head, subsequent_indent=" " * len(head)
            )
        yield ""


def as_markdown(catalog: pa.Table) -> Iterator[str]:
    """Lines of a Markdown page: one section for each table, and one for all macros."""
    yield INTRODUCTION
    macros = False
    for name, documentation, columns in _entries(catalog):
        if columns:
            yield f"## {name}\n\n{_prose(documentation)}\n\n| column | type | |\n| --- | --- | --- |"
            yield from (f"| `{column}` | `{kind}` | {_prose(said)} |" for column, kind, said in columns)
            yield ""
            continue
        if not macros:
            yield "## Macros\n"
        macros = True
        example = EXAMPLE.search(documentation)
        yield f"- `{name}`: {_prose(EXAMPLE.sub('', documentation).rstrip(' .:'))}."
        yield from (f"  `{found}`" for found in ([example[0]] if example else []))


def _entries(catalog: pa.Table) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Name, documentation and columns (name, type, documentation) of each table, then of each macro, which has no columns."""
    rows: list[dict[str, Any]] = catalog.to_pylist()
    for (name, documentation), group in groupby(rows, key=lambda row: (row["name"], row["documentation"] or "")):
        columns = [(row["column"], row["type"], row["column_documentation"] or "") for row in group if row["column"]]
        yield name, documentation, columns


def _prose(documentation: str) -> str:
    """Documentation with its code marked as code and all other characters escaped."""
    return in_markdown(documentation).replace("\\`", "`")
