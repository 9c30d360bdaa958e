"""The kinds of files that a home owns: who writes each, and from what it can be made again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

AREAS = ("archive", "frontier", "lake", "index", "reports", "datasets")
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


def kind_of(path: str) -> Kind | None:
    """The kind of a file by its path below the home; None if the home does not own it.

    >>> [kind.name if (kind := kind_of(path)) else None for path in ("lake/nights/a.parquet", "index/works.sqlite-wal")]
    ['accounts', None]
    """
    if PASSING.fullmatch(path):
        return None
    return next((kind for kind in KINDS if kind.pattern.fullmatch(path)), None)


def owned(root: Path, areas: Iterable[str] = (*AREAS, VIEWS)) -> Iterator[tuple[str, Kind, Sign]]:
    """Every file that the home owns below these areas: path below the home, kind, size and time."""
    for area in areas:
        for path in _files(root / area):
            relative = os.path.relpath(path, root)
            kind = kind_of(relative)
            if kind is not None and (sign := sign_of(root / relative)):
                yield relative, kind, sign


def sign_of(file: Path) -> Sign | None:
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
