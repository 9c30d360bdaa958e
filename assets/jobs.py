"""The nightly job and its schedule; the schedule ships stopped and is switched on in the UI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
MAX_RUNTIME_SECONDS = 10 * 3600


@dataclass(frozen=True)
class AssetJob:
    """The arguments of `define_asset_job`, whose result has a type without a public name."""

    name: str
    selection: AssetSelection
    description: str
    tags: Mapping[str, str] = field(default_factory=dict)
    executor_def: ExecutorDefinition | None = None


def nightly_job(sources: Sequence[Source]) -> AssetJob:
    """Crawl every nightly source, then bring the corpus up to date with the night."""
    left_out = AssetSelection.assets(*(fetches_key(s.name) for s in sources if not s.nightly))
    return AssetJob(
        "nightly",
        WITHOUT_SOURCE_CHECKS - left_out,
        "The night: crawl the nightly sources, extract, clean, date, dedupe, publish, report, export.",
        {"dagster/max_runtime": str(MAX_RUNTIME_SECONDS), "dagster/max_retries": "2"},
    )


def everything_job() -> AssetJob:
    """The same with every source, including the demo's; run by `dateline demo`."""
    return AssetJob(
        "everything",
        WITHOUT_SOURCE_CHECKS,
        "Like nightly, with every source: those marked `nightly: false` too.",
    )


def nightly_schedule(operations: Operations) -> ScheduleDefinition:
    """Starts the night's run at the time in the settings, for the present UTC date. Ships stopped."""

    @schedule(
        name="nightly_schedule",
        job_name="nightly",
        cron_schedule=operations.nightly,
        execution_timezone=operations.time_zone,
        description=f"Every night at {operations.nightly} (cron, {operations.time_zone}). Ships stopped.",
    )
    def nightly(context: ScheduleEvaluationContext) -> RunRequest:
        night = context.scheduled_execution_time.astimezone(UTC).date().isoformat()
        return RunRequest(partition_key=night, tags={"night": night})

    return nightly
