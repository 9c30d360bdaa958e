"""The table `date_history`: each date and bound that a work had, from which night to which, and what changed.

It is computed again from the evidence up to each night, so the order in which nights are built does not matter. Clusters are
those of today; a copy counts from the night of its first evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.dates.nights.article_columns import date_row
from pipelines.dates.nights.works import Works
from pipelines.lake.delta import month_of
from pipelines.lake.schemas import DATE_HISTORY

HELD = tuple(
    name
    for name in DATE_HISTORY.names
    if name not in ("article_id", "source", "night", "until_night", "change", "first_night", "month")
)
"""The columns compared: if one differs, a new row begins."""
BOUNDS = tuple(name for name in HELD if name.startswith("not_"))


def history(works: Works, sources: Mapping[str, str], first_nights: Mapping[str, date]) -> pa.Table:
    """Rows of `schemas.DATE_HISTORY` of the works in `sources` (work to source)."""
    rows = [
        row | {"first_night": first_nights[work], "month": month_of(first_nights[work])}
        for work, source in sorted(sources.items())
        for row in _rows(works, work, source, first_nights[work])
    ]
    return pa.Table.from_pylist(rows, schema=DATE_HISTORY)


def _rows(works: Works, work: str, source: str, captured: date) -> Iterator[dict[str, Any]]:
    before: dict[str, Any] | None = None
    for night in works.nights_of_change(work) or [captured]:
        dated = date_row(work, works.dated(work, night))
        now = {name: dated[name] for name in HELD if name in dated}
        if before is not None and all(before[name] == now[name] for name in HELD):
            continue
        now |= {
            "article_id": work,
            "source": source,
            "night": night,
            "until_night": None,
            "change": change(before, now),
        }
        if before is not None:
            yield before | {"until_night": night}
        before = now
    if before is not None:
        yield before


def change(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> str:
    """The kind of change from the row before: `first` `dated` `redated` `refined` `withdrawn` `bounds` `basis`."""
    if before is None:
        return "first"
    was, published = before["published"], now["published"]
    if was is None or published is None:
        if was != published:
            return "dated" if was is None else "withdrawn"
    elif was != published or before["published_at"] != now["published_at"]:
        return "refined" if was.startswith(published[:10]) or published.startswith(was[:10]) else "redated"
    return "bounds" if any(before[name] != now[name] for name in BOUNDS) else "basis"
