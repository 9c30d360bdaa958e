"""Captures on this disk: WARC files are fetched when they are read, and the oldest are removed if they take too much space."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.lake.store.address import KEPT, address_of
from pipelines.lake.store.found_files import CAPTURES, found_files
from pipelines.lake.store.known_files import KnownFiles
from pipelines.lake.store.pulling import fetch_captures
from pipelines.lake.store.working_copy import WorkingCopy

ROOM_VARIABLE = "DATELINE_CACHE_GB"
ROOM_GB = 20.0


def fetched(archive: Path, warc_file: str) -> bool:
    """Fetch a WARC file if it is not on this disk; returns whether it is there now. Only one process at a time fetches."""
    root = archive.parent
    if (archive / warc_file).exists() or address_of(root) is None:
        return (archive / warc_file).exists()
    with (root / KEPT / "fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return (archive / warc_file).exists() or fetch_captures(WorkingCopy.in_folder(root), f"archive/{warc_file}")


def away(archive: Path) -> dict[str, int]:
    """WARC files that are only in the store: path below the archive and bytes; empty for a home in a folder."""
    root = archive.parent
    if address_of(root) is None:
        return {}
    stored = KnownFiles(root / KEPT / "files.sqlite").away()
    return {path.removeprefix("archive/"): each.size for path, each in stored.items() if CAPTURES.fullmatch(path)}


def evict(copy: WorkingCopy, room_bytes: float) -> int:
    """Remove WARC files that are in the store, oldest first, until the rest take at most `room_bytes`; returns their
    number.
    """
    here = copy.known.here()
    found = found_files(copy.root, ("archive",))
    kept = {path: sign for path, sign in found.files.items() if CAPTURES.fullmatch(path) and here.get(path) == sign}
    total, gone = sum(sign.size for sign in kept.values()), 0
    for path, sign in sorted(kept.items(), key=lambda item: (item[1].mtime_ns, item[0])):
        if total <= room_bytes:
            break
        copy.known.place({path: None})
        (copy.root / path).unlink()
        total, gone = total - sign.size, gone + 1
    return gone


def room_bytes() -> float:
    """Space that captures may take on this disk: $DATELINE_CACHE_GB, otherwise ROOM_GB. Raises InputError."""
    said = os.environ.get(ROOM_VARIABLE)
    try:
        return float(said) * 1e9 if said else ROOM_GB * 1e9
    except ValueError as error:
        raise InputError(f"${ROOM_VARIABLE} is {said}: write gigabytes as a number, such as 20") from error
