"""Lost data: if tables of works, or this machine's indexes of them, are gone, a build counts the affected steps as not
done.

Indexes (`index/`) belong to one machine. They are lost if somebody removes them. In a working copy of a home in an
object store, they are also lost if another machine wrote the tables.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night import locator
from pipelines.night.book import recorded, replace_recorded

INDEXES = (locator.FILE, "duplicates/graph.sqlite", "traces.sqlite", "events.sqlite")
"""Indexes of works. The steps that own them are not imported for their names: a build that does nothing needs none."""


def forget_lost_works(home: Home, upkeep: Collection[str]) -> None:
    """If a table of works is gone, count the steps of `upkeep` as not done, and queue every work."""
    lake = Lake(home.lake)
    rows = recorded(lake)
    published = set(lake.read("publications", columns=["table"])["table"].to_pylist())
    works = (table for table in TABLES.values() if table.partition == "month")
    tables = [table.name for table in works if table.of is None or table.name in published]
    if any(name == "articles" and row.rows for (_, name), row in rows.items()) and not all(map(lake.exists, tables)):
        locator.forget(home)
        replace_recorded(lake, {key: row for key, row in rows.items() if key[1] not in upkeep})


def night_of_lost_indexes(home: Home, upkeep: Collection[str]) -> set[date]:
    """If an index of works is gone, count the steps of `upkeep` as not done for the last night; returns that night.

    The steps then look at every work and make the indexes of all nights. Returns an empty set if no index is lost.
    """
    lake = Lake(home.lake)
    rows = recorded(lake)
    last = max((night for night, name in rows if name == "articles"), default=None)
    if last is None or has_indexes(home):
        return set()
    locator.forget(home)
    replace_recorded(lake, {key: row for key, row in rows.items() if key[0] != last or key[1] not in upkeep})
    return {last}


def has_indexes(home: Home) -> bool:
    """True if this machine has the locator, of today's version, and the indexes of texts, traces and events."""
    return all((home.index / file).exists() for file in INDEXES) and locator.is_usable(home)
