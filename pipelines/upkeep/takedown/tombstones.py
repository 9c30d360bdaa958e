"""Tombstones: URLs and words of a source that a crawl, or a reading of the archive, must leave out after a takedown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Self

from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.takedowns import Takedown, key, runs_file, takedowns

NO_RUNS = Runs(b"", {})


@dataclass(frozen=True)
class Tombstones:
    """The keys of URLs and the runs of words that one source must not bring again.

    `source`: why the source itself is taken down; None if it is not.
    """

    keys: frozenset[str] = frozenset()
    runs: Runs = NO_RUNS
    source: str | None = None

    @classmethod
    def of(cls, archive: Path, source: str, sites: Collection[str]) -> Self:
        """The tombstones of a source, by its name or by the sites that it is crawled from."""
        found = takedowns(archive)
        mine = [each for each in found if source in each.sources or not set(sites).isdisjoint(each.sites)]
        whole = next((each for each in mine if each.kind == "source"), None)
        runs = reduce(Runs.__or__, (runs_of(archive, each) for each in mine)) if mine else NO_RUNS
        keys = frozenset(url_key for each in mine for url_key in each.keys)
        return cls(keys, runs, f"{whole.begun_at[:10]}, {whole.reason}" if whole else None)

    def __bool__(self) -> bool:
        return bool(self.keys)


def runs_of(archive: Path, takedown: Takedown) -> Runs:
    """The runs of a takedown; empty for a source, which is removed as a whole."""
    path = runs_file(archive, takedown)
    return Runs.load(path, key(archive)) if path.exists() else NO_RUNS
