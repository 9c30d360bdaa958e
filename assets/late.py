"""Word of nights that do not come: the schedule was switched off, or the machine was. No run would tell of it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from dagster import DefaultSensorStatus, SensorDefinition, SensorEvaluationContext, SkipReason, sensor

from assets.alerts import Alert, is_told, send_once
from assets.described import GRACE, NIGHT
from assets.operations import Operations, operations_of
from assets.rhythm import last_and_gap
from pipelines.lake.home import Home

EVERY_SECONDS = 900
LATE = "no night has come since {night}: see whether the schedule is switched on (Automation), and its last run"


def late_sensor(home: Home, operations: Operations) -> SensorDefinition:
    """The sensor `alert_of_a_late_night`; switched on where the settings name a way to tell."""

    @sensor(
        name="alert_of_a_late_night",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=DefaultSensorStatus.RUNNING if is_told(operations) else DefaultSensorStatus.STOPPED,
        description="Sends word where nights have stopped to come, once for each time they do.",
    )
    def alert_of_a_late_night(_context: SensorEvaluationContext) -> SkipReason:
        alert = late(home, datetime.now(UTC))
        if alert is None:
            return SkipReason("the last night is no later than nights have been")
        return SkipReason(f"{alert.text} ({'sent' if send_once(home, operations_of(home), alert) else 'sent before'})")

    return alert_of_a_late_night


def late(home: Home, now: datetime) -> Alert | None:
    """What is to be told if no source was crawled for longer than its most regular one used to stay away; None if all is well.

    It is said of a corpus with three nights or more, a day and a half after the next one was due.
    """
    found = last_and_gap(home, now.date())
    if found is None:
        return None
    last, gap = found
    due = datetime.combine(last, time(tzinfo=UTC)) + gap
    if now <= due + NIGHT + GRACE:
        return None
    return Alert(last.isoformat(), "nightly", "", (LATE.format(night=last),))
