"""The kinds of files that a home owns: who writes each, and from what it can be made again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

ARCHIVE = "archive"
AREAS = (ARCHIVE, "frontier", "lake", "index", "reports", "datasets")
VIEWS = "corpus.duckdb"
PASSING = re.compile(
    r".*(?:\.open|\.new|\.lock|\.tmp|\.wal|-wal|-shm|-journal|\.advertised|\.old|/lock)|index/extracting/.*"
)
"""Files that are being written, or belong to one process."""


class Change(StrEnum):
    """How the files of a kind change after they were written."""

    NEVER = "never"
    ANNOUNCED = "announced"
    """By a writer that first forgets the digest (`Checksums.begin`)."""
    LOCKED = "locked"
    """In place, by whoever holds the corpus's lock (`pipelines.night.lock`)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `remedy` says from what it is made again; a `copied` file is kept twice while it is small."""

    name: str
    pattern: re.Pattern[str] = field(repr=False)
    change: Change
    remedy: str
    copied: bool = False


def _kind(name: str, pattern: str, change: Change, remedy: str, *, copied: bool = False) -> Kind:
    return Kind(name, re.compile(pattern), change, remedy, copied)


KINDS = (
    _kind("captures", r"archive/source=[^/]+/night=[^/]+/[^/]+\.warc\.gz", Change.ANNOUNCED, "the next crawl, by address"),
    _kind("archive tables", r"archive/source=[^/]+/night=[^/]+/(?:fetches|links)\.parquet", Change.ANNOUNCED,
          "the lake, else the captures"),
    _kind("archive notes", r"archive/.+\.json", Change.ANNOUNCED, "the copy in checksums.sqlite", copied=True),
    _kind("takedown hashes", r"archive/taken_down/.+", Change.ANNOUNCED, "a backup"),
    _kind("import ledgers", r"archive/imports/[^/]+\.parquet", Change.ANNOUNCED, "the lake"),
    _kind("robots.txt", r"frontier/robots/.+", Change.ANNOUNCED, "the next crawl"),
    _kind("frontier", r"frontier/(?:queued/)?[^/]+\.sqlite", Change.ANNOUNCED, "the next crawl, which begins a new one"),
    _kind("table logs", r"lake/[^/]+/_delta_log/[^/]+\.(?:json|parquet)", Change.NEVER,
          "the copy in checksums.sqlite, else the archive", copied=True),
    _kind("last checkpoints", r"lake/[^/]+/_delta_log/_last_checkpoint", Change.LOCKED, "the log", copied=True),
    _kind("accounts", r"lake/(?:nights|publications)/[^/]+\.parquet", Change.NEVER,
          "the copy in checksums.sqlite, else the archive", copied=True),
    _kind("tables", r"lake/[^/.]+/.+\.parquet", Change.NEVER, "the archive and the tables of nights"),
    _kind("search index", r"index/search/.+", Change.LOCKED, "the lake"),
    _kind("index of texts", r"index/duplicates/.+", Change.LOCKED, "the lake"),
    _kind("index of traces", r"index/traces\.sqlite", Change.LOCKED, "the lake"),
    _kind("index of events", r"index/events\.sqlite", Change.LOCKED, "the lake"),
    _kind("digests of inputs", r"index/inputs\.sqlite", Change.LOCKED, "the lake"),
    _kind("locator", r"index/works\.sqlite", Change.LOCKED, "the lake"),
    _kind("views", r"corpus\.duckdb", Change.ANNOUNCED, "the lake"),
    _kind("reports", r"reports/.+", Change.ANNOUNCED, "the lake"),
    _kind("datasets", r"datasets/.+", Change.ANNOUNCED, "'dateline export'"),
)  # fmt: skip
"""Every kind; the first pattern that matches a path below the home decides. Files of the user (`sources/`, `exports/`,
settings) and of Dagster are not among them.
"""


class Sign(NamedTuple):
    """Size and time (nanoseconds) of a file: equal signs mean that no program wrote it."""

    size: int
    mtime_ns: int


BY_AREA = {area: [kind for kind in KINDS if kind.pattern.pattern.startswith(area)] for area in AREAS}
"""The kinds of each area."""


def kind_of(path: str) -> Kind | None:
    """The kind of a file by its path below the home; None if the home does not own it.

    >>> [kind.name if (kind := kind_of(path)) else None for path in ("lake/nights/a.parquet", "index/works.sqlite-wal")]
    ['accounts', None]
    """
    if PASSING.fullmatch(path):
        return None
    kinds = BY_AREA.get(path.partition("/")[0], KINDS)
    return next((kind for kind in kinds if kind.pattern.fullmatch(path)), None)


def owned(root: Path, areas: Iterable[str] = (*AREAS, VIEWS)) -> Iterator[tuple[str, Kind, Sign]]:
    """Every file that the home owns below these areas, or folders of areas: path below the home, kind, size and time."""
    above = len(str(root / "_")) - 1
    for area in areas:
        for path in _files(root / area):
            kind = kind_of(path[above:])
            if kind is not None and (sign := sign_of(path)):
                yield path[above:], kind, sign


def due_folders(root: Path, last: str, size: int, files: int) -> list[str]:
    """The folders of the archive that are looked at after the folder `last`: until they have so many bytes or files, or are
    all. Each night of a source is a folder.

    Nights of sources that are not due are not listed: what this costs does not grow with the archive.
    """
    due: list[str] = []
    for folder in _folders_after(root, last):
        if due and (size <= 0 or files <= 0):
            break
        signs = [sign for path in _files(root / folder) if (sign := sign_of(path))]
        size, files = size - sum(sign.size for sign in signs), files - len(signs)
        due.append(folder)
    return due


def _folders_after(root: Path, last: str) -> Iterator[str]:
    """All folders of the archive, from the one after `last` on, and after the last one from the first."""
    top = last.rpartition("/night=")[0] or last
    tops = [f"{ARCHIVE}/{name}" for name in _names(root / ARCHIVE)]
    yield from (folder for folder in _nights(root, top) if folder > last)
    for other in (*(each for each in tops if each > top), *(each for each in tops if each < top)):
        yield from _nights(root, other)
    yield from (folder for folder in _nights(root, top) if folder <= last)


def _nights(root: Path, folder: str) -> list[str]:
    """The folders of a source's nights; another folder, if it is there, is one."""
    if not folder or not (root / folder).exists():
        return []
    return [f"{folder}/{name}" for name in _names(root / folder)] if "/source=" in folder else [folder]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208 -- names alone
    except (FileNotFoundError, NotADirectoryError):
        return []


def sign_of(file: Path | str) -> Sign | None:
    """Size and time of a file; None if there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 -- asked for every file of a home
    except FileNotFoundError:
        return None
    return Sign(found.st_size, found.st_mtime_ns)


def _files(area: Path) -> Iterator[str]:
    if area.is_file():
        yield str(area)
    for folder, below, names in os.walk(area):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (f"{folder}/{name}" for name in sorted(names))
