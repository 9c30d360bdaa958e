"""Restoring a home from a backup into a new folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.base.durable import sync
from pipelines.base.errors import CorpusError, InputError
from pipelines.lake.layout import LAYOUT
from pipelines.night.steps import Progress
from pipelines.upkeep.backup.vault import Entry, Head, Vault, copied

BESIDE = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restoration: the number of the snapshot, and its head."""

    number: int
    head: Head


def restore(vault: Vault, target: Path, number: int | None, *, on_progress: Progress) -> Restored:
    """Write a snapshot (by default the last) into a new or empty folder; the folder appears when it is complete.

    Every content is checked. Run again after an interrupt: it goes on. Raises InputError for a folder with content, and
    CorpusError if contents are damaged; all others are then in the folder beside.
    """
    number = number or max(vault.snapshots(), default=None)
    if number is None:
        raise InputError(f"{vault.folder} has no complete snapshot: 'dateline backup {vault.folder}' was interrupted")
    head, entries = vault.head(number), vault.entries(number)
    if head.layout > LAYOUT:
        raise InputError(
            f"snapshot {number} was made by a newer Dateline (layout {head.layout}): restore with that version"
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target} is not empty: name a new folder with --home")
    beside = target.with_name(target.name + BESIDE)
    _remove_others(beside, entries)
    damaged = []
    for done, entry in enumerate(entries.values()):
        on_progress(done, len(entries))
        if not _is_there(beside / entry.path, entry) and not _write(vault, beside / entry.path, entry):
            damaged.append(entry.path)
    if damaged:
        raise CorpusError(
            f"{len(damaged)} of {len(entries)} files are damaged in {vault.folder}, {damaged[0]} first; the others are in "
            f"{beside}: choose another snapshot with --from"
        )
    os.sync()
    if target.exists():
        target.rmdir()
    beside.replace(target)
    sync(target.parent)
    return Restored(number, head)


def _remove_others(beside: Path, entries: Mapping[str, Entry]) -> None:
    """Remove files of an interrupted restoration of another snapshot."""
    beside.mkdir(parents=True, exist_ok=True)
    for path in [path for path in beside.rglob("*") if path.is_file()]:
        if path.relative_to(beside).as_posix() not in entries:
            path.unlink()


def _is_there(file: Path, entry: Entry) -> bool:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def _write(vault: Vault, file: Path, entry: Entry) -> bool:
    """Write one file with its time and rights; returns whether its content is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.part")
    try:
        with vault.content(entry.sha256).open("rb") as source, beside.open("wb") as target:
            sha256, _ = copied(source, target)
    except FileNotFoundError:
        sha256 = ""
    if sha256 != entry.sha256:
        beside.unlink(missing_ok=True)
        return False
    beside.chmod(entry.mode)
    os.utime(beside, ns=(entry.mtime_ns, entry.mtime_ns))
    beside.replace(file)
    return True
