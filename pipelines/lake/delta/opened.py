"""A cache of open Delta tables: to see whether a table changed costs two looks at its log; to open it again costs
milliseconds.

A cached table is valid only while the newest commit that was read is unchanged in the log. So a folder that was
removed, moved or made again is opened again. Tables are cached by real path: a `DeltaTable` stays with the folder in
which it was opened, wherever a link or the working directory leads later.
"""

from __future__ import annotations

import atexit
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

from pipelines.lake.delta.delta_log import LakeFile

MAX_OPEN = 64
"""Tables that one thread keeps open: twice those of a lake."""

Sign = tuple[int, int, int]


@dataclass
class Opened:
    """A table as last read: its version, the signature of that version's commit, its files, and its works if asked for."""

    delta: DeltaTable
    version: int = -1
    sign: Sign | None = None
    files: Sequence[LakeFile] | None = field(default=None, repr=False)
    works: pa.Table | None = field(default=None, repr=False)

    @cached_property
    def identity(self) -> str:
        """The id of the table, which changes only if the table is made again, and then opened again."""
        return str(self.delta.metadata().id)

    def stands_in(self, folder: Path) -> bool:
        """True if the commit that was read last is unchanged in the folder's log."""
        return (
            self.sign is not None
            and self.version == self.delta.version()
            and self.sign == _sign(_commit(folder, self.version))
        )

    def noted(self, folder: Path, log: Sign | None) -> Opened:
        """Record the current version and return the table. The signature is kept only if the log folder is still `log`;
        otherwise two logs may be mixed up.
        """
        if (version := self.delta.version()) != self.version:
            self.version, self.files, self.works = version, None, None
        self.sign = _sign(_commit(folder, version)) if log is not None and log == _sign(_log(folder)) else None
        return self


class _OfThread(threading.local):
    """The tables that a thread has opened, the last used at the end; a table is never shared with another thread."""

    def __init__(self) -> None:
        self.tables: OrderedDict[Path, Opened] = OrderedDict()


_OPEN = _OfThread()


@atexit.register
def _let_go() -> None:
    """Free the tables of the main thread before the interpreter ends."""
    _OPEN.tables.clear()


def is_table(folder: Path) -> bool:
    """True if a table was ever written in a folder, even if it is damaged now."""
    folder = _real(folder)
    held = _OPEN.tables.get(folder)
    if held is not None and held.stands_in(folder):
        return True
    return (folder / "_delta_log").is_dir() and bool(DeltaTable.is_deltatable(str(folder)))


def opened(folder: Path) -> Opened | None:
    """The current table in a folder; None if there is none. Raises DeltaError if its log is damaged."""
    folder = _real(folder)
    held, log = _OPEN.tables.pop(folder, None), _sign(_log(folder))
    if held is None or not held.stands_in(folder):
        if not is_table(folder):
            return None
        held = Opened(DeltaTable(str(folder))).noted(folder, log)
    elif _sign(_commit(folder, held.version + 1)) is not None:
        held.delta.update_incremental()
        held.noted(folder, log)
    _OPEN.tables[folder] = held
    while len(_OPEN.tables) > MAX_OPEN:
        _OPEN.tables.popitem(last=False)
    return held


def has_empty_commit(folder: Path) -> bool:
    """True if a commit of a table is an empty file, as after a power cut: Delta reads it as a commit without changes."""
    return any(file.stat().st_size == 0 for file in (folder / "_delta_log").glob("*.json"))


def is_torn(folder: Path) -> bool:
    """True if the log of a table is damaged: cut off, or not JSON and Parquet.

    Raises OSError if it may not be read: then nothing is known.
    """
    for file in sorted((folder / "_delta_log").iterdir()):
        content = file.read_bytes()
        try:
            if file.suffix == ".json":
                [json.loads(line) for line in content.splitlines() if line.strip()]
            elif file.suffix == ".parquet":
                pq.ParquetFile(pa.BufferReader(content))
        except (ValueError, pa.ArrowException):
            return True
    return False


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


def _log(folder: Path) -> str:
    return f"{folder}/_delta_log"


def _commit(folder: Path, version: int) -> str:
    return f"{folder}/_delta_log/{version:020}.json"


def _sign(path: str) -> Sign | None:
    """A signature that differs for another file or folder at this path, and after a change; None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 -- asked thousands of times a night
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
