"""Maintenance of the lake: merges older files of works, writes checkpoints of logs, removes files that no reader needs.

No row changes. Files stay while a reader may use them: files of the current tables, of the last published nights,
and of `corpus.duckdb`. All other files stay for `GRACE_HOURS` after they were superseded. `pipelines.lake.delta`
writes the tables.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
from deltalake import DeltaTable

from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake, LakeFile
from pipelines.lake.delta.parquet import OWN_FILE
from pipelines.lake.home import Home
from pipelines.lake.schemas import APART, TABLES
from pipelines.night.lock import writing
from pipelines.night.postponed import postponed
from pipelines.nights import STEPS, Accounts

GRACE_HOURS = 24
"""A superseded file stays for this long: longer than the longest read."""
KEPT_NIGHTS = 7
"""The versions of all tables stay readable for this many last published nights."""
RECENT = timedelta(days=30)
"""Files of works first seen this recently stay as their nights wrote them; before, a month becomes one file."""
MERGED_ROWS = 65_000
"""Maximum rows of a merged file: a change to one of its works reads and writes them all."""
WORKS = tuple(name for name, table in TABLES.items() if table.partition == "month")


@dataclass(frozen=True, slots=True)
class Maintained:
    """Results of maintenance: files of works before and after merging; files, bytes and leftovers removed; bytes that
    remain.
    """

    merged: int
    into: int
    removed: int
    removed_bytes: int
    leftovers: int
    live_bytes: int
    all_bytes: int

    @property
    def live_share(self) -> float:
        """Share of the lake's bytes that the current tables use."""
        return self.live_bytes / self.all_bytes if self.all_bytes else 1.0


def maintain(home: Home, *, grace_hours: float = GRACE_HOURS, rearrange: bool = True) -> Maintained:
    """Merge, checkpoint, vacuum and remove leftovers. Waits for a writer of the corpus; readers are not disturbed.

    Without `rearrange`, older files and logs stay as they are, and only rows that are kept apart are merged.
    """
    with writing(home):
        lake = Lake(home.lake)
        tables = [name for name in TABLES if lake.exists(name)]
        before = {name: lake.version(name) for name in tables}
        merged = [merge_files(lake, name, older=rearrange) for name in WORKS if name in tables]
        after = {name: lake.version(name) for name in tables}
        _republish(lake, {n: (before[n], after[n]) for n in tables if before[n] != after[n]})
        if home.corpus.exists() and after != before and not unfinished(home):
            write_views(home)
        for name in tables if rearrange else ():
            _shorten_log(lake.path(name))
        removed = list(_vacuum(home, Lake(home.lake), tables, grace_hours))
        leftovers = collect_leftovers(home, grace_hours)
        live = sum(file.size for name in tables for file in lake.live_files(name))
        everything = sum(_bytes_on_disk(lake.path(name)) for name in tables)
        gone, made = (sum(numbers) for numbers in zip(*merged, strict=True)) if merged else (0, 0)
        return Maintained(gone, made, len(removed), sum(removed), leftovers, live, everything)


def merge_files(lake: Lake, table: str, *, older: bool = True) -> tuple[int, int]:
    """Merge the rows that are kept apart, then older neighbouring files of a table of works in one commit.

    Returns the numbers of files that were removed and written.
    """
    if table in APART:
        lake.merge_changes(table)
    groups = mergeable(lake.live_files(table)) if older else []
    if groups:
        parts = ((group[0].partition, lake.read_files(table, group)) for group in groups)
        lake.commit(table, [file for group in groups for file in group], parts, rearranges=True)
    return sum(len(group) for group in groups), len(groups)


def mergeable(files: Iterable[LakeFile]) -> list[list[LakeFile]]:
    """Groups of neighbouring files, by first night, to merge into one: files of a finished month, up to MERGED_ROWS rows."""
    placed = sorted((file for file in files if file.first and file.last), key=lambda file: (file.first, file.last))
    newest = max((file.last for file in placed if file.last), default=date.min)
    groups: list[list[LakeFile]] = []
    for file in (file for file in placed if file.last and file.last + RECENT < newest):
        if groups and file.partition == groups[-1][0].partition and _rows(groups[-1]) + file.rows <= MERGED_ROWS:
            groups[-1].append(file)
        else:
            groups.append([file])
    return [group for group in groups if len(group) > 1]


def _rows(files: Iterable[LakeFile]) -> int:
    return sum(file.rows for file in files)


def _republish(lake: Lake, moved: Mapping[str, tuple[int | None, int | None]]) -> None:
    """Let published nights that used the tables before merging use the merged files, which have the same rows."""
    rows = lake.read("publications").to_pylist()
    for row in rows:
        old, new = moved.get(row["table"], (None, None))
        if new is not None and row["version"] == old:
            row["version"] = new
    if rows:
        lake.replace("publications", pa.Table.from_pylist(rows, schema=TABLES["publications"].schema))


def unfinished(home: Home) -> bool:
    """True if a night is half built: its state must not be shown yet. Nights that wait for the next build are whole."""
    accounts = Accounts(home)
    nights = {night for night, _ in accounts.rows} - postponed(home)
    steps = [step for step in STEPS.values() if not step.outlet]
    return any(accounts.stale(step, night) for night in nights for step in steps)


def _shorten_log(folder: Path) -> None:
    """Write a checkpoint of the current table, and remove logs older than their retention."""
    table = DeltaTable(str(folder))
    if not (folder / "_delta_log" / f"{table.version():020d}.checkpoint.parquet").exists():
        table.create_checkpoint()
    table.cleanup_metadata()


def _vacuum(home: Home, lake: Lake, tables: Sequence[str], grace_hours: float) -> Iterator[int]:
    """Remove our files that no reader can use; yields the size of each. Files with other names belong to a user."""
    shown = shown_files(home)
    published = _published(lake)
    oldest = time.time() - grace_hours * 3600
    for name in tables:
        folder = lake.path(name)
        kept = [version for version in published.get(name, ()) if readable(folder, version)]
        stale = DeltaTable(str(folder)).vacuum(
            retention_hours=int(grace_hours),
            dry_run=True,
            enforce_retention_duration=False,
            full=True,
            keep_versions=kept,
        )
        for path in (folder / each for each in stale):
            is_free = path.name not in shown and OWN_FILE.fullmatch(path.name) and path.is_file()
            if is_free and path.stat().st_mtime <= oldest:
                yield path.stat().st_size
                path.unlink()


def shown_files(home: Home) -> set[str]:
    """Names of the files that `corpus.duckdb` reads."""
    if not home.corpus.exists():
        return set()
    with TemporaryDirectory() as folder:  # a copy: another program may hold the file for writing
        copy = shutil.copy(home.corpus, Path(folder, home.corpus.name))
        with duckdb.connect(str(copy), read_only=True) as connection:
            statements = connection.execute("SELECT sql FROM duckdb_views() WHERE NOT internal").fetchall()
    return {name for (statement,) in statements for name in OWN_FILE.findall(statement)}


def _published(lake: Lake) -> dict[str, list[int]]:
    """The versions of each table that the last published nights use."""
    rows = lake.read("publications").to_pylist()
    nights = sorted({row["night"] for row in rows})[-KEPT_NIGHTS:]
    found: dict[str, set[int]] = {}
    for row in rows:
        if row["night"] in nights:
            found.setdefault(row["table"], set()).add(row["version"])
    return {table: sorted(versions) for table, versions in found.items()}


def readable(folder: Path, version: int) -> bool:
    """True if the log of a Delta table still has a version: every commit since an earlier checkpoint, or since the
    first commit.
    """
    log = folder / "_delta_log"
    commits = {int(path.name[:20]) for path in log.glob("*.json") if path.name[:20].isdigit()}
    checkpoints = {int(path.name[:20]) for path in log.glob("*.checkpoint*.parquet")}
    start = max((each for each in checkpoints if each <= version), default=-1)
    return start == version or all(each in commits for each in range(start + 1, version + 1))


def collect_leftovers(home: Home, grace_hours: float = GRACE_HOURS) -> int:
    """Remove files and folders that dead writers left beside the tables; returns their number."""
    done = {night.isoformat() for night, step in Accounts(home).rows if step == "documents"}
    gone = [
        *(path for path in (home.index / "extracting").glob("*") if path.name in done),
        *_older(chain(home.root.glob("*.new"), home.root.glob("*.new.wal")), grace_hours),
    ]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return len(gone)


def _bytes_on_disk(folder: Path) -> int:
    """Bytes of all Parquet files of a table, without its log."""
    return sum(file.stat().st_size for file in folder.rglob("*.parquet") if file.parent.name != "_delta_log")


def _older(paths: Iterable[Path], hours: float) -> list[Path]:
    return [path for path in paths if path.stat().st_mtime <= time.time() - hours * 3600]
