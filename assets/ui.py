"""`python -m assets.ui`: Dagster's services for one home, only on 127.0.0.1 and behind the request guard (no login).

This process stays as their parent, because Dagster stops without its runs, which would go on crawling. Ctrl-C, SIGTERM
and SIGHUP also reach the runs' steps: crawls end after the present page, the run fails, and Dagster retries it at its
next start.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import warnings

from assets.event_files import INDEX, RUNS, TICKS, kept_open
from assets.instance import prepare
from assets.operations import operations_of
from assets.orphans import end_orphans
from assets.services import HOST, run_services
from pipelines.base.counted import counted
from pipelines.base.processes.endings import ending, heed_termination, leave
from pipelines.base.processes.loopback import bound
from pipelines.base.processes.parent_death import adopt_orphans, end_descendants, end_with_parent
from pipelines.lake.home import Home
from pipelines.night.lock import alone

SETTLED_SECONDS, TRIES = 60.0, 3
"""If Dagster ends earlier than this after its start, TRIES times in a row, another start will not help."""
GRACE_SECONDS = 60.0
"""Seconds for crawls and Dagster to end by themselves. Then they are killed; no acknowledged work is lost."""


def main() -> int:
    """Run Dagster until it is stopped. Exit status 2 if it cannot start."""
    end_with_parent(death_signal=signal.SIGTERM)
    parser = argparse.ArgumentParser(prog="dateline ui")
    parser.add_argument("--home")
    parser.add_argument("--port", type=int, default=3000)
    options = parser.parse_args()
    return ending(lambda: serve(Home.at(options.home), options.port))


def serve(home: Home, port: int) -> int:
    """Run Dagster's services to their end. Raises DatelineError for an obstacle."""
    with bound(port):
        pass  # an obstacle is told before Dagster starts
    operations_of(home)
    prepare(home)
    with alone(home, "ui"), kept_open(home, INDEX, RUNS, TICKS):
        sys.stderr.write(f"Dagster on http://{HOST}:{port} for {home.root} (it takes half a minute; Ctrl-C stops it)\n")
        heed_termination()
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # if a shell ignores SIGINT (`&`), Dagster would ignore SIGTERM as well
        adopt_orphans()
        return _kept_running(home, port)


def _kept_running(home: Home, port: int) -> int:
    """Run Dagster, and restart it if it ended by itself (as after a kill of its daemon), except if it keeps ending early."""
    early = 0
    while True:
        if ended := end_orphans(home):
            sys.stderr.write(f"{counted(ended, 'run')} of Dagster stopped when it ended: Dagster retries them\n")
        started = time.monotonic()
        try:
            status = run_services(port)
        finally:
            end_descendants(GRACE_SECONDS)
        early = early + 1 if time.monotonic() - started < SETTLED_SECONDS else 0
        if early == TRIES:
            return status or 1
        sys.stderr.write("Dagster ended by itself: restarting it\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    leave(main())
