"""The texts that a recipe chose, looked at before anything is written: which stand in another split or are of another quality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.article_rows import RowSource
from pipelines.give.export.audit import Rows, texts_checked
from pipelines.give.export.choice import Choice
from pipelines.give.export.grams import GramFiles
from pipelines.give.export.kinds import texts_of
from pipelines.give.export.mixing import mix, stated
from pipelines.give.export.outside import Outside
from pipelines.give.export.overlap import NOWHERE, OUTSIDE, U8, Overlap, settled
from pipelines.give.export.quality import passes
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.sieve import Sieve
from pipelines.give.export.tokens import Tokenizer
from pipelines.night.steps import Progress


@dataclass(frozen=True, slots=True)
class Looked:
    """The split of every row that was chosen, NOWHERE of those that go; how many by reason; the audit's finding on the rest.

    `tokens` are those of each row, if they were counted; `mixture` is what the manifest says of it.
    """

    splits: U8
    left_out: Mapping[str, int]
    finding: Mapping[str, Any]
    tokens: I64 | None = None
    mixture: Mapping[str, Any] | None = None


def look_at_texts(
    source: RowSource,
    recipe: Recipe,
    choice: Choice,
    outside: Outside,
    work: Path,
    tokenizer: Tokenizer | None,
    on_progress: Progress,
) -> Looked:
    """Leave out what stands in two splits, quotes a named text, is of another quality, or finds no room in the mixture."""
    reader = _Reader(source, recipe, choice.rows, outside)
    sides = len(texts_of(recipe.kind))
    splits = choice.rows["split"].to_numpy().astype(np.uint8)
    left_out: dict[str, int] = {}
    everywhere = np.concatenate((np.full(outside.texts, OUTSIDE, np.uint8), np.repeat(splits, sides)))
    sieve = Sieve(work / "sieve", everywhere) if len(recipe.splits) > 1 or outside.texts else None
    tokens = np.zeros(len(splits), np.int64) if tokenizer and "tokens" in recipe.columns else None
    if sieve or recipe.quality or tokens is not None:
        _read(reader, splits, sieve, on_progress, (tokenizer, tokens) if tokenizer and tokens is not None else None)
    if recipe.quality:
        left_out["other_quality"] = int((splits == NOWHERE).sum())
    compared = None
    if sieve:
        everywhere[outside.texts :] = np.repeat(splits, sides)
        crossing, pairs = sieve.crossing()
        overlap = Overlap.of(_grams(reader, np.flatnonzero(crossing), work / "grams"), everywhere)
        everywhere, out = settled(overlap, pairs, outside.quoted(len(everywhere)), reader.everywhere)
        splits = everywhere[outside.texts :].reshape(-1, sides).max(axis=1)  # NOWHERE is the greatest
        gone = np.zeros(len(splits), bool)
        for reason, mask in out.items():
            here = mask[outside.texts :].reshape(-1, sides).any(axis=1) & ~gone
            left_out[reason] = int(here.sum())
            gone |= here
        overlap.leave_outside(outside.texts)
        pairs.leave_outside(outside.texts)
        compared = overlap, pairs
    mixture = _mixed(recipe, choice.rows, tokens, splits, left_out) if tokens is not None else None
    each = np.repeat(splits, sides)
    rows = Rows(choice.rows["id"], splits, list(recipe.splits), sides)
    return Looked(splits, left_out, texts_checked(compared, each, rows, reader.texts_of), tokens, mixture)


def _mixed(
    recipe: Recipe, rows: pa.Table, tokens: I64, splits: U8, left_out: dict[str, int]
) -> Mapping[str, Any] | None:
    """Leave out of `splits` what the mixture has no room for. Returns what the manifest says of it."""
    if recipe.mixture is None:
        return None
    names = list(recipe.splits)
    among = [number for number, name in enumerate(names, 1) if name in (recipe.mixture.splits or names)]
    here = np.flatnonzero(np.isin(splits, among))
    offered, counts = rows.take(pa.array(here)), tokens[here]
    kept = mix(recipe.mixture, recipe.seed, offered, counts)
    splits[here[~kept]] = NOWHERE
    left_out["beyond_the_mixture"] = int((~kept).sum())
    return stated(recipe.mixture, offered, counts, kept)


def _read(
    reader: _Reader,
    splits: U8,
    sieve: Sieve | None,
    on_progress: Progress,
    counted: tuple[Tokenizer, I64] | None,
) -> None:
    """Add all texts to the sieve, those from outside first; mark in `splits` what is of another quality; count tokens."""
    if sieve is not None:
        for numbers, texts in reader.outside_texts():
            sieve.add(texts, numbers)
    done, sides = 0, len(texts_of(reader.recipe.kind))
    for numbers, texts in reader.texts():
        splits[numbers[~passes(texts, reader.recipe.quality)] // sides] = NOWHERE
        if counted is not None:
            counted[1][numbers] = counted[0].count(texts)
        if sieve is not None:
            sieve.add(texts, numbers + reader.outside.texts)
        on_progress(done := done + len(texts) // sides, len(splits))


def _grams(reader: _Reader, wanted: I64, folder: Path) -> GramFiles:
    """The 13-grams of some texts."""
    grams = GramFiles(folder)
    begin = reader.outside.texts
    for numbers, texts in reader.outside_texts() if len(wanted) and wanted[0] < begin else ():
        mine = np.isin(numbers, wanted)
        grams.add(texts.filter(pa.array(mine)).to_pylist(), numbers[mine])
    for numbers, texts in reader.texts(wanted[wanted >= begin] - begin):
        grams.add(texts.to_pylist(), numbers + begin)
    return grams


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the texts of a choice as the dataset will have them, and those from outside, which are numbered before them."""

    source: RowSource
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
        """All texts, or the wanted ones alone, with their numbers; in whatever order they lie."""
        sides = len(texts_of(self.recipe.kind))
        chosen = None if wanted is None else np.unique(wanted // sides)
        for places, texts in self.source.texts(self.rows if chosen is None else self.rows.take(pa.array(chosen))):
            rows = places if chosen is None else chosen[places]
            numbers = (rows[:, None] * sides + np.arange(sides)).ravel()
            mine = slice(None) if wanted is None or sides == 1 else np.isin(numbers, wanted)
            yield numbers[mine], texts if isinstance(mine, slice) else texts.filter(pa.array(mine))

    def everywhere(self, wanted: Sequence[int]) -> dict[int, str]:
        """The texts of some numbers, those from outside among them."""
        begin = self.outside.texts
        found: dict[int, str] = {}
        if wanted and min(wanted) < begin:
            those = set(wanted)
            for numbers, texts in self.outside_texts():
                pairs = zip(numbers.tolist(), texts.to_pylist(), strict=True)
                found |= {number: text for number, text in pairs if number in those}
        inside = self.texts_of([number - begin for number in wanted if number >= begin])
        return found | {number + begin: text for number, text in inside.items()}

    def texts_of(self, wanted: Sequence[int]) -> dict[int, str]:
        """The texts of some rows."""
        found = self.texts(np.array(wanted, np.int64))
        return {
            int(number): text
            for numbers, texts in found
            for number, text in zip(numbers, texts.to_pylist(), strict=True)
        }
