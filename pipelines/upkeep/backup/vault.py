"""A folder of backups: each content once, under its SHA-256, and snapshots that list the files of a home at one moment.

- `DATELINE-BACKUP.txt`: marks the folder, and says how to restore without Dateline
- `files/ab/abcdef…`: contents
- `snapshots/000001.jsonl`: a head, then a line for each file

A snapshot appears complete or not at all, and nothing that it lists changes afterwards. So a killed run, or a kill between two
runs, leaves the earlier snapshots as they were.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipelines.base.durable import sync
from pipelines.base.errors import CorpusError, EnvironmentFault, InputError

MARK = "DATELINE-BACKUP.txt"
FORMAT = "Dateline backup, format 1"
README = f"""{FORMAT}

Snapshots of a Dateline home. 'dateline --home NEW restore THIS_FOLDER' restores the last one into a new folder.
Without Dateline: each line of snapshots/NUMBER.jsonl, after the first, is a file of the home: its path, and the SHA-256 of its
content, which is in files/, in the folder that its first two digits name.
"""
CHUNK = 1 << 20
SCRATCH = ".moment."
"""Beginning of the name of a run's own folder."""


class Entry(NamedTuple):
    """A file of a snapshot: its content, and its time and rights in the home. `sign` are its bytes in the home, with the
    write-ahead log of a database.
    """

    path: str
    sha256: str
    bytes: int
    mtime_ns: int
    mode: int
    sign: int


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a snapshot: the home, its layout, the time, and the numbers of files and bytes."""

    home: str
    layout: int
    taken_at: str
    files: int
    bytes: int


@dataclass(frozen=True)
class Vault:
    """One folder of backups."""

    folder: Path

    @classmethod
    def existing(cls, folder: Path) -> Vault:
        """The vault in a folder. Raises InputError if there is none, or if it has another format."""
        try:
            marked = (folder / MARK).read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError) as error:
            raise InputError(f"{folder} holds no backups: 'dateline backup {folder}' makes one") from error
        if marked != FORMAT:
            raise InputError(f"{folder} was written by a newer Dateline ({marked}): restore with that version")
        return cls(folder)

    @classmethod
    def begun(cls, folder: Path) -> Vault:
        """The vault in a folder; it is made in a new or empty one. Raises InputError for a folder with other content."""
        if not (folder / MARK).exists():
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise InputError(f"{folder} holds something else: name a new folder, an empty one, or one with backups")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = folder / f".{MARK}"
            beside.write_text(README, encoding="utf-8")
            beside.replace(folder / MARK)
        return cls.existing(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other backups away from the folder. Raises EnvironmentFault if one is running."""
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EnvironmentFault(
                    f"another backup into {self.folder} is running: wait until it has ended"
                ) from error
            yield

    def snapshots(self) -> list[int]:
        """Numbers of the snapshots, ascending."""
        found = (path.stem for path in (self.folder / "snapshots").glob("*.jsonl"))
        return sorted(int(name) for name in found if name.isdigit())

    def head(self, number: int) -> Head:
        """The head of a snapshot. Raises CorpusError if it is damaged."""
        try:
            with self._list(number).open(encoding="utf-8") as lines:
                return Head(**json.loads(lines.readline()))
        except FileNotFoundError as error:
            raise InputError(f"{self.folder} has no snapshot {number}: it has {self._numbers()}") from error
        except (OSError, ValueError, TypeError) as error:
            raise self._damaged(number) from error

    def entries(self, number: int) -> dict[str, Entry]:
        """The files of a snapshot by path. Raises CorpusError if the list is damaged."""
        head = self.head(number)
        try:
            with self._list(number).open(encoding="utf-8") as lines:
                lines.readline()
                found = [Entry(*json.loads(line)) for line in lines]
        except (OSError, ValueError, TypeError) as error:
            raise self._damaged(number) from error
        if len(found) != head.files:
            raise self._damaged(number)
        return {entry.path: entry for entry in found}

    def add(self, head: Head, entries: Collection[Entry]) -> int:
        """Write a snapshot, durably; returns its number. All contents must have been checked."""
        number = max(self.snapshots(), default=0) + 1
        path = self._list(number)
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("w", encoding="utf-8") as file:
            file.write(json.dumps(asdict(head)) + "\n")
            file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in sorted(entries))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync(path.parent)
        return number

    def forget(self, keep: int) -> int:
        """Remove all but the last `keep` snapshots, and contents that none lists; returns the number of contents removed."""
        for number in self.snapshots()[:-keep]:
            self._list(number).unlink()
        listed = {entry.sha256 for number in self.snapshots() for entry in self.entries(number).values()}
        unlisted = [path for path in (self.folder / "files").glob("*/*") if path.name not in listed]
        for path in unlisted:
            path.unlink()
        return len(unlisted)

    def content(self, sha256: str) -> Path:
        """The file of a content."""
        return self.folder / "files" / sha256[:2] / sha256

    def put(self, source: BinaryIO) -> tuple[str, int]:
        """Add the content of an open file; returns its SHA-256 and bytes. A new one is not durable yet, and not checked."""
        beside = self.folder / f".content.{os.getpid()}.part"
        with beside.open("wb") as file:
            beside.chmod(0o600)  # settings may hold secrets
            sha256, size = copied(source, file)
        target = self.content(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.is_whole(sha256):
            beside.unlink()
        else:
            beside.replace(target)
        return sha256, size

    def is_whole(self, sha256: str) -> bool:
        """True if a content is there and has its digest; it is read from the disk, not from the memory of the system."""
        try:
            with self.content(sha256).open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def clean(self) -> None:
        """Remove files that a killed run left."""
        for path in (*self.folder.glob(".content.*.part"), *(self.folder / "snapshots").glob("*.part")):
            path.unlink()
        for folder in self.folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(folder)

    def _list(self, number: int) -> Path:
        return self.folder / "snapshots" / f"{number:06d}.jsonl"

    def _numbers(self) -> str:
        return ", ".join(map(str, self.snapshots())) or "none"

    def _damaged(self, number: int) -> CorpusError:
        return CorpusError(
            f"{self._list(number)} is damaged: choose another snapshot with --from (it has {self._numbers()})"
        )


def copied(source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
    """Copy from one open file to another; returns SHA-256 and bytes."""
    sha, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        sha.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return sha.hexdigest(), size


def unchanged(known: Mapping[str, Entry], path: str, sign: tuple[int, int]) -> Entry | None:
    """The entry of a file that has the size and time that it had before; None if it has others or is new."""
    entry = known.get(path)
    return entry if entry is not None and (entry.sign, entry.mtime_ns) == sign else None
