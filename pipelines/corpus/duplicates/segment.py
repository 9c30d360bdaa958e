"""A segment of the index: some texts and their postings. A segment never changes after it is written.

A segment is a folder of `.npy` files, mapped into memory when read. It is written under a temporary name and then
renamed, so it is either complete or absent.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.base.durable import sync
from pipelines.corpus.duplicates.candidates import Postings
from pipelines.corpus.duplicates.edges import Part
from pipelines.corpus.duplicates.ragged import I64, U64, Ragged
from pipelines.corpus.duplicates.sketch import Sketches

COPY_VALUES = 4_000_000
RAGGED = ("shingles", "anchors", "numbers", "places")
POSTINGS = ("bands", "anchor", "rare")

Array = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the index; `by_id` lists its rows in the order of their ids."""

    name: str
    part: Part
    by_id: I64

    def __len__(self) -> int:
        return len(self.part.sketches)

    def find(self, wanted: U64) -> tuple[I64, I64]:
        """Rows that have a wanted id, and the position of each in `wanted`, whose ids may repeat."""
        ids = self.part.sketches.ids
        place = np.searchsorted(ids, wanted, sorter=self.by_id)
        hit = np.flatnonzero(place < len(ids))
        rows = self.by_id[place[hit]]
        same = ids[rows] == wanted[hit]
        return rows[same], hit[same]


def save(folder: Path, part: Part) -> str:
    """Write a segment into `folder`, durably. Returns its name, which is derived from the ids of its texts."""
    return _write(folder, _name(part.sketches.ids), {k: [v] for k, v in _arrays(part).items()})


def load(folder: Path, name: str) -> Segment:
    """Map a segment into memory."""
    arrays = {path.stem: np.load(path, mmap_mode="r") for path in sorted((folder / name).glob("*.npy"))}
    ragged = {n: Ragged(arrays[f"{n}_values"], arrays[f"{n}_offsets"]) for n in RAGGED}
    sketches = Sketches(ids=arrays["ids"], signatures=arrays["signatures"], **ragged)
    bands, anchors, rare = (Postings(arrays[f"{n}_keys"], arrays[f"{n}_rows"]) for n in POSTINGS)
    return Segment(name, Part(sketches, bands, anchors, rare), arrays["by_id"])


def merge(folder: Path, segments: Sequence[Segment]) -> str:
    """Write one segment with the content of all given segments; returns its name."""
    sketches = [segment.part.sketches for segment in segments]
    firsts = np.cumsum([0, *(len(s) for s in sketches)])
    ids = np.concatenate([s.ids for s in sketches])
    arrays: dict[str, list[Array]] = {
        "ids": [ids],
        "by_id": [np.argsort(ids)],
        "signatures": [s.signatures for s in sketches],
    }
    for name in RAGGED:
        parts: list[Ragged] = [getattr(s, name) for s in sketches]
        sizes = np.cumsum([0, *(int(p.offsets[-1]) for p in parts)])
        arrays[f"{name}_values"] = [p.values for p in parts]
        arrays[f"{name}_offsets"] = [p.offsets[min(i, 1) :] + sizes[i] for i, p in enumerate(parts)]
    for name, field in zip(POSTINGS, ("bands", "anchors", "rare"), strict=True):
        merged = _merged([getattr(segment.part, field) for segment in segments], firsts)
        arrays[f"{name}_keys"], arrays[f"{name}_rows"] = [merged.keys], [merged.rows]
    return _write(folder, _name(ids), arrays)


def _merged(parts: Sequence[Postings], firsts: npt.NDArray[np.int64]) -> Postings:
    keys = np.concatenate([p.keys for p in parts])
    rows = np.concatenate([p.rows + np.uint32(first) for p, first in zip(parts, firsts[:-1], strict=True)])
    order = np.argsort(keys, kind="stable")
    return Postings(keys[order], rows[order])


def _arrays(part: Part) -> dict[str, Array]:
    sketches = part.sketches
    by_id = np.argsort(sketches.ids)
    arrays: dict[str, Array] = {"ids": sketches.ids, "by_id": by_id, "signatures": sketches.signatures}
    for name in RAGGED:
        ragged: Ragged = getattr(sketches, name)
        arrays |= {f"{name}_values": ragged.values, f"{name}_offsets": ragged.offsets}
    for name, postings in zip(POSTINGS, (part.bands, part.anchors, part.rare), strict=True):
        arrays |= {f"{name}_keys": postings.keys, f"{name}_rows": postings.rows}
    return arrays


def _name(ids: U64) -> str:
    return f"segment-{hashlib.blake2b(np.ascontiguousarray(ids).data, digest_size=10).hexdigest()}"


def _write(folder: Path, name: str, arrays: dict[str, list[Array]]) -> str:
    temporary = folder / f"{name}.part"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for stem, parts in arrays.items():
        _write_array(temporary / f"{stem}.npy", parts)
    sync(temporary)
    if not (folder / name).exists():
        temporary.rename(folder / name)
        sync(folder)
    shutil.rmtree(temporary, ignore_errors=True)
    return name


def _write_array(path: Path, parts: list[Array]) -> None:
    """Write several arrays, one after the other, as one `.npy` file; only a piece of them is in memory at a time."""
    shape = (sum(len(p) for p in parts), *parts[0].shape[1:])
    header = {"descr": np.lib.format.dtype_to_descr(parts[0].dtype), "fortran_order": False, "shape": shape}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for part in parts:
            for piece in _pieces(part):
                file.write(np.ascontiguousarray(piece).data)
        file.flush()
        os.fsync(file.fileno())


def _pieces(part: Array) -> Iterator[Array]:
    step = max(1, COPY_VALUES // int(np.prod(part.shape[1:], dtype=np.int64)))
    for first in range(0, len(part), step):
        yield part[first : first + step]
