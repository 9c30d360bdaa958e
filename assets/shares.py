"""Crawls of a night in separate runs, each with a share of the sources: Dagster's run launcher distributes them to machines.

With `crawlers: 2` in `settings.yaml`, `crawls_schedule` starts two runs in place of one. The share of a source depends
only on its registered domain: so two machines never request a host of it at the same time, and a source's crawl memory
stays on one machine.
Each run has a tag with its queue (`crawl-1`, `crawl-2`), for launchers with queues. When all runs have ended, a sensor
starts the rest of the night. Setup with Celery: docs/scale.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import NamedTuple

from dagster import (
    AssetKey,
    AssetSelection,
    DagsterInstance,
    DagsterRun,
    RunRequest,
    RunsFilter,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    SensorDefinition,
    SensorEvaluationContext,
    SkipReason,
    in_process_executor,
    schedule,
    sensor,
)

from assets.history import NOT_ENDED
from assets.jobs import NIGHTLY, WITHOUT_SOURCE_CHECKS, AssetJob, job_of
from assets.operations import Operations
from assets.sources import fetches_key
from pipelines.base.ids import digest
from pipelines.base.urls.domains import domain_of
from spiders.sources.source import Source

SHARE = "share"
"""The tag of a run with the number of its share."""
NIGHT = "night"
QUEUE = "dagster-celery/queue"
"""The tag with the queue for dagster-celery's launcher: https://docs.dagster.io/integrations/libraries/celery."""
WILL_RETRY, RETRY = "dagster/will_retry", "dagster/auto_retry_run_id"
"""Dagster's tags of a failed run: that it will be retried, and the id of the retry once it exists."""
EVERY_SECONDS = 60


class Spread(NamedTuple):
    """Jobs, schedules and sensors for crawls in shares."""

    jobs: Sequence[AssetJob] = ()
    schedules: Sequence[ScheduleDefinition] = ()
    sensors: Sequence[SensorDefinition] = ()


def shares(sources: Sequence[Source], wrong: Sequence[str], operations: Operations) -> Spread:
    """Jobs, schedule and sensor of a night in shares; empty if the settings name one crawler, or if no source is nightly.

    `wrong` are names of sources with a wrong file.
    """
    nightly = [source for source in sources if source.nightly and job_of(source, operations) == NIGHTLY]
    if operations.crawlers == 1 or not nightly:
        return Spread()
    crawls, rest = crawls_job(nightly), rest_job([*(source.name for source in sources), *wrong])
    return Spread([crawls, rest], [crawls_schedule(nightly, operations)], [rest_sensor()])


def share_of(url: str, shares: int) -> int:
    """The share of a source, from 1, by its registered domain. One additional share takes domains from all others equally.

    Highest random weight (Thaler and Ravishankar 1998).

    >>> [share_of(f"https://{host}/news", 2) for host in ("herald.example", "daily.example", "a.daily.co.uk", "b.daily.co.uk")]
    [1, 2, 1, 1]
    """
    domain = domain_of(url)
    return max(range(1, shares + 1), key=lambda share: digest("share", domain, str(share)))


def crawls_job(sources: Sequence[Source]) -> AssetJob:
    """The job with only the crawls of these sources."""
    return AssetJob(
        "crawls",
        AssetSelection.assets(*(fetches_key(source.name) for source in sources)).without_checks(),
        "The night's crawls alone; the schedule starts a run of it for each share of the sources.",
        {"dagster/max_retries": "2"},
        # one step with crawls in separate processes; Celery's processes may not start others
        executor_def=in_process_executor,
    )


def rest_job(sources: Sequence[str]) -> AssetJob:
    """The job with the steps after the crawls of a night; `sources` are the names of the crawled sources."""
    return AssetJob(
        "after_crawls",
        WITHOUT_SOURCE_CHECKS - AssetSelection.assets(*map(fetches_key, sources)),
        "The night without its crawls: extract, clean, date, dedupe, publish, report, export.",
        {"dagster/max_retries": "2"},
    )


def crawls_schedule(sources: Sequence[Source], operations: Operations) -> ScheduleDefinition:
    """Starts one run for each share at the time of the night. Ships stopped; it replaces `nightly_schedule`."""

    @schedule(
        name="crawls_schedule",
        job_name="crawls",
        cron_schedule=operations.nightly,
        execution_timezone=operations.time_zone,
        description=f"The night's crawls in {operations.crawlers} runs; in place of nightly_schedule. Ships stopped.",
    )
    def crawls(context: ScheduleEvaluationContext) -> list[RunRequest]:
        night = context.scheduled_execution_time.astimezone(UTC).date().isoformat()
        return requests(sources, operations.crawlers, night)

    return crawls


def requests(sources: Sequence[Source], shares: int, night: str) -> list[RunRequest]:
    """One run for each share with a source."""
    chosen: dict[int, list[AssetKey]] = {}
    for source in sources:
        chosen.setdefault(share_of(source.url, shares), []).append(fetches_key(source.name))
    return [
        RunRequest(
            run_key=f"{night} share {share} of {shares}",
            partition_key=night,
            asset_selection=keys,
            tags={NIGHT: night, SHARE: str(share), QUEUE: f"crawl-{share}"},
        )
        for share, keys in sorted(chosen.items())
    ]


def rest_sensor() -> SensorDefinition:
    """The sensor `night_after_its_crawls`: starts the rest of the last night when no crawl of it is running. Ships stopped."""

    @sensor(
        name="night_after_its_crawls",
        job_name="after_crawls",
        minimum_interval_seconds=EVERY_SECONDS,
        description="Starts what follows the crawls of a night when all of its shares have ended.",
    )
    def night_after_its_crawls(context: SensorEvaluationContext) -> RunRequest | SkipReason:
        runs = runs_of_last_night(context.instance)
        if not runs:
            return SkipReason("no share of a night was crawled")
        night = runs[0].tags[NIGHT]
        if under_way := {run.tags[SHARE] for run in runs if run.status in NOT_ENDED or is_retried(run)}:
            return SkipReason(f"{night}: shares {', '.join(sorted(under_way))} are being crawled")
        # if a share is crawled again, the rest of the night runs again
        ended = digest(*sorted(run.run_id for run in runs))
        return RunRequest(run_key=f"{night} after {ended}", partition_key=night, tags={NIGHT: night})

    return night_after_its_crawls


def is_retried(run: DagsterRun) -> bool:
    """True if a run has failed and Dagster will retry it."""
    return run.tags.get(WILL_RETRY) == "true" and RETRY not in run.tags


def runs_of_last_night(instance: DagsterInstance) -> list[DagsterRun]:
    """The runs of shares of the last night that has any, including retries, whatever number of runs came later."""
    said = dict(instance.get_run_tags([SHARE, NIGHT]))
    for night in sorted(said.get(NIGHT, ()), reverse=True) if said.get(SHARE) else ():
        runs = instance.get_runs(RunsFilter(job_name="crawls", tags={NIGHT: night}))
        if own := [run for run in runs if SHARE in run.tags]:
            return own
    return []
