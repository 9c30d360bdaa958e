"""The index of texts: which texts were seen, and every verified edge between them. It survives crashes and can be
rebuilt.

The folder contains immutable segments (texts and their postings) and one SQLite database (`graph`: the valid
segments, the members of nights, the edges). Each change is one transaction of the database. A segment that the
database does not list is left from a crash and is removed. Segments are merged by size tier, so the cost of a night
depends on its new texts only.

Texts of a replaced night stay in the index. They do no harm: an edge counts only between texts that some night has.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates import anchors, candidates, minhash, normalise, segment, verify
from pipelines.corpus.duplicates.edges import Edges, Part, across, inner
from pipelines.corpus.duplicates.graph import FILE, Graph, forget
from pipelines.corpus.duplicates.ragged import U64
from pipelines.corpus.duplicates.segment import Segment
from pipelines.corpus.duplicates.sketch import Sketches

TIER = 8
"""When a tier has this many segments, they are merged into one of the next tier. A tier holds TIER times the texts of
the tier below.
"""
TIER_TEXTS = 2_000

VERSION = "5 " + " ".join(
    str(value)
    for value in (
        minhash.HASHES, minhash.BANDS, normalise.SHINGLE_WORDS, anchors.WINDOW,
        candidates.ANCHOR_SHARE, candidates.SIGNATURE_FLOOR, verify.JACCARD, verify.CONTAINMENT,
        verify.EDITED_JACCARD, verify.EDITED_NUMBERS, verify.EDITED_AGREEMENT, verify.EXCERPT_SHINGLES,
        verify.TEMPLATE_NUMBERS, verify.TEMPLATE_SPREAD,
    )
)  # fmt: skip
"""The parameters that the index depends on. An index with other parameters is rebuilt."""


@dataclass(slots=True)
class Index:
    """The index in `folder`. Open it with `opened`, which holds its lock."""

    folder: Path
    graph: Graph
    segments: list[Segment]

    def known(self, ids: U64) -> np.ndarray:
        """True for each text that is in the index."""
        found = np.zeros(len(ids), bool)
        for part in self.segments:
            found[part.find(ids)[1]] = True
        return found

    def sketches(self, ids: U64) -> Sketches:
        """The sketches of indexed texts, in the given order. Raises KeyError if a text is not in the index."""
        place = np.full(len(ids), -1, np.int64)
        taken, total = [], 0
        for part in self.segments:
            rows, at = part.find(ids)
            place[at] = total + np.arange(len(at))
            taken.append(part.part.sketches.take(rows))
            total += len(at)
        if (place < 0).any():
            raise KeyError(f"{int((place < 0).sum())} texts are not in the index")
        return Sketches.concat(taken).take(place)

    def put(self, sketches: Sketches, nights: Mapping[str, pa.Table] | None = None) -> None:
        """Index texts and replace the members of nights, in one transaction; see `add` and `commit`."""
        self.add(sketches)
        self.commit(nights or {})

    def add(self, sketches: Sketches) -> None:
        """Index texts, durably after `commit`. Texts without words and texts that are already indexed are skipped."""
        ids, first = np.unique(sketches.ids, return_index=True)
        new = first[(ids != 0) & ~self.known(ids)]
        if len(new):
            wanted = np.zeros(len(sketches), bool)
            wanted[new] = True
            self._add(sketches if wanted.all() else sketches.where(wanted))

    def commit(self, nights: Mapping[str, pa.Table]) -> None:
        """Replace the members of nights, and make all changes durable. A night without members is removed."""
        for night, members in nights.items():
            self.graph.put_night(night, members)
        self.graph.commit()
        self._settle()

    def _add(self, sketches: Sketches) -> None:
        """Write a segment of new texts; the segment and its edges count after the graph is committed."""
        others = [part.part for part in self.segments]
        part = Part.of(sketches, others)
        edges = Edges.concat([inner(part), *(across(part, other) for other in others)])
        name = segment.save(self.folder, part)
        self.graph.put_segment(name)
        self.graph.put_edges(edges)
        self.segments.append(segment.load(self.folder, name))

    def _settle(self) -> None:
        """Merge segments until no tier has too many."""
        while group := _crowded(self.segments):
            gone = {part.name for part in group}
            merged = segment.merge(self.folder, group)
            self.graph.put_segment(merged, instead_of=gone)
            self.graph.commit()
            kept = [part for part in self.segments if part.name not in gone]
            self.segments = [*kept, segment.load(self.folder, merged)]
            _sweep(self.folder, {part.name for part in self.segments})


@contextmanager
def opened(folder: Path) -> Iterator[Index]:
    """Open and lock the index in a folder; it is empty if there is no index of this version.

    An index that lacks one of its segments is emptied, too. Its nights are then read from the lake again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        segments = _segments(folder)
        if segments is None:
            forget(folder / FILE)
            segments = []
        _sweep(folder, {part.name for part in segments})
        with closing(Graph(folder / FILE, VERSION)) as graph:
            yield Index(folder, graph, segments)


def _segments(folder: Path) -> list[Segment] | None:
    """The segments that the graph lists; None if one of them is missing or damaged."""
    with closing(Graph(folder / FILE, VERSION)) as graph:
        try:
            return [segment.load(folder, name) for name in graph.segments]
        except (OSError, ValueError, KeyError):
            return None


def _sweep(folder: Path, listed: set[str]) -> None:
    """Remove files that a crash, a merge or an index of another version left in the folder."""
    for path in folder.iterdir():
        if path.name.startswith(("segment-", "night-", "manifest.json")) and path.name not in listed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _crowded(segments: list[Segment]) -> list[Segment]:
    """The segments of the lowest tier that has TIER segments; empty if there is no such tier."""
    tiers: dict[int, list[Segment]] = {}
    for part in segments:
        tiers.setdefault(_tier(len(part)), []).append(part)
    return next((group for _, group in sorted(tiers.items()) if len(group) >= TIER), [])


def _tier(texts: int) -> int:
    tier, bound = 0, TIER_TEXTS
    while texts > bound:
        tier, bound = tier + 1, bound * TIER
    return tier
