"""Restoring the crawl's own tables, `fetches` and `links`, from the archive into a lake that lacks them."""

from __future__ import annotations

from pipelines import archive
from pipelines.errors import InputError
from pipelines.home import Home
from pipelines.lake import Lake


def restore_crawls(home: Home) -> int:
    """Put the rows of every archived crawl that the lake knows nothing of into it; returns how many crawls that were.

    With the steps run over all nights after it, a lake is rebuilt from the archive alone. Crawls not finished are left.
    """
    lake = Lake(home.lake)
    rows = lake.read("fetches", columns=["source", "night"])
    known = set(zip(rows["source"].to_pylist(), rows["night"].to_pylist(), strict=True))
    restored = 0
    for source, night in archive.nights(home.archive):
        if (source, night) in known:
            continue
        try:
            tables = archive.night_rows(home.archive, source, night)
        except InputError:
            continue
        for table, part in tables.items():
            lake.replace(table, part, night=night, source=source)
        restored += 1
    return restored
