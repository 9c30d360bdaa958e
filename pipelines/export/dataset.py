"""Making a dataset: rows chosen by a recipe, texts that stand in two splits left out, files and their audit put in place at once.

What is left out is counted by reason; rights fail closed: an article whose `train_ai` the recipe does not list is not
exported, whatever else is true of it. The same corpus and recipe give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.errors import CorpusError, InputError
from pipelines.export.audit import FILE, MANIFEST, Rows, audit, texts_checked
from pipelines.export.card import PLOT, card
from pipelines.export.choice import Choice, choose
from pipelines.export.columns import dataset_schema
from pipelines.export.croissant import FILE as CROISSANT
from pipelines.export.croissant import croissant
from pipelines.export.date_plot import date_plot
from pipelines.export.facts import Facts, crawl_facts, facts_of
from pipelines.export.grams import GramFiles
from pipelines.export.outside import Outside
from pipelines.export.overlap import NOWHERE, OUTSIDE, U8, Overlap, settled
from pipelines.export.quality import passes
from pipelines.export.reading import read_chosen
from pipelines.export.recipe import Recipe
from pipelines.export.rendering import columns_to_read, rendered
from pipelines.export.shards import SplitWriter, cuts, sha256_of, write_json
from pipelines.export.snapshot import Snapshot, snapshot
from pipelines.export.stage import Stage
from pipelines.export.swap import building, put_in_place, recover
from pipelines.home import Home
from pipelines.lock import alone
from pipelines.steps import Progress


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: its folder (of a dry run the one it would have), rows a split, and articles left out by reason."""

    path: Path
    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    changed: bool


def export_dataset(home: Home, recipe: Recipe, on_progress: Progress = lambda _done, _total: None) -> Dataset:
    """Write the dataset of a recipe anew, unless it stands already with the same bytes.

    Raises InputError for a condition that is no SQL, and when nothing may be exported.
    """
    with alone(home, f"export-{recipe.name}"):
        recover(home.datasets, recipe.name)
        folder = building(home.datasets, recipe.name)
        target = home.datasets / recipe.name
        try:
            with snapshot(home, recipe.as_of) as corpus:
                dataset = _make(home, corpus, recipe, folder, on_progress)
            changed = not _same(folder, target)
            if changed:
                put_in_place(folder, target)
        finally:
            recover(home.datasets, recipe.name)
    return Dataset(target, dataset.rows, dataset.left_out, changed)


def plan_dataset(home: Home, recipe: Recipe) -> Dataset:
    """What would go into the dataset, and what would be left out, but for texts that stand in two splits. Writes nothing."""
    with snapshot(home, recipe.as_of) as corpus:
        choice = choose(corpus.connection, recipe, Outside.of(home, recipe).known())
    counts = np.bincount(choice.rows["split"].to_numpy(), minlength=len(recipe.splits) + 1)[1:]
    rows = dict(zip(recipe.splits, counts.tolist(), strict=True))
    return Dataset(home.datasets / recipe.name, rows, choice.left_out, changed=False)


def _make(home: Home, corpus: Snapshot, recipe: Recipe, folder: Path, on_progress: Progress) -> Dataset:
    outside = Outside.of(home, recipe)
    choice = choose(corpus.connection, recipe, outside.known())
    _require_rows(recipe, choice.rows["split"].to_numpy(), choice.left_out)
    work = folder.with_name(f"{folder.name}.work")
    splits, left_out = choice.rows["split"].to_numpy().astype(np.uint8), dict(choice.left_out)
    stage, overlap = _staged(corpus, recipe, choice, outside, work, splits, on_progress)
    if recipe.quality:
        left_out["other_quality"] = int((splits == NOWHERE).sum())
    if overlap is not None:
        all_splits, out = settled(overlap, outside.quoted(len(overlap.splits)))
        splits = all_splits[outside.texts :]
        left_out |= {reason: int(mask.sum()) for reason, mask in out.items()}
        overlap.leave_outside(outside.texts)
        _require_rows(recipe, splits, left_out)
    files = _written(recipe, stage, choice.rows, splits, folder)
    rows = {name: int((splits == number).sum()) for number, name in enumerate(recipe.splits, 1)}
    manifest = {
        "recipe": recipe.model_dump(mode="json"),
        "night": corpus.night.isoformat() if corpus.night else None,
        "rows": rows,
        "files": files,
        "articles": choice.articles,
        "left_out": left_out,
        "named_texts": outside.named(),
    }
    write_json(folder / MANIFEST, manifest)
    known = Rows(choice.rows["article_id"], splits, list(recipe.splits))
    found = audit(folder, texts_checked(overlap, splits, known, stage.texts))
    if not found["passed"]:
        raise CorpusError(
            f"export {recipe.name}: the audit finds {found['violations']} violation(s); nothing was written"
        )
    write_json(folder / FILE, found)
    _describe(recipe, facts_of(folder, recipe, manifest, *crawl_facts(corpus.connection)), folder)
    return Dataset(folder, rows, left_out, changed=True)


def _describe(recipe: Recipe, facts: Facts, folder: Path) -> None:
    """The card with its plot, and the metadata for machines."""
    (folder / "README.md").write_text(card(recipe, facts), encoding="utf-8")
    if facts.months:
        (folder / PLOT).write_bytes(date_plot(facts.months))
    if "parquet" in recipe.formats:
        write_json(folder / CROISSANT, croissant(recipe, facts))


def _staged(
    corpus: Snapshot,
    recipe: Recipe,
    choice: Choice,
    outside: Outside,
    work: Path,
    splits: U8,
    on_progress: Progress,
) -> tuple[Stage, Overlap | None]:
    """The rows as they will be written, and the 13-grams that splits have in common; None where there is nothing to compare.

    Texts of another quality than the recipe's are marked as left out in `splits`.
    """
    stage, grams = Stage(work / "rows"), GramFiles(work / "grams")
    compared = len(recipe.splits) > 1 or outside.texts > 0
    for texts in outside.read():
        grams.add(texts)
    scores = choice.rows["language_score"]
    for first, articles in read_chosen(corpus.groups, choice.rows, columns_to_read(recipe)):
        rows = rendered(articles, scores.slice(first, articles.num_rows), recipe)
        stage.add(rows)
        splits[first : first + rows.num_rows][~passes(rows, recipe.quality)] = NOWHERE
        if compared:
            grams.add(rows["text"].to_pylist())
        on_progress(stage.rows, choice.rows.num_rows)
    if not compared:
        return stage, None
    numbers = np.concatenate((np.full(outside.texts, OUTSIDE, np.uint8), splits))
    return stage, Overlap.of(grams, numbers, work)


def _written(recipe: Recipe, stage: Stage, rows: pa.Table, splits: U8, folder: Path) -> dict[str, Any]:
    """The shards of every split; path → rows and SHA-256."""
    ids, text_bytes = rows["article_id"], stage.text_bytes
    schema = dataset_schema(recipe.columns, flat=recipe.profile == "flat")
    writers = []
    for number, name in enumerate(recipe.splits, 1):
        mine = np.flatnonzero(splits == number)
        shards = cuts(
            text_bytes[mine],
            ids.take(pa.array(mine)).to_pylist(),
            shard_bytes=recipe.shard_megabytes * 1_000_000,
            least=recipe.least_shards,
        )
        writers.append(SplitWriter(folder, name, shards, recipe.formats, schema))
    for first, table in stage.tables():
        here = splits[first : first + table.num_rows]
        for number, writer in enumerate(writers, 1):
            writer.write(table.filter(pa.array(here == number)))
    return {name: file for writer in writers for name, file in writer.files.items()}


def _require_rows(recipe: Recipe, splits: Sequence[int] | U8, left_out: Mapping[str, int]) -> None:
    taken = np.asarray(splits)
    taken = taken[taken != NOWHERE]
    if not len(taken):
        raise InputError(
            f"export {recipe.name}: no article qualifies ({_counts(left_out)}); loosen `where` or `train_ai`"
        )
    for number, name in enumerate(recipe.splits, 1):
        if not (taken == number).any():
            raise InputError(
                f"export {recipe.name}: {len(taken)} rows leave split {name} empty ({_counts(left_out)}):"
                " give it a larger share, another stretch of time or other sources"
            )


def _same(folder: Path, target: Path) -> bool:
    """True if two datasets are the same, byte by byte."""

    def contents(root: Path) -> dict[str, str]:
        return {p.relative_to(root).as_posix(): sha256_of(p) for p in sorted(root.rglob("*")) if p.is_file()}

    return target.is_dir() and contents(folder) == contents(target)


def _counts(left_out: Mapping[str, int]) -> str:
    said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in left_out.items() if count)
    return said or "the corpus is empty"
