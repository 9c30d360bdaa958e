"""Crawl and build from Python, for those who schedule by other means than Dagster. Each runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dateline.corpus import Corpus
from pipelines.base.errors import DatelineError, EnvironmentFault, InputError
from pipelines.base.processes.endings import MISTAKE
from pipelines.base.processes.program import start
from pipelines.lake.home import Home

MARK = "dateline: "
"""The beginning of a line on stderr that says why a program ended."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """How the crawl of a source ended."""

    source: str
    state: str
    """`finished`, `unfinished`, `unreached`, `interrupted`, `paused` or `failed`."""
    outcomes: Mapping[str, int]
    """The number of URLs with each outcome: `stored`, `not_modified`, `no_story`, …"""


def crawl(home: str | Path | None = None, sources: Sequence[str] = (), *, parallel: int = 4) -> list[Crawled]:
    """Fetch tonight's pages of the named sources, or of all nightly ones, into the archive, as `dateline crawl` does.

    Its lines go to `sys.stderr`. A night that is finished is not fetched again. Raises DatelineError if a source has a wrong file
    or did not finish; the others are crawled, and a further call goes on where this one ended.
    """
    from pipelines.lake import archive

    opened = Home.at(home)
    named = [part for source in sources for part in ("--source", source)]
    tonight = datetime.now(UTC).date()
    _run("spiders.nightly", "--home", str(opened.root), "--parallel", str(parallel), *named)
    ends = {
        source: archive.crawl_summary(opened.archive, source, tonight)
        for source in (sources or archive.sources(opened.archive))
    }
    return [
        Crawled(source, str(end.get("state", "finished")), end.get("outcomes", {}))
        for source, end in ends.items()
        if end
    ]


def build(home: str | Path | None = None, *, night: date | None = None, renew: bool = False) -> Corpus:
    """Turn the archived nights into the corpus, or only `night`, as `dateline build` does; returns the corpus.

    Finished work is skipped. `renew` makes nights that stand by older rules again. Raises DatelineError.
    """
    opened = Home.at(home)
    asked = ["--night", night.isoformat()] if night else []
    _run("pipelines", "--home", str(opened.root), "build", *asked, *(["--renew"] if renew else []))
    return Corpus(opened.root)


def _run(module: str, *arguments: str) -> None:
    """Run a program; its stderr is written to ours, line by line. Raises DatelineError with its last words if it fails."""
    with start(module, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = _passed_on(process.stderr or ())
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise _fault(process.returncode, said)


def _passed_on(lines: Iterable[str]) -> str:
    """Write each line to stderr; returns the last one that says why a program ended."""
    last = ""
    for line in lines:
        sys.stderr.write(line)
        last = line.strip() if line.startswith(MARK) else last
    return last


def _fault(status: int, said: str) -> DatelineError:
    reason = said.removeprefix(MARK) or f"it ended with status {status}; the lines above say why"
    return InputError(reason) if status == MISTAKE else EnvironmentFault(reason)
