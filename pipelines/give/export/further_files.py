"""Files that a kind makes of the rows of a dataset: for `retrieval` those that BEIR's readers look for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.give.export.files import Files
from pipelines.give.export.kinds import kind_named
from pipelines.give.export.recipe import Recipe


def further_files(folder: Path, recipe: Recipe) -> Iterator[tuple[str, Iterator[str]]]:
    """The names of the files, and their lines by the shards of the dataset in the folder."""
    kind = kind_named(recipe.kind)
    if kind is not None:
        for name, (pattern, splits) in kind.file_names(tuple(recipe.splits)).items():
            yield name, kind.files[pattern](_rows(folder, recipe, splits))


def _rows(folder: Path, recipe: Recipe, splits: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for split in splits:
        for batch in Files(folder, (split,)).batches(split, recipe.columns):
            yield from ((split, row) for row in pa.Table.from_batches([batch]).to_pylist())
