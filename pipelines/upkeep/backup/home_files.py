"""The files of a home that belong into a backup.

Left out: damaged files in `broken/`, the output of Dagster's runs, locks, hidden files and folders, and files that are
being written. Also left out is the ledger of checksums, which is about the files of one disk: the first build of a
restored home makes it again.

A WARC file that is being written is kept: recovery cuts it to the records that the crawl's frontier knows. `index/`
belongs to the tables of one moment, so it is kept only if no build runs; otherwise the next build makes it again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.lake.checksums import aside, ledger
from pipelines.lake.store.found_files import OPEN, PASSING

INDEX = "index"
LEFT_OUT = ("dagster/logs", "dagster/storage", "index/extracting", aside.FOLDER)
ARCHIVE = "archive/"
LAKE = "lake"
CORPUS = "corpus.duckdb"
SQLITE = b"SQLite format 3\0"
OPEN_WARC = f".warc.gz{OPEN}"


def home_files(root: Path) -> list[str]:
    """Paths of all files except `corpus.duckdb` and those of the lake and the indexes, sorted."""
    return sorted(path for path in _below(root, "") if path not in (CORPUS, ledger.FILE))


def index_files(root: Path) -> list[str]:
    """Paths of the files of the indexes, sorted; the search index has a hidden one."""
    return sorted(_below(root, INDEX, hidden=True))


def lake_files(root: Path, table: str) -> list[str]:
    """Paths of a table's data files, sorted; without its log."""
    log = f"{LAKE}/{table}/_delta_log/"
    return sorted(path for path in _below(root, f"{LAKE}/{table}") if not path.startswith(log))


def databases(root: Path, paths: Iterable[str]) -> list[str]:
    """Those paths that are SQLite files; the archive has none."""
    return [path for path in paths if not path.startswith(ARCHIVE) and _is_database(root / path)]


def _is_database(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _below(root: Path, start: str, *, hidden: bool = False) -> Iterator[str]:
    """Files below a folder of the home. Links to folders are followed, for an archive may be spread over disks."""
    seen: set[tuple[int, int]] = set()
    for folder, below, names in os.walk(root / start, followlinks=True):
        where = Path(folder).relative_to(root).as_posix().removeprefix(".")
        below[:] = sorted(name for name in below if _is_kept(where, name) and _is_new(Path(folder, name), seen))
        paths = (f"{where}/{name}" if where else name for name in names if hidden or not name.startswith("."))
        yield from (path for path in paths if path.endswith(OPEN_WARC) or not path.endswith(PASSING))


def _is_kept(where: str, name: str) -> bool:
    path = f"{where}/{name}" if where else name
    return not name.startswith(".") and path not in (LAKE, INDEX, *LEFT_OUT)


def _is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    """True if a folder was not visited: links may form a ring."""
    found = folder.stat()
    is_new = (found.st_dev, found.st_ino) not in seen
    seen.add((found.st_dev, found.st_ino))
    return is_new
