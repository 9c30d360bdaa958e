"""The logs of all tables as they stood at one moment, although a build may be writing: a state that a kill could have left.

Log files of Delta are written once, by one writer at a time. So when a second look begins, all commits up to the time
of the last one that a first look saw are there.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable

from pipelines.lake.store.lake_logs import ACCOUNTS

LOG = "_delta_log"
COMMIT = re.compile(r"(\d{20})\.json")
CHECKPOINT = re.compile(r"(\d{20})\.checkpoint.*\.parquet")
LAST_CHECKPOINT = "_last_checkpoint"


def copy_logs(lake: Path, into: Path) -> list[str]:
    """Copy the logs of all tables at one moment; returns the tables. Raises FileNotFoundError if maintenance shortens a log
    meanwhile.
    """
    last = max((at for commits in _commits(lake).values() for at in commits.values()), default=0)
    tables = []
    for table, commits in _commits(lake).items():
        chosen = [version for version, at in commits.items() if at <= last]
        if chosen:
            _copy_log(lake / table / LOG, into / table / LOG, max(chosen))
            tables.append(table)
    return tables


def live_files(lake: Path, table: str) -> set[str]:
    """Paths of the files of a table below its folder; only its log is read."""
    return {
        str(path) for path in pa.table(DeltaTable(str(lake / table)).get_add_actions(flatten=True))["path"].to_pylist()
    }


def _commits(lake: Path) -> dict[str, dict[int, int]]:
    """Versions of each table with the times of their commits (ns).

    The accounts of nights come first: what they record was written before them.
    """
    found = [folder.parent.name for folder in lake.glob(f"*/{LOG}") if not folder.parent.name.startswith(".")]
    tables = sorted(found, key=lambda table: (table not in ACCOUNTS, table))
    return {
        table: {
            int(m[1]): file.stat().st_mtime_ns
            for file in (lake / table / LOG).iterdir()
            if (m := COMMIT.fullmatch(file.name))
        }
        for table in tables
    }


def _copy_log(log: Path, into: Path, version: int) -> None:
    """Copy the part of a log up to a version."""
    into.mkdir(parents=True)
    for file in sorted(log.iterdir()):
        match = COMMIT.fullmatch(file.name) or CHECKPOINT.fullmatch(file.name)
        if match and int(match[1]) <= version:
            shutil.copy2(file, into / file.name)
    if (log / LAST_CHECKPOINT).exists():
        last = Path(shutil.copy2(log / LAST_CHECKPOINT, into / LAST_CHECKPOINT))
        if not any(into.glob(f"{json.loads(last.read_bytes())['version']:020d}.checkpoint*")):
            last.unlink()
