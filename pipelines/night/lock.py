"""Locks of a home: one writer of the lake at a time, in any process; and only one demo."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.base.errors import EnvironmentFault
from pipelines.base.file_lock import held_if_free
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.checksums.look import take_written
from pipelines.lake.home import Home
from pipelines.lake.layout import layout_of, stamp


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Wait for the current writer of the corpus, then make others wait. The lock ends with its process, in whatever way.

    The first writer records the version of the home's layout. At the end of the block, the checksums of what it wrote
    are taken.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"dateline: another run is writing {home.root}; waiting for it\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        if layout_of(home.root) is None:
            stamp(home.root)
        checksums = Checksums(home.root)
        checksums.open_writer(os.getpid())
        yield
        take_written(home.root)
        checksums.close_writer()


@contextmanager
def writing_if_free(home: Home) -> Iterator[bool]:
    """Make writers of the corpus wait, if there is none now; yields whether they do. On a read-only disk they do not."""
    try:
        file = (home.root / ".lock").open("w")
    except OSError:
        yield False
        return
    with file, held_if_free(file) as is_held:
        yield is_held


@contextmanager
def alone(home: Home, work: str) -> Iterator[None]:
    """Allow only one process to do this work on a home. Raises EnvironmentFault at once if another one does it."""
    lock = _locked(home, work)
    try:
        yield
    finally:
        os.close(lock)


def _locked(home: Home, work: str) -> int:
    """The descriptor of a lock file that is held."""
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
