"""The nights of sources that are held back: steps after `source_health` pass over their rows, and nothing learns from them.

Who decides it, and how one is let in: `pipelines.health`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta import Lake
from pipelines.lake.delta.reader import LakeReader

TABLE = "held_back"
REASON = "held_back"
"""`reason` in `dropped` of the pages of such a night."""


def held_sources(lake: LakeReader, night: date) -> set[str]:
    """The sources that are held back on a night."""
    return set(lake.read(TABLE, night=night, columns=["source"])["source"].to_pylist())


def held_nights(lake: Lake, source: str) -> set[date]:
    """The nights on which a source is held back."""
    return set(lake.read(TABLE, source=source, columns=["night"])["night"].to_pylist())


def without(rows: pa.Table, sources: Collection[str]) -> pa.Table:
    """The rows of other sources than these."""
    if not sources:
        return rows
    return rows.filter(pc.invert(pc.is_in(rows["source"], pa.array(sorted(sources), pa.string()))))


def admitted(lake: LakeReader, night: date, rows: pa.Table) -> pa.Table:
    """The rows of a night whose source is not held back."""
    return without(rows, held_sources(lake, night))
