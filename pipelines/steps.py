"""The steps that turn an archived night into the corpus, in order, and how each reports itself.

A step is `(home, night, on_progress) -> Outcome`: it reads the archive and the lake, writes the lake, and changes nothing
when run again. Dagster's assets and `dateline build` run these same steps.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipelines.home import Home
from pipelines.lock import writing

Progress = Callable[[int, int], None]
"""Called with (done, total) as a step goes on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step did: named counts of rows or pages, and whether any table changed."""

    counts: Mapping[str, int] = field(default_factory=dict)
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name (also its asset's), the tables it writes, and where its function stands (imported when run)."""

    name: str
    tables: tuple[str, ...]
    function: str

    def run(self, home: Home, night: date, *, show: bool = True) -> Outcome:
        """Run it for one night, alone, showing progress and one closing line on stderr."""
        module, _, name = self.function.partition(":")
        function = getattr(importlib.import_module(module), name)
        started = time.monotonic()
        with writing(home), Bar(f"{night} {self.name}", enabled=show) as bar:
            outcome: Outcome = function(home, night, bar.update)
        if show:
            say(f"{night}  {self.name:<16}", outcome, time.monotonic() - started)
        return outcome


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("documents", ("documents", "places", "dropped"), "pipelines.extract.step:extract_night"),
        Step(
            "clean_documents",
            ("clean_documents", "boilerplate", "block_sightings", "dropped"),
            "pipelines.clean.step:clean_night",
        ),
        Step("dates", ("date_evidence", "date_lessons"), "pipelines.dates.step:date_night"),
        Step("duplicates", ("clusters", "revisions"), "pipelines.duplicates.step:dedupe_night"),
        Step("articles", ("articles", "date_history"), "pipelines.publish.step:publish_night"),
        Step("corpus_views", (), "pipelines.publish.views:refresh_views"),
        Step("search_index", (), "pipelines.search.step:index_night"),
        Step("nightly_report", (), "pipelines.report.step:report_night"),
    )
}
"""Every step by name, in the order a night runs them."""


class Bar:
    """A progress bar on stderr that appears when a step takes over two seconds, and only on a terminal."""

    DELAY_SECONDS = 2.0

    def __init__(self, label: str, *, enabled: bool) -> None:
        self.label = label
        self.enabled = enabled and sys.stderr.isatty()
        self.started = time.monotonic()
        self.width = 0

    def __enter__(self) -> Bar:
        return self

    def update(self, done: int, total: int) -> None:
        """Show `done` of `total`."""
        filled = 24 * done // max(total, 1)
        self._show(f"{self.label} [{'█' * filled}{'·' * (24 - filled)}] {done:,}/{total:,}")

    def count(self, done: int) -> None:
        """Show `done` of an unknown total."""
        self._show(f"{self.label} {done:,} done")

    def _show(self, line: str) -> None:
        if not self.enabled or time.monotonic() - self.started < self.DELAY_SECONDS:
            return
        sys.stderr.write("\r" + line.ljust(self.width))
        sys.stderr.flush()
        self.width = len(line)

    def __exit__(self, *exception: object) -> None:
        if self.width:
            sys.stderr.write("\r" + " " * self.width + "\r")
            sys.stderr.flush()


def say(label: str, outcome: Outcome, seconds: float) -> None:
    """One line on stderr: the counts that are not zero, whether anything changed, the time it took."""
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in outcome.counts.items() if count)
    note = "" if outcome.changed else " (unchanged)"
    sys.stderr.write(f"  {label} {counts or 'nothing to do'}{note}  {seconds:.1f} s\n")
    sys.stderr.flush()
