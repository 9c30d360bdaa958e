"""What stopping, killing and restarting does to a night that Dagster runs: requests afterwards, what runs say, and who goes on.

    python tests/benchmarks/ui_stops.py [--only SCENARIO]... [--sources 3] [--pages 60]

Each scenario starts `dateline ui` on a fresh corpus of slow papers, launches the night as the UI does (GraphQL), disturbs it amid
its crawls, and prints a row: requests that the papers got later than 5 s after it, crawl processes left, how the run ended,
 the seconds until no run falsely counts as running, and how many stories stood in the corpus when all was done.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import requests

from pipelines.home import Home

PATIENCE_SECONDS = 420.0
QUIET_SECONDS = 5.0
"""How long a stop may take to reach the last crawl."""
REPOSITORY = {"repositoryName": "__repository__", "repositoryLocationName": "dateline"}
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
PARAGRAPH = "The council of the town met on the evening of that day and spoke about the bridge for a long time."


@dataclass
class Papers:
    """Small papers, told apart by their port; every answer takes `delay` seconds."""

    pages: int
    delay: float = 0.4
    asked: list[float] = field(default_factory=list)

    def page(self, host: str, path: str) -> str | None:
        if path == "/":
            links = "".join(
                f'<li><h2><a href="/story-{n}">Story {n} of {host} today</a></h2></li>' for n in range(self.pages)
            )
            return f"<html><body><main><ul>{links}</ul></main></body></html>"
        if not path.startswith("/story-"):
            return None
        name = f"Story {path.removeprefix('/story-')} of {host} today"
        text = "".join(f"<p>{name}, part {n}. {PARAGRAPH}</p>" for n in range(6))
        head = f'<title>{name}</title><meta property="og:type" content="article">'
        return f"<html><head>{head}</head><body><article><h1>{name}</h1>{text}</article></body></html>"


@contextlib.contextmanager
def served(papers: Papers, number: int) -> Iterator[list[int]]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            papers.asked.append(time.time())
            time.sleep(papers.delay)
            page = papers.page(self.headers.get("Host", "").rpartition(":")[2], self.path)
            body = (page or "none").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            with contextlib.suppress(ConnectionError):
                super().handle()

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 1024

    servers = [Server(("127.0.0.1", 0), Handler) for _ in range(number)]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [server.server_port for server in servers]
    finally:
        for server in servers:
            server.shutdown()


class Ui:
    """`dateline ui` of a home, in a process group of its own."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.port = free_port()
        self.log = (home.root / "ui.log").open("ab")
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assets.ui", "--home", str(home.root), "--port", str(self.port)],
            stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        wait(lambda: bool(self.jobs()), "the UI to answer")

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        wait(self.answers, "the UI to answer")
        answer = requests.post(
            f"http://127.0.0.1:{self.port}/graphql", json={"query": query, "variables": variables}, timeout=60
        ).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5):
            return True
        return False

    def jobs(self) -> list[str]:
        with contextlib.suppress(requests.RequestException, ValueError, KeyError, TypeError):
            found = self.ask(
                "query($r: RepositorySelector!) { repositoryOrError(repositorySelector: $r)"
                " { ... on Repository { jobs { name } } } }",
                r=REPOSITORY,
            )
            return [job["name"] for job in found["repositoryOrError"]["jobs"]]
        return []

    def launch(self, night: str) -> str:
        selector = REPOSITORY | {"jobName": "nightly"}
        found = self.ask(
            "mutation($p: ExecutionParams!) { launchRun(executionParams: $p)"
            " { __typename ... on LaunchRunSuccess { run { runId } } } }",
            p={
                "selector": selector,
                "runConfigData": {},
                "executionMetadata": {"tags": [{"key": "dagster/partition", "value": night}]},
            },
        )["launchRun"]
        assert found["__typename"] == "LaunchRunSuccess", found
        run: str = found["run"]["runId"]
        return run

    def terminate(self, run: str) -> None:
        self.ask("mutation($r: String!) { terminateRun(runId: $r) { __typename } }", r=run)

    def runs(self) -> dict[str, str]:
        found = self.ask("query { runsOrError { ... on Runs { results { runId status } } } }")
        return {run["runId"]: run["status"] for run in found["runsOrError"]["results"]}

    def processes(self, *words: str) -> list[int]:
        return [pid for pid, command in commands(self.home) if all(word in command for word in words)]

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(120)
        self.log.close()


def commands(home: Home) -> list[tuple[int, str]]:
    """Processes that carry the home in their environment or command line, with their command lines."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if (
                    str(home.root) in command
                    or f"DATELINE_HOME={home.root}".encode() in (folder / "environ").read_bytes()
                ):
                    found.append((int(folder.name), command))
    return found


def crawls(home: Home) -> list[int]:
    return [pid for pid, command in commands(home) if "spiders.crawl" in command]


def wait(true: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> float:
    started = time.monotonic()
    while not true():
        if time.monotonic() - started > seconds:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.25)
    return time.monotonic() - started


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


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


WORKER, STEP, DAEMON = ("execute_run",), ("execute_step",), ("dagster._daemon",)
SCENARIOS = {
    "terminate": Stop(lambda ui, run: ui.terminate(run), cancels=True),
    "SIGTERM to the parent": Stop(lambda ui, _: ui.process.send_signal(signal.SIGTERM), restart=True, by_itself=True),
    "SIGTERM to all": Stop(whole_tree(signal.SIGTERM), restart=True, by_itself=True),
    "SIGKILL to all": Stop(whole_tree(signal.SIGKILL), restart=True, by_itself=True),
    "SIGKILL to the daemon": Stop(killed(DAEMON, signal.SIGKILL), by_itself=True),
    "SIGKILL to the crawls": Stop(killed(("spiders.crawl",), signal.SIGKILL)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(SCENARIOS))
    parser.add_argument("--sources", type=int, default=3)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    print(
        "scenario · requests after 5 s · crawls left · run ended · s until no run falsely runs · stories at the end",
        flush=True,
    )
    for name in options.only or SCENARIOS:
        folder = Path(tempfile.mkdtemp(prefix="ui-stops-"))
        try:
            print(f"{name} · {tried(Home.at(folder), SCENARIOS[name], options.sources, options.pages)}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def tried(home: Home, stop: Stop, sources: int, pages: int) -> str:
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


def write_sources(home: Home, ports: list[int]) -> None:
    home.sources.mkdir(parents=True)
    for number, port in enumerate(ports):
        (home.sources / f"paper{number}.yaml").write_text(
            f"title: Paper {number}\nurl: http://127.0.0.1:{port}/\nallow_private_addresses: true\n"
            "delay_seconds: 0\ndiscover: false\n"
        )


def stories(home: Home) -> int:
    if not home.corpus.exists():
        return 0
    with contextlib.suppress(duckdb.Error), duckdb.connect(str(home.corpus), read_only=True) as corpus:
        row = corpus.execute("SELECT count(*) FROM articles").fetchone()
        return int(row[0]) if row else 0
    return 0


if __name__ == "__main__":
    main()
