"""Migrations: the named steps that bring a home of an older layout to the present one. See `pipelines.lake.layout`.

Each step may be killed at any moment, and repeated: a step that finds its work done changes nothing. The version of the home is
recorded after each step.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipelines.base.errors import EnvironmentFault
from pipelines.corpus.publish.publications import publish
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home, is_writable
from pipelines.lake.layout import BOOKKEPT, LAYOUT, layout_of, stamp
from pipelines.lake.schemas import TABLES
from pipelines.night.book import set_table_aside
from pipelines.night.lock import writing
from pipelines.upkeep.maintenance import WORKS, unfinished


@dataclass(frozen=True, slots=True)
class Migration:
    """A step: the layout that a home has after it, its effect in words, and its function."""

    layout: int
    effect: str
    run: Callable[[Home], None]


def bring_up_to_date(home: Home) -> None:
    """Migrate a home of an older layout, under the corpus's lock, with a line on stderr for each step.

    A home without data is left alone. A home that this process may not write is read as it is, if that is possible.
    Raises EnvironmentFault if it is not.
    """
    if (layout_of(home.root) or LAYOUT) >= LAYOUT:
        return
    if not is_writable(home.root):
        if layout_of(home.root) == BOOKKEPT:
            return
        raise EnvironmentFault(
            f"{home.root} was written by an older Dateline and is read-only: any command migrates it once it can be written"
        )
    with writing(home):
        for step in MIGRATIONS:
            if (layout_of(home.root) or LAYOUT) < step.layout:
                sys.stderr.write(f"dateline: {home.root}: migrated to layout {step.layout}: {step.effect}\n")
                step.run(home)
                stamp(home.root, step.layout)


def file_works_by_first_night(home: Home) -> None:
    """Write the tables of works again, by month and with the night of each work's first text.

    The next build makes every night again from the archive, because nothing is recorded about the nights of this layout.
    """
    lake = Lake(home.lake)
    first: dict[str, date] = {}
    for night in lake.nights("clean_documents"):
        for work in lake.read("clean_documents", night=night, columns=["article_id"])["article_id"].to_pylist():
            first.setdefault(work, night)
    for table in WORKS:
        folder, new = lake.path(table), home.lake / f".{table}.new"
        if folder.is_dir() and "first_night" not in lake.columns(table):
            shutil.rmtree(new, ignore_errors=True)
            _write_works(Lake(new), table, pa.table(DeltaTable(str(folder)).to_pyarrow_table()), first)
            set_table_aside(home, table, "older-layout")
        if new.is_dir() and not folder.is_dir():  # also if an earlier run was killed just before this
            (new / table).replace(folder)
        shutil.rmtree(new, ignore_errors=True)
    for night in lake.nights("clean_documents"):  # without publications, `as_of` would find nothing
        publish(lake, night)


def _write_works(lake: Lake, table: str, rows: pa.Table, first: dict[str, date]) -> None:
    """Write former rows of a table of works in today's columns; works without a text are left out."""
    schema = TABLES[table].schema
    kept = rows.filter(pc.is_in(rows["article_id"], pa.array(sorted(first), pa.string())))
    nights = [first[work] for work in kept["article_id"].to_pylist()]
    own = {"first_night": pa.array(nights, pa.date32()), "month": pa.array(map(month_of, nights), pa.string())}
    columns = [
        own[field.name]
        if field.name in own
        else kept[field.name].cast(field.type)
        if field.name in kept.column_names
        else pa.nulls(kept.num_rows, field.type)
        for field in schema
    ]
    lake.replace(table, pa.table(columns, schema=schema))


def show_every_column(home: Home) -> None:
    """Write the views with today's tables and columns.

    Views stay as they are while a night is half built, and if files are damaged: then the next build writes them.
    """
    if home.corpus.exists() and not unfinished(home):
        with suppress(duckdb.Error):
            write_views(home)


MIGRATIONS = (
    Migration(
        2,
        "works are filed by the night of their first text; 'dateline build' makes the nights anew",
        file_works_by_first_night,
    ),
    Migration(3, "views have today's tables and columns", show_every_column),
)
"""Every step, by the layout that it leads to."""
