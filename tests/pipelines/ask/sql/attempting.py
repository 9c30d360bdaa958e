"""Runs attempts in one process: a JSON object on stdin (mode, task, attempts), an answer a line on stdout.

Modes: `whole` is Landlock, DuckDB's locks and the gate together; `locks` the latter two; `landlock` and `seccomp` are DuckDB
without a lock behind one of these alone; `nothing` is DuckDB as it comes, which shows what the attempts would do.
"""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.ask.sql.landlock import confine
from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.sandbox import check, confined_corpus
from pipelines.ask.sql.seccomp import forbid_calls
from pipelines.ask.sql.statements import rows_of
from pipelines.ask.sql.task import Task
from pipelines.base.errors import InputError

SHOWN_ROWS = 50


def main() -> None:
    asked = json.load(sys.stdin)
    task = replace(Task.from_json(json.dumps(asked["task"])), landlock=asked["mode"] == "whole")
    guarded = asked["mode"] in ("whole", "locks")
    held = asked["mode"] in ("landlock", "seccomp")
    connection = confined_corpus(task) if guarded else unlocked(task, asked["mode"])
    for each in asked["attempts"]:
        print(json.dumps(answer(connection, each, task, guarded=guarded, held=held)), flush=True)


def unlocked(task: Task, mode: str) -> duckdb.DuckDBPyConnection:
    """DuckDB as it comes, but for what would ask the network."""
    settings = {
        "threads": "1",
        "async_threads": "0",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(task.corpus, read_only=True, config=settings)
    if mode == "seccomp":
        forbid_calls(writing=True)
    if mode == "landlock":
        confine(readable=[Path(task.lake), Path(task.corpus)], writable=[Path(task.scratch)])
    return connection


def answer(
    connection: duckdb.DuckDBPyConnection, attempt: str, task: Task, *, guarded: bool, held: bool
) -> dict[str, Any]:
    """What an attempt was answered, and how many articles a plain query finds after it."""
    own = connection.cursor()
    try:
        if guarded:
            rows = rows_of(own, attempt, wanted=SHOWN_ROWS, check=lambda each: check(own, each, task))
            said = arrow_bytes(rows)
        else:
            said = str([own.execute(each).fetchmany(SHOWN_ROWS) for each in own.extract_statements(attempt)])
    except (duckdb.Error, InputError, ValueError) as error:
        said = f"{type(error).__name__}: {error}"
    own.close()
    if not (guarded or held):
        return {"said": said}
    [(articles,)] = connection.cursor().execute("SELECT count(*) FROM corpus.main.articles").fetchall()
    return {"said": said, "articles": articles}


def arrow_bytes(rows: Rows) -> str:
    """Rows as they are sent, in Latin-1: texts of ASCII can be read in it."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        for batch in rows.batches:
            stream.write_batch(batch)
    return sink.getvalue().decode("latin-1")


if __name__ == "__main__":
    main()
