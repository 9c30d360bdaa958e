"""The process of a query: `python -m pipelines.ask.sql.child ROWS REPORT`.

ROWS and REPORT are file descriptors to write to; the task comes on stdin. The process gives up writing before it
loads DuckDB.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from pipelines.ask.sql.landlock import confine
from pipelines.ask.sql.seccomp import forbid_calls
from pipelines.ask.sql.task import Task
from pipelines.base.processes.parent_death import end_with_parent


def main() -> None:
    """Run the task, confined."""
    end_with_parent()
    task = Task.from_json(sys.stdin.read())
    held = task.landlock and confine(readable=None, writable=[Path(task.scratch)])
    cannot_write = forbid_calls(writing=not held) and not held
    task = replace(task, landlock=held, scratch="" if cannot_write else task.scratch)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # pyarrow and DuckDB would load it, and nothing here needs it
    from pipelines.ask.sql.sandbox import run

    run(task, *map(int, sys.argv[1:3]))


if __name__ == "__main__":
    main()
