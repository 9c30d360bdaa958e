"""Runs of words that are taken down: stored as keyed hashes, recognised in any text, and blanked there.

A run is twelve consecutive words of a text. It is eight words if they start a sentence or are most of a short one,
or a whole headline of fewer words. Eight words from the middle of a sentence ("said in a statement on Monday that
the") may be in any text. The text cannot be read from the hashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake.archive.layout import replacing
from pipelines.upkeep.takedown.probes import Probes
from pipelines.upkeep.takedown.words import U64, Reader, Words, window_hashes

RUN_WORDS, RUN_CHARS = 12, 36
"""Words of a run; characters in scripts without spaces."""
START_WORDS, START_CHARS = 8, 24
"""The same at the start of a sentence, where teasers and quotations start."""
SENTENCE_ENDS = re.compile("[.!?…。！？।؟\n]")
PART_ENDS = re.compile(f'{SENTENCE_ENDS.pattern}|[:;"“”„«»‹›]')
"""Characters before a sentence, and characters before a quotation or the text after a colon."""
MIN_HEADLINE_WORDS, MIN_HEADLINE_CHARS = 4, 10
"""Minimum length of a headline to be a run by itself: `Weather` may be anyone's headline."""
SCHEMA = pa.schema([("words", pa.int16()), ("hash", pa.uint64())])

Windows = Mapping[int, U64]
"""By number of words, the sorted hashes of runs."""


@dataclass(frozen=True)
class Runs:
    """Runs of words as hashes under a key, with probes if the texts that they are of are known."""

    key: bytes
    windows: Windows
    probes: Probes | None = field(default=None, compare=False)

    @classmethod
    def of(cls, key: bytes, texts: Iterable[str] = (), headlines: Iterable[str] = ()) -> Self:
        """The runs of texts, and headlines as a whole."""
        reader = Reader(key)
        parts = [_of_text(text, reader.words(text)) for text in texts]
        parts += [_of_headline(text, reader.words(text)) for text in headlines]
        return cls(key, _merged(parts))

    def __bool__(self) -> bool:
        return any(len(hashes) for hashes in self.windows.values())

    def __or__(self, other: Runs) -> Runs:
        both = self.probes and other.probes and self.probes | other.probes
        return Runs(self.key or other.key, _merged([self.windows, other.windows]), both or None)

    def shared_with(self, texts: Iterable[str], least: int) -> Runs:
        """The runs that are in at least `least` of the texts; without probes."""
        reader = Reader(self.key)
        counts = {size: np.zeros(len(hashes), np.int64) for size, hashes in self.windows.items()}
        for text in texts:
            if not self.may_be_in(text):
                continue
            words = reader.words(text)
            for size, hashes in self.windows.items():
                counts[size] += np.isin(hashes, window_hashes(words.hashes, size))
        return Runs(self.key, {size: hashes[counts[size] >= least] for size, hashes in self.windows.items()})

    def without(self, other: Runs) -> Runs:
        """The runs that are not in `other`."""
        gone = other.windows
        kept = {size: np.setdiff1d(each, gone.get(size, each[:0])) for size, each in self.windows.items()}
        return replace(self, windows=kept)

    def may_be_in(self, text: str) -> bool:
        """False only if no run is in a text, whether its tags are read or not."""
        return self.probes is None or "<" in text or "lt;" in text or self.probes.may_be_in(text)

    def with_probes(self, texts: Iterable[str]) -> Self:
        """The same runs, which are of these texts, with probes."""
        return replace(self, probes=Probes.of(self.key, self.windows, texts))

    def found(self, text: str) -> list[tuple[int, int]]:
        """The places of words of runs in a text: (start, end) of each."""
        if self.probes and not self.probes.may_be_in(text):
            return []
        words = self._reader.words(text)
        places: list[tuple[int, int]] = []
        for part in (words.where(~words.inside), words.where(words.inside)) if words.inside.any() else (words,):
            covered = self._covered(part)
            places += zip(part.starts[covered].tolist(), part.ends[covered].tolist(), strict=True)
        return sorted(places)

    def blanked(self, text: str) -> str:
        """The text with spaces instead of every word of a run.

        >>> runs = Runs.of(b"key", headlines=["Ferry hits the quay"])
        >>> runs.blanked('<li><a title="Ferry hits the quay" href="/x">Ferry <b>hits</b> the quay!</a>')
        '<li><a title="                   " href="/x">      <b>    </b>         !</a>'
        """
        parts, at = [], 0
        for start, end in self.found(text):
            parts += [text[at:start], " " * (end - start)]
            at = end
        return "".join((*parts, text[at:])) if parts else text

    def save(self, path: Path) -> None:
        """Write the hashes, durably."""
        sizes = [size for size, hashes in sorted(self.windows.items()) for _ in hashes]
        hashes = [number for _, each in sorted(self.windows.items()) for number in each.tolist()]
        with replacing(path) as file:
            pq.write_table(pa.table([sizes, hashes], schema=SCHEMA), file)

    @classmethod
    def load(cls, path: Path, key: bytes) -> Self:
        """Read the runs that `save` wrote."""
        rows = pq.read_table(path, partitioning=None)
        sizes, hashes = (rows[name].to_numpy() for name in SCHEMA.names)
        return cls(key, {int(size): np.sort(hashes[sizes == size]) for size in np.unique(sizes)})

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.key)

    def _covered(self, words: Words) -> npt.NDArray[np.bool_]:
        """True for each word that is in a run."""
        edges = np.zeros(len(words) + 1, np.int64)
        for size, hashes in self.windows.items():
            starts = np.flatnonzero(np.isin(window_hashes(words.hashes, size), hashes))
            np.add.at(edges, starts, 1)
            np.add.at(edges, starts + size, -1)
        covered: npt.NDArray[np.bool_] = np.cumsum(edges[:-1]) > 0
        return covered


def _of_headline(text: str, words: Words) -> Windows:
    """A headline as a whole; a long one, or a description, is treated as a text."""
    beginning, least = (START_CHARS, MIN_HEADLINE_CHARS) if _is_unspaced(words) else (START_WORDS, MIN_HEADLINE_WORDS)
    if len(words) >= beginning:
        return _of_text(text, words)
    return {len(words): window_hashes(words.hashes, len(words))} if len(words) >= least else {}


def _of_text(text: str, words: Words) -> Windows:
    size, beginning = (RUN_CHARS, START_CHARS) if _is_unspaced(words) else (RUN_WORDS, START_WORDS)
    shorter = window_hashes(words.hashes, beginning)
    if len(words) < size:
        return {beginning: shorter}
    parts, sentences = _numbers(text, words, PART_ENDS), _numbers(text, words, SENTENCE_ENDS)
    begins = np.diff(parts, prepend=-1)[: len(shorter)] != 0
    inside = sentences[: len(shorter)] == sentences[beginning - 1 :]
    inside &= np.bincount(sentences)[sentences[: len(shorter)]] < size
    return {beginning: shorter[begins | inside], size: window_hashes(words.hashes, size)}


def _is_unspaced(words: Words) -> bool:
    return 2 * int(words.single.sum()) > len(words)


def _numbers(text: str, words: Words, ends: re.Pattern[str]) -> npt.NDArray[np.int64]:
    """The number of the sentence, or part of a sentence, of each word."""
    gaps = zip([0, *words.ends.tolist()], words.starts.tolist(), strict=False)
    return np.cumsum([ends.search(text, end, start) is not None for end, start in gaps], dtype=np.int64)


def _merged(parts: Iterable[Windows]) -> Windows:
    found: dict[int, list[U64]] = {}
    for part in parts:
        for size, hashes in part.items():
            found.setdefault(size, []).append(hashes)
    return {size: np.unique(np.concatenate(each)) for size, each in sorted(found.items())}
