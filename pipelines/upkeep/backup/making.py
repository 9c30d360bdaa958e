"""Making a backup of a home while crawls and builds run.

A backup is a state that a kill could have left, from which every command goes on. What is named is copied after what names it:
`corpus.duckdb` before the tables' logs, logs before data files, tables before captures, and the memory of crawls and imports
(SQLite) before the archive. If files disappear meanwhile (maintenance, a takedown), the copy is repeated for what changed.
A build that begins while indexes are copied waits for it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.base.errors import CorpusError, EnvironmentFault, InputError
from pipelines.lake.checksums.ledger import FILE, Checksums
from pipelines.lake.home import Home, is_writable
from pipelines.lake.layout import LAYOUT, is_begun, layout_of
from pipelines.lake.store.address import address_of
from pipelines.lake.store.found_files import DATABASE, OPEN, sign_of
from pipelines.night.lock import writing_if_free
from pipelines.night.steps import Progress
from pipelines.upkeep.backup.home_files import CORPUS, LAKE, databases, home_files, index_files, lake_files
from pipelines.upkeep.backup.lake_moment import copy_logs, live_files
from pipelines.upkeep.backup.vault import SCRATCH, Entry, Head, Vault, unchanged
from pipelines.upkeep.maintenance import shown_files

PASSES = 5
"""A home whose files disappear during each of this many passes is not copied."""


@dataclass(frozen=True, slots=True)
class Made:
    """The result of a backup: the number of its snapshot, its files and bytes, how many bytes of them are new, and new
    files that differ from their checksums.
    """

    number: int
    files: int
    bytes: int
    new_bytes: int
    damaged: list[str]


class _MovedError(Exception):
    """Files that the copy needs disappeared."""


def back_up(home: Home, folder: Path, *, keep: int, on_progress: Progress, moved: bool = False) -> Made:
    """Add a snapshot of a home to a folder of backups, check it, and remove the oldest ones beyond `keep`.

    `moved`: the folder may hold backups of this home under another path. Raises InputError for a wrong folder, and
    EnvironmentFault if the folder's disk returns other bytes than were written.
    """
    _check_folders(home, folder)
    vault = Vault.begun(folder)
    with vault.alone():
        vault.clean()
        last = max(vault.snapshots(), default=None)
        name = address_of(home.root) or str(home.root)
        if last is not None and vault.head(last).home != name and not moved:
            other = vault.head(last).home
            raise InputError(
                f"{folder} holds backups of {other}: name another folder, or add --moved if it was moved here"
            )
        copy = _Copy(home, vault, on_progress, vault.entries(last) if last is not None else {})
        taken_at = datetime.now(UTC)
        entries = copy.whole()
        copy.check()
        size = sum(entry.bytes for entry in entries)
        head = Head(name, layout_of(home.root) or LAYOUT, taken_at.isoformat(timespec="seconds"), len(entries), size)
        number = vault.add(head, entries)
        vault.forget(keep)
    return Made(number, len(entries), size, sum(copy.new.values()), copy.damaged())


def _check_folders(home: Home, folder: Path) -> None:
    if not is_begun(home.root):
        raise InputError(f"no data in {home.root}: there is nothing to back up")
    inner, outer = folder.resolve(), home.root.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise InputError(f"{folder} and {home.root} are inside each other: name a folder outside, best on another disk")


@dataclass
class _Copy:
    """The copy of one home into a vault. `known`: entries that need no copy if the file is unchanged; `new`: bytes of the
    contents that were copied; `missing`: files that the last pass did not find.
    """

    home: Home
    vault: Vault
    on_progress: Progress
    known: dict[str, Entry]
    new: dict[str, int] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    def whole(self) -> list[Entry]:
        """Copy every file; returns the entries. Raises EnvironmentFault if files disappear in every pass."""
        for _ in range(PASSES):
            try:
                return list(self._pass())
            except (_MovedError, FileNotFoundError):
                continue
        raise EnvironmentFault(
            f"files of {self.home.root} disappeared during {PASSES} copies: run again when it is quieter"
        )

    def check(self) -> None:
        """Read all new contents again, from the disk. Raises EnvironmentFault if one differs from what was written."""
        os.sync()
        for done, sha256 in enumerate(self.new):
            if not self.vault.is_whole(sha256):
                self.vault.content(sha256).unlink(missing_ok=True)
                raise EnvironmentFault(
                    f"{self.vault.folder}: the disk returns other bytes than were written to it: check the disk"
                )
            self.on_progress(done, len(self.new))

    def damaged(self) -> list[str]:
        """The copied files that differ from their checksums, although no program wrote them."""
        if not (self.home.root / FILE).exists():
            return []
        sums = Checksums(self.home.root).known()
        copied = (entry for entry in self.known.values() if entry.sha256 in self.new and entry.path in sums)
        return sorted(
            entry.path
            for entry in copied
            if not entry.path.endswith(DATABASE)  # its snapshot may have other bytes
            and sums[entry.path].sign == (entry.sign, entry.mtime_ns)
            and sums[entry.path].sha256.hex() != entry.sha256
        )

    def _pass(self) -> Iterator[Entry]:
        root = self.home.root
        with TemporaryDirectory(dir=self.vault.folder, prefix=SCRATCH) as scratch:
            moment = Path(scratch)
            with writing_if_free(self.home) as is_quiet:
                if self.home.corpus.exists():
                    shutil.copy2(self.home.corpus, moment / CORPUS)
                tables = copy_logs(self.home.lake, moment / LAKE)
                yield from (self._file(path, moment) for path in _files(moment))
                if is_quiet and address_of(root) is None:
                    yield from self._index(moment)
            data = [path for table in tables for path in lake_files(root, table)]
            self._require(moment, tables, data)
            memories = databases(root, home_files(root))
            yield from (self._database(path, moment / "database") for path in memories)
        yield from self._files([*data, *(path for path in home_files(root) if path not in {*memories})])

    def _index(self, moment: Path) -> Iterator[Entry]:
        paths = index_files(self.home.root)
        memories = databases(self.home.root, paths)
        yield from (self._database(path, moment / "database") for path in memories)
        yield from self._files([path for path in paths if path not in {*memories}])

    def _require(self, moment: Path, tables: list[str], data: list[str]) -> None:
        """Raise _MovedError if files are missing that the logs or the views name; CorpusError if they are missing again.

        If only the views name them, the home goes without them, too.
        """
        named = {f"{LAKE}/{table}/{path}" for table in tables for path in live_files(moment / LAKE, table)}
        missing = named - {*data} | shown_files(Home(moment)) - {path.rpartition("/")[2] for path in data}
        if missing != self.missing:
            self.missing = missing
            raise _MovedError
        if missing & named:
            raise CorpusError(
                f"{self.home.root} lacks {len(missing & named)} files of its tables: 'dateline build' makes them again"
            )

    def _files(self, paths: list[str]) -> Iterator[Entry]:
        for done, path in enumerate(paths):
            self.on_progress(done, len(paths))
            yield self._file(path, self.home.root)

    def _file(self, path: str, root: Path) -> Entry:
        """Copy a file. A WARC file that a crawl has just closed is copied under its final name."""
        try:
            file = (root / path).open("rb")
        except FileNotFoundError:
            if not path.endswith(OPEN):
                raise
            path = path.removesuffix(OPEN)
            file = (root / path).open("rb")
        with file:
            stat = os.fstat(file.fileno())
            if entry := unchanged(self.known, path, (stat.st_size, stat.st_mtime_ns)):
                return entry
            sha256, size = self.vault.put(file)
        return self._noted(Entry(path, sha256, size, stat.st_mtime_ns, stat.st_mode & 0o777, stat.st_size))

    def _database(self, path: str, target: Path) -> Entry:
        """Copy a database as of one moment; a damaged one is copied as it is."""
        file = self.home.root / path
        sign = sign_of(file)
        if sign is None:
            raise FileNotFoundError(file)
        if entry := unchanged(self.known, path, sign):
            return entry
        try:
            copy_database(file, target)
        except sqlite3.DatabaseError:
            shutil.copyfile(file, target)
        with target.open("rb") as content:
            sha256, size = self.vault.put(content)
        target.unlink()
        return self._noted(Entry(path, sha256, size, sign.mtime_ns, file.stat().st_mode & 0o777, sign.size))

    def _noted(self, entry: Entry) -> Entry:
        self.known[entry.path] = entry
        self.new[entry.sha256] = entry.bytes
        return entry


def copy_database(database: Path, target: Path) -> None:
    """Copy a SQLite database as of one moment, even if another process is writing it."""
    how = "" if is_writable(database.parent) else "?mode=ro&immutable=1"
    with (
        closing(sqlite3.connect(f"{database.as_uri()}{how}", uri=True, timeout=60)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
