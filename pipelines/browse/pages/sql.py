"""SQL for programs: one query in the sandbox of `dateline sql`, its rows in one answer."""

from __future__ import annotations

import json
from typing import Any

from pipelines.ask.sql.limits import limits
from pipelines.ask.sql.process import rows_apart
from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.writing import as_bytes
from pipelines.base.errors import InputError
from pipelines.lake.home import Home

MEDIA_TYPES = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "arrow": "application/vnd.apache.arrow.file",
    "parquet": "application/vnd.apache.parquet",
}
MAX_ROWS = 100_000
TIMEOUT_SECONDS, MEMORY = 20.0, "1GB"
AT_A_TIME = 2
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "query": {"type": "string", "description": "A query in DuckDB's SQL."},
        "limit": {"type": "integer", "minimum": 1, "maximum": MAX_ROWS, "default": 1_000},
        "format": {"enum": list(MEDIA_TYPES), "default": "json"},
    },
    "required": ["query"],
    "additionalProperties": False,
}


def answered(home: Home, body: bytes) -> tuple[bytes, str]:
    """The rows that a request's body (SCHEMA) asks for, and their media type. Raises InputError."""
    query, limit, style = _read(body)
    with rows_apart(home, query, limits(TIMEOUT_SECONDS, MEMORY, 2), wanted=limit) as rows:
        return as_bytes(Rows.of(rows.first(limit)), style), MEDIA_TYPES[style]


def _read(body: bytes) -> tuple[str, int, str]:
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise InputError(f"the body is no JSON: {error}") from error
    if (
        not isinstance(asked, dict)
        or not isinstance(asked.get("query"), str)
        or asked.keys() - SCHEMA["properties"].keys()
    ):
        raise InputError('the body is an object such as {"query": "SELECT 1", "limit": 10, "format": "json"}')
    limit, style = asked.get("limit", 1_000), asked.get("format", "json")
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MAX_ROWS:
        raise InputError(f"limit is {limit!r}: write a whole number from 1 to {MAX_ROWS}")
    if style not in list(MEDIA_TYPES):
        raise InputError(f"format is {style!r}: write one of {', '.join(MEDIA_TYPES)}")
    return asked["query"], limit, style
