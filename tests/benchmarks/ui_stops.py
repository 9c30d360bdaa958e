"""What stopping, killing and restarting does to a night that Dagster runs: requests afterwards, what runs say, and who goes on.

    python tests/benchmarks/ui_stops.py [--only SCENARIO]... [--sources 3] [--pages 60] [--unfinished]

Each scenario starts `dateline ui` on a fresh corpus of slow papers, launches the night as the UI does (GraphQL), disturbs it amid
its crawls, and prints a row: requests that the papers got later than 5 s after it, crawl processes left, how the run ended,
the seconds until no run falsely counts as running, and how many stories stood in the corpus when all was done. With
`--unfinished` the night is not completed afterwards, which with 500 sources takes half an hour. The scenario of a full disk
keeps its corpus on a file system in memory, which takes the rights to mount one.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.lake.home import Home

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.ui.running import ENDED, Papers, Ui, commands, crawls, served, stories, wait, write_sources

FULL_DISK = "a full disk"
DISK_MB = 900
QUIET_SECONDS = 5.0
"""How long a stop may take to reach the last crawl."""


@dataclass
class Stop:
    """What a scenario does in the middle of the crawls, and whether Dagster must be started again."""

    disturb: Callable[[Ui, str], None]
    restart: bool = False
    by_itself: bool = False
    """Whether the night must be completed without anybody's doing."""
    cancels: bool = False


def killed(words: tuple[str, ...], number: int) -> Callable[[Ui, str], None]:
    def kill(ui: Ui, _: str) -> None:
        for pid in ui.processes(*words):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    return kill


def whole_tree(number: int) -> Callable[[Ui, str], None]:
    def kill(ui: Ui, _: str) -> None:
        for pid, _command in commands(ui.home):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        ui.process.wait(60)

    return kill


def disk_fills(ui: Ui, _: str) -> None:
    """Take all the space that is left for ten seconds, then give it back."""
    ballast = ui.home.root / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 20))
    time.sleep(10)
    ballast.unlink()


WORKER, STEP, DAEMON = ("multiprocessing.spawn",), ("multiprocessing.forkserver",), ("dagster._daemon",)
SCENARIOS = {
    "terminate": Stop(lambda ui, run: ui.terminate(run), cancels=True),
    "SIGTERM to the parent": Stop(lambda ui, _: ui.process.send_signal(signal.SIGTERM), restart=True, by_itself=True),
    "SIGTERM to all": Stop(whole_tree(signal.SIGTERM), restart=True, by_itself=True),
    "SIGKILL to all": Stop(whole_tree(signal.SIGKILL), restart=True, by_itself=True),
    "SIGKILL to the daemon": Stop(killed(DAEMON, signal.SIGKILL), by_itself=True),
    "SIGKILL to the run's worker": Stop(killed(WORKER, signal.SIGKILL), by_itself=True),
    "SIGKILL to a step": Stop(killed(STEP, signal.SIGKILL), by_itself=True),
    FULL_DISK: Stop(disk_fills, by_itself=True),
    "SIGKILL to the crawls": Stop(killed(("spiders.crawl",), signal.SIGKILL)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(SCENARIOS))
    parser.add_argument("--sources", type=int, default=3)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--unfinished", action="store_true")
    options = parser.parse_args()
    print(
        "scenario · requests after 5 s · crawls left · run ended · s until no run falsely runs · stories at the end",
        flush=True,
    )
    for name in options.only or SCENARIOS:
        folder = Path(tempfile.mkdtemp(prefix="ui-stops-"))
        with disk_of_its_own(folder) if name == FULL_DISK else contextlib.nullcontext():
            said = tried(
                Home.at(folder), SCENARIOS[name], options.sources, options.pages, finish=not options.unfinished
            )
        print(f"{name} · {said}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def disk_of_its_own(folder: Path) -> Iterator[None]:
    """A small file system in memory at a folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def tried(home: Home, stop: Stop, sources: int, pages: int, *, finish: bool) -> str:
    papers = Papers(pages)
    with served(papers, sources) as ports:
        write_sources(home, ports)
        night = datetime.now(UTC).date().isoformat()
        ui = Ui(home)
        try:
            run = ui.launch(night)
            wait(lambda: len(papers.asked) > 10, "the crawls to begin")
            at = time.time()
            stop.disturb(ui, run)
            time.sleep(QUIET_SECONDS + 5)
            late, left = sum(asked > at + QUIET_SECONDS for asked in papers.asked), len(crawls(home))
            papers.delay = 0
            if stop.restart:
                ui.stop()
                ui = Ui(home)
            seconds, ended = settled(ui, run)
            if not finish:
                return f"{late} · {left} · {ended} · {seconds:.0f} · not completed"
            if not stop.by_itself:
                ui.launch(night)
            done = wait(lambda: stories(home) >= sources * pages, "the night to be done")
            wait(lambda: all(state in ENDED for state in ui.runs().values()), "every run to end")
            return f"{late} · {left} · {ended} · {seconds:.0f} · {stories(home)} of {sources * pages} after {done:.0f} s more"
        except TimeoutError as error:
            return f"{error}; runs: {sorted(ui.runs().values())}; {stories(home)} of {sources * pages} stories"
        finally:
            ui.stop()
            for pid, _ in commands(home):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def settled(ui: Ui, run: str) -> tuple[float, str]:
    """Seconds from the start of the UI or now until the disturbed run has ended, and how."""
    seconds = wait(lambda: ui.runs()[run] in ENDED, "the run to end")
    return seconds, ui.runs()[run]


if __name__ == "__main__":
    main()
