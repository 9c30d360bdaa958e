"""`python -m spiders.crawl`: one source, one night, one process.

    python -m spiders.crawl --home DIR --source NAME --night YYYY-MM-DD [--clock ISO]

Crawls the source for the night, going on from what an earlier process left; writes WARC files, `source.json` and the
crawl's own rows under DIR/archive/source=…/night=…/, and at the end replaces its part of the lake tables `fetches` and
`links`. A finished night is left as it is; its rows are put back into the lake from the archive if they are missing there.

--clock ISO   the instant every fetch is stamped with, instead of the machine's clock (demos, tests): rows then depend on
              nothing but what the site says, and `duration_ms` is 0.

stderr: progress, one line at a time. stdout: one JSON object, the last line:
    {"source", "night", "state": "finished|already_finished|interrupted|paused", "pages", "payload_bytes", "archive_bytes",
     "seconds", "outcomes": {outcome: rows}, "advertised", "links", "not_modified_share", "changed": bool}
Exit status: 0 finished; 2 a user's mistake or a full disk, one line on stderr; 130 after Ctrl-C (once: what is in flight is
finished and kept; twice: now). In all cases running the same command again completes the night.
Under Dagster Pipes the same object is reported as materialisation metadata.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.archive import ArchiveWriter, folder, night_rows, recover, save_night_rows, save_source_settings
from pipelines.errors import DatelineError, InputError
from pipelines.home import Home
from pipelines.lake import Lake
from spiders.discovery import Discovery
from spiders.frontier import Frontier, Result
from spiders.landing import Landing
from spiders.sources import Source, load_source


def main(arguments: list[str] | None = None) -> int:
    """Run the command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m spiders.crawl", description="Crawl one source for one night.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--night", required=True)
    parser.add_argument("--clock")
    options = parser.parse_args(arguments)
    try:
        night, clock = _night(options.night), _clock(options.clock)
        home = Home.at(options.home)
        summary = crawl(home, load_source(home.sources, options.source), night, clock)
    except DatelineError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
    return {"interrupted": 130, "paused": 2}.get(summary["state"], 0)


def crawl(home: Home, source: Source, night: date, clock: datetime | None) -> dict[str, Any]:
    """Crawl and publish; the summary. Raises DatelineError for what a user can put right."""
    started = time.monotonic()
    frontier = Frontier(home.frontier / f"{source.name}.sqlite", night.isoformat())
    try:
        if frontier.state == "finished":
            changed = _publish(home, source.name, night)
            return {"source": source.name, "night": night.isoformat(), "state": "already_finished", "changed": changed}
        part = folder(home.archive, source.name, night)
        part.mkdir(parents=True, exist_ok=True)
        recover(part, frontier.acknowledged())
        save_source_settings(home.archive, source.name, night, source.model_dump(mode="json"))
        serial = len(list(part.glob("*.warc.gz")))
        writer = ArchiveWriter(home.archive, part, f"{source.name}-{night.isoformat()}", serial)
        discovery = Discovery(source, frontier, night)
        landing = Landing(frontier, discovery, writer, night)
        discovery.seed()
        reason = run(source, landing, clock)
        landing.checkpoint()
        writer.close()
        if reason == "finished":
            rows = _finish(home, source, frontier, night)
        return {
            "source": source.name,
            "night": night.isoformat(),
            "state": "finished" if reason == "finished" else "interrupted",
            "pages": sum(landing.counts.values()),
            "payload_bytes": landing.payload_bytes,
            "seconds": round(time.monotonic() - started, 2),
            "outcomes": rows if reason == "finished" else landing.counts,
            "changed": True,
        }
    finally:
        frontier.close()


def run(source: Source, landing: Landing, clock: datetime | None) -> str:
    """Run Scrapy until nothing is left to fetch or somebody stops it; why it stopped."""
    from scrapy.crawler import AsyncCrawlerProcess

    from spiders.settings import settings_for
    from spiders.spider import SourceSpider

    process = AsyncCrawlerProcess(settings_for(source))
    crawler = process.create_crawler(SourceSpider)
    process.crawl(crawler, source=source, landing=landing, clock=clock)
    process.start(install_signal_handlers=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert crawler.stats is not None
    return str(crawler.stats.get_value("finish_reason", "finished"))


def _finish(home: Home, source: Source, frontier: Frontier, night: date) -> dict[str, int]:
    from spiders import rows

    frontier.end_pending(Result("not_crawled"))
    tables = rows.night_rows(frontier, source, night)
    save_night_rows(home.archive, source.name, night, tables)
    _publish(home, source.name, night)
    frontier.finish_night()
    counts = tables["fetches"]["outcome"].value_counts().to_pylist()
    return {count["values"]: count["counts"] for count in sorted(counts, key=lambda count: str(count["values"]))}


def _publish(home: Home, source: str, night: date) -> bool:
    lake = Lake(home.lake)
    tables = night_rows(home.archive, source, night)
    return any([lake.replace(name, rows, night=night, source=source) for name, rows in tables.items()])


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
    sys.exit(main())
