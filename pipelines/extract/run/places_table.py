"""The table `places`: the counts of each night, and those of all nights up to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.extract.model import Count, Counts, together
from pipelines.lake.schemas import PLACES


def counts_of(places: pa.Table) -> Counts:
    """The counts in rows of `schemas.PLACES` of one source, of one night or of several."""
    rows = places.select(["role", "place", "right", "wrong"]).to_pylist()
    return together(*({(row["role"], row["place"]): Count(row["right"], row["wrong"])} for row in rows))


def place_rows(source: str, night: date, tonight: Counts, before: Counts) -> pa.Table:
    """Rows of `schemas.PLACES` for all that was seen this night."""
    known = together(before, tonight)
    rows = [_row(source, night, key, counted, known[key]) for key, counted in sorted(tonight.items())]
    return pa.Table.from_pylist(rows, schema=PLACES)


def _row(source: str, night: date, key: tuple[str, str], counted: Count, known: Count) -> dict[str, Any]:
    return {
        "night": night,
        "source": source,
        "role": key[0],
        "place": key[1],
        "right": counted.right,
        "wrong": counted.wrong,
        "right_so_far": known.right,
        "wrong_so_far": known.wrong,
        "learned": known.is_sure(key[0]),
    }
