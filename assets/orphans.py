"""Ends runs whose process is gone: Dagster would wait for them for hours and start no other run.

After a power failure these are all runs in progress (`end_orphans`, before Dagster starts). While Dagster runs, these
are runs whose worker was killed or died of a full disk. A sensor looks for them, because Dagster's own monitoring does
not check the workers of its default launcher.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dagster import (
    DagsterEventType,
    DagsterInstance,
    DagsterRun,
    DagsterRunStatus,
    DefaultSensorStatus,
    RunsFilter,
    SensorDefinition,
    SensorEvaluationContext,
    SkipReason,
    sensor,
)

from pipelines.base.errors import EnvironmentFault
from pipelines.lake.home import Home
from pipelines.night.lock import alone

UNDER_WAY = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
AT_WORK = [DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
EVERY_SECONDS = 30
LOCAL = ".dagster/grpc_info"
"""The tag of runs with a worker that Dagster's default launcher started, on this machine."""
STOPPED = "Dagster was stopped, or the machine was, while this run was under way."
GONE = (
    "The process of this run is gone: it was killed, or the disk was full. What it had not finished is done by a retry."
)


def end_orphans(home: Home) -> int:
    """End every run in progress before Dagster starts, because none of their processes has survived. Returns their number.

    They fail like crashed runs, so that Dagster retries them; runs that were being cancelled are cancelled. Does
    nothing during a demo, because its run has a process of its own.
    """
    try:
        with alone(home, "demo"), DagsterInstance.get() as instance:
            runs = instance.get_runs(RunsFilter(statuses=UNDER_WAY))
            for run in runs:
                _end(instance, run, STOPPED)
            return len(runs)
    except EnvironmentFault:
        return 0


def orphans_sensor() -> SensorDefinition:
    """The sensor `runs_without_a_process`, switched on from the start."""

    @sensor(
        name="runs_without_a_process",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=DefaultSensorStatus.RUNNING,
        description="Fails runs whose process was killed, so that they are retried.",
    )
    def runs_without_a_process(context: SensorEvaluationContext) -> SkipReason:
        gone = list(without_a_process(context.instance))
        for run in gone:
            _end(context.instance, run, GONE)
        return SkipReason(f"{len(gone)} runs were without a process")

    return runs_without_a_process


def without_a_process(instance: DagsterInstance) -> Iterator[DagsterRun]:
    """The running runs whose worker process on this machine is gone."""
    for run in instance.get_runs(RunsFilter(statuses=AT_WORK)):
        worker = _worker(instance, run) if LOCAL in run.tags else None
        if worker is not None and not _is_alive(worker):
            yield run


def _worker(instance: DagsterInstance, run: DagsterRun) -> int | None:
    """The process id of a run's worker, from its first engine event."""
    for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.ENGINE_EVENT):
        event = entry.dagster_event
        pid = event.engine_event_data.metadata.get("pid") if event is not None else None
        if pid is not None and str(pid.value).isdecimal():
            return int(str(pid.value))
    return None


def _is_alive(pid: int) -> bool:
    """True if a process exists and is Python: process ids are reused."""
    try:
        folder = Path("/proc") / str(pid)
        state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and b"python" in (folder / "cmdline").read_bytes()
    except OSError:
        return False


def _end(instance: DagsterInstance, run: DagsterRun, reason: str) -> None:
    if run.status is DagsterRunStatus.CANCELING:
        instance.report_run_canceled(run, reason)
    else:
        instance.report_run_failed(run, reason)
