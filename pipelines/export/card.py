"""The dataset card: what a dataset holds, how it was chosen, what was left out, in the Hub's README format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from pipelines.export.recipe import Recipe
from pipelines.neutral import in_markdown, on_one_line


def card(recipe: Recipe, splits: Mapping[str, pa.Table], left_out: Mapping[str, int]) -> str:
    """The card as Markdown with its YAML head; a function of the rows alone, without the date it was made on."""
    everything = pa.concat_tables(list(splits.values()))
    lines = ["---", "configs:", "- config_name: default", "  data_files:"]
    for name in splits:
        lines += [f"  - split: {name}", f"    path: data/{name}-*.parquet"]
    lines += [
        "---",
        "",
        f"# {in_markdown(recipe.title)}",
        "",
        "Made by Dateline. Every row carries where its date comes from; null means unknown.",
        "",
    ]
    lines += [
        "| split | rows |",
        "| --- | --- |",
        *(f"| {name} | {part.num_rows} |" for name, part in splits.items()),
        "",
    ]
    lines += [
        f"- Chosen: `{_code(recipe.where)}`, of each cluster of near-duplicates {recipe.copies}.",
        f"- Rights: only articles whose `train_ai` is {' or '.join(recipe.train_ai)}; `disallowed` is never exported.",
        "- Splits: by a hash of the cluster, so that no near-duplicate of a training text stands in another split.",
        *(f"- Left out: {count} ({name.replace('_', ' ')})." for name, count in left_out.items()),
        "",
    ]
    for column in ("source", "language", "published_precision", "train_ai"):
        if column in everything.column_names:
            lines += [f"## By {column}", "", f"| {column} | rows |", "| --- | --- |", *_rows(everything[column]), ""]
    return "\n".join(lines)


def _rows(column: pa.ChunkedArray) -> list[str]:
    counted = Counter("(unknown)" if value is None else str(value) for value in column.to_pylist())
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [f"| {in_markdown(value)} | {count} |" for value, count in ordered]


def _code(text: str) -> str:
    return on_one_line(text).replace("`", " ")
