"""A step of a night: its name, the tables it reads and writes, and its report.

A step's function is `(home, night, on_progress) -> Outcome`. It reads the archive and the lake, writes the lake, and
changes nothing if it is run again. `pipelines.nights` lists the steps and decides when each is done.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, cast

from pipelines.base.ids import digest
from pipelines.lake.home import Home
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.fingerprint.rules import DIGITS, rules_digest

Progress = Callable[[int, int], None]
"""Called with (done, total) while a step runs; a total of 0 is unknown."""

EVER = 1_000_000
"""Nights back that a step reads if it depends on all earlier nights."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a step: counts of rows or pages by name, whether any table changed, whether it ran or was already
    done, and when.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    changed: bool = False
    made: bool = True
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A table that a step reads: its own night, or `past` nights before it; `former` if steps always read it."""

    table: str
    past: int = 0
    former: bool = True


def tonight(*tables: str) -> tuple[Read, ...]:
    """Tables of which a step reads its own night."""
    return tuple(map(Read, tables))


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its function (`module:function`, imported when run), and the tables it reads and writes.

    - `after`: steps that must run before and leave no rows of a single night.
    - `outlet`: the step shows the current state and runs after all others.
    - `shown`: the table whose first rows are shown to people.
    - `leaves`: a file of the home that exists when the step is done (`{night}` is replaced by the night).
    - `given`: a function that digests people's input about a night from a file of the home.
    - `spread`: the function takes an `engine`, which runs parts of it elsewhere.
    """

    name: str
    function: str
    reads: tuple[Read, ...] = ()
    tables: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    outlet: bool = False
    shown: str | None = None
    leaves: str | None = None
    given: str | None = None  # `module:function`, called with (home, night)
    spread: bool = False
    programs: tuple[str, ...] = ()  # modules that it runs as separate processes: their rules count, too

    @property
    def module(self) -> str:
        """The module of the step's function: its rules are this module and everything that it imports."""
        return self.function.partition(":")[0]

    @property
    def rules(self) -> str:
        """The digest of its rules."""
        own = rules_digest(self.module)
        return digest(own, *map(rules_digest, self.programs))[:DIGITS] if self.programs else own

    def given_on(self, home: Home, night: date) -> str:
        """The digest of people's input about a night; empty for a step without such input."""
        return _named(self.given)(home, night) if self.given else ""

    def run(self, home: Home, night: date, *, show: bool = True, engine: Engine = LOCAL) -> Outcome:
        """Run the step for one night, with progress and a closing line on stderr. The caller holds the lake's lock."""
        function = _named(self.function)
        if self.spread:
            function = partial(function, engine=engine)
        started = time.monotonic()
        with progress(f"{night} {self.name}", enabled=show) as on_progress:
            outcome: Outcome = function(home, night, on_progress)
        if show:
            say(f"{night}  {self.name:<16}", outcome, time.monotonic() - started)
        return outcome


DELAY_SECONDS = 2.0


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    return cast("Callable[..., Any]", getattr(importlib.import_module(module), name))


@contextmanager
def progress(label: str, *, enabled: bool = True) -> Iterator[Progress]:
    """A progress bar on stderr that appears after two seconds of work, and only on a terminal."""
    if not enabled or not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Display

    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeRemainingColumn())
    display = Display(*columns, console=Console(stderr=True), transient=True)
    task = display.add_task(label, total=None)
    started = time.monotonic()

    def update(done: int, total: int) -> None:
        display.update(task, completed=done, total=total or None)
        if not display.live.is_started and time.monotonic() - started > DELAY_SECONDS:
            display.start()

    try:
        yield update
    finally:
        display.stop()


def _unseen(_done: int, _total: int) -> None:
    """Progress that is not shown."""


def say(label: str, outcome: Outcome, seconds: float) -> None:
    """One line on stderr: the counts that are not zero, whether anything changed, and the time."""
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in outcome.counts.items() if count)
    note = "" if outcome.changed else " (unchanged)"
    sys.stderr.write(f"  {label} {counts or 'nothing to do'}{note}  {seconds:.1f} s\n")
    sys.stderr.flush()
