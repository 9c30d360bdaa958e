"""`dateline sql` on a terminal: a prompt with history and completion; each query runs in its own process."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.table import print_rows
from pipelines.base.errors import DatelineError
from pipelines.base.neutral import on_one_line
from pipelines.base.processes.endings import Terminated

Asked = Callable[[str, int | None], AbstractContextManager[Rows]]
"""Runs a query for at most this many rows."""

FIRST, FURTHER = "dateline> ", "     ...> "
HISTORY_LINES = 1000
WELCOME = "End a query with ;  .help lists what else there is, Ctrl-D leaves. No query can write."
PREPARING = re.compile(r"(SET|RESET|USE|CREATE|DROP)\b[^;]*", re.IGNORECASE)
"""A statement that is run again before each later entry, because each entry has its own process."""
HELP = """\
.tables         tables and what a row of each is
.schema TABLE   its columns, with their documentation
.macros         macros, with an example each
\\x              a line a value instead of a table, and back
.forget         forget what SET and CREATE TEMP entries before have said
.quit           leave (Ctrl-D)
SELECT …;       DuckDB's SQL\
"""
TABLES = """
SELECT view_name AS "table", comment AS "a row is",
    (SELECT count(*) FROM duckdb_columns() c WHERE c.table_name = view_name) AS columns
FROM duckdb_views() WHERE NOT internal ORDER BY view_name
"""
COLUMNS = """
SELECT column_name AS "column", data_type AS type, comment AS documentation
FROM duckdb_columns() WHERE table_name = '{table}' ORDER BY column_index
"""
MACROS = """
SELECT function_name || '(' || array_to_string(parameters, ', ') || ')' AS macro, comment AS documentation
FROM duckdb_functions() WHERE function_type IN ('macro', 'table_macro') AND NOT internal ORDER BY ALL
"""
WORDS = """
SELECT DISTINCT word FROM (
    SELECT view_name AS word FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT column_name FROM duckdb_columns() WHERE NOT internal
    UNION ALL SELECT function_name || '(' FROM duckdb_functions() WHERE function_type LIKE '%macro' AND NOT internal
    UNION ALL SELECT upper(keyword_name) FROM duckdb_keywords()
    UNION ALL VALUES ('.tables'), ('.schema'), ('.macros'), ('.forget'), ('.help'), ('.quit')
) ORDER BY word
"""


class Prompt:
    """Reads entries from a terminal and prints their rows until Ctrl-D."""

    def __init__(self, asked: Asked, limit: int, *, vertical: bool = False) -> None:
        self._asked = asked
        self._limit = limit
        self._vertical = vertical
        self._words: list[str] | None = None
        self._prepared: list[str] = []

    def run(self) -> None:
        """Run until the end of input. The error of an entry is printed, then the next entry is read."""
        with suppress(ImportError, RuntimeError):  # no readline, no home folder
            self._remember()
        sys.stderr.write(f"{WELCOME}\n")
        while (entry := self._entry()) is not None:
            try:
                if not self._command(entry.rstrip("; \n")):
                    return
            except Terminated:
                raise
            except KeyboardInterrupt:
                sys.stderr.write("dateline: interrupted\n")
            except DatelineError as error:
                sys.stderr.write(f"dateline: {on_one_line(str(error))}\n")

    def completions(self, prefix: str) -> list[str]:
        """Tables, columns, macros and keywords that start with the prefix, in either case."""
        if self._words is None:
            with self._asked(WORDS, None) as rows:
                self._words = rows.table()["word"].to_pylist()
        return [word for word in self._words if word.lower().startswith(prefix.lower())]

    def _command(self, said: str) -> bool:
        name, _, argument = said.partition(" ")
        if name in (".quit", ".exit", "\\q"):
            return False
        if name in (".help", "\\?"):
            sys.stdout.write(f"{HELP}\n")
        elif name in ("\\x", ".vertical"):
            self._vertical = not self._vertical
        elif name in (".schema", "\\d") and argument:
            self._print(COLUMNS.format(table=argument.strip().replace("'", "''")), limit=10_000)
        elif name in (".tables", ".schema", "\\d", "\\dt"):
            self._print(TABLES, limit=10_000)
        elif name == ".macros":
            self._print(MACROS, limit=10_000)
        elif name == ".forget":
            self._prepared.clear()
        elif name.startswith((".", "\\")):
            sys.stderr.write(f"dateline: no command {on_one_line(name)}: .help lists them\n")
        elif said.strip():
            self._print(";\n".join([*self._prepared, said]), limit=self._limit)
            if PREPARING.fullmatch(said.strip()):
                self._prepared.append(said)
        return True

    def _print(self, query: str, *, limit: int) -> None:
        with self._asked(query, limit + 1) as rows:
            print_rows(rows, limit, vertical=self._vertical)

    def _entry(self) -> str | None:
        """An entry: lines up to one that ends with a semicolon; a command is one line. None at the end of input."""
        lines: list[str] = []
        while True:
            try:
                line = input(FURTHER if lines else FIRST)
            except EOFError:
                sys.stdout.write("\n")
                return None
            except Terminated:
                raise
            except KeyboardInterrupt:  # the entry so far is discarded
                sys.stdout.write("\n")
                lines = []
                continue
            lines.append(line)
            if line.rstrip().endswith(";") or (len(lines) == 1 and (line.startswith((".", "\\")) or not line.strip())):
                return "\n".join(lines)

    def _remember(self) -> None:
        import atexit
        import readline

        history = history_file()
        with suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            readline.read_history_file(history)
        readline.set_history_length(HISTORY_LINES)
        readline.set_completer_delims(" \t\n,;=<>+-*/|&()[]'\"")
        readline.set_completer(lambda prefix, number: next(iter(self._completed(prefix)[number:]), None))
        readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
        atexit.register(_save, history)

    def _completed(self, prefix: str) -> list[str]:
        try:
            return self.completions(prefix)
        except DatelineError:
            return []


def history_file() -> Path:
    """The history file: below $XDG_STATE_HOME, otherwise ~/.local/state (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state", "dateline", "sql_history")


def _save(history: Path) -> None:
    import readline

    with suppress(OSError):
        readline.write_history_file(history)
