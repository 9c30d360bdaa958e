"""Export a dataset: choose rows by a recipe, leave out texts that stand in two splits, write files, audit and card, swap folders.

What is left out is counted by reason; rights fail closed: an article whose `train_ai` the recipe does not list is not
exported, whatever else is true of it. The same corpus and recipe give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.errors import CorpusError, EmptyDatasetError
from pipelines.base.processes.memory import keep_freed_memory
from pipelines.give.export.article_rows import ArticleRows, RowSource
from pipelines.give.export.audit import FILE, MANIFEST, audit
from pipelines.give.export.buckets import runs
from pipelines.give.export.captures import write_captures
from pipelines.give.export.card import PLOT, card
from pipelines.give.export.choice import Choice, choose, forget
from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.condition import articles_asked_for
from pipelines.give.export.croissant import FILE as CROISSANT
from pipelines.give.export.croissant import croissant
from pipelines.give.export.date_plot import date_plot
from pipelines.give.export.facts import Facts, Tally, facts_of
from pipelines.give.export.further_files import further_files
from pipelines.give.export.kind_rows import kind_rows
from pipelines.give.export.look import Looked, look_at_texts
from pipelines.give.export.manifest import SIGNATURE, seal
from pipelines.give.export.mixing import tokenizer_of
from pipelines.give.export.opt_outs import against_training, opt_outs
from pipelines.give.export.origins import Origins
from pipelines.give.export.outside import Outside
from pipelines.give.export.overlap import NOWHERE, U8
from pipelines.give.export.recipe import Recipe, placed
from pipelines.give.export.rights_table import RightsWriter
from pipelines.give.export.shards import SplitWriter, sha256_of, shard_rows, write_json
from pipelines.give.export.snapshot import Snapshot, snapshot
from pipelines.give.export.swap import building, put_in_place, recover
from pipelines.give.export.tokens import Tokenizer
from pipelines.lake.checksums.ledger import announce
from pipelines.lake.home import Home
from pipelines.lake.taken_down import taken_copies
from pipelines.night.lock import alone
from pipelines.night.steps import Progress


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: its folder (a dry run does not write it), rows by split, and articles left out by reason.

    `shared_events` counts the rows of each later split whose event stands in an earlier one; a dry run counts none.
    `mixture` is as the manifest has it.
    """

    path: Path
    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    changed: bool
    shared_events: Mapping[str, int] = field(default_factory=dict)
    mixture: Mapping[str, Any] | None = None


def export_dataset(home: Home, recipe: Recipe, on_progress: Progress = lambda _done, _total: None) -> Dataset:
    """Write the dataset of a recipe. A dataset with the same bytes is left as it is.

    Raises InputError for a condition that is no SQL, and when nothing may be exported.
    """
    keep_freed_memory()
    with alone(home, f"export-{recipe.name}"), placed(home, recipe):
        recover(home.datasets, recipe.name)
        folder = building(home.datasets, recipe.name)
        target = home.datasets / recipe.name
        try:
            with snapshot(home, recipe.as_of) as corpus:
                dataset = _make(home, corpus, recipe, folder, on_progress)
            changed = not _same(folder, target)
            if changed:
                announce(target, "datasets")
                put_in_place(folder, target)
        finally:
            recover(home.datasets, recipe.name)
    return replace(dataset, path=target, changed=changed)


def plan_dataset(home: Home, recipe: Recipe, on_progress: Progress = lambda _done, _total: None) -> Dataset:
    """Count the rows that an export would write, and the articles that it would leave out. Writes nothing into the home."""
    with placed(home, recipe), snapshot(home, recipe.as_of) as corpus, TemporaryDirectory() as work:
        outside, tokenizer = Outside.of(home, recipe), tokenizer_of(home, recipe)
        asked = articles_asked_for(home, corpus.file, recipe.where)
        said = against_training(opt_outs(home, corpus.connection))
        choice = choose(corpus.connection, recipe, outside.known(), asked, taken_copies(home.archive), said)
        choice, source = rows_of(corpus, recipe, choice, Path(work))
        looked = look_at_texts(source, recipe, choice, outside, Path(work), tokenizer, on_progress)
    rows = {name: int((looked.splits == number).sum()) for number, name in enumerate(recipe.splits, 1)}
    left_out = {**choice.left_out, **looked.left_out}
    return Dataset(home.datasets / recipe.name, rows, left_out, changed=False, mixture=looked.mixture)


def _make(home: Home, corpus: Snapshot, recipe: Recipe, folder: Path, on_progress: Progress) -> Dataset:
    outside, tokenizer = Outside.of(home, recipe), tokenizer_of(home, recipe)
    asked = articles_asked_for(home, corpus.file, recipe.where)
    said = opt_outs(home, corpus.connection)
    against = against_training(said)
    choice = choose(corpus.connection, recipe, outside.known(), asked, taken_copies(home.archive), against)
    work = folder.with_name(f"{folder.name}.work")
    _require_rows(recipe, choice.rows["split"].to_numpy(), choice.left_out)
    choice, source = rows_of(corpus, recipe, choice, work)
    _require_rows(recipe, choice.rows["split"].to_numpy(), choice.left_out)
    origins = Origins.of(corpus.connection, said)
    forget(corpus.connection)
    looked = look_at_texts(source, recipe, choice, outside, work, tokenizer, on_progress)
    left_out = {**choice.left_out, **looked.left_out}
    _require_rows(recipe, looked.splits, left_out)
    rows = choice.rows if looked.tokens is None else choice.rows.append_column("tokens", pa.array(looked.tokens))
    rows = rows.filter(pa.array(looked.splits != NOWHERE))
    folder.mkdir(parents=True, exist_ok=True)
    tally, ledger = Tally(), RightsWriter(folder, tuple(recipe.splits), said)
    splits = looked.splits[looked.splits != NOWHERE]
    writers = _writers(folder, recipe, splits, tokenizer)
    files = _written(source, rows, splits, writers, tally, ledger, on_progress)
    counts = {name: int((looked.splits == number).sum()) for number, name in enumerate(recipe.splits, 1)}
    manifest = {
        "recipe": recipe.model_dump(mode="json"),
        "night": corpus.night.isoformat() if corpus.night else None,
        "files": files,
        "splits": list(recipe.splits),
        "rows": counts,
        "articles": choice.articles,
        "left_out": left_out,
        "named_texts": outside.named(),
        "tokenizer": tokenizer.stated() if tokenizer else None,
        "mixture": looked.mixture,
        "clusters": pc.count_distinct(rows["cluster_id"]).as_py(),
        "rows_sha256": ledger.finish(),
        **origins.stated(ledger.origins),
    }
    _write_further_files(recipe, folder)
    shared_events = _audited(recipe, manifest, looked, folder)
    _describe(recipe, facts_of(folder, recipe, manifest, tally), folder)
    seal(folder, manifest)
    return Dataset(folder, counts, left_out, changed=True, shared_events=shared_events, mixture=looked.mixture)


def rows_of(corpus: Snapshot, recipe: Recipe, choice: Choice, work: Path) -> tuple[Choice, RowSource]:
    """The rows of a dataset, and who reads them: articles that were chosen, or what a kind makes of these."""
    if recipe.kind:
        return kind_rows(corpus.connection, recipe, choice, work)
    return choice, ArticleRows(corpus.groups, recipe, write_captures(corpus.connection, work / "captures.parquet"))


def _write_further_files(recipe: Recipe, folder: Path) -> None:
    """Write the files that are made of the rows or the shards."""
    for name, lines in further_files(folder, recipe):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


def _audited(recipe: Recipe, manifest: Mapping[str, Any], looked: Looked, folder: Path) -> Mapping[str, int]:
    """Write the audit, which reads the manifest. Returns the rows by split whose event stands in an earlier split."""
    write_json(folder / MANIFEST, manifest)
    found = audit(folder, looked.finding)
    if not found["passed"]:
        raise CorpusError(
            f"export {recipe.name}: the audit finds {found['violations']} violation(s); nothing was written"
        )
    write_json(folder / FILE, found)
    shared: Mapping[str, int] = found["checks"]["events"].get("rows", {})
    return shared


def _describe(recipe: Recipe, facts: Facts, folder: Path) -> None:
    """Write the card, its plot and the Croissant metadata."""
    (folder / "README.md").write_text(card(recipe, facts), encoding="utf-8")
    if facts.months:
        (folder / PLOT).write_bytes(date_plot(facts.months))
    if (metadata := croissant(recipe, facts)) is not None:
        write_json(folder / CROISSANT, metadata)


def _written(
    source: RowSource,
    rows: pa.Table,
    splits: U8,
    writers: Sequence[SplitWriter],
    tally: Tally,
    ledger: RightsWriter,
    on_progress: Progress,
) -> dict[str, Any]:
    """Write the shards of every split. Returns path → rows and SHA-256."""
    given = [
        name for name in ("id", "first_night", "language_score", "event_id", "tokens") if name in rows.column_names
    ]
    rows, splits = split_by_split(rows.select(given), splits)
    for first, made, works in source.made(rows):
        tally.add(made)
        here = splits[first : first + made.num_rows]
        ledger.write(made, works, pa.array(here))
        for begin, count in zip(*runs(here), strict=True):
            writers[here[begin] - 1].write(_part(made, begin, count))
        on_progress(first + made.num_rows, rows.num_rows)
    return {name: file for writer in writers for name, file in writer.finish().items()}


def _writers(folder: Path, recipe: Recipe, splits: U8, tokenizer: Tokenizer | None) -> list[SplitWriter]:
    """A writer for each split of a recipe."""
    schema = dataset_schema(recipe.columns, flat=recipe.profile == "flat")
    size = recipe.shard_megabytes * 1_000_000
    counts = [int((splits == number).sum()) for number in range(1, len(recipe.splits) + 1)]
    return [
        SplitWriter(folder, name, schema, recipe.formats, size, shard_rows(count, least=recipe.least_shards), tokenizer)
        for name, count in zip(recipe.splits, counts, strict=True)
    ]


def _part(rows: pa.Table, begin: int, count: int) -> pa.Table:
    """Some rows of a table. A few are copied, for a slice of them would keep the whole table in memory until it is written."""
    part = rows.slice(begin, count)
    return part.take(pa.array(np.arange(count))) if 4 * count < rows.num_rows else part


def split_by_split(rows: pa.Table, splits: U8) -> tuple[pa.Table, U8]:
    """The rows ordered by night, then by split, so that the rows of one split and night are one slice."""
    nights = rows["first_night"].cast(pa.int32()).to_numpy().astype(np.int64)
    order = np.argsort((nights << 8) | splits, kind="stable")
    return rows.take(pa.array(order)), splits[order]


def _require_rows(recipe: Recipe, splits: Sequence[int] | U8, left_out: Mapping[str, int]) -> None:
    taken = np.asarray(splits)
    taken = taken[taken != NOWHERE]
    if not len(taken):
        raise EmptyDatasetError(
            f"export {recipe.name}: no article qualifies ({_counts(left_out)}); loosen `where` or `train_ai`"
        )
    for number, name in enumerate(recipe.splits, 1):
        if not (taken == number).any():
            raise EmptyDatasetError(
                f"export {recipe.name}: {len(taken)} rows leave split {name} empty ({_counts(left_out)}):"
                " give it a larger share, another stretch of time or other sources"
            )


def _same(folder: Path, target: Path) -> bool:
    """True if two folders have the same files with the same bytes, whoever signed them."""

    def contents(root: Path) -> dict[str, str]:
        found = {p.relative_to(root).as_posix(): sha256_of(p) for p in sorted(root.rglob("*")) if p.is_file()}
        return {name: sha256 for name, sha256 in found.items() if name != SIGNATURE}

    return target.is_dir() and contents(folder) == contents(target)


def _counts(left_out: Mapping[str, int]) -> str:
    said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in left_out.items() if count)
    return said or "the corpus is empty"
