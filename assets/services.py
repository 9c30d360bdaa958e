"""Dagster's three services as child processes: the code server, the daemon and the guarded webserver.

They are the services of a documented deployment: `dagster code-server`, `dagster-daemon` and `dagster-webserver`.
`dagster dev` would start a webserver without a guard.

A start takes as long as it needs: a service is waited for while its process is alive, never by a clock.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.base.errors import EnvironmentFault
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.base.processes.program import own_path, start

HOST = "127.0.0.1"
PAGE_POLL_MS = 5000
"""Milliseconds between updates of an open page. Dagster's default of two seconds costs a third of a core with 500 sources."""
WATCH_SECONDS = 0.5
SAY_SECONDS = 30.0
REPOSITORY_TIMEOUT_SECONDS = 3600
"""Dagster's services give the code server 180 seconds to describe the definitions, too few on a busy machine."""
PATIENT = {"DAGSTER_REPOSITORY_GRPC_TIMEOUT_SECONDS": str(REPOSITORY_TIMEOUT_SECONDS)}
MODULES = Path(__file__).parent / "workspace"
"""Working directory of the services. Dagster puts it first on the import path; it contains no modules."""
LOCATION = "dateline"
STRANGER = "guard-test.invalid"
"""A Host that the guard must refuse (RFC 2606 reserves `.invalid`)."""


def run_services(port: int) -> int:
    """Run the services until one ends; returns its exit status. The caller must end the others and their descendants.

    Raises EnvironmentFault if the webserver answers a foreign Host, because then it runs without the guard.
    """
    with TemporaryDirectory(prefix="dateline-ui-") as folder:
        socket, workspace = Path(folder) / "code.sock", Path(folder) / "workspace.yaml"
        place = {"socket": str(socket), "location_name": LOCATION}
        workspace.write_text(json.dumps({"load_from": [{"grpc_server": place}]}), encoding="utf-8")
        running = [_code_server(socket)]
        # the socket appears when the code is loaded
        if awaited("Dagster's code server, which loads the definitions", socket.exists, running):
            running += [_daemon(workspace), _webserver(workspace, port)]
            awaited("Dagster's webserver", lambda: refuses_strangers(port), running)
        while _all_run(running):
            time.sleep(WATCH_SECONDS)
        return next(process.returncode for process in running if process.poll() is not None)


def awaited(
    service: str,
    is_ready: Callable[[], bool],
    running: Sequence[subprocess.Popen[bytes]],
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Wait until a service is ready; False once a process has ended. Says on stderr every 30 seconds what is waited for."""
    started = said = clock()
    while not (ready := is_ready()) and _all_run(running):
        if clock() - said >= SAY_SECONDS:
            said = clock()
            load = f"{os.getloadavg()[0]:.0f} processes share {os.cpu_count()} processors"
            sys.stderr.write(f"waiting for {service}: it has been starting for {said - started:.0f} s ({load})\n")
        time.sleep(WATCH_SECONDS)
    return ready


def refuses_strangers(port: int) -> bool:
    """True if the server at a port refuses a foreign Host; False while no server answers. Raises if the server accepts it."""
    connection = HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", "/server_info", headers={"Host": STRANGER})
        status = connection.getresponse().status
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    if status != 403:
        raise EnvironmentFault(
            f"Dagster's webserver runs without the request guard (it answered {status} to a foreign Host),"
            " so any web page could use it: install the Dagster that requirements.lock names"
        )
    return True


def _code_server(socket: Path) -> subprocess.Popen[bytes]:
    definitions = ("--module-name", "assets.definitions", "--working-directory", str(MODULES))
    return _started(
        "dagster", "code-server", "start", "--socket", str(socket), *definitions,
        "--location-name", LOCATION, "--inject-env-vars-from-instance", "--log-level", "warning",
        "--startup-timeout", "0",
    )  # fmt: skip


def _daemon(workspace: Path) -> subprocess.Popen[bytes]:
    return _started("dagster._daemon", "run", "--workspace", str(workspace), "--log-level", "warning")


def _webserver(workspace: Path, port: int) -> subprocess.Popen[bytes]:
    return _started(
        "assets.webserver", "--workspace", str(workspace), "--host", HOST, "--port", str(port),
        "--dagster-log-level", "warning", "--live-data-poll-rate", str(PAGE_POLL_MS),
    )  # fmt: skip


def _started(module: str, *options: str) -> subprocess.Popen[bytes]:
    path = own_path()
    path["PYTHONPATH"] = os.pathsep.join(filter(None, [str(MODULES), path["PYTHONPATH"]]))
    return start(
        module,
        *options,
        cwd=MODULES,
        env=PATIENT | os.environ | path | {"PYTHONWARNINGS": "ignore"},
        process_group=0,  # we pass on a Ctrl-C of the terminal
        preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),  # no thread runs yet
    )


def _all_run(processes: Sequence[subprocess.Popen[bytes]]) -> bool:
    return all(process.poll() is None for process in processes)
