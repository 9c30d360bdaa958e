"""Further files of a dataset: those that a kind makes of its rows (for `retrieval` what BEIR's readers look for), and the
indexes of shards.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.give.export.files import Files
from pipelines.give.export.formats import format_named
from pipelines.give.export.formats.format import INDEX
from pipelines.give.export.kinds import kind_named
from pipelines.give.export.recipe import Recipe


def further_files(folder: Path, recipe: Recipe) -> Iterator[tuple[str, Iterator[str]]]:
    """The names of the files, and their lines by the shards of the dataset in the folder."""
    kind = kind_named(recipe.kind)
    if kind is not None:
        for name, (pattern, splits) in kind.file_names(tuple(recipe.splits)).items():
            yield name, kind.files[pattern](_rows(folder, recipe, splits))
    for split in recipe.splits:
        for each in map(format_named, recipe.formats):
            if each.index is not None:
                yield f"{each.place(split)}/{INDEX}", iter([each.index(sorted(folder.glob(each.pattern(split))))])


def further_names(recipe: Recipe) -> frozenset[str]:
    """The names of the files."""
    kind, splits = kind_named(recipe.kind), tuple(recipe.splits)
    indexed = [each for each in map(format_named, recipe.formats) if each.index]
    indexes = (f"{each.place(split)}/{INDEX}" for each in indexed for split in splits)
    return frozenset((*indexes, *(kind.file_names(splits) if kind else ())))


def _rows(folder: Path, recipe: Recipe, splits: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for split in splits:
        for batch in Files(folder, (split,)).batches(split, recipe.columns):
            yield from ((split, row) for row in pa.Table.from_batches([batch]).to_pylist())
