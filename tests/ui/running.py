"""Dagster as `dateline ui` starts it, on a fresh corpus of small papers: for tests in a browser and benchmarks of stops."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import requests

from assets.partitions import PARTITION
from pipelines.lake.home import Home
from tests.kept_ports import kept_port

PATIENCE_SECONDS = 420.0
REPOSITORY = {"repositoryName": "__repository__", "repositoryLocationName": "dateline"}
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
NOUNS = (
    "council bridge harbour winter school market theatre railway station doctor budget weather river mayor garden "
    "library museum factory farmer teacher driver ferry church castle forest mountain island village street kitchen "
    "window engine letter summer"
)
MISREAD = " The mayor’s café stayed open.".encode().decode("cp1252", "replace")


@dataclass
class Papers:
    """Small papers, told apart by their port; every answer takes `delay` seconds, and those at a port in `down` never come."""

    pages: int
    delay: float = 0.4
    ports: list[int] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    down: set[int] = field(default_factory=set)
    misread: set[int] = field(default_factory=set)
    """Ports of papers whose characters were misread."""

    def page(self, host: str, path: str) -> str | None:
        if path == "/":
            links = "".join(f'<li><h2><a href="/story-{n}">{headline(n)}</a></h2></li>' for n in range(self.pages))
            return f"<html><body><main><ul>{links}</ul></main></body></html>"
        if not path.startswith("/story-"):
            return None
        name = headline(int(path.removeprefix("/story-")))
        more = MISREAD if int(host) in self.misread else ""
        text = "".join(f"<p>{sentence(int(path.removeprefix('/story-')), n)}{more}</p>" for n in range(6))
        head = f'<title>{name}</title><meta property="og:type" content="article">'
        return f"<html><head>{head}</head><body><article><h1>{name}</h1>{text}</article></body></html>"


def headline(story: int) -> str:
    nouns = NOUNS.split()
    first, second = nouns[story % len(nouns)], nouns[(story * 7 + 5) % len(nouns)]
    return f"How the {first} came to the {second} in the end"


def sentence(story: int, number: int) -> str:
    """A sentence that no other story has."""
    nouns = NOUNS.split()
    words = [nouns[(story * 11 + number * 5 + place * (story + 3)) % len(nouns)] for place in range(12)]
    first, second, third = (" and the ".join(words[start : start + 4]) for start in (0, 4, 8))
    return f"In part {number} the {first} were spoken of before the {second}, which came to the {third} in the end."


@contextlib.contextmanager
def served(papers: Papers, number: int) -> Iterator[list[int]]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server: HTTPServer

        def do_GET(self) -> None:
            papers.asked.append(time.time())
            time.sleep(papers.delay)
            if self.server.server_port in papers.down:
                self.close_connection = True
                return
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
            server.server_close()


class Ui:
    """`dateline ui` of a home, in a process group of its own."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.port = kept_port()
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

    def launch(self, night: str, job: str = "nightly", *, crawling: bool = True) -> str:
        """Launch a job for a night, if not `crawling` without its crawls; returns the run's id."""
        chosen = {} if crawling else self.without_crawls(job)
        return self._launch({"jobName": job, **chosen}, {}, [{"key": PARTITION, "value": night}])

    def _launch(self, chosen: dict[str, Any], config: dict[str, Any], tags: list[dict[str, str]]) -> str:
        found = self.ask(
            "mutation($p: ExecutionParams!) { launchRun(executionParams: $p)"
            " { __typename ... on LaunchRunSuccess { run { runId } } } }",
            p={
                "selector": REPOSITORY | chosen,
                "runConfigData": config,
                "executionMetadata": {"tags": tags},
            },
        )["launchRun"]
        assert found["__typename"] == "LaunchRunSuccess", found
        run: str = found["run"]["runId"]
        return run

    def without_crawls(self, job: str) -> dict[str, Any]:
        """The assets of a job but `fetches/<source>`."""
        nodes = self.ask(
            "query($p: PipelineSelector!) { assetNodes(pipeline: $p) { assetKey { path } } }",
            p=REPOSITORY | {"pipelineName": job},
        )["assetNodes"]
        return {"assetSelection": [n["assetKey"] for n in nodes if n["assetKey"]["path"][:-1] != ["fetches"]]}

    def terminate(self, run: str) -> None:
        self.ask("mutation($r: String!) { terminateRun(runId: $r) { __typename } }", r=run)

    def schedule(self, name: str) -> str:
        """RUNNING or STOPPED."""
        found = self.ask(
            "query($s: ScheduleSelector!) { scheduleOrError(scheduleSelector: $s)"
            " { ... on Schedule { scheduleState { status } } } }",
            s=REPOSITORY | {"scheduleName": name},
        )
        status: str = found["scheduleOrError"]["scheduleState"]["status"]
        return status

    def runs(self) -> dict[str, str]:
        found = self.ask("query { runsOrError { ... on Runs { results { runId status } } } }")
        return {run["runId"]: run["status"] for run in found["runsOrError"]["results"]}

    def is_at_rest(self) -> bool:
        """True if no run is under way, and Dagster has retried what it will.

        It writes shortly after a failure whether it will retry the run, and starts the retry some seconds later.
        """
        found = self.ask("query { runsOrError { ... on Runs { results { status tags { key value } } } } }")
        runs = [(run["status"], {t["key"]: t["value"] for t in run["tags"]}) for run in found["runsOrError"]["results"]]
        failed = (tags for status, tags in runs if status == "FAILURE")
        decided = (tags.get("dagster/will_retry") == "false" or "dagster/auto_retry_run_id" in tags for tags in failed)
        return all(status in ENDED for status, _ in runs) and all(decided)

    def jobs_run(self) -> dict[str, str]:
        """The job of each run."""
        found = self.ask("query { runsOrError { ... on Runs { results { runId jobName } } } }")
        return {run["runId"]: run["jobName"] for run in found["runsOrError"]["results"]}

    def reload(self) -> None:
        """Read sources and settings again."""
        self.ask('mutation { reloadRepositoryLocation(repositoryLocationName: "dateline") { __typename } }')

    def night(self, run: str) -> str:
        """The night that a run is about."""
        found = self.ask("query($r: ID!) { runOrError(runId: $r) { ... on Run { tags { key value } } } }", r=run)
        (night,) = [tag["value"] for tag in found["runOrError"]["tags"] if tag["key"] == PARTITION]
        return str(night)

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


def write_sources(home: Home, ports: list[int]) -> None:
    home.sources.mkdir(parents=True)
    for number, port in enumerate(ports):
        (home.sources / f"paper{number}.yaml").write_text(
            f"title: Paper {number}\nurl: http://127.0.0.1:{port}/\nallow_private_addresses: true\n"
            "delay_seconds: 0\ndiscover: false\nmax_outage_minutes: 0\n"
        )


def stories(home: Home) -> int:
    if not home.corpus.exists():
        return 0
    with contextlib.suppress(duckdb.Error), duckdb.connect(str(home.corpus), read_only=True) as corpus:
        row = corpus.execute("SELECT count(*) FROM articles").fetchone()
        return int(row[0]) if row else 0
    return 0
