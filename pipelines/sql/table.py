"""Rows as a table for people, on a terminal or in a log."""

from __future__ import annotations

import sys
from typing import Any

import pyarrow as pa

from pipelines.neutral import on_one_line
from pipelines.sql.cells import cell
from pipelines.sql.rows import Rows

CELL_CHARACTERS = 80
PIPED_COLUMNS = 160
ROUNDED = 1_000
"""Fractions below this are shown to four digits in a table."""


def print_table(rows: Rows, limit: int) -> None:
    """Print the first `limit` rows on stdout, and say on stderr if there are more."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else PIPED_COLUMNS)
    first = rows.first(limit + 1)
    console.print(rich_table(first, limit=limit))
    if first.num_rows > limit:
        Console(stderr=True).print(f"[dim]the first {limit} rows; --limit or --output shows more[/dim]")


def rich_table(rows: pa.Table, *, limit: int = 40, title: str | None = None) -> Any:
    """Rows as a rich table; long cells are cut at CELL_CHARACTERS, numbers shown to four digits."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for field in rows.schema:
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(on_one_line(field.name)), justify="right" if numeric else "left", overflow="fold")
    for line in zip(*(column.to_pylist() for column in rows.slice(0, limit).columns), strict=True):
        shown = (f"{v:.4g}" if isinstance(v, float) and abs(v) < ROUNDED else on_one_line(cell(v)) for v in line)
        table.add_row(
            *(Text(text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…") for text in shown)
        )
    return table
