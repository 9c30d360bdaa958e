"""Nights that wait for the next build: they learned from a night that a takedown changed, and have no row of the work.

They are listed in a file of the index. Without the file, a build of all nights finds them, because their inputs changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from pipelines.lake.home import Home

FILE = "postponed.json"


def postponed(home: Home) -> set[date]:
    """The nights that wait."""
    try:
        return {date.fromisoformat(night) for night in json.loads((home.index / FILE).read_text(encoding="utf-8"))}
    except (FileNotFoundError, ValueError):
        return set()


def postpone(home: Home, nights: Iterable[date]) -> None:
    """Let more nights wait."""
    listed = sorted(night.isoformat() for night in {*nights, *postponed(home)})
    home.index.mkdir(parents=True, exist_ok=True)
    beside = home.index / f"{FILE}.new"
    beside.write_text(json.dumps(listed), encoding="utf-8")
    beside.replace(home.index / FILE)


def none_waits(home: Home) -> None:
    """Forget the list, after a build."""
    (home.index / FILE).unlink(missing_ok=True)
