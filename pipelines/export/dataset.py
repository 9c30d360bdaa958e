"""Writing a dataset: rows chosen by a recipe, split by cluster, as Parquet with a card that says what is in it.

What is left out is counted by reason; rights fail closed: an article whose `train_ai` the recipe does not list is not
exported, whatever else is true of it. The folder is written under another name and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import CorpusError, InputError
from pipelines.export.card import card
from pipelines.export.recipe import Recipe
from pipelines.export.splits import split_file, split_masks
from pipelines.home import Home
from pipelines.sql.connection import connect

ASKED = """
CREATE TEMP TABLE asked AS SELECT article_id FROM articles WHERE
{where}
"""
"""The recipe's own words stand in a statement of their own: whatever they say, it cannot widen the rights."""
FORBIDDEN = "cluster_id IN (SELECT cluster_id FROM articles WHERE train_ai = 'disallowed')"
"""Whose words stand in an article that disallows training too: a copy grants nothing that its twin withholds."""
CHOICE = """
WITH allowed AS (
    SELECT * FROM articles
    WHERE train_ai IN ({rights}) AND NOT {forbidden} AND article_id IN (SELECT article_id FROM asked)
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY role <> 'origin', first_seen, article_id) AS place
    FROM allowed
)
SELECT {columns}, train_ai AS export_right FROM ranked WHERE {copies} ORDER BY article_id
"""
LEFT_OUT = """
SELECT
    count(*) AS articles,
    count(*) FILTER (train_ai = 'disallowed') AS training_disallowed,
    count(*) FILTER (train_ai IS NULL OR train_ai <> 'disallowed' AND train_ai NOT IN ({rights})) AS rights_unknown,
    count(*) FILTER (train_ai IN ({rights}) AND {forbidden}) AS same_words_disallowed,
    count(*) FILTER (
        train_ai IN ({rights}) AND NOT {forbidden} AND article_id NOT IN (SELECT article_id FROM asked)
    ) AS not_asked_for
FROM articles
"""
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """An exported dataset: its folder, rows a split, and articles left out by reason."""

    path: Path
    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    changed: bool


def export_dataset(home: Home, recipe: Recipe) -> Dataset:
    """Write the dataset of a recipe anew, unless it stands already with the same rows.

    Raises InputError for a condition that is no SQL, and when nothing may be exported.
    """
    rows, left_out = choose(home, recipe)
    if not rows.num_rows:
        raise InputError(
            f"export {recipe.name}: no article qualifies ({_counts(left_out)}); loosen `where` or `train_ai`"
        )
    splits = {name: rows.filter(mask) for name, mask in split_masks(rows, recipe.splits).items()}
    if empty := [name for name, part in splits.items() if not part.num_rows]:
        raise InputError(
            f"export {recipe.name}: {rows.num_rows} rows leave split {empty[0]} empty: give it a larger share"
        )
    target = home.datasets / recipe.name
    temporary, old = (home.datasets / f".{recipe.name}.{os.getpid()}.{state}" for state in ("new", "old"))
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        _write(temporary, recipe, splits, left_out)
        changed = not _same(temporary, target)
        if changed:
            if target.exists():
                target.replace(old)
            temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return Dataset(target, {name: part.num_rows for name, part in splits.items()}, left_out, changed)


def choose(home: Home, recipe: Recipe) -> tuple[pa.Table, dict[str, int]]:
    """The rows a recipe exports, sorted by article id, and how many articles it leaves out by reason."""
    rights = ", ".join(f"'{value}'" for value in recipe.train_ai)
    columns = ", ".join(f'"{column}"' for column in recipe.columns)
    copies = "place = 1" if recipe.copies == "one" else "true"
    with connect(home) as connection:
        try:
            if len(connection.extract_statements(asked := ASKED.format(where=recipe.where))) != 1:
                raise InputError(f"export {recipe.name}: where: one condition, without a semicolon")
            connection.execute(asked)
        except duckdb.Error as error:
            raise InputError(f"export {recipe.name}: where: {str(error).strip().splitlines()[0]}") from error
        chosen = connection.sql(
            CHOICE.format(rights=rights, forbidden=FORBIDDEN, columns=columns, copies=copies)
        ).to_arrow_table()
        counted = connection.sql(LEFT_OUT.format(rights=rights, forbidden=FORBIDDEN)).to_arrow_table().to_pylist()[0]
    if stray := set(chosen["export_right"].to_pylist()) - set(recipe.train_ai):
        raise CorpusError(
            f"export {recipe.name}: rows with train_ai {sorted(map(str, stray))} were chosen; nothing was written"
        )
    rows = chosen.drop_columns(["export_right"])
    left_out = {name: count for name, count in counted.items() if name != "articles"}
    left_out["copies_of_another"] = counted["articles"] - sum(left_out.values()) - rows.num_rows
    return rows, left_out


def _write(folder: Path, recipe: Recipe, splits: Mapping[str, pa.Table], left_out: Mapping[str, int]) -> None:
    (folder / "data").mkdir(parents=True)
    files = {}
    for name, part in splits.items():
        file = folder / split_file(name)
        pq.write_table(part, file, compression="zstd", use_content_defined_chunking=True, write_page_index=True)
        files[file.relative_to(folder).as_posix()] = {"rows": part.num_rows, "sha256": _sha256(file)}
    manifest = {"recipe": recipe.model_dump(mode="json"), "files": files, "left_out": dict(left_out)}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card(recipe, splits, left_out), encoding="utf-8")


def _same(temporary: Path, target: Path) -> bool:
    def contents(folder: Path) -> dict[str, str]:
        return {p.relative_to(folder).as_posix(): _sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}

    return target.is_dir() and contents(temporary) == contents(target)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _counts(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in left_out.items()) or "the corpus is empty"
