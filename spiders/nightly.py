"""A night of many sources: one crawl process for each source, a few at a time; a summary of each when it ends.

`python -m spiders.nightly [--source NAME]… [--night N [--backdate]]` is run by `dateline crawl`. Does not import
Scrapy: the crawl itself is `spiders.crawl`, always in a separate process.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from pipelines.base.errors import ConfigError, DatelineError, InputError
from pipelines.base.neutral import on_one_line
from pipelines.base.processes.endings import (
    AGAIN,
    INTERRUPTED,
    MISTAKE,
    Terminated,
    deaf_to_interrupts,
    ending,
    heed_termination,
)
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.base.processes.program import start
from pipelines.base.settings.file import WrongFile
from pipelines.lake.archive import folder
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home
from pipelines.night.steps import Outcome, say
from spiders.fetching.user_agent import CONTACT_VARIABLE
from spiders.sources.source import load_source, read_sources

GRACE_SECONDS = 45.0
HURRY_SECONDS = 1.5
"""Seconds until running crawls are killed after SIGTERM and SIGHUP: the sender wants a quick end."""

MAX_NAMED = 5
"""Maximum number of sources that a warning names."""
MAX_PROCESSES = 8
"""Maximum number of crawl processes, idle ones included, for each that may be at work."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """The end of one source's crawl: its exit status, and the numbers of its summary line (empty if there was none)."""

    source: str
    status: int
    summary: Mapping[str, int | float | str] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """True if the crawl ran to its end."""
        return self.status == 0


def crawl_sources(
    home: Home,
    sources: Sequence[str],
    night: date,
    *,
    clock: str | None = None,
    parallel: int = 4,
    glance: bool = False,
    until: datetime | None = None,
) -> Generator[Crawled]:
    """Crawl each source in its own process, `parallel` at a time, and yield each result when it ends.

    Sources of one host are crawled one after another. A crawl that is idle (its host is silent, or asks for long pauses)
    gives its place to another one. `glance`: only feeds, start pages and sections, for the coming
    night (`spiders.crawl`). `until`: crawls that are not over by then are stopped and not yielded; the next crawl of the
    night goes on where they were.

    If the consumer closes it early or is interrupted, running crawls get SIGINT (Scrapy's graceful stop), and their end
    is awaited. A consumer that may be interrupted must close it (`contextlib.closing`), or call `stop_crawls`.
    """
    crawls = Crawls(home, night, clock, parallel=parallel, glance=glance)
    BEGUN.add(crawls)
    try:
        crawls.begin(by_host(home, sources))
        for _ in sources:
            try:
                crawled = crawls.done.get(timeout=seconds_to(until)).result()
            except Empty:
                sys.stderr.write(
                    f"  {night}  crawls that are not over are stopped: the night is published without them\n"
                )
                return
            announce(night, crawled, "glance" if glance else "fetches")
            yield crawled
    except Terminated:
        crawls.stop(HURRY_SECONDS)
        raise
    finally:
        crawls.stop()
        crawls.join()
        BEGUN.discard(crawls)


def seconds_to(until: datetime | None) -> float | None:
    """Seconds from now; 0 if it is over, None for no end."""
    return None if until is None else max(0.0, (until - datetime.now(UTC)).total_seconds())


def by_host(home: Home, sources: Sequence[str]) -> list[list[str]]:
    """The sources in groups that share a host and port: limits apply to a host, and a crawl knows only its own requests."""
    groups: dict[str, list[str]] = {}
    for name in sources:
        try:
            host = urlsplit(load_source(home.sources, name).url).netloc
        except DatelineError:
            host = name  # the crawl reports the problem
        groups.setdefault(host, []).append(name)
    return list(groups.values())


def stop_crawls(grace_seconds: float | None = None) -> None:
    """End every crawl that `crawl_sources` has started in this process, even if its iterator is still open."""
    for crawls in list(BEGUN):
        crawls.stop(grace_seconds)


def announce(night: date, crawled: Crawled, what: str = "fetches") -> None:
    """Print one line on stderr: the end of a source's crawl, with the number of each outcome."""
    counts = {
        name.removeprefix("outcomes_"): value
        for name, value in crawled.summary.items()
        if name.startswith("outcomes_") and isinstance(value, int)
    }
    if not crawled.finished:
        unfinished = crawled.summary.get("state") == "unfinished"
        end = "UNFINISHED" if unfinished else f"FAILED with exit status {crawled.status}"
        sys.stderr.write(f"  {night}  {what}/{crawled.source} {end}\n")
        return
    seconds = float(crawled.summary.get("seconds", 0))
    say(
        f"{crawled.summary.get('night', night)}  {what}/{crawled.source}",
        Outcome(counts, bool(crawled.summary.get("changed", True))),
        seconds,
    )


class NightOverError(InputError):
    """A past night that was not begun: it can no longer be crawled."""


def check_night(home: Home, sources: Sequence[str], night: date, *, clock: str | None, backdate: bool) -> None:
    """Raise InputError for a night that is not today's (UTC, or by `clock`), unless `backdate` is set.

    NightOverError for a past night. A night that was begun may continue, also past midnight.
    """
    today = datetime.fromisoformat(clock).date() if clock else datetime.now(UTC).date()
    begun = all(folder(home.archive, source, night).is_dir() for source in sources)
    if night != today and not backdate and not begun:
        when, error = ("past", NightOverError) if night < today else ("to come", InputError)
        raise error(
            f"--night {night} is {when}: a crawl gets the pages of today ({today} UTC), and would file them under another day, "
            "first sightings, bounds of dates and revisits with them; add --backdate if that is meant"
        )


class Crawls:
    """The crawl processes of one night; `done` has the result or the error of each source that has ended."""

    def __init__(self, home: Home, night: date, clock: str | None, *, parallel: int = 1, glance: bool = False) -> None:
        self.arguments = [
            "--home",
            str(home.root),
            "--night",
            night.isoformat(),
            *(["--clock", clock] if clock else []),
            *(["--glance"] if glance else []),
            "--say-idle",
        ]
        self.parallel = parallel
        self.done: SimpleQueue[Future[Crawled]] = SimpleQueue()
        self.waiting: deque[Sequence[str]] = deque()
        self.threads: set[threading.Thread] = set()
        self.running: set[subprocess.Popen[str]] = set()
        self.idle: set[subprocess.Popen[str]] = set()
        self.lock = threading.RLock()
        self.stopped = False

    def begin(self, groups: Sequence[Sequence[str]]) -> None:
        """Crawl groups of sources, those of a group one after another."""
        with self.lock:
            self.waiting.extend(groups)
            self._start_more()

    def join(self) -> None:
        """Wait for the end of all groups."""
        while threads := list(self.threads):
            for thread in threads:
                thread.join()

    def _start_more(self) -> None:
        """Start groups while fewer than `parallel` crawls are at work; idle ones do not count, up to a limit of processes."""
        limit = self.parallel * MAX_PROCESSES
        while self.waiting and len(self.threads) - len(self.idle) < self.parallel and len(self.threads) < limit:
            thread = threading.Thread(target=self._run_group, args=(self.waiting.popleft(),))
            self.threads.add(thread)
            thread.start()

    def _run_group(self, group: Sequence[str]) -> None:
        """Crawl sources one after another, then start another group."""
        for source in group:
            end: Future[Crawled] = Future()
            try:
                end.set_result(self.run(source))
            except OSError as error:
                end.set_exception(error)
            self.done.put(end)
        with self.lock:
            self.threads.discard(threading.current_thread())
            self._start_more()

    def run(self, source: str) -> Crawled:
        """Crawl one source to its end and read its summary."""
        with self.lock:
            if self.stopped:
                return Crawled(source, 128 + signal.SIGINT)
            # In a separate process group: a Ctrl-C of the terminal reaches it only through `stop`, once.
            arguments = ("--source", source, *self.arguments)
            with deaf_to_interrupts():
                process = start("spiders.crawl", *arguments, stdout=subprocess.PIPE, text=True, process_group=0)
            self.running.add(process)
        summary: dict[str, int | float | str] = {}
        with process:
            for line in process.stdout or ():
                read = _summary(line)
                summary = summary if "idle" in read else read
                self._note(process, is_idle=bool(read.get("idle")))
        if summary.get("state") == "interrupted":
            SPOKEN.add(source)
        with self.lock:
            self.running.discard(process)
            self.idle.discard(process)
        return Crawled(source, process.returncode, summary)

    def _note(self, process: subprocess.Popen[str], *, is_idle: bool) -> None:
        """Note that a crawl has become idle, or is at work again."""
        with self.lock:
            if is_idle:
                self.idle.add(process)
                self._start_more()
            else:
                self.idle.discard(process)

    def stop(self, grace_seconds: float | None = None) -> None:
        """Ask every running crawl to finish its requests in flight. No crawl runs when this returns or raises.

        Crawls that do not end within `grace_seconds` (GRACE_SECONDS), or before a further interrupt, are killed; work
        that was not durable is fetched again.
        """
        with self.lock:
            self.stopped = True
            running = list(self.running)
        deadline = time.monotonic() + (GRACE_SECONDS if grace_seconds is None else grace_seconds)
        try:
            for process in running:
                process.send_signal(signal.SIGINT)
            for process in running:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
        finally:
            for process in running:
                process.kill()
                process.wait()


def _summary(line: str) -> dict[str, int | float | str]:
    """A line of a crawl's stdout, flattened: nested counts become `outcomes_stored` and so on. Empty if it is no JSON."""
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    flat: dict[str, int | float | str] = {}
    for name, value in read.items():
        if isinstance(value, dict):
            flat |= {f"{name}_{inner}": count for inner, count in value.items()}
        elif isinstance(value, int | float | str):
            flat[name] = value
    return flat


SPOKEN: set[str] = set()
"""Sources whose crawl has said itself that it was interrupted."""
BEGUN: set[Crawls] = set()
"""The nights that this process is crawling."""


def main() -> int:
    """Crawl the chosen sources, or all nightly ones; returns the worst of their exit statuses."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="dateline crawl", description="Crawl a night of several sources.")
    parser.add_argument("--home")
    parser.add_argument("--source", action="append", default=[], dest="sources")
    parser.add_argument("--night", type=date.fromisoformat, default=None)
    parser.add_argument("--backdate", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--clock")
    parser.add_argument("--parallel", type=int, default=4)
    options = parser.parse_args()
    heed_termination()
    status = ending(lambda: run(Home.at(options.home), options))
    if status == INTERRUPTED and not SPOKEN:
        sys.stderr.write(f"dateline: {AGAIN}\n")
    return status


def run(home: Home, options: argparse.Namespace) -> int:
    """Crawl the sources in the options, else all nightly ones. Sources with a wrong file are reported and skipped."""
    names, wrong = chosen(home, options.sources)
    for file in wrong:
        sys.stderr.write(f"dateline: {on_one_line(file.problem)}{'; the other sources are crawled' if names else ''}\n")
    if not names:
        return MISTAKE
    night = options.night or datetime.now(UTC).date()
    if options.fresh and options.night:
        raise InputError("--fresh always fetches for the coming night: leave --night out")
    check_night(home, names, night, clock=options.clock, backdate=options.backdate or options.fresh)
    more = {"clock": options.clock, "parallel": options.parallel, "glance": options.fresh}
    warn_of_no_contact(home, names)
    with closing(crawl_sources(home, names, night, **more)) as crawls:
        try:
            ended = list(crawls)
        except Terminated:
            stop_crawls(HURRY_SECONDS)
            raise
    status = max((crawled.status for crawled in ended), key=abs)
    sys.stderr.write(f"{stories_in_words(ended)}\n")
    if any(crawled.finished for crawled in ended):
        sys.stderr.write(f"Next: '{dateline_for(home)} build' makes the corpus\n")
    if wrong:
        sys.stderr.write(f"dateline: not crawled, their files are wrong: {', '.join(file.name for file in wrong)}\n")
    return status or (MISTAKE if wrong else 0)


def warn_of_no_contact(home: Home, names: Sequence[str]) -> None:
    """Say which sources are asked by a user agent without a contact; those on private networks need none."""
    if os.environ.get(CONTACT_VARIABLE):
        return
    sources = [load_source(home.sources, name) for name in names]
    without = [source.name for source in sources if not source.contact and not source.allow_private_addresses]
    if without:
        named = ", ".join(without[:MAX_NAMED]) + (" …" if len(without) > MAX_NAMED else "")
        remedy = "write `contact: you@example.org` in the source file, or set DATELINE_CONTACT"
        sys.stderr.write(f"dateline: {named}: no contact for the site; {remedy}\n")


def stories_in_words(ended: Sequence[Crawled]) -> str:
    """The stories of a night in one line.

    >>> stories_in_words([Crawled("paper", 0, {"stories_new": 24, "stories_changed": 1}), Crawled("herald", 1)])
    '24 new stories, 1 changed; 1 of 2 sources finished'
    """
    new, changed = (sum(int(each.summary.get(f"stories_{name}", 0)) for each in ended) for name in ("new", "changed"))
    finished = sum(each.finished for each in ended)
    of = f"{finished} of {len(ended)} sources" if len(ended) != 1 or not finished else "the source"
    return f"{new:,} new {'story' if new == 1 else 'stories'}, {changed:,} changed; {of} finished"


def chosen(home: Home, names: Sequence[str]) -> tuple[list[str], list[WrongFile]]:
    """The sources to crawl (the named ones, or all nightly ones) and the wrong files. Raises InputError if both are empty."""
    if not names:
        sources = read_sources(home.sources)
        nightly = [source.name for source in sources.read if source.nightly]
        if not nightly and not sources.wrong:
            raise InputError(f"no nightly source in {home.sources}: 'dateline sources add URL' writes one")
        return nightly, list(sources.wrong)
    good: list[str] = []
    wrong: list[WrongFile] = []
    for name in dict.fromkeys(names):
        try:
            good.append(load_source(home.sources, name).name)
        except ConfigError as error:
            wrong.append(WrongFile(name, str(error)))
    return good, wrong


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status) if status == 130 else sys.exit(status)
