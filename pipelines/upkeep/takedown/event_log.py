"""Dagster's records of materializations (previews of rows, reports), cleaned of the target of a takedown.

Only the SQLite files and logs in the home are cleaned. A Dagster that keeps its runs in PostgreSQL has them there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from pipelines.lake.archive.layout import replacing
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.runs import Runs

TEXTS = (".out", ".err", ".log", ".jsonl")
WAIT_SECONDS = 60
Change = Callable[[str], str]


def clean_event_log(home: Home, change: Change) -> int:
    """Change every text that Dagster keeps in the home, and the alerts; returns the number of changed cells and files."""
    changed = sum(_clean_database(path, change) for path in sorted(home.dagster.rglob("*.db")))
    texts = [path for path in home.dagster.rglob("*") if path.is_file()] + [
        path for path in home.root.glob("*") if path.is_file()
    ]
    return changed + sum(_clean_text(path, change) for path in sorted(texts) if path.suffix in TEXTS)


def without_runs(runs: Runs) -> Change:
    """A change that blanks runs of words."""
    return runs.blanked


def without_rows_of(source: str) -> Change:
    r"""A change that cuts the rows of a source out of previews, which are Markdown in JSON.

    >>> without_rows_of("paper")('"| source | title |\\n| --- | --- |\\n| paper | Flood |\\n| other | Rain |"')
    '"| source | title |\\n| --- | --- |\\n| paper |\\n| other | Rain |"'
    """
    row = re.compile(rf'(\| {re.escape(source)} \|)[^"\n]*?(?=\\+n|\n|\\*")')
    return lambda text: row.sub(r"\1", text)


def _clean_database(path: Path, change: Change) -> int:
    changed = 0
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as database:
        tables = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE '%WITHOUT ROWID%'"
            )
        ]
        for table in tables:
            described = database.execute(f'PRAGMA table_info("{table}")').fetchall()
            texts = [
                name for _, name, kind, _, _, key in described if not key and kind.upper() in ("TEXT", "VARCHAR", "")
            ]
            for column in texts:
                changed += _clean_column(database, table, column, change)
        database.commit()
        if changed:
            database.execute("VACUUM")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return changed


def _clean_column(database: sqlite3.Connection, table: str, column: str, change: Change) -> int:
    cells = database.execute(f'SELECT rowid, "{column}" FROM "{table}" WHERE length("{column}") > 20')
    new = [(after, row) for row, text in cells if isinstance(text, str) and (after := change(text)) != text]
    database.executemany(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', new)
    return len(new)


def _clean_text(path: Path, change: Change) -> int:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    after = change(text)
    if after == text:
        return 0
    with replacing(path) as file:
        file.write(after.encode("utf-8", "surrogateescape"))
    return 1
