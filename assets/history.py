"""Report nights to the UI that it did not run: nights built by the command line, and nights without a crawl.

A sensor runs every five minutes. For each night and asset that is done by the corpus's own records and unknown to
Dagster, it reports a materialization, marked as reported. For each past night without a crawl, it reports "not crawled"
for each source. A failed crawl is not reported: its partition stays missing, or failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from dagster import (
    AssetKey,
    AssetMaterialization,
    DagsterInstance,
    DagsterRunStatus,
    DefaultSensorStatus,
    RunsFilter,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    sensor,
)

from assets.partitions import PARTITION
from assets.sources import ALL, OVER, fetches_key
from pipelines.corpus.fetches.crawls import crawled_nights, crawls, lacking
from pipelines.lake.archive import folder
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.book import recorded
from pipelines.nights import STEPS

EVERY_SECONDS = 300
REPORTED_AT_ONCE = 500
"""Maximum events of one tick; the rest waits for the next tick."""
NOT_ENDED = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]

Events = Iterator[AssetMaterialization]


def history_sensor(home: Home, sources: Sequence[str]) -> SensorDefinition:
    """The sensor `nights_from_elsewhere`, switched on from the start, because it starts no run."""

    @sensor(
        name="nights_from_elsewhere",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=DefaultSensorStatus.RUNNING,
        description="Shows nights that the command line built, and says of nights that nobody crawled that they are over.",
    )
    def nights_from_elsewhere(context: SensorEvaluationContext) -> SensorResult:
        events = unknown_to_dagster(home, context.instance, sources, datetime.now(UTC).date())
        return SensorResult(asset_events=list(islice(events, REPORTED_AT_ONCE)))

    return nights_from_elsewhere


def unknown_to_dagster(home: Home, instance: DagsterInstance, sources: Sequence[str], today: date) -> Events:
    """A materialization for each night and asset that is done, or can no longer be done, and is unknown to Dagster.

    Oldest night first.
    """
    built = {(night, name): row for (night, name), row in recorded(Lake(home.lake)).items() if name in STEPS}
    known = _known(instance, [*map(fetches_key, sources), *(_key(name) for name in STEPS)])
    first = min([*crawled_nights(home)[:1], *(night for night, _ in built)], default=today)
    under_way = _nights_under_way(instance)
    for night in (first + timedelta(days=day) for day in range((today - first).days + 1)):
        unknown = [source for source in sources if night.isoformat() not in known[fetches_key(source)]]
        steps = [name for name in STEPS if night.isoformat() not in known[_key(name)]]
        if night.isoformat() in under_way or not (unknown or steps):
            continue
        ended, missing = crawls(home, night) if steps else [], lacking(home, night, unknown)
        for source in unknown:
            if source not in missing:
                yield _reported(fetches_key(source), night, {"built_by": "the command line"})
            elif night < today and not folder(home.archive, source, night).is_dir():
                yield _reported(fetches_key(source), night, {"not_crawled": OVER.format(night=night)})
        for name in steps:
            if row := built.get((night, name)):
                yield _reported(_key(name), night, {"built_by": "the command line", "rows": row.rows})
            elif night < today and not ended:
                yield _reported(_key(name), night, {"not_crawled": OVER.format(night=night)})


def _nights_under_way(instance: DagsterInstance) -> set[str]:
    """Nights of runs that have not ended: these report their own assets."""
    return {run.tags.get(PARTITION, "") for run in instance.get_runs(RunsFilter(statuses=NOT_ENDED))}


def _known(instance: DagsterInstance, keys: Sequence[AssetKey]) -> Mapping[AssetKey, set[str]]:
    return {key: set(instance.get_materialized_partitions(key)) for key in keys}


def _key(step: str) -> AssetKey:
    return ALL if step == "fetches" else AssetKey(step)


def _reported(key: AssetKey, night: date, metadata: Mapping[str, Any]) -> AssetMaterialization:
    return AssetMaterialization(key, partition=night.isoformat(), metadata=metadata)
