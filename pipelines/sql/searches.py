"""`FROM search('harbour bridge')` in a query: what the search index finds, as rows that join.

The searches of a query are its calls of `search` with a text in quotes. They are made before its process starts, which needs no
index and stays as confined as without; there they are a temporary table with a macro over it, in front of the corpus file's own.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.errors import InputError
from pipelines.home import Home

CALL = re.compile(r"\bsearch\s*\(\s*'((?:[^']|'')*)'\s*\)", re.IGNORECASE)
MOST = 16
"""Searches of one query: they have no deadline but their number."""
SCHEMA = pa.schema([("words", pa.string()), ("article_id", pa.string()), ("rank", pa.int32()), ("score", pa.int32())])
GIVEN = (
    "CREATE TEMP TABLE searched AS FROM searched_rows",
    "CREATE TEMP MACRO search(words_) AS TABLE SELECT article_id, rank, score FROM temp.searched WHERE words = words_",
)


def asked(query: str) -> list[str]:
    """The texts that a query searches for.

    >>> asked("FROM search('harbour') JOIN articles USING (article_id) WHERE article_id NOT IN (FROM search('it''s'))")
    ['harbour', "it's"]
    """
    return list(dict.fromkeys(text.replace("''", "'") for text in CALL.findall(query)))


def searched(home: Home, query: str) -> pa.Table | None:
    """The rows of all searches of a query; None if it has none. Raises InputError for one without sense, or too many."""
    texts = asked(query)
    if not texts:
        return None
    if len(texts) > MOST:
        raise InputError(f"SQL: {len(texts)} searches in one query: {MOST} at most, or one with OR")
    from pipelines.search.grammar import parsed
    from pipelines.search.searcher import searching

    found = SCHEMA.empty_table()
    queries = {text: parsed(text) for text in texts}
    with searching(home) as searcher:
        for text, tree in queries.items():
            ids = searcher.ids(tree)
            columns = [
                [text] * len(ids),
                [name for name, _ in ids],
                range(1, len(ids) + 1),
                [score for _, score in ids],
            ]
            found = pa.concat_tables(
                [found, pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], SCHEMA)]
            )
    return found


def write(rows: pa.Table, file: Path) -> None:
    """Write rows for the query's process."""
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
        writer.write_table(rows)


def read(file: Path) -> pa.Table:
    """The rows that `write` wrote."""
    with pa.OSFile(str(file), "rb") as source:
        return pa.ipc.open_file(source).read_all()


def give(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Let queries of a connection find these rows by `search`."""
    connection.register("searched_rows", rows)
    for statement in GIVEN:
        connection.execute(statement)
    connection.unregister("searched_rows")
