"""A query's process: `python -m pipelines.sql.child ROWS REPORT`, two file descriptors to write to, its task on standard input.

It gives up writing before it loads DuckDB.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from pipelines.parent_death import end_with_parent
from pipelines.sql.landlock import confine
from pipelines.sql.seccomp import forbid_calls
from pipelines.sql.task import Task


def main() -> None:
    """Run the task, confined."""
    end_with_parent()
    task = Task.from_json(sys.stdin.read())
    held = task.landlock and confine(readable=None, writable=[Path(task.scratch)])
    cannot_write = forbid_calls(writing=not held) and not held
    task = replace(task, landlock=held, scratch="" if cannot_write else task.scratch)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # pyarrow and DuckDB would load it, and nothing here needs it
    from pipelines.sql.sandbox import run

    run(task, *map(int, sys.argv[1:3]))


if __name__ == "__main__":
    main()
