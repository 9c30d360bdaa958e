"""The examination of a machine and a corpus: what is in order, and what to do about what is not."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.conservation import Balance, advertised_balance, capture_balance
from pipelines.errors import DatelineError
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.schemas import TABLES

GIB = 1 << 30
MIN_FREE_BYTES = 2 * GIB
REBUILD = "'dateline build --all' makes it anew from the archive"
LIBRARIES = ("scrapy", "dagster", "pyarrow", "duckdb", "deltalake", "daft", "trafilatura")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `detail` says what was found, and the remedy when it is not good."""

    name: str
    good: bool
    detail: str


def examine(home: Home) -> Iterator[Finding]:
    """Every check, machine first."""
    yield _python()
    yield _libraries()
    yield _disk(home)
    yield _corpus_file(home)
    lake = Lake(home.lake)
    for table in TABLES:
        yield _table(lake, table)
    for night in _nights(lake)[-3:]:
        yield _balance(f"advertised {night}", advertised_balance, home, night)
        yield _balance(f"captures {night}", capture_balance, home, night)


def _nights(lake: Lake) -> list[date]:
    try:
        return lake.nights("fetches")
    except Exception:  # a broken table is a finding already
        return []


def _balance(name: str, account: Callable[[Home, date], Balance], home: Home, night: date) -> Finding:
    try:
        balance = account(home, night)
    except Exception as error:  # whatever a broken table raises is the finding
        return Finding(name, False, f"cannot be drawn up ({_first_line(error)}); {REBUILD}")
    return Finding(name, balance.holds, balance.sentence)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding("python", good, sys.version.split()[0] + ("" if good else "; Dateline needs 3.11 or newer"))


def _libraries() -> Finding:
    try:
        return Finding("libraries", True, ", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    except PackageNotFoundError as error:
        return Finding("libraries", False, f"{error.name} is missing: run 'make install'")


def _disk(home: Home) -> Finding:
    folder = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    good = free >= MIN_FREE_BYTES
    return Finding("disk", good, f"{free / GIB:.1f} GiB free under {folder}" + ("" if good else "; free some space"))


def _corpus_file(home: Home) -> Finding:
    if not home.corpus.exists():
        return Finding("corpus", True, f"none yet at {home.corpus}; 'dateline demo' makes one")
    from pipelines.sql import query_corpus

    try:
        rows = query_corpus(home, "SELECT count(*) FROM articles")
    except DatelineError as error:
        return Finding("corpus", False, f"{error}; 'dateline build' writes it anew")
    return Finding("corpus", True, f"{rows.column(0)[0].as_py()} articles in {home.corpus}")


def _table(lake: Lake, table: str) -> Finding:
    if not lake.exists(table):
        return Finding(table, True, "not written yet")
    try:
        files = lake.files(table)
        if lost := [file for file in files if not Path(file).exists()]:
            return Finding(table, False, f"{len(lost)} of {len(files)} files are missing; {REBUILD}")
        rows = lake.read(table, columns=TABLES[table].schema.names[:1]).num_rows
    except Exception as error:  # whatever a broken table raises is the finding
        return Finding(table, False, f"unreadable ({_first_line(error)}); {REBUILD}")
    return Finding(table, True, f"{rows} rows in {len(files)} files")
