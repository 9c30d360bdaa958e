"""The `clusters` that one build of everything gives, and whether what a corpus holds is the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa

from pipelines.corpus.duplicates.index import Index, opened
from pipelines.corpus.duplicates.members import night_members
from pipelines.corpus.duplicates.night import FOLDER, cluster_rows
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import CLUSTERS
from pipelines.night.locator import locating
from tests.pipelines.corpus.duplicates.check import check

SORT = [("cluster_id", "ascending"), ("article_id", "ascending")]


def clusters_of(home: Home) -> pa.Table:
    """The rows of `clusters` in a lake, in one order."""
    return Lake(home.lake).read("clusters").sort_by(SORT).combine_chunks()


def built_whole(home: Home) -> pa.Table:
    """The rows of `clusters` by an empty index that gets all nights of the lake, and all works at once."""
    lake = Lake(home.lake)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as index, locating(home) as locator:
        works: set[str] = set()
        for night in reversed(lake.nights("clean_documents")):
            members, _ = night_members(home, night, index.add)
            index.commit({night.isoformat(): members})
            works |= set(members["article_id"].to_pylist())
        rows, _ = cluster_rows(index, home, lake, locator, works) if works else (CLUSTERS.empty_table(), [])
    return rows.sort_by(SORT).combine_chunks()


def differences(home: Home) -> list[str]:
    """How a corpus differs from one build of everything, in words."""
    problems = check(home)
    lake = Lake(home.lake)
    with opened(home.index / FOLDER) as index:
        for night in lake.nights("clean_documents"):
            members = night_members(home, night, lambda _: None)[0].to_pylist()
            if _by_text(index, night.isoformat()) != members:
                problems.append(f"night {night}: the index has other members than the lake")
    if not clusters_of(home).equals(built_whole(home)):
        problems.append("the table of clusters is not what one build gives")
    return problems


def _by_text(index: Index, night: str) -> list[dict[str, object]]:
    return index.graph.night(night).to_pylist()
