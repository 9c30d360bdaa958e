"""Texts that a dataset must share nothing with: those of other datasets (`disjoint_from`), those of files that the user names
(`decontaminate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.base.json_lines import BadLine, read_json_lines
from pipelines.give.export.audit import MANIFEST, has_events, read_manifest
from pipelines.give.export.files import Files, works_of
from pipelines.give.export.recipe import Recipe, RecipeError
from pipelines.give.export.shards import sha256_of
from pipelines.lake.home import Home

BATCH_TEXTS = 1_000


@dataclass(frozen=True, slots=True)
class Outside:
    """The other datasets, in their order, then the named files; their texts are numbered one after the other.

    `shared` are the columns of which no value may stand in one of those datasets and in this one.
    """

    datasets: tuple[Files, ...]
    files: tuple[Path, ...]
    other_texts: int
    named_rows: int
    shared: tuple[str, ...] = ("id", "cluster_id")

    @classmethod
    def of(cls, home: Home, recipe: Recipe) -> Outside:
        """Find them. Raises RecipeError where one is missing or cannot be read."""
        datasets = []
        for name in recipe.disjoint_from:
            if not (home.datasets / name / MANIFEST).is_file():
                raise RecipeError("disjoint_from", f"there is no dataset {name}; 'dateline export {name}' makes it")
            manifest = read_manifest(home.datasets / name)
            if recipe.name in manifest["recipe"].get("disjoint_from", ()):
                raise RecipeError("disjoint_from", f"{name} names this one already; name it in one only")
            if recipe.split == "event" and not has_events(manifest):
                raise RecipeError(
                    "disjoint_from", f"{name} was made by an older version, without events: export it again"
                )
            datasets.append(Files.of(home.datasets / name, manifest["recipe"]))
        files = tuple(named_file(home, name) for name in recipe.decontaminate)
        others = sum(each.rows(split) * each.sides for each in datasets for split in each.splits)
        named = sum(len(part) for file in files for part in _texts(file))
        shared = ("id", "cluster_id", *(["event_id"] if recipe.split == "event" else []))
        return cls(tuple(datasets), files, others, named, shared)

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return self.other_texts + self.named_rows

    def known(self) -> pa.Table | None:
        """Ids and clusters of the rows of the other datasets, and their events if these may not be shared either."""
        tables = [
            works_of(dataset.table(split, [*self.shared, *dataset.works_column])).select(self.shared)
            for dataset in self.datasets
            for split in dataset.splits
        ]
        return pa.concat_tables(tables).rename_columns({"id": "article_id"}) if tables else None

    def read(self) -> Iterator[list[str]]:
        """The texts in batches."""
        for dataset in self.datasets:
            for texts in dataset.texts():
                yield texts.to_pylist()
        for file in self.files:
            yield from _texts(file)

    def quoted(self, texts: int) -> npt.NDArray[np.bool_]:
        """Of so many texts, of which these are the first, those of the named files."""
        mask = np.zeros(texts, bool)
        mask[self.other_texts : self.texts] = True
        return mask

    def named(self) -> list[dict[str, str]]:
        """The named files as the manifest tells of them."""
        return [{"file": file.name, "sha256": sha256_of(file)} for file in self.files]


def named_file(home: Home, name: str) -> Path:
    """A file that a recipe names. Raises RecipeError when there is none."""
    file = home.recipes / name
    if not file.is_file():
        raise RecipeError("decontaminate", f"no file {file}; paths start at the folder of recipes")
    return file


def _texts(file: Path) -> Iterator[list[str]]:
    """The texts of a file: column or key `text` of Parquet or JSON lines; of any other file its paragraphs."""
    if file.suffix == ".parquet":
        with pq.ParquetFile(file) as parquet:
            if "text" not in parquet.schema_arrow.names:
                raise RecipeError("decontaminate", f"{file} has no column text")
            for batch in parquet.iter_batches(BATCH_TEXTS, columns=["text"]):
                yield [text or "" for text in batch["text"].to_pylist()]
    elif file.name.endswith((".jsonl", ".jsonl.gz")):
        yield from _of_lines(file)
    else:
        yield file.read_text(encoding="utf-8").split("\n\n")


def _of_lines(file: Path) -> Iterator[list[str]]:
    texts: list[str] = []
    for number, row in read_json_lines(file):
        if isinstance(row, BadLine) or not isinstance(row.get("text"), str):
            wrong = row.error if isinstance(row, BadLine) else "no key text with a text"
            raise RecipeError("decontaminate", f"{file}:{number}: {wrong}")
        texts.append(row["text"])
        if len(texts) == BATCH_TEXTS:
            yield texts
            texts = []
    yield texts
