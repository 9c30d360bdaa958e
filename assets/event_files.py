"""Dagster's SQLite files, kept open while events are written: an event then costs half the CPU and a fifth of the time.

Dagster opens and closes them for every event, and the last process to close such a file writes its log back and waits
for the disk. An additional idle connection avoids that. Missing files (PostgreSQL) are skipped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from pipelines.lake.home import Home

INDEX, RUNS, TICKS = "history/runs/index.db", "history/runs.db", "schedules/schedules.db"
"""Events of all assets, runs, and ticks of sensors and schedules. Each run has a file of its own beside the first."""


def of_run(run_id: str) -> str:
    """The file of a run's events."""
    return f"history/runs/{run_id}.db"


@contextmanager
def kept_open(home: Home, *names: str) -> Iterator[int]:
    """A context in which existing files of these names under the home's `dagster` stay open; yields their number."""
    with ExitStack() as stack:
        yield sum(_opened(stack, home.dagster / name) for name in names)


def _opened(stack: ExitStack, path: Path) -> bool:
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, check_same_thread=False)
        stack.enter_context(closing(connection))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first query opens the file
    except sqlite3.Error:
        return False
    return True
