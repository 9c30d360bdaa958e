"""`python -m spiders.demo_web --night 2026-02-02` serves the demo web by hand until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import date

from pipelines.base.processes.endings import ending
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.ports import FIRST_PORT, ports_from
from spiders.demo_web.server import serve


def main(arguments: list[str] | None = None) -> int:
    """Serve; the exit status is 2 for a mistake, 130 for Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m spiders.demo_web", description="Serve the demo news web.")
    parser.add_argument("--night", type=date.fromisoformat, choices=NIGHTS, default=NIGHTS[0])
    parser.add_argument("--first-port", type=int, default=FIRST_PORT, help="first of ten ports in a row")
    options = parser.parse_args(arguments)
    return ending(lambda: run(options.night, options.first_port))


def run(night: date, first_port: int) -> int:
    """Serve until a signal comes."""
    with serve(ports_from(first_port), night) as web:
        for name in web.ports:
            print(web.url(name), name, file=sys.stderr)  # noqa: T201 -- for the person who started it
        signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
