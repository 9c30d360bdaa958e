"""Alerts about missing nights: the schedule or the machine was switched off, so no run can report it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from dagster import DefaultSensorStatus, SensorDefinition, SensorEvaluationContext, SkipReason, sensor

from assets.alert_channels import Alert
from assets.alerts import has_channel, send_once
from assets.described import GRACE, NIGHT
from assets.operations import Operations, operations_of
from assets.rhythm import last_and_gap
from pipelines.lake.home import Home

EVERY_SECONDS = 900
LATE = "no night has come since {night}: see whether the schedule is switched on (Automation), and its last run"


def late_sensor(home: Home, operations: Operations) -> SensorDefinition:
    """The sensor `alert_of_a_late_night`; switched on if the settings name a channel for alerts."""

    @sensor(
        name="alert_of_a_late_night",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=DefaultSensorStatus.RUNNING if has_channel(operations) else DefaultSensorStatus.STOPPED,
        description="Sends word where nights have stopped to come, once for each time they do.",
    )
    def alert_of_a_late_night(_context: SensorEvaluationContext) -> SkipReason:
        alert = late(home, datetime.now(UTC))
        if alert is None:
            return SkipReason("the last night is no later than nights have been")
        return SkipReason(f"{alert.text} ({'sent' if send_once(home, operations_of(home), alert) else 'sent before'})")

    return alert_of_a_late_night


def late(home: Home, now: datetime) -> Alert | None:
    """An alert if no source was crawled for longer than the usual gap of the most regular source; else None.

    Only for a corpus with at least three nights, a day and a half after the next night was due.
    """
    found = last_and_gap(home, now.date())
    if found is None:
        return None
    last, gap = found
    due = datetime.combine(last, time(tzinfo=UTC)) + gap
    if now <= due + NIGHT + GRACE:
        return None
    return Alert(last.isoformat(), "nightly", "", (LATE.format(night=last),))
