"""The index of texts: which have been seen, and every verified edge among them. Persistent, crash-safe, rebuildable.

A folder with a `manifest.json` that lists immutable segments and, for each night, the file of its members. A change is
one replacement of the manifest; what it does not list is left over from a crash and removed. Segments are merged by size
tier, so that adding a night costs what is new. Texts whose night was replaced stay: an edge counts only between texts
that some night has, so they do no harm.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.duplicates import anchors, candidates, minhash, normalise, segment, verify
from pipelines.duplicates.edges import Edges, Part, across, inner
from pipelines.duplicates.ragged import I64, U64
from pipelines.duplicates.segment import Segment
from pipelines.duplicates.sketch import Sketches

MANIFEST = "manifest.json"
TIER = 8
"""So many segments of one tier become one of the next; a tier holds TIER times the texts of the one below."""
TIER_TEXTS = 2_000

VERSION = "3 " + " ".join(
    str(value)
    for value in (
        minhash.HASHES, minhash.SEED, minhash.HASH_FUNCTION, minhash.BANDS, normalise.SHINGLE_WORDS, anchors.WINDOW,
        candidates.ANCHOR_SHARE, candidates.SIGNATURE_FLOOR, verify.JACCARD, verify.CONTAINMENT,
        verify.EDITED_JACCARD, verify.EDITED_NUMBERS, verify.EDITED_AGREEMENT, verify.EXCERPT_SHINGLES,
        verify.TEMPLATE_NUMBERS, verify.TEMPLATE_SPREAD,
    )
)  # fmt: skip
"""What the index was made with; one made with anything else is rebuilt."""


@dataclass(slots=True)
class Index:
    """The index in `folder`. Open it with `opened`, which holds its lock."""

    folder: Path
    segments: list[Segment]
    nights: dict[str, str]

    def known(self, ids: U64) -> np.ndarray:
        """Which of these texts have been indexed."""
        found = np.zeros(len(ids), bool)
        for part in self.segments:
            found |= np.isin(ids, part.part.sketches.ids)
        return found

    def edges(self) -> Edges:
        """Every verified edge."""
        return Edges.concat([part.edges for part in self.segments])

    def sketches(self, ids: U64) -> Sketches:
        """The sketches of indexed texts, in the order given. Raises KeyError for a text that is not."""
        place = np.full(len(ids), -1, np.int64)
        taken, total = [], 0
        for part in self.segments:
            rows, at = _find(part.part.sketches.ids, ids)
            place[at] = total + np.arange(len(at))
            taken.append(part.part.sketches.take(rows))
            total += len(at)
        if (place < 0).any():
            raise KeyError(f"{int((place < 0).sum())} texts are not in the index")
        return Sketches.concat(taken).take(place)

    def night(self, night: str) -> pa.Table:
        """The members of one night."""
        return pq.read_table(self.folder / self.nights[night])

    def members(self) -> pa.Table:
        """The members of all nights, night by night."""
        tables = [self.night(night) for night in sorted(self.nights)]
        return pa.concat_tables(tables) if tables else pa.table({})

    def put(self, sketches: Sketches, nights: Mapping[str, pa.Table] | None = None) -> None:
        """Index texts (those already known, or without words, are passed over) and replace nights' members, in one step.

        A night without members is forgotten.
        """
        ids, first = np.unique(sketches.ids, return_index=True)
        new = first[(ids != 0) & ~self.known(ids)]
        segments = [part.name for part in self.segments]
        if len(new):
            wanted = np.zeros(len(sketches), bool)
            wanted[new] = True
            segments.append(self._segment(sketches if wanted.all() else sketches.where(wanted)))
        kept = {night: name for night, name in self.nights.items() if night not in (nights or {})}
        saved = {n: _save_members(self.folder, n, table) for n, table in (nights or {}).items() if table.num_rows}
        self._commit(segments, {**kept, **saved})
        self._settle()

    def adopt(self, folder: Path) -> None:
        """Become what the index in another folder on the same disk is; that one is used up."""
        segments, nights = _read_manifest(folder)
        for name in (*segments, *nights.values()):
            if not (self.folder / name).exists():
                (folder / name).rename(self.folder / name)
        self._commit(segments, nights)

    def _segment(self, sketches: Sketches) -> str:
        others = [part.part for part in self.segments]
        part = Part.of(sketches, others)
        edges = Edges.concat([inner(part), *(across(part, other) for other in others)])
        return segment.save(self.folder, part, edges)

    def _settle(self) -> None:
        """Merge segments until no tier has too many."""
        while group := _crowded(self.segments):
            merged = segment.merge(self.folder, group)
            gone = {part.name for part in group}
            self._commit([*(p.name for p in self.segments if p.name not in gone), merged], self.nights)

    def _commit(self, segments: list[str], nights: dict[str, str]) -> None:
        """Make these segments and nights the index."""
        if segments != [part.name for part in self.segments] or nights != self.nights:
            _write_manifest(self.folder, segments, nights)
            loaded = {part.name: part for part in self.segments}
            self.segments = [loaded.get(name) or segment.load(self.folder, name) for name in segments]
            self.nights = nights
        _sweep(self.folder, {*segments, *nights.values()})


@contextmanager
def opened(folder: Path) -> Iterator[Index]:
    """The index in a folder, locked for as long as it is used; an empty one if there is none of this version."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        segments, nights = _read_manifest(folder)
        _sweep(folder, {*segments, *nights.values()})
        yield Index(folder, [segment.load(folder, name) for name in segments], nights)


def _read_manifest(folder: Path) -> tuple[list[str], dict[str, str]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [], {}
    if manifest.get("version") != VERSION:
        return [], {}
    return manifest["segments"], manifest["nights"]


def _write_manifest(folder: Path, segments: list[str], nights: dict[str, str]) -> None:
    beside = folder / f"{MANIFEST}.part"
    with beside.open("w", encoding="utf-8") as file:
        json.dump({"version": VERSION, "segments": segments, "nights": nights}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / MANIFEST)
    segment.sync(folder)


def _save_members(folder: Path, night: str, members: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    pq.write_table(members, sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    name = f"night-{night}-{hashlib.blake2b(data, digest_size=6).hexdigest()}.parquet"
    with (folder / name).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    segment.sync(folder)
    return name


def _sweep(folder: Path, listed: set[str]) -> None:
    """Remove what a crash or a merge left behind."""
    for path in folder.iterdir():
        if path.name.startswith(("segment-", "night-")) and path.name not in listed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _crowded(segments: list[Segment]) -> list[Segment]:
    """The segments of the lowest tier that has TIER of them; none when there is no such."""
    tiers: dict[int, list[Segment]] = {}
    for part in segments:
        tiers.setdefault(_tier(len(part)), []).append(part)
    return next((group for _, group in sorted(tiers.items()) if len(group) >= TIER), [])


def _tier(texts: int) -> int:
    tier, bound = 0, TIER_TEXTS
    while texts > bound:
        tier, bound = tier + 1, bound * TIER
    return tier


def _find(ids: U64, wanted: U64) -> tuple[I64, I64]:
    """Rows of `ids` that hold a wanted id, and where each stands in `wanted` (whose ids may repeat)."""
    order = np.argsort(ids, kind="stable")
    sorted_ids = ids[order]
    place = np.searchsorted(sorted_ids, wanted)
    hit = np.flatnonzero(place < len(ids))
    hit = hit[sorted_ids[place[hit]] == wanted[hit]]
    return order[place[hit]], hit
