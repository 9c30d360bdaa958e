"""The output file of a command: it appears complete or not at all; a pipe or device is written directly."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines.base.errors import EnvironmentFault

STDOUT = ("-", "/dev/stdout")


@contextmanager
def output_file(path: Path, *, made_from: Path | None = None) -> Iterator[BinaryIO]:
    """A file that replaces `path` when the block ends without an error; otherwise it is removed.

    `-` and `/dev/stdout` are stdout. Pipes and devices are written directly; for a symbolic link, its target is
    replaced. Raises EnvironmentFault if it cannot be written, or would replace the file that it is `made_from`; if
    possible, before the block.
    """
    if made_from is not None and path.is_file() and made_from.exists() and path.samefile(made_from):
        raise EnvironmentFault(f"{path} is the input file; name another file to write")
    try:
        if str(path) in STDOUT:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
        else:
            with _temporary(path.resolve()) as file:
                yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EnvironmentFault(f"cannot write {path}: {error.strerror or error}; name another file") from error


@contextmanager
def _temporary(target: Path) -> Iterator[BinaryIO]:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
