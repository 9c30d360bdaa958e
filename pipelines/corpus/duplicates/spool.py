"""Sketches of very many texts, with the shingles on disk: each distinct text once, in order of arrival."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from types import TracebackType

import numpy as np

from pipelines.corpus.duplicates.ragged import I64, U32, U64, Ragged
from pipelines.corpus.duplicates.sketch import Sketches, sketched


class Spool:
    """Use it as a context manager: the result of `sketches` is valid until it closes. Shingles are nine tenths of a
    sketch's size.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by __exit__
        self._seen: set[int] = {0}
        self._counts: list[I64] = [np.empty(0, np.int64)]
        self._parts: list[Sketches] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, part: Sketches) -> None:
        """Add the texts that are new and have words."""
        self._keep(part.where(self._unseen(part.ids)))

    def sketch(self, texts: Sequence[str]) -> U64:
        """Sketch texts and add those that are new and have words; returns the ids of all given texts."""
        found = [np.empty(0, np.uint64)]
        for ids, fresh in sketched(texts, self._unseen):
            found.append(ids)
            self._keep(fresh)
        return np.concatenate(found)

    def _keep(self, fresh: Sketches) -> None:
        self._file.write(np.ascontiguousarray(fresh.shingles.values).data)
        self._counts.append(fresh.shingles.counts)
        nothing = Ragged(np.empty(0, np.uint32), np.zeros(len(fresh) + 1, np.int64))
        self._parts.append(Sketches(fresh.ids, fresh.signatures, nothing, fresh.anchors, fresh.numbers, fresh.places))

    def sketches(self) -> Sketches:
        """All sketches, with the shingles mapped from disk. Nothing can be added afterwards."""
        counts = np.concatenate(self._counts)
        offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        self._file.flush()
        empty = np.empty(0, np.uint32)
        values: U32 = np.memmap(self._file, np.uint32, "r", shape=(int(offsets[-1]),)) if offsets[-1] else empty
        rest = Sketches.concat(self._parts)
        self._parts = []
        return Sketches(rest.ids, rest.signatures, Ragged(values, offsets), rest.anchors, rest.numbers, rest.places)

    def _unseen(self, texts: U64) -> np.ndarray:
        fresh = np.zeros(len(texts), bool)
        for row, text in enumerate(texts.tolist()):
            if text not in self._seen:
                self._seen.add(text)
                fresh[row] = True
        return fresh
