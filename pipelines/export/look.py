"""The texts that a recipe chose, looked at before anything is written: which stand in another split or are of another quality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.export.audit import Rows, texts_checked
from pipelines.export.choice import Choice
from pipelines.export.grams import GramFiles
from pipelines.export.outside import Outside
from pipelines.export.overlap import NOWHERE, OUTSIDE, U8, Overlap, Texts, settled
from pipelines.export.quality import passes
from pipelines.export.reading import read_chosen
from pipelines.export.recipe import Recipe
from pipelines.export.rendering import rendered_text, text_columns
from pipelines.export.snapshot import Snapshot
from pipelines.steps import Progress


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
    compares = len(recipe.splits) > 1 or outside.texts > 0
    splits = choice.rows["split"].to_numpy().astype(np.uint8)
    left_out: dict[str, int] = {}
    grams = GramFiles(work)
    if compares or recipe.quality:
        _read(corpus, recipe, choice, outside, splits, grams if compares else None, on_progress)
    if recipe.quality:
        left_out["other_quality"] = int((splits == NOWHERE).sum())
    overlap = None
    if compares:
        overlap = Overlap.of(grams, np.concatenate((np.full(outside.texts, OUTSIDE, np.uint8), splits)))
        everywhere, out = settled(overlap, outside.quoted(len(overlap.splits)))
        splits = everywhere[outside.texts :]
        left_out |= {reason: int(mask.sum()) for reason, mask in out.items()}
        overlap.leave_outside(outside.texts)
    rows = Rows(choice.rows["article_id"], splits, list(recipe.splits))
    return Looked(splits, left_out, texts_checked(overlap, splits, rows, _finder(corpus, recipe, choice.rows)))


def _read(
    corpus: Snapshot,
    recipe: Recipe,
    choice: Choice,
    outside: Outside,
    splits: U8,
    grams: GramFiles | None,
    on_progress: Progress,
) -> None:
    """Add all texts to `grams`, those from outside first; mark in `splits` what is of another quality."""
    if grams is not None:
        for others in outside.read():
            grams.add(others)
    for first, texts in _texts(corpus, recipe, choice.rows):
        splits[first : first + len(texts)][~passes(texts, recipe.quality)] = NOWHERE
        if grams is not None:
            grams.add(texts.to_pylist())
        on_progress(first + len(texts), choice.rows.num_rows)


def _finder(corpus: Snapshot, recipe: Recipe, rows: pa.Table) -> Texts:
    """Reads the texts of some rows again."""

    def texts_of(wanted: Sequence[int]) -> dict[int, str]:
        some = rows.take(pa.array(wanted, pa.int64()))
        found = [text for _, texts in _texts(corpus, recipe, some) for text in texts.to_pylist()]
        return dict(zip(wanted, found, strict=True))

    return texts_of


def _texts(corpus: Snapshot, recipe: Recipe, rows: pa.Table) -> Iterator[tuple[int, pa.Array]]:
    """The texts as the dataset will have them: (number of the first, some)."""
    for first, articles in read_chosen(corpus.groups, rows, text_columns(recipe)):
        yield first, rendered_text(articles, recipe).combine_chunks()
