"""The examination of a machine and a corpus: what is in order, and the remedy for what is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.base.errors import DatelineError
from pipelines.base.processes.program import start
from pipelines.lake.checksums.look import look
from pipelines.lake.delta import Lake
from pipelines.lake.delta.opened import has_empty_commit
from pipelines.lake.home import Home, is_writable
from pipelines.lake.schemas import TABLES
from pipelines.night.lock import writing
from pipelines.nights import build
from pipelines.upkeep.conservation import Balance, advertised_balance, capture_balance
from pipelines.upkeep.listening import open_to_others
from pipelines.upkeep.reconciliation import ACCOUNTS, Reconciled
from pipelines.upkeep.rot import rot
from pipelines.upkeep.takedown.takedowns import takedowns

GIB = 1 << 30
MIN_FREE_BYTES = 2 * GIB
BALANCED_NIGHTS = 3
REBUILD = "'dateline build --all' makes it anew from the archive"
LIBRARIES = ("scrapy", "dagster", "pyarrow", "duckdb", "deltalake", "trafilatura")


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; `detail` has the finding and, if it is not good, the remedy; `repair` repairs it."""

    name: str
    good: bool
    detail: str
    repair: Callable[[Home], None] | None = None


def examine(
    home: Home, *, deep: bool = False, on_progress: Callable[[int, int], None] | None = None
) -> Iterator[Finding]:
    """Every check: the machine, each table, the accounts of the last nights, and records compared with each other.

    `deep` reads every file of the home and compares it with its checksum.
    """
    yield _python()
    yield _libraries()
    yield _disk(home)
    yield _home(home)
    yield _sources(home)
    yield _servers(home)
    yield _corpus_file(home)
    yield _takedowns(home)
    if home.root.is_dir():
        yield from (Finding(*seen) for seen in rot(home, deep=deep, on_progress=on_progress))
    lake = Lake(home.lake)
    for table in TABLES:
        yield _table(lake, table)
    for night in _nights(lake)[-BALANCED_NIGHTS:]:
        yield _balance(f"advertised {night}", advertised_balance, home, night)
        yield _balance(f"captures {night}", capture_balance, home, night)
    if lake.root.is_dir():
        for name, account in ACCOUNTS.items():
            yield _reconciled(name, account, home)


def repair(home: Home, *, deep: bool = False) -> list[str]:
    """Repair everything that can be repaired from existing data, under the corpus's lock; returns the repaired checks
    in order. Damaged files come first: a build makes them again. `deep` looks at all files before.
    """
    if deep:
        look(home.root, budget=None)
    before = {name for name, account in ACCOUNTS.items() if not _reconciled(name, account, home).good}
    mended = build(home, (), show=False).mended
    with writing(home):
        for name, account in ACCOUNTS.items():
            finding = _reconciled(name, account, home)
            if finding.good and name in before:
                mended.append(name)
            if finding.good or finding.repair is None:
                continue
            with suppress(Exception):  # of a broken table: the next examination reports it
                finding.repair(home)
                mended.append(name)
    return mended


def _nights(lake: Lake) -> list[date]:
    try:
        return lake.nights("fetches")
    except Exception:  # a broken table is already a finding
        return []


def _balance(name: str, account: Callable[[Home, date], Balance], home: Home, night: date) -> Finding:
    try:
        balance = account(home, night)
    except Exception as error:  # whatever a broken table raises is the finding
        return Finding(name, False, f"cannot be drawn up ({_first_line(error)}); {REBUILD}")
    return Finding(name, balance.holds, balance.sentence)


def _reconciled(name: str, account: Callable[[Home], Reconciled], home: Home) -> Finding:
    try:
        found = account(home)
    except Exception as error:  # whatever a broken table or index raises is the finding
        return Finding(name, False, f"cannot be counted ({_first_line(error)}); {REBUILD}")
    return Finding(name, found.holds, found.sentence, found.repair)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding("python", good, sys.version.split()[0] + ("" if good else "; Dateline needs 3.11 or newer"))


def _libraries() -> Finding:
    try:
        return Finding("libraries", True, ", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    except PackageNotFoundError as error:
        return Finding(
            "libraries", False, f"{error.name} is missing: install Dateline again ('make install' in a checkout)"
        )


def _disk(home: Home) -> Finding:
    folder = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    good = free >= MIN_FREE_BYTES
    return Finding("disk", good, f"{free / GIB:.1f} GiB free under {folder}" + ("" if good else "; free some space"))


def _home(home: Home) -> Finding:
    if not home.root.exists():
        return Finding("home", True, f"none yet at {home.root}")
    if is_writable(home.root):
        return Finding("home", True, f"{home.root} can be written")
    mounted = os.statvfs(home.root).f_flag & os.ST_RDONLY
    remedy = "mount -o remount,rw" if mounted else "chmod -R u+w"
    return Finding(
        "home", False, f"read-only: sql, search and show work, crawl and build do not: '{remedy} {home.root}' lets them"
    )


def _servers(home: Home) -> Finding:
    if found := open_to_others(home):
        remedy = "let it listen on 127.0.0.1 and put a proxy with a password before it: docs/operations.md"
        return Finding("servers", False, f"Dagster, which has no login, listens on {', '.join(found)}; {remedy}")
    return Finding("servers", True, "Dagster listens for this machine alone, or does not run")


def _sources(home: Home) -> Finding:
    """The code that reads source files is above `pipelines`, so it runs in its own process."""
    files = [*home.sources.glob("*.yaml"), *home.sources.glob("*.yml")]
    if not files:
        return Finding("source files", True, "none yet; 'dateline sources add URL' writes one")
    arguments = ("--home", str(home.root), "list")
    with start("spiders.sources", *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reading:
        _, said = reading.communicate()
    wrong = [line.removeprefix("dateline: ") for line in said.splitlines() if line]
    if reading.returncode:
        more = f"; and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        return Finding("source files", False, f"{wrong[0] if wrong else 'cannot be read'}{more}")
    return Finding("source files", True, f"{len(files)} read")


def _corpus_file(home: Home) -> Finding:
    if not home.corpus.exists():
        if Lake(home.lake).exists("articles"):
            return Finding("corpus", False, f"{home.corpus} is gone: run 'dateline doctor --repair'")
        return Finding("corpus", True, f"none yet at {home.corpus}; 'dateline demo' makes one")
    from pipelines.ask.sql.query import query_corpus

    try:
        rows = query_corpus(home, "SELECT count(*) FROM articles")
    except DatelineError as error:
        return Finding("corpus", False, f"{error}; 'dateline doctor --repair' writes it again")
    except Exception as error:  # whatever a broken table raises while the views of a moved home are written
        return Finding("corpus", False, f"cannot be read ({_first_line(error)}); {REBUILD}")
    return Finding("corpus", True, f"{rows.column(0)[0].as_py()} articles in {home.corpus}")


def _takedowns(home: Home) -> Finding:
    begun = [each.given for each in takedowns(home.archive) if each.done_at is None]
    if begun:
        return Finding("takedowns", False, f"not done: {', '.join(begun)}; 'dateline takedown {begun[0]}' finishes it")
    return Finding("takedowns", True, f"{len(takedowns(home.archive))} done")


def _table(lake: Lake, table: str) -> Finding:
    try:
        if not lake.exists(table):
            return Finding(table, True, "not written yet")
        files = lake.live_files(table)
        sizes = {file.path: _size(lake.path(table) / file.path) for file in files}
        if lost := [path for path, size in sizes.items() if size is None]:
            return Finding(table, False, f"{len(lost)} of {len(files)} files are missing; {REBUILD}")
        if torn := [file.path for file in files if sizes[file.path] != file.size]:
            return Finding(table, False, f"{len(torn)} of {len(files)} files have another size than written; {REBUILD}")
        if has_empty_commit(lake.path(table)):
            return Finding(table, False, f"a commit of its log is empty: rows may be lost; {REBUILD}")
    except Exception as error:  # whatever a broken table raises is the finding
        return Finding(table, False, f"unreadable ({_first_line(error)}); {REBUILD}")
    return Finding(table, True, f"{sum(file.rows for file in files)} rows in {len(files)} files")


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.exists() else None
