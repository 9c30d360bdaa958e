"""The table `publications`: the versions of the Delta tables that belong together, by published night."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta import Lake
from pipelines.lake.schemas import PUBLICATIONS, TABLES

TABLE = "publications"
MAX_FILES = 16
"""Maximum number of files with one publication each; then they are merged into one."""
ACCOUNTS = "nights"
"""The table that changes with every step, even if no other table changes."""


def publish(lake: Lake, night: date, *, now: datetime | None = None) -> bool:
    """Record the current version of every table for `night`; returns whether rows changed since the last publication.

    This is one commit. If a night is published again, its rows are replaced.
    """
    known = lake.read(TABLE)
    versions = {name: lake.version(name) for name in TABLES if name != TABLE and lake.exists(name)}
    before = _latest(known)
    same = pc.equal(known["night"], pa.scalar(night, pa.date32()))
    if _versions(known.filter(same)) != versions:
        _put(lake, known.filter(pc.invert(same)), _rows(night, versions, now or datetime.now(UTC)))
    return _news(before) != _news(versions)


def _put(lake: Lake, others: pa.Table, rows: pa.Table) -> None:
    files = lake.live_files(TABLE)
    replaces = sum(file.rows for file in files) > others.num_rows
    if replaces or len(files) >= MAX_FILES:
        merged = pa.concat_tables([others, rows]).sort_by([("night", "ascending"), ("table", "ascending")])
        lake.commit(TABLE, files, [("", merged)])
    else:
        lake.commit(TABLE, [], [("", rows)])


def _rows(night: date, versions: dict[str, int | None], now: datetime) -> pa.Table:
    rows = [
        {"night": night, "table": name, "version": version, "published_at": now}
        for name, version in sorted(versions.items())
    ]
    return pa.Table.from_pylist(rows, schema=PUBLICATIONS)


def _latest(rows: pa.Table) -> dict[str, int]:
    last = pc.max(rows["published_at"])
    return _versions(rows.filter(pc.equal(rows["published_at"], last))) if last.is_valid else {}


def _versions(rows: pa.Table) -> dict[str, int]:
    return dict(zip(rows["table"].to_pylist(), rows["version"].to_pylist(), strict=True))


def _news(versions: dict[str, int | None] | dict[str, int]) -> dict[str, int | None]:
    return {name: version for name, version in versions.items() if name != ACCOUNTS}
