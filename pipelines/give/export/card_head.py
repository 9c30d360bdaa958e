"""The YAML head of a dataset card, as the Hub and `datasets` read it (https://huggingface.co/docs/hub/datasets-cards)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from pipelines.base.neutral import on_one_line
from pipelines.give.export.facts import UNKNOWN, Facts
from pipelines.give.export.formats import first_of
from pipelines.give.export.kinds import kind_named
from pipelines.give.export.recipe import Recipe

SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"), (10_000_000_000, "1B<n<10B"),
)  # fmt: skip
TASKS = ("text-generation", "fill-mask")
TAGS = ("news", "dateline")


def head(recipe: Recipe, facts: Facts) -> list[str]:
    """The lines of the head, `---` at both ends. Strings are written as JSON, which is YAML too."""
    languages = [code for code in sorted(facts.counts.get("language", {})) if code != UNKNOWN]
    lines = ["---", f"license: {_quoted(recipe.license)}", f"pretty_name: {_quoted(recipe.title)}"]
    lines += _listed("language", languages) + _listed("size_categories", [size_category(facts.rows)])
    lines += _listed("task_categories", kind.tasks if (kind := kind_named(recipe.kind)) else TASKS) + _listed(
        "tags", TAGS
    )
    return [*lines, *_configs(recipe), *_dataset_info(recipe, facts), "---"]


def size_category(rows: int) -> str:
    """The Hub's word for so many rows.

    >>> size_category(999), size_category(1_000)
    ('n<1K', '1K<n<10K')
    """
    return next((name for least, name in SIZES if rows < least), "10B<n<100B")


def _configs(recipe: Recipe) -> Iterator[str]:
    """The files of one format, for `datasets` reads one in all configs."""
    kind = first_of(recipe.formats)
    yield "configs:"
    yield "- config_name: default"
    yield "  data_files:"
    for split in recipe.splits:
        yield f"  - split: {split}"
        yield f"    path: {kind.pattern(split)}"


def _dataset_info(recipe: Recipe, facts: Facts) -> Iterator[str]:
    """Columns and rows. Of a format without types the reader infers the columns."""
    yield "dataset_info:"
    yield "- config_name: default"
    if (kind := first_of(recipe.formats)).columns is not None and kind.typed:
        yield "  features:"
        for field in facts.schema:
            yield from _feature(field.name, field.type, "  ")
    yield "  splits:"
    for split, rows in facts.manifest["rows"].items():
        yield f"  - name: {split}"
        yield f"    num_bytes: {facts.stored.get(split, (0, 0))[0]}"
        yield f"    num_examples: {rows}"
    yield f"  download_size: {sum(size for _, size in facts.stored.values())}"
    yield f"  dataset_size: {sum(size for size, _ in facts.stored.values())}"


def _feature(name: str, kind: pa.DataType, indent: str) -> Iterator[str]:
    yield f"{indent}- name: {name}"
    yield from _type(kind, f"{indent}  ")


def _type(kind: pa.DataType, indent: str) -> Iterator[str]:
    if pa.types.is_list(kind) and not pa.types.is_nested(kind.value_type):
        yield f"{indent}list: {_name(kind.value_type)}"
    elif pa.types.is_list(kind):
        yield f"{indent}list:"
        for inner in kind.value_type:
            yield from _feature(inner.name, inner.type, indent)
    elif pa.types.is_struct(kind):
        yield f"{indent}struct:"
        for inner in kind:
            yield from _feature(inner.name, inner.type, indent)
    else:
        yield f"{indent}dtype: {_name(kind)}"


def _name(kind: pa.DataType) -> str:
    """The name `datasets` has for a type."""
    names = {"float": "float32", "double": "float64", "date32[day]": "date32"}
    return names.get(str(kind), str(kind))


def _listed(name: str, values: Any) -> list[str]:
    return [f"{name}:", *(f"- {_quoted(value)}" for value in values)] if values else []


def _quoted(text: str) -> str:
    return json.dumps(on_one_line(text), ensure_ascii=False)
