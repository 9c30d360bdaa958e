"""Changed rows that are kept apart: a change to one work of a large file writes that work, not the file.

A large file of a table in `schemas.APART` stays as it is. The new rows of the work go to the table `changed_…`, where
they replace the old ones for every reader of this package and of `corpus.duckdb`. They are merged into the file when
they are many, and by maintenance. Every work there has rows in its table, too: a reader that does not know of the
changes sees each work once, as it was before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta.delta_log import LakeFile

DIRECT_ROWS = 1_000
"""A file of at most this many rows is written again."""
MAX_SHARE = 1 / 8
"""So is a file if a larger share of its works would be apart."""


def places_of(rows: pa.Table) -> dict[str, date]:
    """The first night of each work of a table."""
    return dict(zip(rows["article_id"].to_pylist(), rows["first_night"].to_pylist(), strict=True))


def of_works(rows: pa.Table, works: Collection[str]) -> pa.Table:
    """The rows of some works."""
    return rows.filter(pc.is_in(rows["article_id"], pa.array(sorted(works), pa.string())))


def is_large(file: LakeFile) -> bool:
    """True if a change to one of its works is kept apart."""
    return file.rows > DIRECT_ROWS


def split(
    file: LakeFile, there: Mapping[str, date], new: Mapping[str, date], held: Mapping[str, date]
) -> tuple[set[str], set[str]]:
    """The works of a large file whose new rows are kept apart, and those apart that are merged into it.

    `there` are the works that it has of those that change and of those apart, with their first nights; `new` are the
    first nights of all new rows, `held` those of the rows apart.
    """
    mine = {work for work, night in there.items() if new.get(work) == night}
    before = held.keys() & there.keys()
    if len(mine | before) <= file.rows * MAX_SHARE:
        return mine, set()
    return set(), before
