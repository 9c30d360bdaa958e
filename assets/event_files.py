"""Dagster's SQLite files, kept open while events are written: an event then costs half the CPU and a fifth of the time.

Dagster opens and closes them for every event, and whoever closes such a file last writes its log back and waits for the disk. A
connection that stays open beside, and does nothing, spares that. Files that are not there (PostgreSQL) are left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from pipelines.lake.home import Home

INDEX, RUNS, TICKS = "history/runs/index.db", "history/runs.db", "schedules/schedules.db"
"""Events of all assets, runs, and what sensors and schedules did; each run has a file of its own beside the first."""


def of_run(run_id: str) -> str:
    """The file of a run's events."""
    return f"history/runs/{run_id}.db"


@contextmanager
def kept_open(home: Home, *names: str) -> Iterator[int]:
    """Within this, the files of these names under the home's `dagster` are open, those that there are; yields how many."""
    with ExitStack() as stack:
        yield sum(_opened(stack, home.dagster / name) for name in names)


def _opened(stack: ExitStack, path: Path) -> bool:
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, check_same_thread=False)
        stack.enter_context(closing(connection))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # it opens the file when it is first asked
    except sqlite3.Error:
        return False
    return True
