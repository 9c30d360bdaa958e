"""Nights in a row launched in `dateline ui`, as a person or a schedule does: does the tenth cost what the second did?

    python tests/benchmarks/growth_daemon.py --sources 50 --pages 40 --nights 10

The archive of each night is made first (`growth_site`: new stories; of the night before a tenth changed, the rest did not), so
crawls are no part of the figures; landing, extraction and every later step are. CPU seconds are those of all processes that carry
the corpus in their environment: webserver, daemon, code server, the run, its steps. Memory is the greatest sum of what they held.
The same archive is then built by `dateline build`, a night a command, to say what Dagster costs beside the work.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from growth_site import crawl, paper, stories

from pipelines.lake.home import Home

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.ui.running import ENDED, Ui

FIRST = date(2026, 2, 1)
PATIENCE_SECONDS = 1_800
SAMPLED_SECONDS = 0.2
TICKS, PAGE_BYTES = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class Processes:
    """Those that carry a mark in their environment: CPU ticks of each, as last seen, and the most memory of all at one moment."""

    mark: bytes
    ticks: dict[tuple[str, str], int] = field(default_factory=dict)
    peak_bytes: int = 0

    def sample(self) -> None:
        held = 0
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                held += self._sampled(folder)
        self.peak_bytes = max(self.peak_bytes, held)

    def _sampled(self, folder: Path) -> int:
        try:
            if self.mark not in (folder / "environ").read_bytes():
                return 0
            values = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0  # it has ended
        self.ticks[folder.name, values[19]] = int(values[11]) + int(values[12])
        return int(values[21]) * PAGE_BYTES

    @property
    def cpu_seconds(self) -> float:
        return sum(self.ticks.values()) / TICKS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--pages", type=int, default=40, help="New stories of a source a night.")
    parser.add_argument("--nights", type=int, default=10)
    options = parser.parse_args()
    # as a user's: bytecode and the outlines of the rules are remembered
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    folder = Path(tempfile.mkdtemp(prefix="growth-daemon-"))
    try:
        home = Home.at(folder)
        nights = [FIRST + timedelta(days=day) for day in range(options.nights)]
        make_archive(home, nights, options.sources, options.pages)
        by_daemon = run(home, nights)
        by_command = build_by_command(home, nights)
        print(f"CPU of the nights by the daemon ÷ by the command: {sum(by_daemon) / sum(by_command):.2f}")
        if len(nights) > 1:  # in the first Dagster itself is still starting
            print(f"of those after the first: {sum(by_daemon[1:]) / sum(by_command[1:]):.2f}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_archive(home: Home, nights: list[date], sources: int, pages: int) -> None:
    """What the crawls of all nights would have left."""
    home.sources.mkdir(parents=True)
    for number in range(sources):
        title, url = paper(number), f"https://{paper(number).replace('_', '-')}.example/"
        (home.sources / f"{title}.yaml").write_text(f"title: {title}\nurl: {url}\n")
    before: dict[str, list[str]] = {}
    for night in nights:
        new = stories(night, pages, sources)
        known = stories(night - timedelta(days=1), pages // 10, sources) if before else {}
        same = {name: [url for url in urls if url not in {s.url for s in known[name]}] for name, urls in before.items()}
        crawl(home, night, new, known, same)
        before = {paper(n): [story.url for story in new[paper(n)]] for n in range(sources)}
    print(f"{len(nights)} nights of {sources} sources with {pages} new stories each", flush=True)


def run(home: Home, nights: list[date]) -> list[float]:
    """Launch the nights one by one in the UI and print a line for each; returns the CPU seconds of each."""
    processes = Processes(f"DATELINE_HOME={home.root}".encode())
    costs = []
    ui = Ui(home)
    try:
        print("night        CPU s   wall s   peak MB")
        for night in nights:
            processes.sample()
            cpu, started, processes.peak_bytes = processes.cpu_seconds, time.monotonic(), 0
            finish(ui, ui.launch(str(night), "everything", crawling=False), processes)
            costs.append(processes.cpu_seconds - cpu)
            wall = time.monotonic() - started
            print(f"{night}  {costs[-1]:7.1f}  {wall:7.1f}  {processes.peak_bytes / 1e6:8.0f}", flush=True)
    finally:
        ui.stop()
    if len(costs) > 1:
        print(f"CPU of the last night ÷ of the second: {costs[-1] / costs[1]:.2f}", flush=True)
    return costs


def build_by_command(home: Home, nights: list[date]) -> list[float]:
    """Build the same archive in an empty home, a night a command, and print a line for each; returns the CPU seconds of each."""
    beside = Home.at(home.root / "by-command")
    costs = []
    print("by `dateline build`")
    for night in nights:
        for made in home.archive.glob(f"source=*/night={night}"):
            shutil.copytree(made, beside.archive / made.relative_to(home.archive))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "pipelines", "--home", str(beside.root), "build", "--night", str(night)]
        subprocess.run(command, check=True, **QUIET)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(f"{night}  {costs[-1]:7.1f}", flush=True)
    return costs


def finish(ui: Ui, run: str, processes: Processes) -> None:
    """Wait until a run has succeeded; one that fails ends the benchmark."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (state := ui.runs()[run]) not in ENDED:
        assert time.monotonic() < deadline, f"the run of the night is still {state}"
        for _ in range(10):
            processes.sample()
            time.sleep(SAMPLED_SECONDS)
    processes.sample()
    assert state == "SUCCESS", state


if __name__ == "__main__":
    main()
