"""`python -m assets.ui`: Dagster's webserver and daemon for one home, on 127.0.0.1 only (the server has no login)."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import warnings
from pathlib import Path

from assets.instance import prepare
from pipelines.endings import ending
from pipelines.errors import EnvironmentFault, InputError
from pipelines.home import Home
from pipelines.parent_death import end_with_parent

HOST = "127.0.0.1"
WORKSPACE = Path(__file__).parent.parent / "workspace.yaml"


def main() -> int:
    """Replace this process by `dagster dev`; returns, with 2, only when something is in the way."""
    end_with_parent(death_signal=signal.SIGTERM)  # `dagster dev` inherits it, and ends its own children
    parser = argparse.ArgumentParser(prog="dateline ui")
    parser.add_argument("--home")
    parser.add_argument("--port", type=int, default=3000)
    options = parser.parse_args()
    return ending(lambda: serve(Home.at(options.home), options.port))


def serve(home: Home, port: int) -> int:
    """Become `dagster dev`. Raises DatelineError for what is in the way."""
    _check_port(port)
    if not WORKSPACE.exists():
        raise InputError(f"no {WORKSPACE.name} beside the packages: run this from a checkout of Dateline")
    prepare(home)
    sys.stderr.write(f"Dagster on http://{HOST}:{port} for {home.root} (it takes half a minute; Ctrl-C stops it)\n")
    sys.stderr.flush()
    os.chdir(WORKSPACE.parent)
    os.environ["PYTHONWARNINGS"] = "ignore"
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # where a shell has it ignored (`&`), Dagster would ignore SIGTERM as well
    command = [sys.executable, "-m", "dagster", "dev", "-w", WORKSPACE.name, "-h", HOST, "-p", str(port)]
    os.execv(sys.executable, [*command, "--log-level", "warning"])


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise EnvironmentFault(
                f"port {port} is in use: stop what uses it, or choose another with --port"
            ) from error


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main())
