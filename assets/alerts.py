"""Alerts about nights that need attention, through the channels that `settings.yaml` names.

One message for each night and cause, however many sources share it and however often the run is retried. It contains
the incidents that are new that night and the failed steps; never the environment, a token, or text of a page. An incident
that lasts for ten nights is one alert.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dagster import (
    DagsterInstance,
    DagsterRun,
    DagsterRunStatus,
    DefaultSensorStatus,
    RunStatusSensorContext,
    SensorDefinition,
    SensorEvaluationContext,
    SkipReason,
    run_status_sensor,
    sensor,
)

from assets.alert_channels import Alert, channels, channels_of
from assets.failures import failed_steps
from assets.operations import Operations, operations_of
from assets.outbox import put, send_waiting
from assets.partitions import PARTITION
from assets.shares import SHARE
from pipelines.base.errors import EnvironmentFault
from pipelines.base.ids import digest
from pipelines.health.incidents.morning import morning
from pipelines.health.incidents.wording import new_by_group
from pipelines.lake.home import Home

ENDS = {"alert_after_a_failed_night": DagsterRunStatus.FAILURE, "alert_after_a_night": DagsterRunStatus.SUCCESS}
WILL_RETRY = "dagster/will_retry"
"""The tag of a failed run that Dagster will retry."""
SENT = "alerts-sent"
WHOLE_NIGHT = "whole_night"
AGAIN_SECONDS = 300
NOT_SENT = "an alert could not be sent, and is sent again in five minutes:"


def alert_sensors(home: Home, operations: Operations) -> list[SensorDefinition]:
    """Two sensors, for failed and for successful nights; switched on if the settings name a channel for alerts."""
    return [_sensor(home, name, status, switched_on=has_channel(operations)) for name, status in ENDS.items()]


def has_channel(operations: Operations) -> bool:
    """True if the settings name a channel for alerts, of all sources or of a group."""
    return any(route.has_channel for route in (operations, *operations.groups.values()))


def _sensor(home: Home, name: str, status: DagsterRunStatus, *, switched_on: bool) -> SensorDefinition:
    @run_status_sensor(
        run_status=status,
        name=name,
        default_status=_status(switched_on=switched_on),
        description="Sends what a night needs somebody for, or that another job failed, to where settings.yaml says; once each.",
    )
    def of_run(context: RunStatusSensorContext) -> None:
        for alert in alerts_of(home, context.instance, context.dagster_run):
            send_once(home, operations_of(home), alert)

    return of_run


def outbox_sensor(home: Home, operations: Operations) -> SensorDefinition:
    """The sensor `alerts_again`; switched on if the settings name a channel for alerts."""

    @sensor(
        name="alerts_again",
        minimum_interval_seconds=AGAIN_SECONDS,
        default_status=_status(switched_on=has_channel(operations)),
        description="Sends alerts again whose receiver refused them or did not answer, for a week.",
    )
    def alerts_again(_context: SensorEvaluationContext) -> SkipReason:
        send_again(home, operations_of(home))
        return SkipReason("no alert waits")

    return alerts_again


def _status(*, switched_on: bool) -> DefaultSensorStatus:
    return DefaultSensorStatus.RUNNING if switched_on else DefaultSensorStatus.STOPPED


def alerts_of(home: Home, instance: DagsterInstance, run: DagsterRun) -> list[Alert]:
    """The alerts about a run that has ended, one for each group of sources whose alerts go their own way.

    Empty if Dagster retries the run, or if the night needs nobody.
    """
    night = run.tags.get(PARTITION)
    if run.tags.get(WILL_RETRY) == "true" or (night is None and run.is_success):
        return []
    if night is None:
        today = datetime.now(UTC).date().isoformat()
        return [Alert(today, run.job_name, run.run_id, (f"{run.job_name} failed: see its last run in the UI",))]
    failed = [] if run.is_success else [key for key in failed_steps(instance, run) if key != WHOLE_NIGHT]
    share = f" of share {run.tags[SHARE]}" if SHARE in run.tags else ""
    said = [f"{step}{share} failed: see the run in the UI, or run 'dateline build' on the machine" for step in failed]
    causes = {"": said} if said else {}
    # a share is not the whole night: others may be running, and the run after the crawls reports the night
    if SHARE not in run.tags:
        own_way = {group for group, route in operations_of(home).groups.items() if route.has_channel}
        for group, lines in new_by_group(morning(home, date.fromisoformat(night)), own_way).items():
            causes.setdefault(group, []).extend(lines)
    if not causes and not run.is_success:
        causes = {"": [f"the run{share} failed: see it in the UI"]}
    return [Alert(night, run.job_name, run.run_id, tuple(lines), group) for group, lines in sorted(causes.items())]


def send_once(home: Home, operations: Operations, alert: Alert) -> bool:
    """Send the causes of an alert that were not yet sent for its night, through every channel. False if there are none.

    All channels are tried. Raises EnvironmentFault that names those that failed; for these the alert waits in the outbox.
    """
    known_file = home.dagster / SENT
    known = known_file.read_text().splitlines() if known_file.exists() else []
    new = {cause: key for cause in alert.causes if (key := digest(alert.night, cause)) not in known}
    if not new:
        return False
    own_way = alert.group in operations.groups
    ways = channels_of(home, operations.route(alert.group), alert.group if own_way else "")
    put(home, [channel.name for channel in ways], replace(alert, causes=tuple(new)))
    with known_file.open("a") as file:
        file.writelines(f"{key}\n" for key in new.values())
    send_again(home, operations)
    return True


def send_again(home: Home, operations: Operations) -> None:
    """Send what waits in the outbox. Raises EnvironmentFault that names the channels that failed, without secrets."""
    if problems := send_waiting(home, channels(home, operations)):
        raise EnvironmentFault(f"{NOT_SENT} settings.yaml: {'; '.join(problems)}")
