"""`python -m spiders.imports.landing --home DIR`: makes the rows of imported nights; an import runs it on every core.

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
from spiders.sources.source import load_source


class Landed(NamedTuple):
    """A night with its rows made, and the outcomes, by place, of records that do not represent a page."""

    source: str
    night: date
    ends: dict[tuple[str, int], ImportOutcome]


PIPE_BYTES = 1 << 16
INLINE_NIGHTS = 8
"""Maximum nights that are processed without a separate process."""


def land(home: Home, nights: Mapping[str, Iterable[date]], processes: int) -> Iterator[Landed]:
    """Make the rows of the nights of each source, in up to `processes` processes; yields each night when it is done.

    Raises CorpusError if a process fails; its stderr has the reason.
    """
    jobs = [
        {"source": source, "nights": [each.isoformat() for each in nights_to_land(home.archive, source, set(own))]}
        for source, own in sorted(nights.items())
    ]
    if sum(len(job["nights"]) for job in jobs) <= INLINE_NIGHTS:
        for job in jobs:
            yield from _of_source(home, job)
        return
    shares = [share for start in range(processes) if (share := jobs[start::processes])]
    with ExitStack() as stack:
        running = [stack.enter_context(_process(home, share)) for share in shares]
        yield from map(_landed, _lines(running))


def _lines(running: Iterable[subprocess.Popen[bytes]]) -> Iterator[bytes]:
    """The lines that processes write, as they come from any of them. Raises CorpusError if one fails."""
    with DefaultSelector() as selector:
        for process in running:
            assert process.stdout is not None
            selector.register(process.stdout, EVENT_READ, (process, bytearray()))
        while selector.get_map():
            for key, _ in selector.select():
                process, held = key.data
                if read := os.read(key.fd, PIPE_BYTES):
                    *whole, held[:] = (held + read).split(b"\n")
                    yield from whole
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


def _landed(line: bytes) -> Landed:
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
        for source, night, ends in _of_source(home, job):
            listed = [(*place, outcome) for place, outcome in sorted(ends.items())]
            row = {"source": source, "night": night.isoformat(), "ends": listed}
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()
    return 0


def _of_source(home: Home, job: Mapping[str, Any]) -> Iterator[Landed]:
    """Make the rows of a source's nights, earlier ones first, because later ones repeat their payloads."""
    name, chosen = job["source"], {date.fromisoformat(night) for night in job["nights"]}
    source, earlier = load_source(home.sources, name), Earlier(home.archive)
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
