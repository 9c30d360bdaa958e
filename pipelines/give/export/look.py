"""The texts that a recipe chose, looked at before anything is written: which stand in another split or are of another quality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.audit import Rows, texts_checked
from pipelines.give.export.choice import Choice
from pipelines.give.export.grams import GramFiles
from pipelines.give.export.outside import Outside
from pipelines.give.export.overlap import NOWHERE, OUTSIDE, U8, Overlap, settled
from pipelines.give.export.quality import passes
from pipelines.give.export.reading import read_anyhow
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.rendering import rendered_text, text_columns
from pipelines.give.export.sieve import Sieve
from pipelines.give.export.snapshot import Snapshot
from pipelines.night.steps import Progress


@dataclass(frozen=True, slots=True)
class Looked:
    """The split of every row that was chosen, NOWHERE of those that go; how many by reason; the audit's finding on the rest."""

    splits: U8
    left_out: Mapping[str, int]
    finding: Mapping[str, Any]


def look_at_texts(
    corpus: Snapshot, recipe: Recipe, choice: Choice, outside: Outside, work: Path, on_progress: Progress
) -> Looked:
    """Leave out what stands in two splits, what quotes a named text, and what is of another quality."""
    reader = _Reader(corpus, recipe, choice.rows, outside)
    splits = choice.rows["split"].to_numpy().astype(np.uint8)
    left_out: dict[str, int] = {}
    everywhere = np.concatenate((np.full(outside.texts, OUTSIDE, np.uint8), splits))
    sieve = Sieve(work / "sieve", everywhere) if len(recipe.splits) > 1 or outside.texts else None
    if sieve or recipe.quality:
        _read(reader, splits, sieve, on_progress)
    if recipe.quality:
        left_out["other_quality"] = int((splits == NOWHERE).sum())
    overlap = None
    if sieve:
        everywhere[outside.texts :] = splits
        overlap = Overlap.of(_grams(reader, np.flatnonzero(sieve.crossing()), work / "grams"), everywhere)
        everywhere, out = settled(overlap, outside.quoted(len(everywhere)))
        splits = everywhere[outside.texts :]
        left_out |= {reason: int(mask.sum()) for reason, mask in out.items()}
        overlap.leave_outside(outside.texts)
    rows = Rows(choice.rows["article_id"], splits, list(recipe.splits))
    return Looked(splits, left_out, texts_checked(overlap, splits, rows, reader.texts_of))


def _read(reader: _Reader, splits: U8, sieve: Sieve | None, on_progress: Progress) -> None:
    """Add all texts to the sieve, those from outside first; mark in `splits` what is of another quality."""
    if sieve is not None:
        for numbers, texts in reader.outside_texts():
            sieve.add(texts, numbers)
    done = 0
    for rows, texts in reader.texts():
        splits[rows[~passes(texts, reader.recipe.quality)]] = NOWHERE
        if sieve is not None:
            sieve.add(texts, rows + reader.outside.texts)
        on_progress(done := done + len(texts), len(splits))


def _grams(reader: _Reader, wanted: I64, folder: Path) -> GramFiles:
    """The 13-grams of some texts."""
    grams = GramFiles(folder)
    begin = reader.outside.texts
    for numbers, texts in reader.outside_texts() if len(wanted) and wanted[0] < begin else ():
        mine = np.isin(numbers, wanted)
        grams.add(texts.filter(pa.array(mine)).to_pylist(), numbers[mine])
    for rows, texts in reader.texts(inside := wanted[wanted >= begin] - begin):
        grams.add(texts.to_pylist(), inside[rows] + begin)
    return grams


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the texts of a choice as the dataset will have them, and those from outside, which are numbered before them."""

    corpus: Snapshot
    recipe: Recipe
    rows: pa.Table
    outside: Outside

    def outside_texts(self) -> Iterator[tuple[I64, pa.Array]]:
        """The texts from outside, with their numbers."""
        first = 0
        for texts in self.outside.read():
            yield np.arange(first, first + len(texts)), pa.array(texts, pa.string())
            first += len(texts)

    def texts(self, wanted: I64 | None = None) -> Iterator[tuple[I64, pa.Array]]:
        """The texts of all rows, or of the wanted ones alone, with their places among these; in whatever order they lie."""
        rows = self.rows if wanted is None else self.rows.take(pa.array(wanted))
        for places, articles in read_anyhow(self.corpus.groups, rows, text_columns(self.recipe)):
            yield places, rendered_text(articles, self.recipe).combine_chunks()

    def texts_of(self, wanted: Sequence[int]) -> dict[int, str]:
        """The texts of some rows."""
        found = self.texts(np.array(wanted, np.int64))
        return {wanted[row]: text for rows, texts in found for row, text in zip(rows, texts.to_pylist(), strict=True)}
