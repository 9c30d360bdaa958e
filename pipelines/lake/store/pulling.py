"""Pulling: changes of other machines come into a working copy; its own changes that were not pushed by then are set aside."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pipelines.base.counted import counted
from pipelines.base.errors import EnvironmentFault
from pipelines.lake.store.found_files import CAPTURES, DATABASE, SETTINGS, found_files, sign_of, source_of
from pipelines.lake.store.known_files import Sign
from pipelines.lake.store.lake_logs import is_partial, pull_lake
from pipelines.lake.store.lease import Lease
from pipelines.lake.store.log import Commit, Stored, after
from pipelines.lake.store.objects import at_once
from pipelines.lake.store.pushing import note_commit
from pipelines.lake.store.working_copy import WorkingCopy

Wanted = Callable[[str], bool]
"""True if a file is needed on this disk."""


def shown_files(path: str) -> bool:
    """Files that a reader needs in addition to the tables: sources, recipes and settings."""
    return path.startswith(("sources/", "exports/")) or path in SETTINGS


def work_files(path: str) -> bool:
    """Files that steps, crawls and exports need: all except captures, which are fetched when they are read."""
    return CAPTURES.fullmatch(path) is None


def all_files(path: str) -> bool:  # noqa: ARG001 -- one of three answers to the same question
    """All files, the archive included."""
    return True


def pull(copy: WorkingCopy, wanted: Wanted, *, lease: Lease | None = None, reads: bool = False) -> None:
    """Update a working copy from its store.

    A copy that only `reads` gets the tables as last published. A copy with a `lease` gets complete tables if it was
    a reader before, or if another machine held the lease before: that machine may have pushed more than its last
    commit names.
    """
    commits = after(copy.objects, copy.known.seen)
    foreign = [commit for commit in commits if commit.copy != copy.name]
    if foreign:
        _set_aside(copy, foreign)
    for commit in commits:
        _apply(copy, commit)
    is_behind = lease is not None and (lease.behind or is_partial(copy))
    if (foreign or is_behind) and (shown := _shown(commits) if reads else None) != {}:
        pull_lake(copy, shown)
    if commits:
        note_commit(copy, commits[-1].number, commits[-1].shown)
    if lease is not None:
        lease.caught_up()
    bring(copy, wanted)


def fetch_captures(copy: WorkingCopy, path: str) -> bool:
    """Fetch one file of captures; returns whether the store has it."""
    stored = copy.known.one(path)
    return stored is not None and _fetch(copy, path, stored)


def _shown(commits: Iterable[Commit]) -> dict[str, int]:
    return dict(list(commits)[-1].shown)


def _apply(copy: WorkingCopy, commit: Commit) -> None:
    """Add a commit to the known files. Our own commit, cut off before it was recorded, has the files as they are here."""
    if commit.copy == copy.name:
        copy.known.put(commit.put, {path: Sign(each.size, each.mtime_ns) for path, each in commit.put.items()})
        copy.known.forget(commit.gone)
        return
    for path in (*commit.put, *commit.gone):
        _remove(copy.root / path)
    for night in {(copy.root / path).parent for path in commit.gone if path.startswith("archive/source=")}:
        with suppress(OSError):  # not empty
            night.rmdir()
    for path in filter(CAPTURES.fullmatch, commit.put):  # its night exists, though its captures may stay in the store
        (copy.root / path).parent.mkdir(parents=True, exist_ok=True)
    copy.known.put(commit.put, {})
    copy.known.forget(commit.gone)


def bring(copy: WorkingCopy, wanted: Wanted) -> None:
    """Fetch the wanted files that are not on this disk. Raises EnvironmentFault if one was replaced meanwhile."""
    away = copy.known.away()
    chosen = [path for path in away if wanted(path)]
    fetched = at_once(lambda path: _fetch(copy, path, away[path]), chosen)
    missing = [path for path, there in zip(chosen, fetched, strict=True) if not there]
    if wanted is work_files:
        captures = _of_open_nights(copy.root, away.keys() - chosen)
        at_once(lambda path: _fetch(copy, path, away[path]), captures)
    if missing:
        raise EnvironmentFault(
            f"{copy.objects.address}: {missing[0]} has just been replaced by another machine: run again"
        )


def _fetch(copy: WorkingCopy, path: str, stored: Stored) -> bool:
    target = copy.root / path
    if path.endswith(DATABASE):
        for log in ("-wal", "-shm"):
            _remove(target.with_name(target.name + log))
    if not copy.objects.fetch(
        stored.object, target, stored.mtime_ns
    ):  # a step uses the time to see whether a crawl changed
        return False
    copy.known.place({path: sign_of(target)})
    return True


def _of_open_nights(root: Path, captures: Iterable[str]) -> list[str]:
    """Captures of each source's last night, if its crawl must continue."""
    last: dict[str | None, str] = {}
    captures = sorted(captures)
    for path in captures:
        last[source_of(path)] = path.rpartition("/")[0]
    nights = {folder for folder in last.values() if not _is_finished(root / folder / "crawl.json")}
    return [path for path in captures if path.rpartition("/")[0] in nights]


def _is_finished(summary: Path) -> bool:
    try:
        read = json.loads(summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(read.get("imported")) or read.get("state") in ("finished", "already_finished")


def _set_aside(copy: WorkingCopy, foreign: Iterable[Commit]) -> None:
    """Move away files on this disk that others also wrote meanwhile; for a source, all unpushed files, because they
    belong together.
    """
    touched = {path for commit in foreign for path in (*commit.put, *commit.gone)}
    sources = {source for path in touched if (source := source_of(path))}
    found, here = found_files(copy.root), copy.known.here()
    unpushed = [path for path, sign in found.files.items() if here.get(path) != sign]
    moved = [p for p in (*unpushed, *found.being_written) if p in touched or source_of(p) in sources]
    aside = copy.kept / "aside" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    for path in moved:
        (aside / path).parent.mkdir(parents=True, exist_ok=True)
        (copy.root / path).replace(aside / path)
        for log in ("-wal", "-shm"):
            _remove(copy.root / (path + log))
    copy.known.place({path: None for path in moved if path in here})
    if moved:
        sys.stderr.write(
            f"dateline: another machine wrote what this one had not pushed; {counted(len(moved), 'file')} moved to {aside}\n"
        )


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
