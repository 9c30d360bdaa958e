"""Run programs of packages above `pipelines` (spiders and assets) as separate processes; they are never imported here."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from pipelines.base.processes.endings import AGAIN, Terminated, deaf_to_interrupts, is_deaf
from pipelines.base.processes.program import start


def run_module(module: str, *arguments: str) -> int:
    """Run a module as a program in the foreground and return its exit status.

    Ctrl-C also reaches the child (same terminal); a child that is still starting is killed. SIGTERM and SIGHUP are passed
    on as SIGTERM. We wait until the child has ended and return 130. If we are killed, the child ends, too
    (`pipelines.base.processes.parent_death`).
    """
    child, interrupted = None, False
    while True:
        try:
            if child is None:
                with deaf_to_interrupts():
                    child = start(module, *arguments)
            status = child.wait()
            break
        except KeyboardInterrupt as stop:
            if child is None:
                raise
            interrupted = True  # perhaps at the end of the block above
            if isinstance(stop, Terminated):
                child.terminate()
            elif is_deaf(child.pid):  # it still imports, and has begun nothing
                child.kill()
                sys.stderr.write(f"dateline: {AGAIN}\n")
    return 130 if interrupted or status in (-signal.SIGINT, 130) else status


def options(**values: object) -> list[str]:
    """Command-line options from keyword values; values that are None are left out.

    >>> options(night="2026-02-02", clock=None)
    ['--night', '2026-02-02']
    """
    listed: list[str] = []
    for name, value in values.items():
        if value is not None:
            for item in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
                listed += [f"--{name.replace('_', '-')}", str(item)]
    return listed
