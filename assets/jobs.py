"""The nightly job and its schedule; the schedule ships stopped and is switched on in the UI."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from dagster import (
    AssetCheckKey,
    AssetSelection,
    RunRequest,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    define_asset_job,
    schedule,
)

from assets.checks import ADVERTISED, CAPTURES
from assets.operations import Operations
from assets.sources import fetches_key
from spiders.sources.source import Source

if TYPE_CHECKING:  # the type of what `define_asset_job` returns has no public name
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

WITHOUT_SOURCE_CHECKS = AssetSelection.all().without_checks() | AssetSelection.checks(
    *(AssetCheckKey(check.asset_key, check.name) for check in (ADVERTISED, CAPTURES))
)
"""Everything; `source_health` reports the checks of sources itself."""
MAX_RUNTIME_SECONDS = 10 * 3600


def nightly_job(sources: Sequence[Source]) -> UnresolvedAssetJobDefinition:
    """Crawl every source that is nightly, then bring the corpus up to date with the night."""
    left_out = AssetSelection.assets(*(fetches_key(s.name) for s in sources if not s.nightly))
    return define_asset_job(
        "nightly",
        selection=WITHOUT_SOURCE_CHECKS - left_out,
        description="The night: crawl the nightly sources, extract, clean, date, dedupe, publish, report, export.",
        tags={"dagster/max_runtime": str(MAX_RUNTIME_SECONDS), "dagster/max_retries": "2"},
    )


def everything_job() -> UnresolvedAssetJobDefinition:
    """The same with every source, the demo's included: what `dateline demo` runs."""
    return define_asset_job(
        "everything",
        selection=WITHOUT_SOURCE_CHECKS,
        description="Like nightly, with every source: those marked `nightly: false` too.",
    )


def nightly_schedule(job: UnresolvedAssetJobDefinition, operations: Operations) -> ScheduleDefinition:
    """Starts the night's run at the time in the settings, for the night that it is then in UTC. Ships stopped."""

    @schedule(
        name="nightly_schedule",
        job=job,
        cron_schedule=operations.nightly,
        execution_timezone=operations.time_zone,
        description=f"Every night at {operations.nightly} (cron, {operations.time_zone}). Ships stopped.",
    )
    def nightly(context: ScheduleEvaluationContext) -> RunRequest:
        night = context.scheduled_execution_time.astimezone(UTC).date().isoformat()
        return RunRequest(partition_key=night, tags={"night": night})

    return nightly
