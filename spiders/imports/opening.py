"""Input files of an import, opened so that a fault of an input is told from a fault of the archive's disk."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.base.errors import InputError


class UnreadableError(InputError):
    """An input, or the rest of one, cannot be read. It costs itself: the import goes on with the other inputs."""


class _File(io.FileIO):
    """A file whose errors of reading are UnreadableError; a full disk of ours stays an OSError."""

    def readinto(self, buffer: Any) -> int | None:
        """As in `io.FileIO`."""
        with _named():
            return super().readinto(buffer)

    def readall(self) -> bytes:
        """As in `io.FileIO`."""
        with _named():
            return super().readall()


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableError(reason(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, without waiting for a pipe. Raises UnreadableError."""
    try:
        raw = _File(path, opener=_open)
    except IsADirectoryError as error:
        raise UnreadableError(_folder_problem(path)) from error
    except OSError as error:
        raise UnreadableError(reason(error)) from error
    with raw:
        if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
            raise UnreadableError("no regular file")
        with io.BufferedReader(raw) as file:
            yield file


def files_below(path: Path, is_ours: Callable[[str], bool]) -> list[Path]:
    """The file at a path, or the files below a folder whose names are accepted, sorted.

    A folder stands for itself if it cannot be read, or if its name is accepted and no such file is in it.
    """
    if not path.is_dir():
        return [path]
    closed: list[OSError] = []
    found: set[Path] = set()
    for top, folders, files in os.walk(path, onerror=closed.append):
        found |= {Path(top, name) for name in (*files, *folders) if is_ours(name)}
    found |= {Path(error.filename) for error in closed}
    return sorted(each for each in found if not each.is_dir() or not any(each in other.parents for other in found))


def _open(name: str, flags: int) -> int:
    """A file descriptor; fails for a file without random access, such as one of /proc."""
    descriptor = os.open(name, flags | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.lseek(descriptor, 0, os.SEEK_END)
            os.lseek(descriptor, 0, os.SEEK_SET)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _folder_problem(folder: Path) -> str:
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        return reason(error)
    return "a folder without files to import"


def reason(error: OSError) -> str:
    """The cause of an error, without the path, which may be no UTF-8."""
    return error.strerror or type(error).__name__
