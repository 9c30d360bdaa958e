"""The nightly jobs and their schedules, which ship stopped and are switched on in the UI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from dagster import (
    AssetCheckKey,
    AssetSelection,
    ExecutorDefinition,
    RunRequest,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    schedule,
)

from assets.checks import ADVERTISED, CAPTURES
from assets.operations import Operations
from assets.sources import fetches_key
from spiders.sources.source import Source

WITHOUT_SOURCE_CHECKS = (
    AssetSelection.all().without_checks()
    | AssetSelection.checks(*(AssetCheckKey(check.asset_key, check.name) for check in (ADVERTISED, CAPTURES)))
    | AssetSelection.groups("outlets")
)
"""All assets. `source_health` reports the checks of sources itself."""
NIGHTLY = "nightly"
MAX_RUNTIME_SECONDS = 10 * 3600


@dataclass(frozen=True)
class AssetJob:
    """The arguments of `define_asset_job`, whose result has a type without a public name."""

    name: str
    selection: AssetSelection
    description: str
    tags: Mapping[str, str] = field(default_factory=dict)
    executor_def: ExecutorDefinition | None = None


def job_of(source: Source, operations: Operations) -> str:
    """The job that crawls a source: `nightly`, or that of its group if this has a time of its own."""
    own = operations.groups.get(source.group or "")
    return f"{NIGHTLY}_{source.group}" if own and own.nightly else NIGHTLY


def nightly_jobs(sources: Sequence[Source], wrong: Iterable[str], operations: Operations) -> list[AssetJob]:
    """Crawl nightly sources, then bring the corpus up to date with the night: a job for all, and one for each group with a
    time of its own. Each builds the night from what has been crawled by then. `wrong` are sources with a wrong file.
    """
    jobs = {NIGHTLY: [fetches_key(name) for name in wrong]}
    for source in sources:
        if source.nightly:
            jobs.setdefault(job_of(source, operations), []).append(fetches_key(source.name))
    every = {*jobs[NIGHTLY], *(fetches_key(source.name) for source in sources)}
    return [
        AssetJob(
            name,
            WITHOUT_SOURCE_CHECKS - AssetSelection.assets(*sorted(every - {*mine})),
            f"The night: crawl {'the nightly sources' if name == NIGHTLY else 'a group'}, extract, clean, date, dedupe, publish, "
            "report, export.",
            {"dagster/max_runtime": str(MAX_RUNTIME_SECONDS), "dagster/max_retries": "2"},
        )
        for name, mine in jobs.items()
    ]


def everything_job() -> AssetJob:
    """The same with every source, including the demo's; run by `dateline demo`."""
    return AssetJob(
        "everything",
        WITHOUT_SOURCE_CHECKS,
        "Like nightly, with every source: those marked `nightly: false` too.",
    )


def nightly_schedules(jobs: Sequence[AssetJob], operations: Operations) -> list[ScheduleDefinition]:
    """A schedule for each of these jobs: at the time in the settings, for the present UTC date. All ship stopped."""
    times = {f"{NIGHTLY}_{group}": own.nightly for group, own in operations.groups.items()}
    return [_schedule(job.name, times.get(job.name) or operations.nightly, operations.time_zone) for job in jobs]


def _schedule(job: str, cron: str, time_zone: str) -> ScheduleDefinition:
    @schedule(
        name=f"{job}_schedule",
        job_name=job,
        cron_schedule=cron,
        execution_timezone=time_zone,
        description=f"Every night at {cron} (cron, {time_zone}). Ships stopped.",
    )
    def nightly(context: ScheduleEvaluationContext) -> RunRequest:
        night = context.scheduled_execution_time.astimezone(UTC).date().isoformat()
        return RunRequest(partition_key=night, tags={"night": night})

    return nightly
