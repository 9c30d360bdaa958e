"""Held-back nights of sources: steps after `source_health` skip their rows, and nothing is learned from them.

`pipelines.health` decides which nights are held back, and releases them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta.reader import LakeReader

TABLE = "held_back"
REASON = "held_back"
"""`reason` in `dropped` for the pages of such a night."""


def held_sources(lake: LakeReader, night: date) -> set[str]:
    """The sources that are held back on a night."""
    return set(lake.read(TABLE, night=night, columns=["source"])["source"].to_pylist())


def without(rows: pa.Table, sources: Collection[str]) -> pa.Table:
    """The rows of all sources except these."""
    if not sources:
        return rows
    return rows.filter(pc.invert(pc.is_in(rows["source"], pa.array(sorted(sources), pa.string()))))


def admitted(lake: LakeReader, night: date, rows: pa.Table) -> pa.Table:
    """The rows of a night whose source is not held back."""
    return without(rows, held_sources(lake, night))
