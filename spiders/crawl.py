"""`python -m spiders.crawl`: one source, one night, one process.

    python -m spiders.crawl --home DIR --source NAME --night YYYY-MM-DD [--glance] [--clock ISO] [--keep-free-mb N] [--say-idle]

Crawls the source for the night and continues the work of an earlier process. Writes WARC files, `source.json` and the
crawl's own rows under DIR/archive/source=…/night=…/, and at the end replaces its part of the lake tables `fetches` and
`links`. A finished night is not changed; if its rows are missing in the lake, they are restored from the archive. An
earlier night that was never finished is closed first: its remaining visits end as `not_crawled`. The state of the end
is in `crawl.json`, beside the archive files.

--glance      a glance between two nights: the feeds, start pages and sections in the source file, and the new and changed
              stories that they list. Its fetches belong to the coming night: --night, or the day after if that night is
              finished. The night stays open; its own crawl completes it.
--clock ISO   the time of every fetch, instead of the machine's clock (demos, tests): rows then depend only on the site's
              responses, and `duration_ms` is 0.
--keep-free-mb N   pause if less is free on the disk (default 500).
--say-idle    a line {"idle": true} on stdout when the crawl waits (for a silent host, or in a long pause), and
              {"idle": false} when it goes on: `spiders.nightly` lets another crawl start meanwhile.

stderr: progress, one line at a time. stdout: one JSON object, the last line:
    {"source", "night", "state": finished|glanced|already_finished|interrupted|paused|failed|unreached|unfinished, "pages" ended
     by this process, "payload_bytes", "outcomes": {outcome: rows}, "advertised" (= sum of outcomes), "links", "seconds",
     "changed"}
Exit status: 0 finished; 2 a user's mistake or a full disk, with one line on stderr; 130 after Ctrl-C (once: requests in
flight are finished and kept; twice: immediate end); 1 a night that is unfinished because a host did not answer for too
long or the source's longest night is over, a source that could not be reached at all (the rows have the reasons), or an
error of ours. In all cases another run of the same command completes the night.
Under Dagster Pipes the same object is reported as a custom message.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.base.errors import EnvironmentFault, InputError
from pipelines.base.processes.endings import ending, leave
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.archive import (
    ArchiveWriter,
    crawl_summary,
    folder,
    is_imported,
    recover,
    save_crawl_summary,
    save_night_rows,
    save_source_settings,
)
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.checksums.look import take_new
from pipelines.lake.home import Home
from pipelines.lake.values import ANSWERED, FetchOutcome
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.crawler.entrance import checked
from spiders.discovery.discovery import Discovery
from spiders.fetching.backoff import LEFT_ALONE, NOT_ANSWERING
from spiders.fetching.failures import CERTIFICATE
from spiders.frontier.frontier import Frontier, is_glanced_at
from spiders.frontier.hosts import only_crawl_of_host
from spiders.frontier.queue import Queue
from spiders.frontier.visits import Result
from spiders.landing.advertised import Advertised
from spiders.landing.landing import Landing
from spiders.landing.rows import CrawledLinks, fetch_batches
from spiders.landing.site_files import restore
from spiders.sources.source import Source, load_source
from spiders.url_rules.keys import cached_key

KEEP_FREE_MB = 500
GLANCE_SECONDS = 900.0
"""Maximum duration of a glance."""
GRACE_SECONDS, WAITED_SECONDS = 60.0, 0.5
"""Additional time that a night waits for a running glance, and the pause between two attempts."""
STATES = {"finished": "finished", "unfinished": "unfinished", "shutdown": "interrupted", "disk_full": "paused"}
STOPPED = {
    "interrupted": "{source}: interrupted after {pages} pages; run the same command again to go on",
    "paused": "{source}: the disk of {home} is nearly full: paused after {pages} pages; free some space and run again to go on",
    "unreached": "{source}: could not be reached ({problem}); run the same command again to try once more",
    "unfinished": "{source}: unfinished ({problem}); run the same command again to ask for what was never asked",
    "failed": "{source}: the crawl broke off after {pages} pages; run the same command again to go on",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="python -m spiders.crawl", description="Crawl one source for one night.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--night", required=True)
    parser.add_argument("--glance", action="store_true")
    parser.add_argument("--clock")
    parser.add_argument("--keep-free-mb", type=int, default=KEEP_FREE_MB)
    parser.add_argument("--say-idle", action="store_true")
    options = parser.parse_args(arguments)
    # deltalake's writer: each additional thread buffers rows of its own
    os.environ.setdefault("TOKIO_WORKER_THREADS", "1")
    pa.set_memory_pool(pa.system_memory_pool())  # this pool returns the memory of a finished slice
    return ending(lambda: _main(options))


def _main(options: argparse.Namespace) -> int:
    night, clock = _night(options.night), _clock(options.clock)
    home = Home.at(options.home)
    source = load_source(home.sources, options.source)
    checked(source)
    try:
        work = glance if options.glance else crawl
        limits = {"keep_free_bytes": options.keep_free_mb << 20, "say_idle": options.say_idle}
        summary = work(home, source, night, clock, **limits)
    except OSError as error:
        problem = f"{error.filename or home.root}: {error.strerror}"
        raise EnvironmentFault(f"{problem}; put it right and run again: it goes on") from error
    if summary["changed"] and not options.glance:
        save_crawl_summary(home.archive, source.name, night, summary)
    take_new(home.root, _written_by(source.name, date.fromisoformat(summary["night"])))
    if summary["state"] in STOPPED:
        sys.stderr.write("dateline: " + STOPPED[summary["state"]].format(**summary, home=home.root) + "\n")
    sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
    _report(summary)
    return {"interrupted": 130, "paused": 2, "failed": 1, "unreached": 1, "unfinished": 1}.get(summary["state"], 0)


def crawl(home: Home, source: Source, night: date, clock: datetime | None, **limits: Any) -> dict[str, Any]:
    """Crawl the source for the night and write its rows; returns the summary. Raises DatelineError for a user's mistake."""
    started = time.monotonic()
    summary: dict[str, Any] = {"source": source.name, "night": night.isoformat()}
    tombstones = _tombstones(home, source)
    frontier = _frontier(home, source, night, patience_seconds=GLANCE_SECONDS + GRACE_SECONDS)
    archive: ArchiveWriter | None = None
    try:
        if frontier.state == "finished":
            numbers = crawl_summary(home.archive, source.name, night)
            return summary | numbers | {"state": "already_finished", "changed": False}
        _finish_earlier(home, source, frontier, night)
        archive = _recovered(home, source.name, night, frontier)
        _ask_again(home, source.name, frontier, night)
        save_source_settings(home.archive, source.name, night, source.model_dump(mode="json"))
        queue = Queue.of(home.frontier, source.name)
        landing = Landing(frontier, Discovery(source, frontier, night, queue), archive, night, tombstones)
        landing.discovery.seed()
        reason, problem = run(home, source, landing, clock, **limits)
        state = STATES.get(reason, "failed")
        landing.close()
        summary |= {"state": state, "pages": sum(landing.counts.values()), "payload_bytes": landing.payload_bytes}
        finished: dict[str, Any] = {"outcomes": landing.counts}
        if state == "finished":
            finished = _finish(home, source, frontier, night, answered=landing.has_page)
        elif state == "unfinished":
            finished = _leave_unfinished(home, source, frontier, night, problem)
        return summary | finished | {"seconds": round(time.monotonic() - started, 2), "changed": True}
    finally:
        if archive is not None:
            archive.abandon()
        frontier.close()


def glance(home: Home, source: Source, night: date, clock: datetime | None, **limits: Any) -> dict[str, Any]:
    """Fetch a source's channels between two nights; returns the summary. A source without a first night is skipped."""
    started = time.monotonic()
    tombstones = _tombstones(home, source)
    frontier = _frontier(home, source, night)
    if frontier.state == "finished":
        frontier.close()
        night += timedelta(days=1)
        frontier = _frontier(home, source, night)
    archive: ArchiveWriter | None = None
    summary: dict[str, Any] = {"source": source.name, "night": night.isoformat()}
    try:
        if not frontier.memory.story_count():
            return summary | {"state": "glanced", "pages": 0, "outcomes": {}, "seconds": 0.0, "changed": False}
        _finish_earlier(home, source, frontier, night)
        archive = _recovered(home, source.name, night, frontier)
        save_source_settings(home.archive, source.name, night, source.model_dump(mode="json"))
        landing = Landing(frontier, Discovery(source, frontier, night), archive, night, tombstones)
        landing.discovery.glance()
        state = STATES.get(run(home, source, landing, clock, seconds=GLANCE_SECONDS, **limits)[0], "failed")
        landing.close()
        summary |= {"state": "glanced" if state == "finished" else state, "pages": sum(landing.counts.values())}
        numbers = {"payload_bytes": landing.payload_bytes, "outcomes": dict(sorted(landing.counts.items()))}
        return summary | numbers | {"seconds": round(time.monotonic() - started, 2), "changed": True}
    finally:
        if archive is not None:
            archive.abandon()
        frontier.close()


def run(
    home: Home,
    source: Source,
    landing: Landing,
    clock: datetime | None,
    *,
    keep_free_bytes: int,
    say_idle: bool = False,
    seconds: float | None = None,
) -> tuple[str, str]:
    """Run Scrapy until no visit is left or a stop is requested; returns the reason of the end and the problem.

    Both are those of `SourceSpider`.

    With `seconds` it is a glance with this maximum duration. Waits for a crawl of the same host by another run; a
    glance raises EnvironmentFault instead.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    from spiders.crawler.settings import settings_for
    from spiders.crawler.shared_answers import answers_of_host
    from spiders.crawler.spider import SourceSpider
    from spiders.fetching.failures import silence_handshakes

    silence_handshakes()
    statuses = restore(landing, clock or datetime.now(UTC))
    shared = {} if seconds is not None else answers_of_host(home, source, landing.night)
    settings = settings_for(source, str(home.frontier / "robots"), statuses)
    settings |= {"SAY_IDLE": say_idle, "SHARED_ANSWERS": shared, "ARCHIVE": str(home.archive)}
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SourceSpider)
    process.crawl(
        crawler, source=source, landing=landing, clock=clock, keep_free_bytes=keep_free_bytes, seconds=seconds
    )
    with only_crawl_of_host(home.frontier, source.url, wait=seconds is None):
        process.start(install_signal_handlers=True)
    spider = crawler.spider
    return (spider.reason, spider.problem) if isinstance(spider, SourceSpider) else ("fault", "")


def _written_by(source: str, night: date) -> tuple[str, ...]:
    """The areas of the home in which a crawl leaves finished files."""
    return f"archive/source={source}/night={night}", f"frontier/queued/{source}.sqlite", "frontier/robots"


def _ask_again(home: Home, source: str, frontier: Frontier, night: date) -> None:
    """Let the night fetch the pages whose captures in the archive are damaged, as if they had never been fetched."""
    ledger = Checksums(home.root)
    if lost := [each for each in ledger.lost(source) if not each.asked]:
        frontier.memory.ask_again({each.url_key.partition("#")[0] for each in lost}, night.isoformat())
        frontier.commit()
        ledger.ask(lost, night.isoformat())


def _tombstones(home: Home, source: Source) -> Tombstones:
    """The takedowns of a source. Raises InputError if the source itself is taken down."""
    tombstones = Tombstones.of(home.archive, source.name, source.sites)
    if tombstones.source is not None:
        raise InputError(f"{source.name} is taken down ({tombstones.source}): it is not crawled any more")
    return tombstones


def _frontier(home: Home, source: Source, night: date, *, patience_seconds: float = 0.0) -> Frontier:
    """The frontier of a source. If a glance has it open, wait for at most `patience_seconds`.

    Raises InputError for a night that was imported, and for a source of tables.
    """
    if source.table:
        raise InputError(
            f"{source.name}: a source of imported tables has no pages; 'dateline sources add' makes one that has"
        )
    if is_imported(home.archive, source.name, night):
        raise InputError(f"{source.name}: {night} was imported; crawl it on another night, or forget this one first")
    deadline = time.monotonic() + patience_seconds
    path = home.frontier / f"{source.name}.sqlite"
    while True:
        try:
            return Frontier(path, night.isoformat())
        except EnvironmentFault:
            if time.monotonic() > deadline or not is_glanced_at(path):
                raise
            time.sleep(WAITED_SECONDS)


def _finish_earlier(home: Home, source: Source, frontier: Frontier, night: date) -> None:
    """Close earlier nights that were begun and never finished. Pages that were never asked for are asked for tonight."""
    for earlier in frontier.unfinished_nights():
        frontier.turn_to(earlier)
        _recovered(home, source.name, date.fromisoformat(earlier), frontier)
        # durable with the end of the earlier night
        frontier.visits.hand_over(night.isoformat(), lambda url: source.in_scope(url) and source.excluded(url) is None)
        _finish(home, source, frontier, date.fromisoformat(earlier))
    frontier.turn_to(night.isoformat())


def _recovered(home: Home, source: str, night: date, frontier: Frontier) -> ArchiveWriter:
    part = folder(home.archive, source, night)
    part.mkdir(parents=True, exist_ok=True)
    recover(part, frontier.acknowledged())
    serial = len(list(part.glob("*.warc.gz")))
    return ArchiveWriter(home.archive, part, f"{source}-{night.isoformat()}", serial)


def _finish(
    home: Home, source: Source, frontier: Frontier, night: date, *, answered: bool | None = None
) -> dict[str, Any]:
    """Write the night's rows and end the night.

    `answered`: True if the night's own crawl got a page, without glances before it; None: decide by all of its rows.
    """
    frontier.visits.end_pending(Result(FetchOutcome.NOT_CRAWLED, detail="the crawl ended before it was fetched"))
    numbers = _save_rows(home, source, frontier, night)
    if answered is None:
        answered = any(outcome in numbers["outcomes"] for outcome in ANSWERED)
    problem = None if answered else _out_of_reach(home, source, night)
    frontier.finish_night(reached=problem is None)
    return numbers if problem is None else numbers | {"state": "unreached", "problem": problem}


def _leave_unfinished(home: Home, source: Source, frontier: Frontier, night: date, problem: str) -> dict[str, Any]:
    """Write the rows of a night that stays open: its visits that were never asked for wait for another run."""
    numbers = _save_rows(home, source, frontier, night)
    unreached = None if frontier.visits.has_answers() else _out_of_reach(home, source, night)
    if unreached is None:
        frontier.commit()
        return numbers | {"problem": problem}
    frontier.finish_night(reached=False)
    return numbers | {"state": "unreached", "problem": unreached}


def _save_rows(home: Home, source: Source, frontier: Frontier, night: date) -> dict[str, Any]:
    """Write the night's rows into the archive, slice by slice, because they may be many; returns their numbers.

    `pipelines.corpus.fetches` reads them.
    """
    with closing(Advertised(home.frontier / f"{source.name}.advertised")) as advertised:
        found = CrawledLinks(frontier, advertised, source.name, night)
        links = save_night_rows(home.archive, source.name, night, "links", found, found.metadata)
        asked = Queue.of(home.frontier, source.name).keys(night.isoformat())
        rows = fetch_batches(frontier.visits.all(), advertised, source, night, imported=asked)
        fetches = save_night_rows(home.archive, source.name, night, "fetches", rows)
    outcomes = pq.read_table(fetches, columns=["outcome"], partitioning=None)["outcome"].value_counts().to_pylist()
    counts = {row["values"]: row["counts"] for row in outcomes}
    numbers = {"links": pq.read_metadata(links).num_rows, "outcomes": dict(sorted(counts.items()))}
    new, changed = frontier.memory.stories_of_night(night.isoformat())
    return numbers | {"advertised": sum(counts.values()), "stories": {"new": new, "changed": changed}}


def _out_of_reach(home: Home, source: Source, night: date) -> str | None:
    """The reason why the home page was out of reach (network, 5xx, 429), for a night without a page; None for other problems."""
    is_home = [("url_key", "=", cached_key(source.url))]
    fetches = folder(home.archive, source.name, night) / "fetches.parquet"
    rows = pq.read_table(fetches, columns=["outcome", "detail"], filters=is_home, partitioning=None)
    for outcome, detail in zip(rows["outcome"].to_pylist(), rows["detail"].to_pylist(), strict=True):
        said = detail or ""
        unserved = outcome == FetchOutcome.HTTP_ERROR and said.startswith(("HTTP 429", "HTTP 5"))
        silent = LEFT_ALONE in said or NOT_ANSWERING in said or said.startswith("robots.txt: ")
        unserved |= outcome == FetchOutcome.NOT_CRAWLED and silent
        unserved |= outcome == FetchOutcome.ROBOTS_DENIED and CERTIFICATE in said
        if unserved or outcome in (FetchOutcome.CONNECTION_ERROR, FetchOutcome.TIMEOUT):
            return str(detail or outcome)
    return None


def _report(summary: dict[str, Any]) -> None:
    from dagster_pipes import PipesEnvVarParamsLoader, open_dagster_pipes

    if PipesEnvVarParamsLoader().is_dagster_pipes_process():  # type: ignore[no-untyped-call]
        with open_dagster_pipes() as context:
            context.report_custom_message(summary)


def _night(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--night {text}: write a date as YYYY-MM-DD") from error


def _clock(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--clock {text}: write an instant such as 2025-11-03T02:00:00Z") from error
    if at.tzinfo is None:
        raise InputError(f"--clock {text}: say which zone, such as {text}Z")
    return at


if __name__ == "__main__":
    leave(main())
