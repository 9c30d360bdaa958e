"""Alerts about nights that need attention: to a file, a webhook or by mail, as set in `settings.yaml`.

One message for each night and cause, however many sources share it and however often the run is retried. It contains
the entries of the report's "What needs you" and the failed steps; never the environment, a token, or text of a page.
"""

from __future__ import annotations

import json
import os
import smtplib
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any
from urllib.error import HTTPError

from dagster import (
    DagsterInstance,
    DagsterRun,
    DagsterRunStatus,
    DefaultSensorStatus,
    RunStatusSensorContext,
    SensorDefinition,
    run_status_sensor,
)

from assets.failures import failed_steps
from assets.operations import Mail, Operations, operations_of
from assets.partitions import PARTITION
from assets.shares import SHARE
from pipelines.base.errors import ConfigError
from pipelines.base.ids import digest
from pipelines.give.report.attention import attention
from pipelines.lake.home import Home

ENDS = {"alert_after_a_failed_night": DagsterRunStatus.FAILURE, "alert_after_a_night": DagsterRunStatus.SUCCESS}
WILL_RETRY = "dagster/will_retry"
"""The tag of a failed run that Dagster will retry."""
SENT = "alerts-sent"
TIMEOUT_SECONDS = 20
WHOLE_NIGHT = "whole_night"


@dataclass(frozen=True, slots=True)
class Alert:
    """The content of an alert: the night, the job and run, and one sentence for each cause."""

    night: str
    job: str
    run_id: str
    causes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole message in words."""
        run = f" (run {self.run_id[:8]})" if self.run_id else ""
        return "\n".join([f"Dateline, night of {self.night}{run}:", *(f"- {cause}" for cause in self.causes)])


def alert_sensors(home: Home, operations: Operations) -> list[SensorDefinition]:
    """Two sensors, for failed and for successful nights; switched on if the settings name a channel for alerts."""
    return [_sensor(home, name, status, switched_on=is_told(operations)) for name, status in ENDS.items()]


def is_told(operations: Operations) -> bool:
    """True if the settings name a channel for alerts: a file, a webhook or mail."""
    return any((operations.alert_file, operations.alert_webhook_from, operations.alert_mail))


def _sensor(home: Home, name: str, status: DagsterRunStatus, *, switched_on: bool) -> SensorDefinition:
    @run_status_sensor(
        run_status=status,
        name=name,
        default_status=DefaultSensorStatus.RUNNING if switched_on else DefaultSensorStatus.STOPPED,
        description="Sends what a night needs somebody for, or that another job failed, to where settings.yaml says; once each.",
    )
    def sensor(context: RunStatusSensorContext) -> None:
        if alert := alert_of(home, context.instance, context.dagster_run):
            send_once(home, operations_of(home), alert)

    return sensor


def alert_of(home: Home, instance: DagsterInstance, run: DagsterRun) -> Alert | None:
    """The alert about a run that has ended; None if Dagster retries the run, or if the night needs no attention."""
    night = run.tags.get(PARTITION)
    if run.tags.get(WILL_RETRY) == "true" or (night is None and run.is_success):
        return None
    if night is None:
        today = datetime.now(UTC).date().isoformat()
        return Alert(today, run.job_name, run.run_id, (f"{run.job_name} failed: see its last run in the UI",))
    day = date.fromisoformat(night)
    failed = [] if run.is_success else [key for key in failed_steps(instance, run) if key != WHOLE_NIGHT]
    share = f" of share {run.tags[SHARE]}" if SHARE in run.tags else ""
    causes = [f"{step}{share} failed: see the run in the UI, or run 'dateline build' on the machine" for step in failed]
    # a share is not the whole night: others may be running, and the run after the crawls reports the night
    if SHARE not in run.tags:
        causes += attention(home, day)
    if not causes and not run.is_success:
        causes = [f"the run{share} failed: see it in the UI"]
    return Alert(night, run.job_name, run.run_id, tuple(causes)) if causes else None


def send_once(home: Home, operations: Operations, alert: Alert) -> bool:
    """Send the causes of an alert that were not yet sent for its night, through every channel. False if there are none.

    All channels are tried; then the first error is raised.
    """
    sent = home.dagster / SENT
    known = sent.read_text().splitlines() if sent.exists() else []
    new = {cause: key for cause in alert.causes if (key := digest(alert.night, cause)) not in known}
    if not new:
        return False
    news = replace(alert, causes=tuple(new))
    problems = [problem for way in ways(home, operations) if (problem := _tried(way, news))]
    if problems:
        raise problems[0]
    sent.parent.mkdir(parents=True, exist_ok=True)
    with sent.open("a") as file:
        file.writelines(f"{key}\n" for key in new.values())
    return True


def ways(home: Home, operations: Operations) -> Sequence[Callable[[Alert], None]]:
    """The functions that send an alert, one for each channel in the settings. Raises ConfigError for an unset variable."""
    found: list[Callable[[Alert], None]] = []
    if name := operations.alert_file:
        found.append(lambda alert: append(home, name, alert))
    if variable := operations.alert_webhook_from:
        url = os.environ.get(variable, "")
        if not url.startswith(("https://", "http://")):
            raise ConfigError(
                f"settings.yaml: alert_webhook_from: {variable} holds no http(s) URL; set it where Dagster is started"
            )
        found.append(lambda alert: post(url, body(alert, operations.alert_webhook_form)))
    if mail := operations.alert_mail:
        found.append(lambda alert: send_mail(mail, alert))
    return found


def append(home: Home, name: str, alert: Alert) -> None:
    """Append the alert to a file, as one line of JSON."""
    with (home.root / name).open("a", encoding="utf-8") as file:
        file.write(json.dumps(body(alert, "json"), ensure_ascii=False) + "\n")


def body(alert: Alert, form: str) -> dict[str, Any]:
    """The JSON body for a webhook: `{"text"}` for Slack, else all fields and the text."""
    return {"text": alert.text} if form == "slack" else {**asdict(alert), "text": alert.text}


def post(url: str, content: dict[str, Any]) -> None:
    """POST as JSON. Raises OSError without the URL, because the URL is a secret."""
    request = urllib.request.Request(  # noqa: S310 # its scheme was checked
        url, json.dumps(content).encode(), {"Content-Type": "application/json"}
    )
    try:
        urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS).close()  # noqa: S310
    except HTTPError as error:
        error.close()
        raise OSError(f"the alert could not be posted: HTTP {error.code}") from None
    except OSError as error:
        raise OSError(f"the alert could not be posted: {type(error).__name__}") from None


def send_mail(mail: Mail, alert: Alert) -> None:
    """Send the alert as plain-text mail."""
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, mail.to
    message["Subject"] = f"Dateline: the night of {alert.night} needs you"
    message.set_content(alert.text)
    host, _, port = mail.server.rpartition(":")
    with smtplib.SMTP(host, int(port), timeout=TIMEOUT_SECONDS) as server:
        server.send_message(message)


def _tried(way: Callable[[Alert], None], alert: Alert) -> OSError | None:
    try:
        way(alert)
    except OSError as error:
        return error
    return None
