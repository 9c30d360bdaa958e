"""A stranger's query in its own process, seen from outside: starts it, sends its task, reads its rows, and ends it in
time.

The process cannot write, read outside the corpus, or exceed its limits (`child`, `sandbox`). It ends with this
process, in whatever way that ends. It also ends at its deadline: by the kernel's alarm, and half a second later by
ours.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipelines.ask.sql.limits import MIB, Limits
from pipelines.ask.sql.task import Task
from pipelines.base.errors import CorpusError, InputError
from pipelines.base.processes.machine import is_running
from pipelines.base.processes.parent_death import VARIABLE
from pipelines.base.processes.program import own_path, start
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.home import Home

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.ask.sql.rows import Rows

GRACE_SECONDS = 0.5
MAX_REPORT = 1 << 16
KEPT_VARIABLES = ("LD_LIBRARY_PATH", "PATH", "PYTHONHOME")
"""The only variables of our environment that the process of a query gets."""
OWN_VARIABLES = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Arrow's other memory pools reserve a GiB at once, which would count against the query."""
SCRATCH = "dateline-sql-"
OUT_OF_TIME = (signal.SIGALRM, signal.SIGXCPU)


@contextmanager
def rows_apart(
    home: Home,
    query: str,
    allowed: Limits,
    *,
    wanted: int | None = None,
    landlock: bool = True,
    corpus: Path | None = None,
) -> Iterator[Rows]:
    """The rows of a query, at most `wanted`, as its process makes them; leaving the block ends the process.

    `corpus`: a file with views over files of the home, instead of the home's own. Raises InputError, here or while
    rows are read, with the fault of the query or the limit that it reached.
    """
    home.require_corpus()
    Checksums(home.root).require("lake/", "corpus.duckdb")
    deadline = time.monotonic() + allowed.timeout_seconds
    with _folder() as folder:
        (folder / "spill").mkdir()
        task = Task(
            query=query,
            home=str(home.root),
            corpus=str(corpus or home.corpus),
            lake=str(home.lake),
            scratch=str(folder / "spill"),
            rows_wanted=wanted,
            limits=allowed,
            deadline=deadline,
            searched=_searched(home, query, folder, deadline),
            landlock=landlock,
        )
        for _ in range(2):
            with _started(task) as running:
                if (rows := running.rows()) is not None:
                    yield rows
                    return
            if corpus is not None:
                break
            task = replace(task, corpus=str(_usable(home, folder)))
        raise CorpusError(f"{corpus or home.corpus} cannot be read: run 'dateline doctor --repair'")


class Running:
    """A started process of a query, and the pipes from it."""

    def __init__(self, process: subprocess.Popen[bytes], rows: IO[bytes], report: IO[bytes], allowed: Limits) -> None:
        self.process = process
        self._rows = rows
        self._report = report
        self._allowed = allowed
        self._said: dict[str, Any] | None = None
        self._late = False

    def end_late(self) -> None:
        """End the process because its deadline has passed."""
        self._late = True
        self.process.kill()

    def rows(self) -> Rows | None:
        """The rows, as soon as the first are there; None if the corpus file cannot be read as it is. Raises InputError."""
        import pyarrow as pa  # loaded while the process loads DuckDB

        from pipelines.ask.sql.rows import Rows

        try:
            reader = pa.ipc.open_stream(self._rows)
        except (pa.ArrowInvalid, OSError):  # it ended before the first rows
            if "stale" in self.ending():
                return None
            raise self._fault() from None
        return Rows(reader.schema, self._batches(reader))

    def ending(self) -> dict[str, Any]:
        """The report of the process about its end; empty if it was killed."""
        if self._said is None:
            text = self._report.read(MAX_REPORT)  # do not trust it: the writer ran a stranger's query
            self.process.wait()
            try:
                self._said = json.loads(text)
            except ValueError:  # no report, or half of one
                self._said = {}
        return self._said

    def _batches(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        try:
            for batch in reader:
                batch.validate(full=True)  # do not trust it: the writer ran a stranger's query
                yield batch
        except (pa.ArrowInvalid, OSError):  # it ended in the middle of a batch
            raise self._fault() from None
        if "rows" not in self.ending():
            raise self._fault()

    def _fault(self) -> InputError:
        if "error" in self.ending():
            return InputError(self.ending()["error"])
        status, allowed = self.process.returncode, self._allowed
        if self._late or -status in OUT_OF_TIME:
            return InputError(
                f"the query took longer than {allowed.timeout_seconds:g} s: allow more (--timeout 600), or ask for less"
            )
        if status > 0:
            return InputError(f"the query's process failed ({status}): run it with --unsafe to see more")
        return InputError(
            f"the query's process was ended (signal {-status}), most likely for want of memory: allow more than "
            f"{allowed.memory_bytes // MIB} MB (--memory 4GB), or ask for less"
        )


@contextmanager
def _started(task: Task) -> Iterator[Running]:
    """The process, with its task sent; it is killed and waited for when the block ends."""
    rows, rows_end = os.pipe()
    report, report_end = os.pipe()
    with open(rows, "rb") as rows_file, open(report, "rb") as report_file:  # noqa: PTH123 -- file descriptors
        try:
            process = start(
                "pipelines.ask.sql.child",
                str(rows_end),
                str(report_end),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(rows_end, report_end),
                cwd="/",
                env=_environment(),
                start_new_session=True,  # Ctrl-C goes to this process, which ends the other one
            )
        finally:
            os.close(rows_end)
            os.close(report_end)
        running = Running(process, rows_file, report_file, task.limits)
        late = threading.Timer(max(0.0, task.deadline - time.monotonic()) + GRACE_SECONDS, running.end_late)
        late.daemon = True
        late.start()
        try:
            with suppress(BrokenPipeError), process.stdin as task_file:  # type: ignore[union-attr]
                task_file.write(task.to_json().encode())
            yield running
        finally:
            late.cancel()
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | OWN_VARIABLES | own_path() | {VARIABLE: str(os.getpid())}


def _searched(home: Home, query: str, folder: Path, deadline: float) -> str:
    """The file with the results of a query's searches; empty if the query has none."""
    if "search" not in query.lower():
        return ""
    from pipelines.ask.sql.searches import searched, write

    if (rows := searched(home, query, deadline)) is None:
        return ""
    write(rows, folder / "searched.arrow")
    return str(folder / "searched.arrow")


def _usable(home: Home, folder: Path) -> Path:
    from pipelines.ask.sql.connection import usable_corpus  # loads DuckDB here: seldom needed

    return usable_corpus(home, folder)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for temporary files, removed when the block ends, together with folders of killed processes."""
    beside = Path(tempfile.gettempdir())
    for left in beside.glob(f"{SCRATCH}*"):
        owner = left.name.removeprefix(SCRATCH).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{SCRATCH}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
