"""The history of dates: every date and bound that a work has had, with the nights on which it held, and what changed.

It is replayed from the evidence up to each night, so that it comes out the same in whatever order nights are built. Who
tells the same story is taken as it is known now; a copy counts from the night of its own first evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.works.article_columns import date_row
from pipelines.dates.works.works import Works
from pipelines.lake import Lake
from pipelines.schemas import DATE_HISTORY

TABLE = "date_history"
UNDATED = "undated"
HELD = tuple(
    name for name in DATE_HISTORY.names if name not in ("article_id", "source", "night", "until_night", "change")
)
"""The columns that make a row: one that differs begins another."""
BOUNDS = tuple(name for name in HELD if name.startswith("not_"))


def month_of(published: str | None) -> str:
    """The partition of `articles` that a date belongs to.

    >>> month_of("2026-02-03"), month_of("2026"), month_of(None)
    ('2026-02', 'undated', 'undated')
    """
    return published[:7] if published and len(published) >= 7 else UNDATED


def history(works: Works, sources: Mapping[str, str], captured: Mapping[str, date]) -> pa.Table:
    """Rows of `schemas.DATE_HISTORY` of the works in `sources` (work to source); `captured`: the first night of each."""
    rows = [row for work, source in sorted(sources.items()) for row in _rows(works, work, source, captured[work])]
    return pa.Table.from_pylist(rows, schema=DATE_HISTORY)


def _rows(works: Works, work: str, source: str, captured: date) -> Iterator[dict[str, Any]]:
    before: dict[str, Any] | None = None
    for night in works.turning_nights(work) or [captured]:
        dated = date_row(work, works.dated(work, night))
        now = {name: dated[name] for name in HELD if name in dated} | {"month": month_of(dated["published"])}
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
    """What a row of the history is to the one before: first dated redated refined withdrawn bounds basis."""
    if before is None:
        return "first"
    was, published = before["published"], now["published"]
    if was is None or published is None:
        if was != published:
            return "dated" if was is None else "withdrawn"
    elif was != published or before["published_at"] != now["published_at"]:
        return "refined" if was.startswith(published[:10]) or published.startswith(was[:10]) else "redated"
    return "bounds" if any(before[name] != now[name] for name in BOUNDS) else "basis"


def record(lake: Lake, rows: pa.Table, works: Iterable[str]) -> bool:
    """Make `rows` the history of these works, writing only that of works where it changed. Returns whether any did."""
    wanted = pa.array(sorted(set(works)), pa.string())
    had = _by_work(lake.read(TABLE, where=pc.field("article_id").isin(wanted)))
    has = _by_work(rows)
    changed = sorted(work for work in had.keys() | has.keys() if had.get(work) != has.get(work))
    fresh = rows.filter(pc.is_in(rows["article_id"], pa.array(changed, pa.string())))
    return bool(changed) and lake.replace_keys(TABLE, fresh, key="article_id", keys=changed)


def forget(lake: Lake, works: Iterable[str]) -> bool:
    """Drop the history of works whose evidence is about to change out of the order of nights: publishing makes it anew.

    Such a work stands in `articles` without a history, and `unrecorded` finds it, until the next night is published.
    """
    wanted = sorted(set(works))
    if not wanted or not lake.exists(TABLE):
        return False
    return lake.replace_keys(TABLE, DATE_HISTORY.empty_table(), key="article_id", keys=wanted)


def unrecorded(lake: Lake) -> set[str]:
    """The published works that have no history: their dates are to be found anew."""
    recorded = lake.read(TABLE, columns=["article_id"])["article_id"].to_pylist()
    return set(lake.read("articles", columns=["article_id"])["article_id"].to_pylist()) - set(recorded)


def _by_work(rows: pa.Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.sort_by([("article_id", "ascending"), ("night", "ascending")]).to_pylist():
        found.setdefault(row["article_id"], []).append(row)
    return found
