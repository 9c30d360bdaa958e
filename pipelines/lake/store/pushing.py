"""Pushing: the changes of a working copy go into its store, in an order in which a kill never leaves half a change.

The order is: objects, the tables' commits, the commit that makes files valid, and last the removal of old objects. A
source's files (its nights and its crawl memory) are pushed together, and only while no crawl of it runs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.lake.store.found_files import CAPTURES, DATABASE, Found, found_files, sign_of, source_of
from pipelines.lake.store.known_files import Sign
from pipelines.lake.store.lake_logs import push_lake, shown_versions
from pipelines.lake.store.lease import Lease
from pipelines.lake.store.log import CHECKPOINT, Commit, Stored, append, checkpoint
from pipelines.lake.store.objects import at_once
from pipelines.lake.store.working_copy import WorkingCopy


def push(copy: WorkingCopy, lease: Lease, *, lake: bool = True) -> int:
    """Push every change, tables only if `lake`; returns the number of objects. Raises LeaseLost."""
    lease.renew()
    if not copy.known.seen:  # a first commit distinguishes a home that was started from one that a sync tool copied
        _commit(copy, {}, {}, [], {})
    known, found = copy.known, found_files(copy.root)
    stored, here = known.stored(), known.here()
    changed = {path: sign for path, sign in found.files.items() if here.get(path) != sign and not _of_lake(path)}
    put, held_up = _put_files(copy, lease, changed, found)
    gone = [path for path in here if path not in found.files and source_of(path) not in held_up]
    gone += [path for path in known.away() if CAPTURES.fullmatch(path) and not (copy.root / path).parent.is_dir()]
    if lake:
        lease.renew()  # files may have taken long, and a renewed table's log is removed before it is put
    moved = push_lake(copy, {p: s for p, s in found.files.items() if _of_lake(p)}) if lake else 0
    gone = [path for path in gone if lake or not _of_lake(path)]
    if put or gone or moved:
        lease.renew()
        shown = shown_versions(copy.root) if lake else last_shown(copy)
        _commit(copy, put, {path: changed[path] for path in put}, [p for p in gone if not _of_lake(p)], shown)
        _remove(copy, stored, put, gone)
    return len(put) + len(gone) + moved + _settle(copy)


def _commit(
    copy: WorkingCopy,
    put: Mapping[str, Stored],
    here: Mapping[str, Sign],
    gone: Sequence[str],
    shown: Mapping[str, int],
) -> None:
    known = copy.known
    commit = Commit(known.seen + 1, copy.name, put, gone, shown)
    append(copy.objects, commit)
    known.put(put, here)
    known.forget(gone)
    note_commit(copy, commit.number, shown)
    if commit.number % CHECKPOINT == 0:
        files = {path: each for path, each in known.stored().items() if not _of_lake(path)}
        checkpoint(copy.objects, commit.number, files, shown)


def _settle(copy: WorkingCopy) -> int:
    """Give changed files their own names again, now that these are free; returns the number of objects.

    The memory of crawls keeps its name, because it is large and nobody looks for it by name.
    """
    renamed = copy.known.renamed()
    put: dict[str, Stored] = {}
    here: dict[str, Sign] = {}
    for path, (stored, sign) in renamed.items():
        file = copy.root / path
        is_same = sign_of(file) == sign and file.suffix != DATABASE
        if is_same and (copy.objects.put_new(path, file) or copy.objects.holds(path, file)):
            put[path], here[path] = stored._replace(object=path), sign
    if put:
        _commit(copy, put, here, [], last_shown(copy))
        copy.objects.delete(renamed[path][0].object for path in put)
    return len(put)


def note_commit(copy: WorkingCopy, number: int, shown: Mapping[str, int]) -> None:
    """Record the last commit that the working copy has read or written, and the versions that it shows."""
    copy.known.note("seen", number)
    copy.known.note("shown", " ".join(f"{table}={version}" for table, version in sorted(shown.items())))


def last_shown(copy: WorkingCopy) -> dict[str, int]:
    """The versions of the tables that the last commit shows together."""
    pairs = (each.split("=") for each in copy.known.fact("shown").split())
    return {table: int(version) for table, version in pairs}


def _put_files(
    copy: WorkingCopy, lease: Lease, changed: Mapping[str, Sign], found: Found
) -> tuple[dict[str, Stored], set[str | None]]:
    """Put changed files under new names; returns them and the sources that are postponed."""
    held_up = found.busy_sources() - {None}
    if found.being_written:  # an import's own memory is pushed together with its archived captures
        changed = {path: sign for path, sign in changed.items() if not path.startswith("imports/")}
    with TemporaryDirectory(dir=copy.kept) as scratch:
        content = {path: copy.root / path for path in changed if source_of(path) not in held_up}
        for path in [path for path in content if path.endswith(DATABASE)]:
            content[path] = _snapshot(copy.root / path, Path(scratch, path.replace("/", "_")))
        held_up |= _stirred(copy.root, found, {source for path in content if (source := source_of(path))})
        content = {path: file for path, file in content.items() if source_of(path) not in held_up}
        suffix = f"{lease.epoch}-{copy.known.seen + 1}"
        stored = at_once(lambda path: _put_file(copy, path, content[path], changed[path], suffix), sorted(content))
    put = {path: each for path, each in zip(sorted(content), stored, strict=True) if each is not None}
    lost = {source_of(path) for path in content if path not in put} - {None}
    held_up |= lost
    return {path: each for path, each in put.items() if source_of(path) not in lost}, held_up


def _put_file(copy: WorkingCopy, path: str, content: Path, sign: Sign, suffix: str) -> Stored | None:
    """Put one file; None if it changed or disappeared meanwhile."""
    try:
        name = path
        if not copy.objects.put_new(path, content) and not copy.objects.holds(path, content):
            name = f"{path}.{suffix}"
            copy.objects.put(name, content)
        size = content.stat().st_size
    except FileNotFoundError:
        return None
    is_same = path.endswith(DATABASE) or sign_of(copy.root / path) == sign
    return Stored(size, sign.mtime_ns, name) if is_same else None


def _stirred(root: Path, found: Found, sources: set[str]) -> set[str]:
    """The sources whose archive changed while their crawl memory was copied: the two may not belong together."""
    stirred = set()
    for source in sources:
        folder = f"archive/source={source}"
        again = found_files(root, (folder,))
        before = {path: sign for path, sign in found.files.items() if path.startswith(f"{folder}/")}
        if again.being_written or again.files != before:
            stirred.add(source)
    return stirred


def _snapshot(database: Path, target: Path) -> Path:
    """Copy a database as of one moment, even if another process is writing it."""
    with closing(sqlite3.connect(database, timeout=60)) as ours, closing(sqlite3.connect(target)) as copied:
        ours.backup(copied)
    return target


def _remove(copy: WorkingCopy, stored: Mapping[str, Stored], put: Mapping[str, Stored], gone: list[str]) -> None:
    """Remove the objects of removed or changed files; for a table, its log first."""
    old = [stored[path].object for path in put if path in stored and stored[path].object != put[path].object]
    names = sorted((path for path in gone if _of_lake(path)), key=lambda path: ("_delta_log" not in path, path))
    copy.objects.delete([*old, *(stored[path].object for path in gone if not _of_lake(path)), *names])
    copy.known.forget(names)


def _of_lake(path: str) -> bool:
    return path.startswith("lake/")
