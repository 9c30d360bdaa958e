"""Mends the damaged files of a home: copies are put back, files that steps make are set aside so that steps make them."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from pipelines.corpus.mending.archive_tables import remake_ledger, remake_table
from pipelines.corpus.mending.captures import lose_captures
from pipelines.corpus.mending.tables import Part, forget_steps, set_aside_log, set_aside_part
from pipelines.lake.archive.layout import replacing
from pipelines.lake.checksums.aside import set_aside
from pipelines.lake.checksums.ledger import Checksums, Damage
from pipelines.lake.checksums.look import BUDGET_BYTES, Looked, look
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night import locator
from pipelines.night.book import recorded


@dataclass
class Mended:
    """Lines for a person, one for each damaged file; nights to build again; removed parts of tables; files that had no
    digest before.
    """

    lines: list[str] = field(default_factory=list)
    nights: set[date] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)
    new: int = 0


def look_and_mend(
    home: Home, writers: Mapping[str, str], outlets: Collection[str], *, budget: int | None = BUDGET_BYTES
) -> Mended:
    """Look at the home's files, mend the damaged ones, and take digests of the others. Needs the corpus's lock.

    The steps that wrote damaged files then count as not done. Arguments as of `mend`.
    """
    ledger = Checksums(home.root)
    is_first = ledger.is_empty
    looked = look(home.root, budget=budget, holds_lock=True) if budget != 0 else Looked()
    mended = mend(home, {each.path: each for each in (*ledger.damaged(), *looked.damaged)}.values(), writers, outlets)
    ledger.take(looked.new)
    mended.new = len(looked.new) if is_first else 0
    return mended


def mend(home: Home, damaged: Iterable[Damage], writers: Mapping[str, str], outlets: Collection[str]) -> Mended:
    """Mend these files. Files that others are made from come first.

    `writers` has the step that writes each table of nights, `outlets` the steps that show the current tables.
    """
    mended, done = Mended(), set[str]()
    ledger = Checksums(home.root)
    for damage in sorted(damaged, key=_turn):
        if not (home.root / damage.path).exists():
            ledger.forget([damage.path])
            continue
        kind = damage.kind.name if damage.kind else ""
        how = _put_back(home, damage) or MENDERS.get(kind, _leave)(home, damage, mended)
        mended.lines.append(f"{damage.path}: {damage.said}; {how}")
        done.add(kind)
    if mended.parts:
        forget_steps(home, mended.parts, writers, outlets)
    if mended.parts or done & OUTLETS:
        mended.nights |= {max((night for night, _ in recorded(Lake(home.lake))), default=date.min)} - {date.min}
    return mended


def _turn(damage: Damage) -> tuple[int, str]:
    order = list(MENDERS)
    kind = damage.kind.name if damage.kind else ""
    return (order.index(kind) if kind in order else -1), damage.path


def _put_back(home: Home, damage: Damage) -> str | None:
    """Write the kept copy of a small file; None if there is none."""
    ledger = Checksums(home.root)
    kept = ledger.copy(damage.path) if damage.kind and damage.kind.copied else None
    if kept is None:
        return None
    set_aside(home.root, damage.path)
    with replacing(home.root / damage.path) as file:
        file.write(kept)
    ledger.take([damage.path])
    return "put back from its copy"


def _index(home: Home, damage: Damage, _mended: Mended) -> str:
    """Set an index aside as a whole: its files belong together."""
    name = "/".join(damage.path.split("/")[:2])
    for beside in ("-wal", "-shm"):
        (home.root / f"{name}{beside}").unlink(missing_ok=True)
    if (home.root / name).exists():
        set_aside(home.root, name)
    Checksums(home.root).begin(name, f"{name}/")
    if name.endswith(locator.FILE):
        locator.forget(home)
    return "made again from the lake"


def _file(home: Home, damage: Damage, _mended: Mended) -> str:
    set_aside(home.root, damage.path)
    Checksums(home.root).forget([damage.path])
    return "made again from the lake"


def _report(home: Home, damage: Damage, mended: Mended) -> str:
    with suppress(ValueError):
        mended.nights.add(date.fromisoformat(damage.path.rpartition("/")[2].split(".")[0]))
    return _file(home, damage, mended)


def _frontier(home: Home, damage: Damage, _mended: Mended) -> str:
    """Set a frontier aside unless a crawl has it open."""
    file = home.root / damage.path
    with file.with_suffix(".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return "a crawl uses it now"
        for name in (f"{file.name}-wal", f"{file.name}-shm"):
            (file.parent / name).unlink(missing_ok=True)
        _file(home, damage, Mended())
    return "set aside; the next crawl of its source begins a new one"


def _robots(home: Home, damage: Damage, mended: Mended) -> str:
    _file(home, damage, mended)
    return "set aside; the next crawl asks for it again"


def _leave(home: Home, damage: Damage, _mended: Mended) -> str:
    """Only report damage that nothing in the home can mend."""
    Checksums(home.root).report([damage])
    if damage.path.startswith("datasets/"):
        name = damage.path.split("/")[1]
        return f"'dateline export {name}' makes it anew"
    return "restore it from a backup"


def _table(home: Home, damage: Damage, mended: Mended) -> str:
    part = set_aside_part(home, damage.path)
    if part is None:
        return "set aside; no current table uses it, and no other copy is left"
    mended.parts.append(part)
    mended.nights |= {part.night} if part.night else set()
    return "made again from the archive"


def _log(home: Home, damage: Damage, _mended: Mended) -> str:
    set_aside_log(home, damage.path)
    return "its table is made again from the archive"


def _archive_table(home: Home, damage: Damage, _mended: Mended) -> str:
    return remake_table(home, damage.path)


def _ledger(home: Home, damage: Damage, _mended: Mended) -> str:
    return remake_ledger(home, damage.path)


def _captures(home: Home, damage: Damage, _mended: Mended) -> str:
    return lose_captures(home, damage.path)


MENDERS: dict[str, Callable[[Home, Damage, Mended], str]] = {
    "archive notes": _leave,
    "table logs": _log,
    "last checkpoints": _file,
    "accounts": _table,
    "archive tables": _archive_table,
    "import ledgers": _ledger,
    "captures": _captures,
    "tables": _table,
    "locator": _index,
    "index of texts": _index,
    "index of traces": _index,
    "index of events": _index,
    "search index": _index,
    "views": _file,
    "reports": _report,
    "frontier": _frontier,
    "robots.txt": _robots,
}
"""The way to mend each kind without a kept copy, in the order of mending."""
OUTLETS = {"views", "search index", "reports", "import ledgers"}
"""Kinds that outlets of the last night make again."""
