"""Preview: the first rows of a table as Markdown, for people."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from pipelines.ask.sql.cells import cell
from pipelines.base.neutral import in_markdown
from pipelines.lake.delta import Lake
from pipelines.lake.schemas import TABLES

ROWS = 8
COLUMNS = {
    "documents": ("source", "kind", "title", "authors", "language", "paywall"),
    "source_health": ("source", "state", "new_stories", "undated", "garbled", "findings"),
    "clean_documents": ("source", "article_id", "words", "text"),
    "date_evidence": ("source", "origin", "raw", "value", "verdict", "reason"),
    "clusters": ("cluster_id", "article_id", "role", "similarity"),
    "articles": ("source", "title", "published", "published_basis", "revisions", "role"),
    "headline_sightings": ("source", "place", "headline", "url", "first_seen", "last_seen", "best_position"),
    "traces": ("article_id", "side", "bound", "verdict", "basis"),
    "events": ("event_id", "article_id", "source", "strength", "basis", "shared"),
    "taken_back": ("source", "article_id", "kind", "basis"),
}
CELL_CHARACTERS = 60


def preview(lake: Lake, table: str, night: date) -> str:
    """The first ROWS rows of a night, or of the works first seen on it, as a Markdown table."""
    columns = COLUMNS[table]
    if TABLES[table].partition == "night":
        rows = lake.read_first(table, night, ROWS, columns=columns)
    else:
        rows = lake.read_first_seen(table, night, columns=columns)
    return markdown(rows.slice(0, ROWS))


def markdown(rows: pa.Table, width: int | None = CELL_CHARACTERS) -> str:
    """Rows as a Markdown table; each cell is on one line and cut at `width` characters."""
    lines = [[in_markdown(name) for name in rows.column_names], ["---"] * rows.num_columns]
    lines += [[_short(value, width) for value in row.values()] for row in rows.to_pylist()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _short(value: object, width: int | None) -> str:
    text = " ".join(cell(value).split())
    return in_markdown(text if width is None or len(text) <= width else text[: width - 1] + "…")
