"""The demo's two nights: serve the small news web, crawl it, and build the corpus through the assets of the UI.

All results stay in the home, for SQL, the UI and a second run, which changes nothing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from datetime import time as clock_time

from dagster import AssetCheckSeverity, AssetKey, DagsterInstance, Definitions

from assets.definitions import definitions_for
from assets.instance import foreground, prepare
from assets.sources import fetches_key, said
from pipelines.base.errors import CorpusError, EnvironmentFault, InputError
from pipelines.corpus.fetches.crawls import lacking
from pipelines.give.export.recipe import write_training_recipe
from pipelines.lake.archive import folder
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.lock import alone
from spiders.browser.browser import check_browser
from spiders.demo_web.ports import ADS, are_free, free_ports, ports_in_sources
from spiders.demo_web.server import NIGHTS, serve
from spiders.demo_web.sources import needs_browser, reader, write_sources
from spiders.nightly import stop_crawls

CRAWL_HOUR = clock_time(2, 0, tzinfo=UTC)
JOB = "everything"


def run_demo(home: Home, ports: Mapping[str, int] | None = None) -> bool:
    """Crawl and build both nights; returns True if any table changed. Raises DatelineError for an obstacle."""
    with alone(home, "demo"):
        return _run(home, choose_ports(home) if ports is None else ports)


def choose_ports(home: Home) -> Mapping[str, int]:
    """The ports in the home's demo sources, or free ones if these are in use and nothing has been crawled yet.

    Raises EnvironmentFault if they are in use and the archive names them: on other ports, every page would have another
    URL.
    """
    ports = ports_in_sources(home.sources)
    if are_free(ports.values()):
        return ports
    taken = f"{min(ports.values())} to {max(ports.values())}"
    if any(folder(home.archive, name, night).exists() for name in ports for night in NIGHTS):
        raise EnvironmentFault(
            f"the demo in {home.root} was crawled on ports {taken}, and one of them is in use: "
            "stop what listens there, or run the demo in another --home"
        )
    if (free := free_ports()) is None:
        raise EnvironmentFault("no ten free ports in a row on 127.0.0.1: stop a server, or choose one with --port")
    sys.stderr.write(f"Ports {taken} are in use: the demo web takes {min(free.values())} to {max(free.values())}\n")
    return free


def crawled_here(sites: Iterable[str]) -> list[str]:
    """The papers among the sites that are crawled on this machine. Says which are left out for want of a browser."""
    papers = [name for name in sites if name != ADS]
    try:
        check_browser()
    except InputError as lacking_browser:
        left_out = ", ".join(filter(needs_browser, papers))
        sys.stderr.write(f"Left out, for only scripts draw their pages: {left_out} ({lacking_browser})\n")
        return [name for name in papers if not needs_browser(name)]
    return papers


def _run(home: Home, ports: Mapping[str, int]) -> bool:
    demo_sources = sorted(crawled_here(ports))
    os.environ.update(reader())  # for the crawls, which are processes of their own
    with serve(ports=ports, night=NIGHTS[0]) as web:
        before = table_hashes(home)
        write_sources(home.sources, ports, demo_sources)
        write_training_recipe(home)
        prepare(home)
        definitions = definitions_for(home, first_night=NIGHTS[0])
        try:
            for night in NIGHTS:
                web.set_night(night)
                with foreground(home) as instance:
                    run_night(definitions, instance, night, demo_sources)
                if missing := lacking(home, night, demo_sources):
                    raise CorpusError(f"the night of {night} lacks {said(missing)}; run the demo again")
        finally:
            stop_crawls()  # before the web closes: after an interrupt, Dagster may still be crawling
        return table_hashes(home) != before


def run_night(definitions: Definitions, instance: DagsterInstance, night: date, sources: list[str]) -> None:
    """Materialize the chosen sources and every corpus asset for one night, in this process."""
    started = time.monotonic()
    sys.stderr.write(f"Night of {night}: crawling {', '.join(sources)}\n")
    job = definitions.resolve_job_def(JOB)
    chosen = {fetches_key(source) for source in sources}
    keys = job.asset_layer.executable_asset_keys
    selection = [key for key in keys if key.path[:-1] != ["fetches"] or key in chosen]
    crawl_clock = datetime.combine(night, CRAWL_HOUR).isoformat()
    result = job.execute_in_process(
        instance=instance,
        partition_key=night.isoformat(),
        asset_selection=sorted(selection, key=AssetKey.to_user_string),
        run_config={
            "ops": {"crawl": {"config": {"clock": crawl_clock, "parallel": 2}}},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        },
        raise_on_error=True,
    )
    checks = result.get_asset_check_evaluations()
    failed = [check for check in checks if not check.passed and check.severity is AssetCheckSeverity.ERROR]
    if failed:
        names = ", ".join(f"{check.asset_key.to_user_string()}: {check.check_name}" for check in failed)
        raise CorpusError(f"the night of {night} did not pass its checks ({names}); run the demo again")
    sys.stderr.write(f"Night of {night} done in {time.monotonic() - started:.0f} s\n")


def table_hashes(home: Home) -> dict[str, str]:
    """A hash of the rows of every existing table."""
    lake = Lake(home.lake)
    return {table: lake.content_hash(table) for table in TABLES if lake.exists(table)}
