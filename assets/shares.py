"""Crawls of a night in runs of their own, a share of the sources each: Dagster's run launcher spreads them over machines.

With `crawlers: 2` in `settings.yaml`, `crawls_schedule` starts two runs in place of one. A host belongs to one share, whatever
other sources there are: no two machines ask it at a time, and what the crawl remembers of a source stays with one machine.
A run is tagged with a queue of its own (`crawl-1`, `crawl-2`), for launchers that have queues. When all runs have ended, a sensor
starts the rest of the night. How it is set up with Celery: docs/scale.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import NamedTuple
from urllib.parse import urlsplit

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
from assets.jobs import WITHOUT_SOURCE_CHECKS, AssetJob
from assets.operations import Operations
from assets.sources import fetches_key
from pipelines.base.ids import digest
from spiders.sources.source import Source

SHARE = "share"
"""The tag of a run with the number of its share."""
NIGHT = "night"
QUEUE = "dagster-celery/queue"
"""The tag by which dagster-celery's launcher chooses a queue: https://docs.dagster.io/integrations/libraries/celery."""
WILL_RETRY, RETRY = "dagster/will_retry", "dagster/auto_retry_run_id"
"""Dagster's tags of a failed run: that it is tried again, and by which run, once there is one."""
EVERY_SECONDS = 60


class Spread(NamedTuple):
    """What Dagster is given where crawls are spread."""

    jobs: Sequence[AssetJob] = ()
    schedules: Sequence[ScheduleDefinition] = ()
    sensors: Sequence[SensorDefinition] = ()


def shares(sources: Sequence[Source], wrong: Sequence[str], operations: Operations) -> Spread:
    """Jobs, schedule and sensor of a night in shares; none where the settings name one crawler, or no source is nightly.

    `wrong` are names of sources whose file is wrong.
    """
    nightly = [source for source in sources if source.nightly]
    if operations.crawlers == 1 or not nightly:
        return Spread()
    crawls, rest = crawls_job(nightly), rest_job([*(source.name for source in sources), *wrong])
    return Spread([crawls, rest], [crawls_schedule(nightly, operations)], [rest_sensor()])


def share_of(url: str, shares: int) -> int:
    """The share, from 1, that a source belongs to by its host; one share more takes its hosts from all others alike.

    Highest random weight (Thaler and Ravishankar 1998).

    >>> [share_of(f"https://{name}.example/news", 2) for name in ("herald", "gazette", "daily")]
    [1, 1, 2]
    """
    host = urlsplit(url).netloc
    return max(range(1, shares + 1), key=lambda share: digest("share", host, str(share)))


def crawls_job(sources: Sequence[Source]) -> AssetJob:
    """The crawls of these sources, and nothing else."""
    return AssetJob(
        "crawls",
        AssetSelection.assets(*(fetches_key(source.name) for source in sources)).without_checks(),
        "The night's crawls alone; the schedule starts a run of it for each share of the sources.",
        {"dagster/max_retries": "2"},
        executor_def=in_process_executor,  # one step, whose crawls are processes of their own; Celery's may start no others
    )


def rest_job(sources: Sequence[str]) -> AssetJob:
    """What follows the crawls of a night, which are those of the sources of these names."""
    return AssetJob(
        "after_crawls",
        WITHOUT_SOURCE_CHECKS - AssetSelection.assets(*map(fetches_key, sources)),
        "The night without its crawls: extract, clean, date, dedupe, publish, report, export.",
        {"dagster/max_retries": "2"},
    )


def crawls_schedule(sources: Sequence[Source], operations: Operations) -> ScheduleDefinition:
    """Starts a run a share at the time of the night. Ships stopped; it takes the place of `nightly_schedule`."""

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
    """A run for each share that has a source."""
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
    """The sensor `night_after_its_crawls`: the rest of the last night, once no crawl of it is under way. Ships stopped."""

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
        ended = digest(*sorted(run.run_id for run in runs))  # a share that is crawled again brings another night's rest
        return RunRequest(run_key=f"{night} after {ended}", partition_key=night, tags={NIGHT: night})

    return night_after_its_crawls


def is_retried(run: DagsterRun) -> bool:
    """Whether a run has failed and is about to be tried again by Dagster itself."""
    return run.tags.get(WILL_RETRY) == "true" and RETRY not in run.tags


def runs_of_last_night(instance: DagsterInstance) -> list[DagsterRun]:
    """The runs of shares of the last night that has any, retries among them, however many runs there were since."""
    said = dict(instance.get_run_tags([SHARE, NIGHT]))
    for night in sorted(said.get(NIGHT, ()), reverse=True) if said.get(SHARE) else ():
        runs = instance.get_runs(RunsFilter(job_name="crawls", tags={NIGHT: night}))
        if own := [run for run in runs if SHARE in run.tags]:
            return own
    return []
