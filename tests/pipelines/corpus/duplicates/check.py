"""The index and `clusters` against the lake: cheap counts that say where they differ."""

from __future__ import annotations

from datetime import date

from pipelines.corpus.duplicates.graph import FILE
from pipelines.corpus.duplicates.index import opened
from pipelines.corpus.duplicates.night import FOLDER
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

LAST_NIGHTS = 3
"""Nights whose works are compared one by one."""


def check(home: Home) -> list[str]:
    """How the index differs from the lake, in words; nothing when it does not.

    Compares which nights both have, the works of the last nights, and how many works the index and `clusters` have.
    """
    lake = Lake(home.lake)
    nights = {night.isoformat() for night in lake.nights("clean_documents")}
    if not (home.index / FOLDER / FILE).exists():
        return [f"no index of duplicates; the lake has {len(nights)} nights"] if nights else []
    with opened(home.index / FOLDER) as index:
        problems = [f"night {night} is in only one of index and lake" for night in sorted(index.graph.nights ^ nights)]
        for night in sorted(index.graph.nights & nights)[-LAST_NIGHTS:]:
            wanted = lake.read("clean_documents", night=date.fromisoformat(night), columns=["article_id"])[
                "article_id"
            ].to_pylist()
            if differing := index.graph.works_on(night) ^ set(wanted):
                problems.append(f"night {night}: {len(differing)} works are in only one of index and lake")
        works = index.graph.works()
    rows = sum(batch.num_rows for batch in lake.batches("clusters", ["article_id"], rows=100_000))
    if rows != works:
        problems.append(f"the index has {works} works, the table of clusters {rows}")
    return problems
