"""`python -m spiders.imports.landing --home DIR`: makes the rows of imported nights; a large import runs it on further cores.

stdin: one line for each source, `{"source": "paper", "nights": ["2025-11-03", …]}`. stdout: one line for each night,
with the places of records that do not represent a page. Source files of new sources must exist before.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any, NamedTuple

from pipelines.base.errors import CorpusError
from pipelines.base.processes.endings import ending, leave
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.base.processes.program import start
from pipelines.lake.archive import folder, nights_of
from pipelines.lake.home import Home
from spiders.imports.imported_night import ImportedNight, nights_to_land
from spiders.imports.night_captures import Earlier
from spiders.imports.outcomes import ImportOutcome
from spiders.sources.source import Source, load_source


class Landed(NamedTuple):
    """A night with its rows made, and the outcomes, by place, of records that do not represent a page."""

    source: str
    night: date
    ends: dict[tuple[str, int], ImportOutcome]


PIPE_BYTES = 1 << 16
MIN_NIGHTS_A_PROCESS = 500
"""Minimum nights for each process. To start one costs the CPU time of some 150 nights of a page."""


def land(
    home: Home, nights: Mapping[str, Iterable[date]], known: Mapping[str, Source], processes: int
) -> Iterator[Landed]:
    """Make the rows of the nights of each source, in this process and up to `processes` - 1 others; yields each night when
    it is done.

    A source that is `known` is not read from its file: reading YAML costs as much as reading a page. Raises CorpusError if a process fails; its stderr has the reason.
    """
    jobs = [
        {"source": source, "nights": [each.isoformat() for each in nights_to_land(home.archive, source, set(own))]}
        for source, own in sorted(nights.items())
    ]
    count = max(1, min(processes, sum(len(job["nights"]) for job in jobs) // MIN_NIGHTS_A_PROCESS))
    own, *others = [jobs[start::count] for start in range(count)]
    with ExitStack() as stack:
        running = [stack.enter_context(_process(home, share)) for share in others]
        yield from _landed(running, (landed for job in own for landed in _of_source(home, job, known)))


def _landed(running: Iterable[subprocess.Popen[bytes]], own: Iterator[Landed]) -> Iterator[Landed]:
    """The nights of other processes, as they come from any of them, between those of this one. Raises CorpusError if one
    fails.
    """
    with DefaultSelector() as selector:
        for process in running:
            assert process.stdout is not None
            selector.register(process.stdout, EVENT_READ, (process, bytearray()))
        landed = next(own, None)
        while landed or selector.get_map():
            if landed:
                yield landed
                landed = next(own, None)
            for key, _ in selector.select(0 if landed else None) if selector.get_map() else ():
                process, held = key.data
                if read := os.read(key.fd, PIPE_BYTES):
                    *whole, held[:] = (held + read).split(b"\n")
                    yield from map(_read, whole)
                    continue
                selector.unregister(key.fileobj)
                if process.wait() != 0:
                    raise CorpusError("the rows of an imported night could not be made; run the same command again")


@contextmanager
def _process(home: Home, share: list[dict[str, Any]]) -> Iterator[subprocess.Popen[bytes]]:
    """A process at work on a share. It is killed if this one leaves before its end: its rows are made anew next time."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = start("spiders.imports.landing", "--home", str(home.root), **pipes)
    assert process.stdin is not None
    process.stdin.write("".join(json.dumps(job) + "\n" for job in share).encode())
    process.stdin.close()
    with process:
        try:
            yield process
        finally:
            process.kill()


def _read(line: bytes) -> Landed:
    row = json.loads(line)
    ends = {(file, at): ImportOutcome(outcome) for file, at, outcome in row["ends"]}
    return Landed(row["source"], date.fromisoformat(row["night"]), ends)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="python -m spiders.imports.landing")
    parser.add_argument("--home", type=Path, required=True)
    options = parser.parse_args(arguments)
    return ending(lambda: _main(Home.at(options.home)))


def _main(home: Home) -> int:
    for job in [json.loads(line) for line in sys.stdin]:
        for source, night, ends in _of_source(home, job, {}):
            listed = [(*place, outcome) for place, outcome in sorted(ends.items())]
            row = {"source": source, "night": night.isoformat(), "ends": listed}
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()
    return 0


def _of_source(home: Home, job: Mapping[str, Any], known: Mapping[str, Source]) -> Iterator[Landed]:
    """Make the rows of a source's nights, earlier ones first, because later ones repeat their payloads."""
    name, chosen = job["source"], {date.fromisoformat(night) for night in job["nights"]}
    source, earlier = known.get(name) or load_source(home.sources, name), Earlier(home.archive)
    for night in nights_of(home.archive, name):
        if night > max(chosen):
            break
        if night in chosen:
            imported = ImportedNight(home, source, night, earlier)
            imported.save()
            yield Landed(name, night, imported.ends())
        earlier.add_night(folder(home.archive, name, night) / "fetches.parquet")


if __name__ == "__main__":
    leave(main())
