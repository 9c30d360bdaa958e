"""`python -m assets.ui`: Dagster's services for one home, on 127.0.0.1 only and behind the request guard (there is no login).

This process stays beside them, because Dagster stops without its runs, which would crawl on. Ctrl-C, SIGTERM and SIGHUP reach the
runs' steps as well: crawls end with the page they are at, the run fails, and is retried by itself when Dagster runs again.
"""

from __future__ import annotations

import argparse
import signal
import socket
import sys
import time
import warnings

from assets.event_files import INDEX, RUNS, TICKS, kept_open
from assets.instance import prepare
from assets.operations import operations_of
from assets.orphans import end_orphans
from assets.services import HOST, run_services
from pipelines.base.errors import EnvironmentFault
from pipelines.base.processes.endings import ending, heed_termination, leave
from pipelines.base.processes.parent_death import adopt_orphans, end_descendants, end_with_parent
from pipelines.lake.home import Home
from pipelines.night.lock import alone

SETTLED_SECONDS, TRIES = 60.0, 3
"""What ends sooner after its start, so many times in a row, has something wrong that a further start does not mend."""
GRACE_SECONDS = 60.0
"""What crawls and Dagster have to end by themselves; they are killed then, and lose nothing that was acknowledged."""


def main() -> int:
    """Run Dagster until somebody stops it; the exit status is 2 when something is in the way."""
    end_with_parent(death_signal=signal.SIGTERM)
    parser = argparse.ArgumentParser(prog="dateline ui")
    parser.add_argument("--home")
    parser.add_argument("--port", type=int, default=3000)
    options = parser.parse_args()
    return ending(lambda: serve(Home.at(options.home), options.port))


def serve(home: Home, port: int) -> int:
    """Run Dagster's services to their end. Raises DatelineError for what is in the way."""
    _check_port(port)
    operations_of(home)
    prepare(home)
    with alone(home, "ui"), kept_open(home, INDEX, RUNS, TICKS):
        sys.stderr.write(f"Dagster on http://{HOST}:{port} for {home.root} (it takes half a minute; Ctrl-C stops it)\n")
        heed_termination()
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # where a shell has it ignored (`&`), Dagster would ignore SIGTERM as well
        adopt_orphans()
        return _kept_running(home, port)


def _kept_running(home: Home, port: int) -> int:
    """Run Dagster, and again where it ended by itself, as it does when its daemon is killed; not where it keeps ending early."""
    early = 0
    while True:
        if ended := end_orphans(home):
            sys.stderr.write(f"{ended} run(s) were under way when Dagster last ended: they are retried by themselves\n")
        started = time.monotonic()
        try:
            status = run_services(port)
        finally:
            end_descendants(GRACE_SECONDS)
        early = early + 1 if time.monotonic() - started < SETTLED_SECONDS else 0
        if early == TRIES:
            return status or 1
        sys.stderr.write("Dagster ended by itself: it is started again\n")


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
    leave(main())
