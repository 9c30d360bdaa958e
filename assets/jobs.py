"""The nightly job and its schedule; the schedule ships stopped and is switched on in the UI."""

from __future__ import annotations

from collections.abc import Sequence

from dagster import (
    AssetSelection,
    ScheduleDefinition,
    build_schedule_from_partitioned_job,
    define_asset_job,
)
from dagster._core.definitions.partitions.partitioned_schedule import UnresolvedPartitionedAssetScheduleDefinition
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from assets.sources import fetches_key
from spiders.sources.source import Source

NIGHTLY_HOUR = 2
MAX_RUNTIME_SECONDS = 10 * 3600


def nightly_job(sources: Sequence[Source]) -> UnresolvedAssetJobDefinition:
    """Crawl every source that is nightly, then bring the corpus up to date with the night."""
    left_out = AssetSelection.assets(*(fetches_key(s.name) for s in sources if not s.nightly))
    return define_asset_job(
        "nightly",
        selection=AssetSelection.all() - left_out,
        description="The night: crawl the nightly sources, extract, clean, date, dedupe, publish, report, export.",
        tags={"dagster/max_runtime": str(MAX_RUNTIME_SECONDS), "dagster/max_retries": "2"},
    )


def everything_job() -> UnresolvedAssetJobDefinition:
    """The same with every source, the demo's included: what `dateline demo` runs."""
    return define_asset_job(
        "everything",
        selection=AssetSelection.all(),
        description="Like nightly, with every source: those marked `nightly: false` too.",
    )


def nightly_schedule(
    job: UnresolvedAssetJobDefinition,
) -> UnresolvedPartitionedAssetScheduleDefinition | ScheduleDefinition:
    """Every night at 02:00 UTC, for the night that has just begun."""
    return build_schedule_from_partitioned_job(
        job, name="nightly_schedule", hour_of_day=NIGHTLY_HOUR, description="Every night at 02:00 UTC. Ships stopped."
    )
