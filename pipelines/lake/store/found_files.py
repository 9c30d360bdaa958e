"""The files of a working copy that belong into its store, as they are on this disk.

Three kinds are left out: files that this machine makes again (`index/`, `corpus.duckdb`), its own files (`dagster/`,
locks), and files that are being written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.lake import layout
from pipelines.lake.store.known_files import Sign

AREAS = ("archive", "datasets", "exports", "frontier", "imports", "lake", "reports", "sources")
SETTINGS = (layout.FILE, "released.yaml", "settings.yaml")
OPEN = ".open"
PASSING = (OPEN, ".new", ".lock", ".tmp", ".wal", "-wal", "-shm", "-journal", ".advertised")
DATABASE = ".sqlite"
CAPTURES = re.compile(r"archive/source=[^/]+/night=[^/]+/[^/]+\.warc\.gz")
SOURCE = re.compile(r"(?:archive/source=|frontier/(?:queued/)?)([a-z0-9_]+)(?=/|\.)")


@dataclass(frozen=True, slots=True)
class Found:
    """The files by path below the working copy, and the paths of files that are being written."""

    files: dict[str, Sign] = field(default_factory=dict)
    being_written: list[str] = field(default_factory=list)

    def busy_sources(self) -> set[str | None]:
        """The sources whose crawl is running or was killed: its closed files are not its complete result."""
        return {source_of(path) for path in self.being_written}


def found_files(root: Path, areas: tuple[str, ...] = AREAS) -> Found:
    """Look at every file of the areas."""
    found = Found()
    for path in _below(root, areas):
        if path.endswith(OPEN):
            found.being_written.append(path)
        elif not path.endswith(PASSING) and (sign := sign_of(root / path)):
            found.files[path] = sign
    if areas == AREAS:
        found.files.update({name: sign for name in SETTINGS if (sign := sign_of(root / name))})
    return found


def sign_of(file: Path) -> Sign | None:
    """Size and time of a file; for a database, its write-ahead log is included. None if there is no such file."""
    signs = [_sign(file)]
    if file.suffix == DATABASE:
        signs.append(_sign(file.with_name(f"{file.name}-wal")))
    there = [sign for sign in signs if sign is not None]
    if signs[0] is None:
        return None
    return Sign(sum(sign.size for sign in there), max(sign.mtime_ns for sign in there))


def source_of(path: str) -> str | None:
    """The source whose crawls write a file; None if no crawl writes it.

    >>> [source_of(path) for path in ("archive/source=paper/night=2026-02-02/crawl.json", "frontier/paper.sqlite", "reports/a")]
    ['paper', 'paper', None]
    """
    match = SOURCE.match(path)
    return match[1] if match else None


def _sign(file: Path) -> Sign | None:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return Sign(stat.st_size, stat.st_mtime_ns)


def _below(root: Path, areas: tuple[str, ...]) -> Iterator[str]:
    """Paths of all files of the areas, without hidden files and folders."""
    for area in areas:
        for folder, below, names in os.walk(root / area):
            below[:] = sorted(name for name in below if not name.startswith("."))
            where = Path(folder).relative_to(root).as_posix()
            yield from (f"{where}/{name}" for name in sorted(names) if not name.startswith("."))
