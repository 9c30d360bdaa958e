"""The names of the failed steps of a run. For the step that makes the corpus assets, the name of the missing asset."""

from __future__ import annotations

from collections.abc import Iterator

from dagster import AssetKey, DagsterEvent, DagsterEventType, DagsterInstance, DagsterRun

from assets.corpus import BUILD, CHAIN

MADE, PLANNED = DagsterEventType.ASSET_MATERIALIZATION, DagsterEventType.ASSET_MATERIALIZATION_PLANNED


def failed_steps(instance: DagsterInstance, run: DagsterRun) -> list[str]:
    """Names of failed steps, in the order of failure."""
    return [
        _failed_asset(instance, run) if step.step_key == BUILD else step.step_key
        for step in instance.get_run_step_stats(run.run_id)
        if step.status and step.status.name == "FAILURE"
    ]


def _failed_asset(instance: DagsterInstance, run: DagsterRun) -> str:
    """The first planned asset that the run did not make, or that failed a blocking check."""
    planned = {event.asset_key for event in _events(instance, run, PLANNED)}
    made = {event.asset_key for event in _events(instance, run, MADE)}
    checks = [
        event.asset_check_evaluation_data for event in _events(instance, run, DagsterEventType.ASSET_CHECK_EVALUATION)
    ]
    made -= {check.asset_key for check in checks if check.blocking and not check.passed}
    return next((make.__name__ for make in CHAIN if AssetKey(make.__name__) in planned - made), BUILD)


def _events(instance: DagsterInstance, run: DagsterRun, kind: DagsterEventType) -> Iterator[DagsterEvent]:
    return (entry.dagster_event for entry in instance.all_logs(run.run_id, of_type=kind) if entry.dagster_event)
