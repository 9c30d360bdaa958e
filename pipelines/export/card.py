"""The dataset card: what a dataset holds, how it was chosen, what was left out, in the Hub's README format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.export.files import Files
from pipelines.export.recipe import Recipe
from pipelines.neutral import in_markdown, on_one_line

COUNTED = ("source", "language", "published_precision", "train_ai")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card tells of the rows: counts of values by column, and the manifest."""

    counts: Mapping[str, Mapping[str, int]]
    manifest: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path, manifest: Mapping[str, Any]) -> Facts:
        """Count the rows of a dataset."""
        columns = [name for name in COUNTED if name in manifest["recipe"]["columns"]]
        files = Files(folder, tuple(manifest["recipe"]["splits"]))
        counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
        for split in files.splits:
            for batch in files.batches(split, columns) if columns else ():
                for name in columns:
                    counted(batch[name], counts[name])
        return cls(counts, manifest)


def counted(values: pa.Array, into: Counter[str]) -> None:
    """Count values; null is (unknown)."""
    for row in values.value_counts().to_pylist():
        into["(unknown)" if row["values"] in (None, "") else str(row["values"])] += row["counts"]


def card(recipe: Recipe, facts: Facts) -> str:
    """The card as Markdown with its YAML head; a function of the rows alone, without the date it was made on."""
    rows, left_out = facts.manifest["rows"], facts.manifest["left_out"]
    lines = ["---", "configs:", "- config_name: default", "  data_files:"]
    for name in rows:
        lines += [f"  - split: {name}", f"    path: data/{name}-*.parquet"]
    lines += [
        "---",
        "",
        f"# {in_markdown(recipe.title)}",
        "",
        "Made by Dateline. Every row carries where its date comes from; null means unknown.",
        "",
    ]
    lines += ["| split | rows |", "| --- | --- |", *(f"| {name} | {count} |" for name, count in rows.items()), ""]
    lines += [
        f"- Chosen: `{_code(recipe.where)}`, of each cluster of near-duplicates {recipe.copies}.",
        f"- Rights: only articles whose `train_ai` is {' or '.join(recipe.train_ai)}; `disallowed` is never exported.",
        *(f"- Left out: {count} ({name.replace('_', ' ')})." for name, count in left_out.items()),
        "",
    ]
    for column, values in facts.counts.items():
        lines += [f"## By {column}", "", f"| {column} | rows |", "| --- | --- |", *_rows(values), ""]
    return "\n".join(lines)


def _rows(counts: Mapping[str, int]) -> list[str]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"| {in_markdown(value)} | {count} |" for value, count in ordered]


def _code(text: str) -> str:
    return on_one_line(text).replace("`", " ")
