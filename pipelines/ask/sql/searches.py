"""`FROM search('harbour bridge')` in a query: the results of the search index, as rows that can be joined.

A search is a call of `search` with a text in quotes. The searches are run before the process of the query starts. So
the process needs no index and stays confined. In the process, the results are a temporary table with a macro over
it, which hides the macro of the corpus file.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from pipelines.base.errors import InputError
from pipelines.lake.home import Home

if TYPE_CHECKING:
    from pipelines.ask.search.grammar import Query
    from pipelines.ask.search.searcher import Searcher

CALL = re.compile(r"\bsearch\s*\(\s*'((?:[^']|'')*)'\s*\)", re.IGNORECASE)
MAX_SEARCHES = 16
"""Maximum number of searches in one query."""
PASSAGES = 1_000
"""Number of results of a search that have a passage: the best ones."""
SCHEMA = pa.schema([
    ("words", pa.string()), ("article_id", pa.string()), ("rank", pa.int32()), ("score", pa.int32()), ("passage", pa.string()),
])  # fmt: skip
GIVEN = (
    "CREATE TEMP TABLE searched AS FROM searched_rows",
    "CREATE TEMP MACRO search(words_) AS TABLE SELECT * EXCLUDE (words) FROM temp.searched WHERE words = words_",
)


def asked(query: str) -> list[str]:
    """The texts that a query searches for.

    >>> asked("FROM search('harbour') JOIN articles USING (article_id) WHERE article_id NOT IN (FROM search('it''s'))")
    ['harbour', "it's"]
    """
    return list(dict.fromkeys(text.replace("''", "'") for text in CALL.findall(query)))


def searched(home: Home, query: str, deadline: float | None = None) -> pa.Table | None:
    """The rows of all searches of a query; None if it has none.

    Raises InputError for a search that makes no sense, for too many searches, and at the deadline (on the monotonic
    clock).
    """
    texts = asked(query)
    if not texts:
        return None
    if len(texts) > MAX_SEARCHES:
        raise InputError(f"SQL: {len(texts)} searches in one query: {MAX_SEARCHES} at most, or one with OR")
    from pipelines.ask.search.grammar import parsed
    from pipelines.ask.search.searcher import searching

    queries = {text: parsed(text) for text in texts}
    found: list[pa.Table] = []
    with searching(home) as searcher:
        for text, tree in queries.items():
            if deadline is not None and time.monotonic() > deadline:
                raise InputError(
                    "the searches of the query took longer than it may: allow more (--timeout 600), or ask for less"
                )
            found.append(_answers(searcher, text, tree))
    return pa.concat_tables(found)


def _answers(searcher: Searcher, text: str, tree: Query) -> pa.Table:
    ids = searcher.ids(tree)
    passages = [hit.passage.emphasised() for hit in searcher.find(tree, limit=PASSAGES).hits] if ids else []
    columns = [
        [text] * len(ids),
        [name for name, _ in ids],
        range(1, len(ids) + 1),
        [score for _, score in ids],
        [*passages, *[None] * (len(ids) - len(passages))],
    ]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA)


def write(rows: pa.Table, file: Path) -> None:
    """Write rows for the process of the query."""
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
        writer.write_table(rows)


def read(file: Path) -> pa.Table:
    """Read the rows that `write` wrote."""
    with pa.OSFile(str(file), "rb") as source:
        return pa.ipc.open_file(source).read_all()


def give(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Make these rows available to queries of a connection as `search`."""
    connection.register("searched_rows", rows)
    for statement in GIVEN:
        connection.execute(statement)
    connection.unregister("searched_rows")
