"""Damaged files of the lake: a part of a night leaves its table, so that the night's steps write it again.

A table of works is set aside as a whole: its rows are made again from the tables of nights, without reading a page.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.lake.checksums.aside import DIFFERS, set_aside
from pipelines.lake.checksums.ledger import Checksums, digest_of
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night import locator
from pipelines.night.book import recorded, replace_recorded, set_table_aside


@dataclass(frozen=True, slots=True)
class Part:
    """A file that left its table: the table, the path below the table's folder, its night (None: all of a table), and
    the digest that it had when it was sound.
    """

    table: str
    path: str
    night: date | None
    sha256: bytes | None


def set_aside_part(home: Home, path: str) -> Part | None:
    """Take a damaged file out of its table; None if no current table uses it."""
    _, table, below = path.split("/", 2)
    lake, ledger = Lake(home.lake), Checksums(home.root)
    known = ledger.known([path]).get(path)
    part = Part(table, below, None, known.sha256 if known else None)
    live = [file for file in lake.live_files(table) if file.path == below] if table in TABLES else []
    if live and TABLES[table].partition == "night":
        part = Part(table, below, date.fromisoformat(live[0].partition), part.sha256)
        lake.commit(table, live, [])
    if live and part.night is None:
        _set_aside_table(home, table)
    else:
        set_aside(home.root, path)
        ledger.forget([path])
    return part if live else None


def set_aside_log(home: Home, path: str) -> None:
    """Set aside the table of a damaged log."""
    _set_aside_table(home, path.split("/")[1])


def _set_aside_table(home: Home, table: str) -> None:
    """Set a whole table aside; `forget_broken` and `forget_lost_works` see that it is gone."""
    if (home.lake / table).exists():
        set_table_aside(home, table, DIFFERS)
    locator.forget(home)


def forget_steps(home: Home, parts: Collection[Part], writers: Mapping[str, str], outlets: Collection[str]) -> None:
    """Count the steps that wrote these parts as not done, and the outlets of the last night.

    `writers` has the step of each table; a table without one is written by several.
    """
    lake = Lake(home.lake)
    rows = recorded(lake)
    last = max((night for night, _ in rows), default=None)
    gone = {(part.night, writers.get(part.table, "")) for part in parts}
    kept = {
        (night, step): row
        for (night, step), row in rows.items()
        if not gone & {(night, step), (night, "")} and not (night == last and step in outlets)
    }
    replace_recorded(lake, kept)


def keep_versions(home: Home, parts: Sequence[Part]) -> list[Part]:
    """Give parts that were made again their former name, too, so that earlier versions of the tables stay readable.

    Returns the parts whose bytes are not the former ones.
    """
    lake, ledger = Lake(home.lake), Checksums(home.root)
    others = []
    for part in parts:
        former = lake.path(part.table) / part.path
        same = [
            file
            for file in lake.files(part.table)
            if part.night is not None and f"night={part.night}/" in file and digest_of(home.root / file) == part.sha256
        ]
        if same and not former.exists():
            os.link(same[0], former)
            ledger.take([f"lake/{part.table}/{part.path}"])
        elif not same:
            others.append(part)
    return others
