"""Inside the process of a query: DuckDB over the corpus with all its locks on, statements checked by the gate, rows
sent to a pipe.

It is imported after the process has given up writing (`child`). Here the process gives up reading outside the
corpus, before DuckDB has threads.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.ask.sql.gate import plan_refusal, refusal
from pipelines.ask.sql.landlock import confine
from pipelines.ask.sql.limits import MIB, forbid_processes, limit_resources
from pipelines.ask.sql.searches import give, read
from pipelines.ask.sql.statements import in_one_line, rows_of
from pipelines.ask.sql.task import Task
from pipelines.base.errors import InputError

OPEN_SETTINGS = (
    "TimeZone", "Calendar", "default_order", "default_null_order", "default_collation", "integer_division",
    "ieee_floating_point_ops", "explain_output", "order_by_non_integer_literal", "scalar_subquery_error_on_multiple_rows",
)  # fmt: skip
"""Settings that a query may SET."""
PIECE_BYTES = 16 * MIB
"""Maximum bytes sent at once, and the maximum size of a row: the receiving process has no limits of its own."""
MAX_COLUMNS = 5_000
MAX_ERROR_CHARS = 2_000
"""Maximum length of an error, which may quote values of any length. The whole report must fit into its pipe, because it
is read at the end.
"""
WANTS_MEMORY = ("Out of Memory Error", "not enough memory")
"""DuckDB's own word, and that of zstd, which unpacks what DuckDB had written to its scratch folder."""
LOCKED = "the configuration has been locked"
UNSAFE = "--unsafe lifts it for a query of your own"


MACHINE = (Path("/proc/self/cgroup"), Path("/sys/fs/cgroup"))
"""Files that DuckDB reads to count its cores when it starts threads; its locks keep queries out of them."""


class StaleViewsError(Exception):
    """The corpus file cannot be read as it is: its views read another folder's files, or a writer holds it."""


def run(task: Task, pipe: int, report_pipe: int) -> None:
    """Run a task: send its rows to one pipe and its end to the other, as `{"rows": 3}`, `{"error": "…"}` or `{"stale":
    true}`.

    The process ends here. A reader that has enough rows closes its end of the pipe.
    """
    with open(report_pipe, "w", encoding="utf-8") as report:
        try:
            ending: dict[str, object] = {"rows": _answer(task, pipe)}
        except BrokenPipeError:
            ending = {"stopped": True}
        except StaleViewsError:
            ending = {"stale": True}
        except InputError as error:
            ending = {"error": str(error)}
        except Exception as error:
            ending = {"error": _out_of_memory(task) if wants_memory(error) else _said(error, task.query)}
        if len(said := str(ending.get("error", ""))) > MAX_ERROR_CHARS:
            ending = {"error": f"{said[:MAX_ERROR_CHARS]}…"}
        json.dump(ending, report)
    os._exit(0)  # DuckDB's threads may still be at work: do not wait for them


def _answer(task: Task, pipe: int) -> int:
    if not task.landlock:
        _require_no_links(task)
    limited = confined_corpus(task)
    rows = rows_of(limited, task.query, wanted=task.rows_wanted, check=lambda each: check(limited, each, task))
    if len(rows.schema) > MAX_COLUMNS:
        raise InputError(f"SQL: {len(rows.schema):,} columns: {MAX_COLUMNS:,} at most; {UNSAFE}")
    count = 0
    with open(pipe, "wb", buffering=0) as file, pa.ipc.new_stream(file, rows.schema) as stream:
        for batch in rows.batches:
            for piece in _pieces(batch):
                stream.write_batch(piece)
                count += piece.num_rows
    return count


def _pieces(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """A batch in pieces that its reader has room for. Raises InputError for a row that is larger than PIECE_BYTES."""
    if batch.nbytes <= PIECE_BYTES:
        yield batch
    elif batch.num_rows == 1:
        raise InputError(
            f"a row is larger than {PIECE_BYTES // MIB} MB: ask for less of it, such as text[:1000]; {UNSAFE}"
        )
    else:
        half = batch.num_rows // 2
        yield from _pieces(batch.slice(0, half))
        yield from _pieces(batch.slice(half))


def confined_corpus(task: Task) -> duckdb.DuckDBPyConnection:
    """A connection that can reach only the corpus; this process is limited to the task's limits.

    For links, the target counts, both for DuckDB and for Landlock. Raises StaleViewsError.
    """
    limit_resources(task.limits, task.deadline)
    connection = _connect(task)
    rows = read(Path(task.searched)) if task.searched else None
    if task.landlock:
        confine(readable=[Path(task.lake), Path(task.corpus), *MACHINE], writable=[Path(task.scratch)])
    if rows is not None:
        give(connection, rows)
    for statement in _locks(task):
        connection.execute(statement)
    forbid_processes()
    _require_own_views(connection, task)
    return connection


def check(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, task: Task) -> None:
    """Raise InputError for a statement that does more than read."""
    said = refusal(statement)
    if said is None and not task.landlock:
        said = plan_refusal(connection, statement)
    if said is not None:
        raise InputError(f"SQL: refused: {said}; {UNSAFE}")


def _require_no_links(task: Task) -> None:
    """Raise InputError for a link in the lake: for `link/../file` DuckDB checks `file` but opens the file beside the
    link's target.

    Landlock checks the opened file, so this is needed only without Landlock.
    """
    for folder, folders, files in os.walk(task.lake):
        link = next((name for name in (*folders, *files) if Path(folder, name).is_symlink()), None)
        if link is not None:
            raise InputError(
                f"{folder}/{link} is a link, and this kernel has no Landlock to hold queries to the corpus; {UNSAFE}"
            )


def _connect(task: Task) -> duckdb.DuckDBPyConnection:
    settings = {
        "access_mode": "READ_ONLY",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "async_threads": "0",
        "max_temp_directory_size": f"{task.limits.spill_bytes // MIB}MiB",
        "memory_limit": f"{task.limits.buffer_bytes // MIB}MiB",
        "python_enable_replacements": "false",
        "temp_directory": task.scratch,
        "threads": "1",  # only this thread, until it is confined: new threads inherit its limits
    }
    try:
        return duckdb.connect(task.corpus, read_only=True, config=settings)
    except (duckdb.ConnectionException, duckdb.IOException) as error:
        raise StaleViewsError from error


def _require_own_views(connection: duckdb.DuckDBPyConnection, task: Task) -> None:
    try:
        [(home,)] = connection.execute("SELECT path FROM home").fetchall()
    except duckdb.CatalogException as error:  # written by an older version, which did not record the folder
        raise StaleViewsError from error
    if home != task.home:
        raise StaleViewsError


def _locks(task: Task) -> list[str]:
    return [
        f"SET threads = {task.limits.threads}",
        f"SET async_threads = {task.limits.threads}",
        "SET TimeZone = 'UTC'",
        f"SET allowed_directories = [{_quoted(task.lake)}]",
        f"SET allowed_configs = [{', '.join(map(_quoted, OPEN_SETTINGS))}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ]


def _said(error: Exception, query: str) -> str:
    if not isinstance(error, duckdb.Error | pa.ArrowException):  # a fault of ours: nobody reads this process's stderr
        return f"the query's process failed: {type(error).__name__}: {error}"
    said = f"SQL: {in_one_line(error, query)}"
    if LOCKED in said:
        said += ": use --memory, --threads or --timeout"
    return said if "disabled by configuration" not in said and LOCKED not in said else f"{said}; {UNSAFE}"


def wants_memory(error: Exception) -> bool:
    """True if memory was missing, also if Arrow passes on DuckDB's message as an OSError, or zstd's as a damaged file."""
    is_of_memory = isinstance(error, duckdb.OutOfMemoryException | MemoryError | pa.ArrowMemoryError)
    return is_of_memory or any(said in str(error) for said in WANTS_MEMORY)


def _out_of_memory(task: Task) -> str:
    return (
        f"the query needs more than {task.limits.memory_bytes // MIB} MB of memory: allow more (--memory 4GB), or ask for "
        "fewer rows and columns"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
