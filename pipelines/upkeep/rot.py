"""What doctor says about rot: files compared with their checksums, captures that are lost, damaged files set aside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from pipelines.lake.checksums.aside import FOLDER, held
from pipelines.lake.checksums.kinds import owned
from pipelines.lake.checksums.ledger import Checksums, Damage
from pipelines.lake.checksums.look import Looked, look
from pipelines.lake.home import Home

MEND = "'dateline build' or 'dateline doctor --repair' sets them aside and makes them anew"
NAMED = 3
MIB = 1 << 20


class Seen(NamedTuple):
    """One check of rot: its name, whether all is well, and the sentence."""

    name: str
    good: bool
    sentence: str


def rot(home: Home, *, deep: bool, on_progress: Callable[[int, int], None] | None = None) -> Iterator[Seen]:
    """The checks. `deep` reads every file; otherwise only sizes are compared with those in the ledger."""
    yield _deep(look(home.root, budget=None, on_progress=on_progress)) if deep else _quick(home)
    if deep and (home.dagster).is_dir():
        yield _dagster(home)
    if lost := Checksums(home.root).lost():
        waiting = sum(not each.asked for each in lost)
        asked = f"{waiting} wait for the next crawl" if waiting else "crawls have asked for them again"
        addresses = ", ".join(each.url for each in lost[:NAMED])
        yield Seen("lost captures", not waiting, f"{len(lost)} cannot be read ({addresses}); {asked}")
    files, size = held(home.root)
    if files:
        yield Seen("set aside", True, f"{files} damaged files, {size / MIB:.1f} MiB in {FOLDER}/: remove it yourself")


def _quick(home: Home) -> Seen:
    """Sizes, and damage that is known already."""
    ledger = Checksums(home.root)
    known, there = ledger.known(), list(owned(home.root))
    wrong = [
        Damage(path, "another size") for path, _, sign in there if path in known and known[path].sign.size != sign.size
    ]
    kept_open = ledger.is_being_written
    wrong = [each for each in wrong if not (kept_open and each.kind and each.kind.change == "locked")]
    if damaged := {each.path: each for each in (*wrong, *ledger.damaged())}:
        return Seen("checksums", False, f"{_named(list(damaged.values()))}: {MEND}")
    size = sum(sign.size for _, _, sign in there) / MIB
    new = sum(path not in known for path, _, _ in there)
    without = f", {new} without a checksum" if new else ""
    return Seen(
        "checksums",
        True,
        f"{len(there)} files of their size{without}; {size:.0f} MiB not read: 'dateline doctor --deep'",
    )


def _deep(looked: Looked) -> Seen:
    if looked.damaged:
        return Seen("checksums", False, f"{_named(looked.damaged)}: {MEND}")
    without = f", {len(looked.new)} of them had none yet" if looked.new else ""
    return Seen("checksums", True, f"{looked.files} files, {looked.bytes / MIB:.0f} MiB read and compared{without}")


def _dagster(home: Home) -> Seen:
    """Dagster's own databases by SQLite's check: it has no checksums of its own."""
    wrong = [
        file.relative_to(home.root).as_posix() for file in sorted(home.dagster.rglob("*.db")) if not _is_sound(file)
    ]
    if wrong:
        return Seen(
            "dagster's history", False, f"damaged: {', '.join(wrong)}: move it away, only the UI's history needs it"
        )
    return Seen("dagster's history", True, "its databases are sound by SQLite's integrity_check")


def _is_sound(file: object) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=60)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _named(damaged: list[Damage]) -> str:
    more = f" and {len(damaged) - NAMED} more" if len(damaged) > NAMED else ""
    said = "; ".join(f"{each.path} ({each.said})" for each in damaged[:NAMED])
    return f"{len(damaged)} damaged: {said}{more}"
