"""`python -m assets.demo`: two nights of crawl and build on a small local news web, with a summary of the results."""

from __future__ import annotations

import argparse
import logging
import sys
import warnings

from assets.interrupts import heed_termination
from pipelines.base.errors import DatelineError, machine_fault
from pipelines.base.processes.endings import hear_interrupts
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.home import Home


def main() -> int:
    """Run the demo and show its results. Exit status: 0; 2 for a user's mistake; 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="dateline demo")
    parser.add_argument("--home")
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    end_with_parent()
    heed_termination()
    try:
        hear_interrupts()
        _run(Home.at(options.home), options.port)
    except DatelineError as error:
        sys.stderr.write(f"dateline: {error}\n")
        return 2
    except BaseException as stopped:
        if _is_interrupt(stopped):
            sys.stderr.write("dateline: interrupted; run the demo again and it goes on where it was\n")
            return 130
        if (fault := machine_fault(stopped)) is None:
            raise
        sys.stderr.write(f"dateline: {fault}\n")
        return 2
    return 0


def _run(home: Home, first_port: int | None) -> None:
    """Run the demo. Heavy imports happen here, so that a Ctrl-C during them is also quiet."""
    warnings.simplefilter("ignore")
    for library in ("dagster", "sqlalchemy"):  # they log errors about connections that an interrupt closed
        logging.getLogger(library).setLevel(logging.CRITICAL)
    from assets.demo_nights import run_demo
    from assets.demo_output import closing
    from assets.interrupts import insistent_interrupts
    from spiders.demo_web.ports import ports_from

    with insistent_interrupts():
        changed = run_demo(home, None if first_port is None else ports_from(first_port))
        closing(home, changed=changed)


def _is_interrupt(error: BaseException) -> bool:
    return isinstance(error, KeyboardInterrupt) or type(error).__name__ == "DagsterExecutionInterruptedError"


if __name__ == "__main__":
    sys.exit(main())
