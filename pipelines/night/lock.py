"""Who may work at a home: one writer of the lake at a time, whichever process it is; one demo, and no second beside it."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.base.errors import EnvironmentFault
from pipelines.lake.home import Home


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Wait for whoever writes the corpus now, then keep others waiting. The lock goes with its process, however that ends."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"dateline: another run is writing {home.root}; waiting for it\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(home: Home, work: str) -> Iterator[None]:
    """Keep out whoever would do the same work on the same home. Raises EnvironmentFault at once when somebody does it."""
    lock = _locked(home, work)
    try:
        yield
    finally:
        os.close(lock)


def _locked(home: Home, work: str) -> int:
    """Descriptor of a lock file that is held."""
    home.root.mkdir(parents=True, exist_ok=True)
    lock = os.open(home.root / f".{work}.lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise EnvironmentFault(
            f"another {work} is at work in {home.root}: wait until it has ended, or choose another --home"
        ) from error
    return lock
