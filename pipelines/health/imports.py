"""Pages of a night that an import brought or asked for: no part of a source's rhythm, and judged by themselves. Pure.

An imported night is one that no crawl made (decision 034). On a crawled night pages of an imported list of addresses stand beside
those that the source advertised: old stories by the thousand, which say nothing of how the source does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.link_kinds import IMPORT

Tables = Mapping[str, pa.Table]
"""Rows of one source and night: those that `pipelines.health.figures` reads, by table."""


class Parts(NamedTuple):
    """The rows of a source's night: those that are judged as its night, and the pages that only an import asked for.

    `asked_for` is None if there are none. `is_import` is True if no crawl made the night.
    """

    night: Tables
    asked_for: Tables | None
    is_import: bool


def parts_of(tables: Tables) -> Parts:
    """Part the rows of a source's night."""
    fetches = tables["fetches"]
    channels = [{each["channel"] for each in row or ()} for row in fetches["channels"].to_pylist()]
    fetched = fetches["fetched_at"].is_valid().to_pylist()
    if any(fetched) and all(IMPORT in names for names, was in zip(channels, fetched, strict=True) if was):
        return Parts(tables, None, is_import=True)
    only = pa.array([names == {IMPORT} for names in channels], pa.bool_())
    if not pc.any(only).as_py():
        return Parts(tables, None, is_import=False)
    asked_for = fetches.filter(only)
    rows = {name: _of(table, asked_for) for name, table in tables.items()}
    night = {name: table.filter(pc.invert(mask)) for name, (table, mask) in rows.items()}
    return Parts(night, {name: table.filter(mask) for name, (table, mask) in rows.items()}, is_import=False)


def _of(table: pa.Table, fetches: pa.Table) -> tuple[pa.Table, pa.Array]:
    """A table, and which of its rows are of these fetches; feeds and places of a template are the night's own."""
    if "url" not in table.column_names:
        return table, pa.array([False] * table.num_rows, pa.bool_())
    return table, pc.is_in(table["url"], fetches["url"].combine_chunks())
