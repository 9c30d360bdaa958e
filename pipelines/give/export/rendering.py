"""From articles as the corpus has them to rows of a dataset: template, columns that only datasets have, types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.characters import piece_counts
from pipelines.give.export.columns import columns_read, dataset_schema
from pipelines.give.export.pii import treated
from pipelines.give.export.quality import STATISTICS, quality
from pipelines.give.export.recipe import PLACEHOLDER, Recipe
from pipelines.give.export.rights_table import READS

HOST = r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?(?P<host>[^/?#:]*)"
NO_SIGNAL = "none found"
SECOND = pa.scalar(1_000_000, pa.duration("us"))


def columns_to_read(recipe: Recipe) -> tuple[str, ...]:
    """The columns of `articles` that the rows of a recipe and of its rights are made of."""
    return tuple(dict.fromkeys([*columns_read(recipe.columns), *text_columns(recipe), *READS]))


def text_columns(recipe: Recipe) -> tuple[str, ...]:
    """The columns of `articles` that the texts of a recipe are made of."""
    also = ["authors"] if recipe.pii != "keep" else []
    return tuple(dict.fromkeys([*PLACEHOLDER.findall(recipe.template), *also]))


def rendered_text(articles: pa.Table, recipe: Recipe) -> pa.ChunkedArray:
    """The column `text` of a dataset alone."""
    text = _templated(articles, recipe.template)
    if recipe.pii == "keep":
        return text
    return pa.chunked_array([treated(text.combine_chunks(), articles["authors"].to_pylist(), recipe.pii)[0]])


def rendered(articles: pa.Table, chosen: pa.Table, recipe: Recipe) -> pa.Table:
    """The rows of a dataset. `chosen` has language_score, event_id (and tokens, if they were counted) of the same articles."""
    flat = recipe.profile == "flat"
    schema = dataset_schema(recipe.columns, flat=flat)
    made: dict[str, Any] = {"text": _templated(articles, recipe.template)}
    made |= {name: chosen[name] for name in ("language_score", "event_id", "tokens") if name in chosen.column_names}
    if {"pii", "pii_count"} & set(recipe.columns) or recipe.pii != "keep":
        made |= _without_personal_data(articles, made["text"], recipe)
    if names := set(STATISTICS) & set(recipe.columns):
        found = quality(made["text"].combine_chunks())
        made |= {name: pa.chunked_array([pa.array(found[name], pa.float32())]) for name in names}
    text = made["text"]
    columns = []
    for field in schema:
        column = made[field.name] if field.name in made else _made(field.name, articles, text)
        columns.append(_without_nulls(column, field.type) if flat else column.cast(field.type))
    return pa.table(columns, schema=schema)


def _made(name: str, articles: pa.Table, text: pa.ChunkedArray) -> pa.ChunkedArray:
    makers: dict[str, Callable[[], pa.ChunkedArray]] = {
        "id": lambda: articles["article_id"],
        "domain": lambda: pc.struct_field(pc.extract_regex(articles["url"], HOST), "host"),
        "published_from": lambda: articles["not_before"],
        "published_to": lambda: pc.add(articles["not_after"], SECOND),
        "token_count": lambda: piece_counts(text),
        "rights_evidence": lambda: evidence(articles["rights"]),
    }
    return makers[name]() if name in makers else articles[name]


def _without_personal_data(articles: pa.Table, text: pa.ChunkedArray, recipe: Recipe) -> dict[str, pa.ChunkedArray]:
    authors = articles["authors"].to_pylist()
    treated_text, spans = treated(text.combine_chunks(), authors, recipe.pii)
    made = {"text": treated_text, "pii": spans, "pii_count": pc.list_value_length(spans)}
    if recipe.pii != "keep" and "title" in recipe.columns:
        made["title"], _ = treated(articles["title"].combine_chunks().fill_null(""), authors, recipe.pii)
    return {name: pa.chunked_array([column]) for name, column in made.items()}


def _templated(articles: pa.Table, template: str) -> pa.ChunkedArray:
    if template == "{text}":
        return articles["text"].fill_null("")
    pieces = PLACEHOLDER.split(template)  # literal, field, literal, field, …, literal
    parts = [_as_text(articles[piece]) if place % 2 else pa.scalar(piece) for place, piece in enumerate(pieces)]
    return pc.binary_join_element_wise(*parts, pa.scalar(""))


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        return pa.chunked_array([pc.binary_join(part, ", ").fill_null("") for part in column.chunks], pa.string())
    return column.cast(pa.string()).fill_null("")


def evidence(rights: pa.ChunkedArray) -> pa.ChunkedArray:
    """Each list of signals in one line: the column `rights_evidence`."""
    said: dict[str, str] = {}
    lines = []
    for signals in rights.to_pylist():
        key = repr(signals)
        if key not in said:
            said[key] = (
                " · ".join(
                    " ".join(f"{part}" for part in (s["standard"], s["scope"], s["origin"], s["raw"]) if part)
                    for s in signals or ()
                )
                or NO_SIGNAL
            )
        lines.append(said[key])
    return pa.chunked_array([pa.array(lines, pa.string())])


def _without_nulls(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        seconds = column.cast(pa.timestamp("s", tz="UTC"), safe=False)
        column = pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
    unknown = "" if pa.types.is_string(kind) else float("nan") if pa.types.is_floating(kind) else -1
    return column.cast(kind).fill_null(pa.scalar(False if pa.types.is_boolean(kind) else unknown, kind))
