"""The outbox: alerts that wait until their channel takes them, `dagster/alerts/CHANNEL/DIGEST.json` in the home.

An alert is written here before it is sent and deleted once it is sent, so a channel that fails and a stop amid sending
lose nothing, and no channel gets an alert twice because another one failed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from assets.alert_channels import Alert, Channel
from pipelines.base.file_lock import held_if_free
from pipelines.base.ids import digest
from pipelines.lake.home import Home

FOLDER = "alerts"
KEPT_SECONDS = 7 * 86_400
"""Alerts that waited for longer are deleted: a receiver that is mended after a week needs no old nights."""
PATIENCE_SECONDS = 25.0
"""All channels together; Dagster gives a sensor 60 seconds (`DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS`)."""


def put(home: Home, channel_names: Sequence[str], alert: Alert) -> None:
    """Add an alert for each channel."""
    name = f"{digest(alert.night, *alert.causes)}.json"
    for channel in channel_names:
        folder = home.dagster / FOLDER / channel
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{name}.{os.getpid()}"
        partial.write_text(json.dumps(asdict(alert), ensure_ascii=False), encoding="utf-8")
        partial.replace(folder / name)


def send_waiting(home: Home, channels: Sequence[Channel], patience_seconds: float = PATIENCE_SECONDS) -> list[str]:
    """Send the alerts that wait, all channels at the same time. Returns a problem for each channel that failed.

    A channel that fails is not tried with its other alerts. One that neither takes an alert nor fails in
    `patience_seconds` is left to its thread. Nothing is sent if another process is sending.
    """
    problems: dict[str, str | None] = {}
    with _alone(home) as is_alone:
        if not is_alone:
            return []
        threads = []
        for channel in channels:
            if paths := _waiting(home, channel.name):
                problems[channel.name] = f"{channel.setting}: no answer in {patience_seconds:g} seconds"
                threads.append(Thread(target=_send, args=(channel, paths, problems), daemon=True))
        for thread in threads:
            thread.start()
        end = time.monotonic() + patience_seconds
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        return [problem for problem in list(problems.values()) if problem]


def _send(channel: Channel, paths: Sequence[Path], problems: dict[str, str | None]) -> None:
    problem = None
    for path in paths:
        if (alert := _read(path)) and (problem := channel.problem_with(alert)):
            break
        path.unlink(missing_ok=True)
    problems[channel.name] = problem


def _read(path: Path) -> Alert | None:
    """The alert in a file; None for a damaged file."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Alert(**{**fields, "causes": tuple(fields["causes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _waiting(home: Home, channel: str) -> list[Path]:
    """The alerts of a channel, oldest first, without those that waited too long, which are deleted."""
    files = sorted((path.stat().st_mtime, path) for path in (home.dagster / FOLDER / channel).glob("*.json"))
    for changed, path in files:
        if changed < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
    return [path for _, path in files if path.exists()]


@contextmanager
def _alone(home: Home) -> Iterator[bool]:
    """True if no other process or thread sends now."""
    folder = home.dagster / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock, held_if_free(lock) as is_held:
        yield is_held
