"""Restoring the crawl's own tables, `fetches` and `links`, from the archive into a lake that lacks them."""

from __future__ import annotations

from pathlib import Path

from pipelines import archive
from pipelines.errors import InputError
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.lock import writing
from pipelines.schemas import TABLES


def restore_crawls(home: Home) -> int:
    """Put the rows of every archived crawl that the lake lacks into it; returns how many crawls that were.

    With the steps run over all nights after it, a lake is rebuilt from the archive alone. Crawls not finished are left.
    """
    lake = Lake(home.lake)
    restored = 0
    if not home.archive.exists():
        return restored
    with writing(home):
        known = {table: _crawls(lake, table) for table in archive.ROWS}
        for source, night in archive.nights(home.archive):
            wanted = [table for table in archive.ROWS if (source, night) not in known[table]]
            try:
                rows = archive.night_rows(home.archive, source, night) if wanted else {}
            except InputError:
                continue
            changed = [lake.replace(table, rows[table], night=night, source=source) for table in wanted]
            restored += any(changed)
    return restored


def set_broken_aside(home: Home) -> list[str]:
    """Rename every table that has lost files, so that a build makes it anew; returns the tables' names."""
    lake = Lake(home.lake)
    broken = [name for name in TABLES if any(not Path(file).exists() for file in lake.files(name))]
    if not broken:
        return broken
    with writing(home):
        for name in broken:
            aside = home.lake / f".{name}.broken"
            number = sum(1 for _ in home.lake.glob(f".{name}.broken*"))
            lake.path(name).replace(aside.with_name(f"{aside.name}{number or ''}"))
    return broken


def _crawls(lake: Lake, table: str) -> set[tuple[str, object]]:
    rows = lake.read(table, columns=["source", "night"])
    return set(zip(rows["source"].to_pylist(), rows["night"].to_pylist(), strict=True))
