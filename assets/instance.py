"""The Dagster instance of a home: its folder, settings and first start."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from dagster import DagsterInstance

from pipelines.base.settings.file import settings_path
from pipelines.lake.home import ENVIRONMENT_VARIABLE, Home

NO_CAPTURE = {
    "compute_logs": {
        "module": "dagster._core.storage.noop_compute_log_manager",
        "class": "NoOpComputeLogManager",
        "config": {},
    }
}
TEMPLATE = Path(__file__).with_name("dagster.yaml")


def prepare(home: Home) -> None:
    """Create DAGSTER_HOME and set the environment of this process and its children to it.

    A lock makes the first start exclusive: several starts at once would leave unreadable databases. Only the owner can
    read runs, their logs and the settings.
    """
    home.dagster.mkdir(mode=0o700, parents=True, exist_ok=True)
    _keep_private(home)
    with (home.dagster / ".first-start").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home.dagster / "dagster.yaml").exists():
            shutil.copyfile(TEMPLATE, home.dagster / "dagster.yaml")
        os.environ["DAGSTER_HOME"] = str(home.dagster)
        os.environ[ENVIRONMENT_VARIABLE] = str(home.root)
        with DagsterInstance.get() as instance:
            instance.get_runs(limit=1)


def _keep_private(home: Home) -> None:
    """Remove the rights of group and others on `dagster/` and the settings file. Files of another owner are not changed."""
    for path, mode in ((home.dagster, 0o700), (settings_path(home.root, "settings"), 0o600)):
        if path.exists() and path.stat().st_uid == os.getuid():
            path.chmod(mode & path.stat().st_mode)


def foreground(home: Home) -> DagsterInstance:
    """The instance of a home for runs in this process. Output goes to the terminal, not into run logs.

    Capture of output would start helper processes that survive a Ctrl-C and print tracebacks. `local_temp` with a
    folder is not temporary: it is the only public way to an instance with settings that differ from its file.
    """
    return DagsterInstance.local_temp(str(home.dagster), overrides=NO_CAPTURE)
