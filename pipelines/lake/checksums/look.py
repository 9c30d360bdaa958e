"""Looks at the files of a home: each is read and compared with its digest, those that were not looked at longest first."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake.checksums.kinds import (
    ARCHIVE,
    AREAS,
    VIEWS,
    Change,
    Kind,
    Sign,
    due_folders,
    kind_of,
    owned,
    sign_of,
)
from pipelines.lake.checksums.ledger import Checksums, Damage, Known, digest_of
from pipelines.lake.gzip_member import Torn, member

Check = Callable[[Path], str | None]

BUDGET_BYTES = 256 << 20
"""Bytes that a build reads for checksums: a fifth of a second of processor time. A larger home is looked at in turns."""
BUDGET_FILES = 2_500
"""Files that a build reads for checksums: a quarter of a second of processor time if they are small."""
UNDER_LOCK = ("lake", "index", VIEWS, "reports")
"""What a build writes."""

Progress = Callable[[int, int], None]


def fault(file: Path, *, deep: bool = True) -> str | None:
    """The reason why a file is certainly damaged; None if nothing in it says so. `deep` reads all of it.

    A Parquet file written before pages had checksums, and any other kind, may be damaged without a word.
    """
    check = CHECKS.get(file.suffix) if deep else QUICK.get(file.suffix)
    try:
        return check(file) if check else None
    except (OSError, ValueError, sqlite3.Error, pa.ArrowException) as error:
        return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _json(file: Path) -> str | None:
    for line in file.read_bytes().splitlines() if file.parent.name == "_delta_log" else [file.read_bytes()]:
        json.loads(line)
    return None


def _footer(file: Path) -> str | None:
    pq.read_metadata(file)
    return None


def _pages(file: Path) -> str | None:
    with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
        rows = sum(batch.num_rows for batch in parquet.iter_batches())
        return None if rows == parquet.metadata.num_rows else "rows are missing"


def _database(file: Path) -> str | None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=60)) as connection:
        said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return None if said == "ok" else str(said)


def _records(file: Path) -> str | None:
    torn = [offset for offset, whole in members(file) if not whole]
    return f"{len(torn)} records cannot be read, the first at byte {torn[0]}" if torn else None


def members(file: Path) -> Iterator[tuple[int, bool]]:
    """The gzip members of a file: offset, and whether the member is whole by its CRC. Ends at the first torn one."""
    with file.open("rb") as stream:
        size, offset = file.stat().st_size, 0
        while offset < size:
            try:
                offset_after = member(stream, offset)[1]
            except Torn:
                yield offset, False
                return
            yield offset, True
            offset = offset_after


QUICK: dict[str, Check] = {".json": _json, ".parquet": _footer}
CHECKS: dict[str, Check] = {".json": _json, ".parquet": _pages, ".sqlite": _database, ".gz": _records}


@dataclass
class Looked:
    """Result of a look: damage; files and bytes that were compared, and those of them that had no digest."""

    damaged: list[Damage] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    new: list[str] = field(default_factory=list)


def look(
    root: Path, *, budget: int | None = BUDGET_BYTES, holds_lock: bool = False, on_progress: Progress | None = None
) -> Looked:
    """Compare files with their digests, up to `budget` bytes and BUDGET_FILES (None: all).

    A file without a digest is only checked by itself.

    Order: folders of the archive that are due, in which nothing else is listed; then files without a digest, files whose
    size or time changed, and the rest by the time of their last look. `holds_lock`: no other process writes the corpus
    now. Changes nothing but the times of the looks, and which folder is due next.
    """
    ledger = Checksums(root)
    folders = [ARCHIVE] if budget is None else due_folders(root, ledger.last_folder(), budget // 2, BUDGET_FILES // 2)
    areas = (*folders, *(area for area in AREAS if area != ARCHIVE), VIEWS)
    known = ledger.known(areas if budget is not None else ("",))
    there = {path: (kind, sign) for path, kind, sign in owned(root, areas)}
    found, sound = Looked(), dict[str, Sign]()
    total = sum(sign.size for _, sign in there.values())
    for path in sorted(there, key=lambda path: (not path.startswith(ARCHIVE), _turn(known.get(path), there[path][1]))):
        kind, sign = there[path]
        is_full = budget is not None and (found.bytes + sign.size > budget or found.files >= BUDGET_FILES)
        if is_full and found.files and not path.startswith(ARCHIVE):
            continue
        found.files, found.bytes = found.files + 1, found.bytes + sign.size
        said = _compared(root, path, sign, known.get(path))
        if said and not holds_lock and _is_changing(root, path, sign, kind):
            said = None
        if said:
            found.damaged.append(Damage(path, said))
        elif path in known:
            sound[path] = sign
        else:
            found.new.append(path)
        if on_progress:
            on_progress(found.bytes, total)
    if os.access(root, os.W_OK):
        ledger.looked(sound, known, last_folder=folders[-1] if folders and budget is not None else "")
        ledger.forget(path for path in known if path not in there)
        ledger.report(found.damaged)
    return found


def _turn(known: Known | None, sign: Sign) -> tuple[int, float]:
    if known is None:
        return 0, 0.0
    return (1, 0.0) if known.sign != sign else (2, known.looked)


def _compared(root: Path, path: str, sign: Sign, known: Known | None) -> str | None:
    """The damage of a file, in words; None if it is sound, gone, or being written now."""
    try:
        if known is None:
            said = fault(root / path)
            return said if sign_of(root / path) == sign else None
        same = sign.size == known.sign.size and digest_of(root / path) == known.sha256
    except FileNotFoundError:
        return None
    if same:
        return None
    cut = known.sign.size - sign.size
    return f"{cut} of {known.sign.size} bytes are missing" if cut > 0 else "its checksum differs"


def _is_changing(root: Path, path: str, sign: Sign, kind: Kind) -> bool:
    """True if a program writes the file now, or announced it meanwhile."""
    if kind.change is Change.NEVER:
        return False
    if sign_of(root / path) != sign or path not in Checksums(root).known([path]):
        return True
    return kind.change is Change.LOCKED and Checksums(root).is_being_written


def take_new(root: Path, areas: Sequence[str] = AREAS) -> int:
    """Take the digests of files that have none; returns their number. For a writer that has finished."""
    ledger = Checksums(root)
    known = ledger.known(areas)
    new = [path for path, _, _ in owned(root, areas) if path not in known]
    ledger.take(new)
    return len(new)


def take_written(root: Path) -> None:
    """Take the digests of what the holder of the corpus's lock wrote: new files, and those that it changed in place."""
    ledger = Checksums(root)
    known = ledger.known(UNDER_LOCK)
    written = []
    for path, kind, sign in owned(root, UNDER_LOCK):
        before = known.get(path)
        if before is None or (kind.change is Change.LOCKED and before.sign != sign):
            written.append(path)
    ledger.take(written)


__all__ = ["BUDGET_BYTES", "Looked", "kind_of", "look", "take_new", "take_written"]
