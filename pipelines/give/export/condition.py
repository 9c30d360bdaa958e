"""The SQL condition of a recipe, asked in a confined process of its own, like any query of `dateline sql`.

A recipe may come from somebody else. Its condition can read the corpus as it is exported, and nothing else: no file, no network,
no more than its limits. It gives ids of articles, which `pipelines.give.export.choice` asks for beside all other reasons.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.ask.sql.limits import Limits, default_memory_bytes
from pipelines.ask.sql.process import rows_apart
from pipelines.base.errors import InputError
from pipelines.base.processes.machine import processors
from pipelines.give.export.recipe import RecipeError
from pipelines.lake.home import Home

ALL = "true"
"""The condition of a recipe that has none."""
QUERY = "SELECT article_id FROM articles WHERE\n{where}\n"
TIMEOUT_SECONDS = 600.0
OPTIONS = re.compile(r": allow more \(--[^)]*\)(?: MB of memory)?,? ?(?:or )?|; --unsafe .*|: run it with --unsafe .*")
"""What a message says of the options of `dateline sql`."""


def articles_asked_for(home: Home, corpus: Path, where: str, *, check_only: bool = False) -> pa.Table | None:
    """The column article_id of the articles for which the condition holds (of one, to check it); None: of all.

    `corpus` is the file with the views. Raises RecipeError for what is no condition, or does more than read.
    """
    if where.strip().lower() == ALL:
        return None
    query = QUERY.format(where=where)
    _require_one_statement(query)
    allowed = Limits(TIMEOUT_SECONDS, default_memory_bytes(), processors())
    try:
        with rows_apart(home, query, allowed, wanted=1 if check_only else None, corpus=corpus) as rows:
            return rows.table().rename_columns(["article_id"]).drop_null()
    except InputError as error:
        raise RecipeError("where", _said(str(error))) from error


def _require_one_statement(query: str) -> None:
    try:
        count = len(duckdb.extract_statements(query))
    except duckdb.Error as error:
        raise RecipeError("where", _said(str(error).strip().splitlines()[0])) from error
    if count != 1:
        raise RecipeError("where", "more than one statement; write one condition, without a semicolon")


def _said(error: str) -> str:
    """What the query's process says, with the column that DuckDB proposes.

    >>> _said('SQL: Binder Error: Referenced column "wordz" not found! Candidate bindings: "articles.words", "url"')
    'Binder Error: Referenced column "wordz" not found!; did you mean words?'
    """
    said = OPTIONS.sub("", error.removeprefix("SQL: "))
    proposed = re.search(r'\s*Candidate bindings: "([^"]+)".*', said)
    if proposed is None:
        return f"{said}; see 'dateline sql'"
    return f"{said[: proposed.start()]}; did you mean {proposed[1].rpartition('.')[2]}?"
