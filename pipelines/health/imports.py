"""Imported pages of a night: they are not part of a source's rhythm and are judged separately. Pure.

An imported night is one that no crawl made (decision 034). On a crawled night, pages from an imported list of
addresses appear beside the pages that the source advertised: thousands of old stories, which say nothing about the
source's health.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.link_kinds import IMPORT

Tables = Mapping[str, pa.Table]
"""Rows of one source and night, by table: those that `pipelines.health.figures` reads."""


class Parts(NamedTuple):
    """The rows of a source's night: those judged as its night, and the pages that only an import requested.

    `asked_for` is None if there are none. `is_import` is True if no crawl made the night.
    """

    night: Tables
    asked_for: Tables | None
    is_import: bool


def parts_of(tables: Tables) -> Parts:
    """Split the rows of a source's night."""
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
    """A table, and which of its rows belong to these fetches; feeds and places of a template always belong to the night."""
    if "url" not in table.column_names:
        return table, pa.array([False] * table.num_rows, pa.bool_())
    return table, pc.is_in(table["url"], fetches["url"].combine_chunks())
