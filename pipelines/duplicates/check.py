"""The index against the lake: rebuild one from the other, and say where they differ."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.duplicates.edges import Edges
from pipelines.duplicates.index import Index, opened
from pipelines.duplicates.members import night_members
from pipelines.duplicates.night import FOLDER, cluster_rows, write_rows
from pipelines.duplicates.ragged import U64
from pipelines.duplicates.spool import Spool
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.locator import locating


def rebuild(home: Home) -> bool:
    """Make the index and `clusters` anew from the lake, all nights at once. Returns whether `clusters` changed."""
    home.index.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.index) as beside:
        fill(home, Path(beside))
        with opened(home.index / FOLDER) as index:
            index.adopt(Path(beside))
    lake = Lake(home.lake)
    with opened(home.index / FOLDER) as index, locating(home) as locator:
        known = set(lake.read("clusters", columns=["article_id"])["article_id"].to_pylist())
        members = index.members()
        works = set(members["article_id"].to_pylist()) if members.num_rows else set()
        rows, touched = cluster_rows(index, home, lake, locator, known | works)
        return write_rows(lake, locator, rows, touched)


def check(home: Home) -> list[str]:
    """How the index and `clusters` differ from what the lake says they should be, in words; nothing when they do not."""
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        fill(home, Path(folder))
        with opened(Path(folder)) as fresh, opened(home.index / FOLDER) as index:
            for night in sorted({*fresh.nights, *index.nights}):
                if night not in index.nights or night not in fresh.nights:
                    problems.append(f"night {night} is in only one of index and lake")
                elif not index.night(night).equals(fresh.night(night)):
                    problems.append(f"night {night}: the index has other members than the lake")
            problems += _differences(index, fresh)
            works = set(fresh.members()["article_id"].to_pylist()) if fresh.nights else set()
            lake = Lake(home.lake)
            with locating(home) as locator:
                rows, _ = cluster_rows(fresh, home, lake, locator, works)
            if not lake.read("clusters").equals(
                rows.sort_by([("cluster_id", "ascending"), ("article_id", "ascending")])
            ):
                problems.append("the table of clusters is not what a rebuild gives")
    return problems


def fill(home: Home, folder: Path) -> None:
    """Make an index in an empty folder from all nights of the lake, as one segment."""
    members: dict[str, pa.Table] = {}
    with Spool() as spool, opened(folder) as index:
        for night in Lake(home.lake).nights("clean_documents"):
            members[night.isoformat()], sketches = night_members(home, night)
            spool.add(sketches)
        index.put(spool.sketches(), members)


def _differences(index: Index, fresh: Index) -> list[str]:
    """Texts that the index lacks, and edges between texts of the lake that one of the two lacks."""
    wanted = _texts(fresh)
    missing = wanted[~index.known(wanted)]
    problems = [f"{len(missing)} texts are not in the index"] if len(missing) else []
    ours, theirs = _among(index.edges(), wanted), _among(fresh.edges(), wanted)
    if not (np.array_equal(ours.a, theirs.a) and np.array_equal(ours.b, theirs.b)):
        problems.append(f"the index has {len(ours)} edges between texts of the lake, a rebuild {len(theirs)}")
    elif not np.array_equal(ours.jaccard, theirs.jaccard):
        problems.append("edges of the index carry other similarities than a rebuild gives")
    return problems


def _texts(index: Index) -> U64:
    return np.unique(np.concatenate([np.empty(0, np.uint64), *(s.part.sketches.ids for s in index.segments)]))


def _among(edges: Edges, texts: U64) -> Edges:
    kept = np.isin(edges.a, texts) & np.isin(edges.b, texts)
    return Edges(edges.a[kept], edges.b[kept], edges.jaccard[kept], edges.containment[kept])
