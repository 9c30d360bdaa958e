"""Rows as a table for people: no wider than the terminal, with columns left out if they do not fit; or one line for
each value.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import click
import pyarrow as pa
from rich.cells import cell_len, set_cell_size

from pipelines.ask.sql.cells import cell, values
from pipelines.ask.sql.rows import Rows
from pipelines.base.neutral import harmless, on_one_line

PIPED_COLUMNS = 160
GAP = "  "
ELLIPSIS = "…"
MAX_CELL_CHARS = 80
"""Maximum width of a cell if the table has more than one column."""
CHARS_PER_COLUMN = 8
"""Characters read of a text for each column of the terminal: some characters take no width."""
MIN_TEXT_WIDTH = 16
"""Texts are cut to this width before columns are left out."""
READ_FIRST = ("title", "source", "published_day", "outcome", "change", "value", "verdict", "reason", "to_url")
"""Columns that identify a row and its main value for a reader. If not all columns fit, these are kept first."""
MIN_KEY_WIDTH = 24
"""The minimum width of those columns in this case."""
ROUNDED_BELOW = 1_000
"""Fractions below this are shown with four digits."""
PAGER = "less"
PAGER_OPTIONS = {"LESS": "-FRX", "LESSSECURE": "1"}
"""less ends if everything fits the screen, and starts no other programs."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as text, and the number of columns that did not fit."""

    text: str
    left_out: int


def print_rows(rows: Rows, limit: int, *, vertical: bool = False) -> None:
    """Print the first `limit` rows on stdout, through a pager on a terminal; print on stderr how much is not shown."""
    first = rows.first(limit + 1)
    if vertical:
        shown = Shown("\n".join(vertical_lines(first.slice(0, limit))), 0)
    else:
        shown = table_text(first.slice(0, limit), width=screen_width())
    print_text(shown.text)
    if shown.left_out:
        click.echo(
            f"{shown.left_out} of {first.num_columns} columns do not fit: name those you want, or --vertical", err=True
        )
    if first.num_rows > limit:
        click.echo(f"the first {limit} rows; --limit or --output shows more", err=True)


def screen_width() -> int:
    """Width of the terminal, or of $COLUMNS; otherwise PIPED_COLUMNS."""
    fallback = (PIPED_COLUMNS, 24)
    return shutil.get_terminal_size(fallback).columns if sys.stdout.isatty() or "COLUMNS" in os.environ else fallback[0]


def table_text(rows: pa.Table, *, width: int, title: str | None = None) -> Shown:
    """Rows as a table of `width` columns: numbers are right-aligned, texts are cut, and columns are left out if cutting
    is not enough.
    """
    most = CHARS_PER_COLUMN * max(width, MAX_CELL_CHARS)
    columns = [_Column.of(field, rows.column(index), most) for index, field in enumerate(rows.schema)]
    widest = MAX_CELL_CHARS if len(columns) > 1 else max(width, 1)
    kept, left_out = _kept(columns, width, widest)
    widths = _widths(kept, width, widest)
    head = GAP.join(column.aligned(column.name, at) for column, at in zip(kept, widths, strict=True))
    rule = GAP.join("─" * at for at in widths)
    body = [
        GAP.join(column.aligned(column.cells[line], at) for column, at in zip(kept, widths, strict=True)).rstrip()
        for line in range(rows.num_rows)
    ]
    lines = [*([title] if title else []), head.rstrip(), rule, *body]
    return Shown("\n".join(lines), left_out)


def vertical_lines(rows: pa.Table) -> Iterator[str]:
    """One line for each whole value, below one line for each row; further lines of a text are aligned with its first."""
    names = [on_one_line(name) for name in rows.schema.names]
    margin = max(map(cell_len, names), default=0)
    for number, line in enumerate(zip(*map(values, rows.columns), strict=True), start=1):
        yield f"{f'row {number} ':─<{margin + 24}}"
        for name, value in zip(names, line, strict=True):
            first, *further = harmless(_text(value)).split("\n")
            yield f"{set_cell_size(name, margin)}{GAP}{first}".rstrip()
            yield from (f"{' ' * margin}{GAP}{text}".rstrip() for text in further)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    cells: Sequence[str]
    cuttable: bool
    numeric: bool
    min_width: int = MIN_TEXT_WIDTH

    @classmethod
    def of(cls, field: pa.Field, column: pa.ChunkedArray, most: int) -> _Column:
        """The column, with the first `most` characters of each text."""
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)
        fixed = numeric or pa.types.is_temporal(field.type) or pa.types.is_boolean(field.type)
        cells = [on_one_line(_text(value)[:most]) for value in values(column)]
        return cls(on_one_line(field.name), cells, not fixed, numeric)

    def natural(self, widest: int) -> int:
        """The width that shows everything, at most `widest`."""
        return min(widest, max(map(cell_len, (self.name, *self.cells))))

    def least(self, widest: int) -> int:
        """The minimum width at which the column is shown."""
        return min(self.min_width, self.natural(widest)) if self.cuttable else self.natural(widest)

    def aligned(self, text: str, width: int) -> str:
        """The text padded to `width`, or cut with an ellipsis."""
        if cell_len(text) > width:
            return set_cell_size(text, width - 1) + ELLIPSIS
        padding = " " * (width - cell_len(text))
        return padding + text if self.numeric else text + padding


def _kept(columns: list[_Column], width: int, widest: int) -> tuple[list[_Column], int]:
    """The columns that fit, at least one, in their order with an ellipsis for each gap; and the number left out.

    Columns of READ_FIRST are kept first, then two from the left for one from the right, until one does not fit.
    """
    if _least_width(columns, widest) <= width:
        return columns, 0
    columns = [replace(each, min_width=MIN_KEY_WIDTH) if each.name in READ_FIRST else each for each in columns]
    kept: set[int] = set()
    for number in _in_order_of_use([column.name for column in columns]):
        if not kept or _least_width(_with_gaps(columns, kept | {number}), widest) <= width:
            kept.add(number)
        elif columns[number].name not in READ_FIRST:
            break
    return _with_gaps(columns, kept), len(columns) - len(kept)


def _in_order_of_use(names: list[str]) -> list[int]:
    """The numbers of columns: those of READ_FIRST, then two from the left for one from the right.

    >>> _in_order_of_use(["article_id", "source", "url", "title", "text", "month"])
    [3, 1, 0, 2, 5, 4]
    """
    first = sorted((READ_FIRST.index(name), number) for number, name in enumerate(names) if name in READ_FIRST)
    chosen = [number for _, number in first]
    others = deque(number for number in range(len(names)) if number not in chosen)
    while others:
        chosen += [take() for take in (others.popleft, others.popleft, others.pop)[: len(others)]]
    return chosen


def _with_gaps(columns: list[_Column], kept: set[int]) -> list[_Column]:
    """Columns in their order, with one ellipsis for each group of columns left out."""
    gap = _Column(ELLIPSIS, [ELLIPSIS] * len(columns[0].cells), cuttable=False, numeric=False)
    runs = groupby(range(len(columns)), key=kept.__contains__)
    return [each for is_kept, run in runs for each in ([columns[at] for at in run] if is_kept else [gap])]


def _least_width(columns: list[_Column], widest: int) -> int:
    return sum(column.least(widest) for column in columns) + len(GAP) * (len(columns) - 1)


def _widths(columns: list[_Column], width: int, widest: int) -> list[int]:
    """The width of each column: texts that are cut get equal widths, as large as possible."""
    room = width - len(GAP) * (len(columns) - 1)
    natural = [column.natural(widest) for column in columns]
    least = [column.least(widest) for column in columns]
    for level in range(max(natural, default=0), 0, -1):
        widths = [max(low, min(high, level)) for low, high in zip(least, natural, strict=True)]
        if sum(widths) <= room:
            return widths
    return least


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) and abs(value) < ROUNDED_BELOW else cell(value)


def print_text(text: str) -> None:
    """Print a text on stdout, through a pager on a terminal."""
    if not sys.stdout.isatty():
        click.echo(text)
        return
    for name, value in PAGER_OPTIONS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PAGER", PAGER)
    click.echo_via_pager(text + "\n", color=True)
