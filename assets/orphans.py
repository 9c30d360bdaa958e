"""Runs whose processes are gone: after a power cut Dagster would wait for them for hours, and start no other."""

from __future__ import annotations

from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from pipelines.errors import EnvironmentFault
from pipelines.home import Home
from pipelines.lock import alone

UNDER_WAY = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]


def end_orphans(home: Home) -> int:
    """End every run that counts as under way, before Dagster starts: no process of theirs has outlived it. Returns how many.

    They fail as crashed runs do, so that their retries start by themselves; those that were being cancelled are. Nothing is done
    beside a demo, whose run lives in a process of its own.
    """
    try:
        with alone(home, "demo"), DagsterInstance.get() as instance:
            runs = instance.get_runs(RunsFilter(statuses=UNDER_WAY))
            for run in runs:
                if run.status is DagsterRunStatus.CANCELING:
                    instance.report_run_canceled(run, "Dagster was stopped while it cancelled this run.")
                else:
                    instance.report_run_failed(
                        run, "Dagster was stopped, or the machine was, while this run was under way."
                    )
            return len(runs)
    except EnvironmentFault:
        return 0
