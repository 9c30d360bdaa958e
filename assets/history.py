"""Report nights to the UI that it did not run: nights built by the command line, and nights without a crawl.

A sensor runs every five minutes. For each night and asset that is done by the corpus's own records and unknown to
Dagster, it reports a materialization, marked as reported; with the health of a night, the check of each source. For each
past night without a crawl, it notes "not crawled" for each source: an observation, which makes nothing look fresh. A
failed crawl is not reported: its partition stays missing, or failed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from dagster import (
    AssetCheckEvaluation,
    AssetKey,
    AssetMaterialization,
    AssetObservation,
    DagsterInstance,
    DagsterRunStatus,
    DefaultSensorStatus,
    RunsFilter,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    sensor,
)

from assets.health import health_events
from assets.partitions import PARTITION
from assets.sources import ALL, fetches_key, not_crawled
from pipelines.corpus.fetches.crawls import crawled_nights, lacking
from pipelines.lake.archive import folder
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.book import recorded
from pipelines.nights import STEPS

EVERY_SECONDS = 300
REPORTED_AT_ONCE = 500
"""A tick ends with the night that reaches so many events; the other nights wait for the next tick."""
NOT_ENDED = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]


@dataclass(frozen=True, slots=True)
class Reported:
    """What earlier ticks reported: notes up to the night `noted`, and verdicts that were made until `judged` (ISO 8601)."""

    noted: str = date.min.isoformat()
    judged: str = datetime.min.replace(tzinfo=UTC).isoformat()


NOTHING = Reported()
Event = AssetMaterialization | AssetObservation | AssetCheckEvaluation


def history_sensor(home: Home, sources: Sequence[str]) -> SensorDefinition:
    """The sensor `nights_from_elsewhere`, switched on from the start, because it starts no run."""

    @sensor(
        name="nights_from_elsewhere",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=DefaultSensorStatus.RUNNING,
        description="Shows nights that the command line built, and says of nights that nobody crawled that they are over.",
    )
    def nights_from_elsewhere(context: SensorEvaluationContext) -> SensorResult:
        now = datetime.now(UTC)
        before = Reported(**json.loads(context.cursor)) if context.cursor else Reported(judged=now.isoformat())
        events: list[Event] = []
        noted, is_whole = before.noted, True
        for night, of_night in unknown_to_dagster(home, context.instance, sources, now.date(), before):
            events += of_night
            noted = max(noted, night.isoformat()) if night < now.date() else noted
            if len(events) >= REPORTED_AT_ONCE:
                is_whole = False
                break
        after = Reported(noted, now.isoformat() if is_whole else before.judged)
        return SensorResult(asset_events=events, cursor=json.dumps(asdict(after)))

    return nights_from_elsewhere


def unknown_to_dagster(
    home: Home, instance: DagsterInstance, sources: Sequence[str], today: date, before: Reported = NOTHING
) -> Iterator[tuple[date, list[Event]]]:
    """For each night, oldest first, what is done, or can no longer be done, and is unknown to Dagster.

    A night that was judged again since `before`, as by a release on the command line, has its checks reported again.
    """
    noted, judged = date.fromisoformat(before.noted), datetime.fromisoformat(before.judged)
    built = {(night, name): row for (night, name), row in recorded(Lake(home.lake)).items() if name in STEPS}
    known = _known(instance, [*map(fetches_key, sources), *(_key(name) for name in STEPS)])
    first = min([*crawled_nights(home)[:1], *(night for night, _ in built)], default=today)
    under_way = _nights_under_way(instance)
    for night in (first + timedelta(days=day) for day in range((today - first).days + 1)):
        unknown = [source for source in sources if night.isoformat() not in known[fetches_key(source)]]
        done = {name: row for (on, name), row in built.items() if on == night}
        steps = [name for name in STEPS if name in done and night.isoformat() not in known[_key(name)]]
        is_new = "source_health" in done and ("source_health" in steps or done["source_health"].ended_at > judged)
        if night.isoformat() in under_way or not (unknown or steps or is_new):
            continue
        missing = lacking(home, night, unknown) if done or night > noted else dict.fromkeys(unknown, "")
        events: list[Event] = [_reported(fetches_key(s), night) for s in unknown if s not in missing]
        if noted < night < today:
            not_begun = (s for s in missing if not folder(home.archive, s, night).is_dir())
            events += [not_crawled(source, night) for source in not_begun]
        events += list(health_events(home, night)) if is_new else []
        events += [_reported(_key(name), night, rows=done[name].rows) for name in steps]
        if events:
            yield night, events


def _nights_under_way(instance: DagsterInstance) -> set[str]:
    """Nights of runs that have not ended: these report their own assets."""
    return {run.tags.get(PARTITION, "") for run in instance.get_runs(RunsFilter(statuses=NOT_ENDED))}


def _known(instance: DagsterInstance, keys: Sequence[AssetKey]) -> Mapping[AssetKey, set[str]]:
    return {key: set(instance.get_materialized_partitions(key)) for key in keys}


def _key(step: str) -> AssetKey:
    return ALL if step == "fetches" else AssetKey(step)


def _reported(key: AssetKey, night: date, **metadata: int) -> AssetMaterialization:
    return AssetMaterialization(key, partition=night.isoformat(), metadata={"built_by": "the command line", **metadata})
