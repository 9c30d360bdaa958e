"""Events that stand in several splits of a dataset, by the column `event_id` of its files.

They are violations where the recipe splits by event, and a count where it splits by cluster: a cluster's split does not know of
events, and what two papers tell in words of their own is neither a copy nor a quotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MAX_LISTED_EVENTS = 1_000
"""Events that the audit lists; it counts all of them."""
NONE = pa.array([], pa.string())


def events_checked(small: Mapping[str, pa.Table], unit: str) -> dict[str, Any]:
    """The finding on the events of some splits, in their order. `unit` is the unit that a recipe splits by.

    `rows` counts those of each later split whose event stands in an earlier one. If the files name no events, because an older
    version made them, nothing is checked.
    """
    if not all("event_id" in table.column_names for table in small.values()):
        return {"checked": False, "unit": unit, "violations": 0}
    earlier, rows, found = NONE, dict[str, int](), set[str]()
    for name, table in small.items():
        events = _named(table)
        shared = events.filter(pc.is_in(events, value_set=earlier))
        if earlier is not NONE:
            rows[name] = len(shared)
        found.update(shared.to_pylist())
        earlier = pa.concat_arrays([earlier, pc.unique(events)])
    return {
        "checked": True,
        "unit": unit,
        "in_two_splits": len(found),
        "rows": rows,
        "found": sorted(found)[:MAX_LISTED_EVENTS],
        "violations": len(found) if unit == "event" else 0,
    }


def _named(table: pa.Table) -> pa.Array:
    """The events of the rows that tell one; a flat dataset writes "" where there is none."""
    events = table["event_id"].cast(pa.string()).combine_chunks()
    return events.filter(pc.fill_null(pc.not_equal(events, ""), False))
