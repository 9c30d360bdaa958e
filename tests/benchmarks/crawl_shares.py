"""A night crawled by two Celery workers, a share of the sources each, and built when both are done: was any paper asked too fast?

    python -m tests.benchmarks.crawl_shares --papers 6 --pages 12 [--kill] [--keep FOLDER]

Set up as docs/scale.md says: a broker, two workers with a queue each and one for the rest, Dagster's daemon with the schedule and
the sensor switched on. redis-server must be installed, and dagster-celery and redis in this environment. Each paper asks for a
second between two requests; the first has two sources, of which the second is crawled by hand amid the night, too. With
`--kill` the first worker is killed with all that it started, and started again. `--keep` copies the home with its logs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from dagster import DagsterInstance, DagsterRun

from assets.history import NOT_ENDED
from assets.instance import prepare
from assets.shares import SHARE, share_of
from pipelines.base.processes.parent_death import adopt_orphans, end_descendants
from pipelines.lake.home import Home
from tests.kept_ports import kept_port
from tests.ui.running import Papers, commands, served, stories, wait

ROOT = Path(__file__).parents[2]
DELAY_SECONDS = 1.0
LAUNCHER = """
run_launcher:
  module: dagster_celery.launcher
  class: CeleryRunLauncher
  config: {{broker: "{broker}", backend: "{backend}"}}
"""


class Watched(Papers):
    """Papers that note when each story was asked for, by port."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages, delay=0.0)
        self.at: dict[str, list[float]] = {}

    def page(self, host: str, path: str) -> str | None:
        """As `Papers.page`."""
        self.at.setdefault(host, []).append(time.monotonic())
        return super().page(host, path)

    def least_gap(self, host: str) -> float:
        """Seconds between the two requests of a paper that were nearest to one another."""
        times = self.at[host]
        return min(later - earlier for earlier, later in pairwise(times))


def main() -> int:
    """Run the trial; exit status 1 if the night is not whole, or a paper was asked too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=6)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    adopt_orphans()
    papers = Watched(options.pages)
    with tempfile.TemporaryDirectory(prefix="crawl-shares-") as scratch, served(papers, 8 * options.papers) as ports:
        home = Home.at(Path(scratch) / "home")
        write(home, of_both_shares(ports, options.papers))
        try:
            with environment(home):
                figures = tried(home, options.kill)
        finally:
            end_descendants(10)
            if options.keep:
                shutil.copytree(home.root, options.keep, dirs_exist_ok=True)
        figures["stories"] = stories(home)
        figures["least_gap_seconds"] = round(min(map(papers.least_gap, papers.at)), 2)
        figures["requests"] = sum(map(len, papers.at.values()))
    figures["good"] = (
        figures["stories"] == options.papers * options.pages and figures["least_gap_seconds"] > 0.5 * DELAY_SECONDS
    )
    print(json.dumps(figures, indent=1))
    return int(not figures["good"])


def of_both_shares(ports: list[int], papers: int) -> list[int]:
    """So many of the ports, half of them in each share."""
    dealt = [[port for port in ports if share_of(f"http://127.0.0.1:{port}/", 2) == share] for share in (1, 2)]
    return [port for own in dealt for port in own[: papers // 2]]


def write(home: Home, ports: list[int]) -> None:
    """The sources, and settings by which the night begins soon."""
    home.sources.mkdir(parents=True)
    places = {f"paper{number}": port for number, port in enumerate(ports)} | {"paper0_sport": ports[0]}
    for name, port in places.items():
        (home.sources / f"{name}.yaml").write_text(
            f"title: {name}\nurl: http://127.0.0.1:{port}/\nallow_private_addresses: true\n"
            f"delay_seconds: {DELAY_SECONDS}\ndiscover: false\n"
        )
    soon = datetime.now(UTC) + timedelta(seconds=150)
    (home.root / "settings.yaml").write_text(f'crawlers: 2\nnightly: "{soon:%H:%M}"\n')


@contextlib.contextmanager
def environment(home: Home) -> Iterator[None]:
    """Broker, workers and daemon of a home, as long as the block runs."""
    port = kept_port()
    urls = {"broker": f"redis://127.0.0.1:{port}/1", "backend": f"redis://127.0.0.1:{port}/2"}
    prepare(home)
    with (home.dagster / "dagster.yaml").open("a") as file:
        file.write(LAUNCHER.format(**urls))
    (home.root / "celery.yaml").write_text(json.dumps({"execution": {"config": urls}}))
    started(home, "redis", "redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "")
    for queue in ("crawl-1", "crawl-2", "dagster"):
        worker(home, queue)
    dagster("schedule", "start", "crawls_schedule")
    dagster("sensor", "start", "night_after_its_crawls")
    started(home, "daemon", tool("dagster-daemon"), "run", "-w", "assets/workspace/workspace.yaml")
    yield


def worker(home: Home, queue: str) -> subprocess.Popen[bytes]:
    """A worker of one queue, which takes a run at a time. What follows the crawls starts processes: only a solo worker may."""
    pool = "solo" if queue == "dagster" else "prefork"
    options = ["-A", "dagster_celery.app", "-y", str(home.root / "celery.yaml"), "-q", queue, "-n", queue]
    command = [tool("dagster-celery"), "worker", "start", *options, "--", "--concurrency=1", f"--pool={pool}"]
    return started(home, queue, *command)


def started(home: Home, name: str, *command: str) -> subprocess.Popen[bytes]:
    """A process whose output goes to a log of its name in the home."""
    log = (home.root / f"{name}.log").open("ab")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # dagster-celery starts `celery`
    return subprocess.Popen(
        command, stdout=log, stderr=log, cwd=ROOT, env=os.environ | {"PATH": path}, start_new_session=True
    )


def dagster(*words: str) -> None:
    """A command of Dagster's."""
    subprocess.run(
        [tool("dagster"), *words, "-w", "assets/workspace/workspace.yaml"], check=True, cwd=ROOT, capture_output=True
    )


def tool(name: str) -> str:
    """A program beside this Python, or on the path."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name


def tried(home: Home, kill: bool) -> dict[str, Any]:
    """Wait for the night; disturb it; say which run crawled what, and how each ended."""
    with DagsterInstance.get() as instance:
        wait(lambda: crawling(home, "paper0"), "the crawl of the paper that has two sources")
        by_hand = subprocess.Popen(
            [sys.executable, "-m", "pipelines", "--home", str(home.root), "crawl", "-s", "paper0_sport"],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if kill:
            kill_worker(home)
            worker(home, "crawl-1")
        said = by_hand.communicate()[1].splitlines()
        wait(lambda: over(instance), "the rest of the night")
        runs = instance.get_runs()
    return {"by_hand": said[:2], "runs": [told(run) for run in reversed(runs)]}


def told(run: DagsterRun) -> str:
    """A run in a line: job, share, sources, how it ended."""
    keys = sorted(key.path[-1] for key in run.asset_selection or ())
    return f"{run.job_name} {run.tags.get(SHARE, '')} {','.join(keys)} {run.status.value}"


def over(instance: DagsterInstance) -> bool:
    """Whether the rest of the night has run, and nothing runs or waits any more."""
    runs = instance.get_runs()
    return any(run.job_name == "after_crawls" for run in runs) and not any(run.status in NOT_ENDED for run in runs)


def crawling(home: Home, source: str) -> bool:
    """Whether a crawl of a source is at work."""
    return any(f"--source {source} " in f"{command} " for _, command in commands(home))


def kill_worker(home: Home) -> None:
    """SIGKILL to the worker of the first queue and all below it."""
    for pid, command in commands(home):
        if "crawl-1" in command and "celery" in command:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
