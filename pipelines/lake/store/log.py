"""The log of a home in an object store: numbered commits, each with the files added and removed. Tables have their own
logs.

Objects are written first, under unused names; then a commit makes all of them valid at once. A number can be used
only once, so of two writers one is refused. Every CHECKPOINT commits, one more object lists all files, so that a new
machine reads few objects.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from pipelines.base.errors import CorpusError
from pipelines.lake.store.lease import LeaseLost
from pipelines.lake.store.objects import Objects, at_once

PREFIX = "dateline/log"
CHECKPOINT = 50
COMMIT = re.compile(rf"{PREFIX}/\d{{12}}\.json")


class Stored(NamedTuple):
    """A file in the store: its size and time (ns) on the disk that it came from, and the name of its object."""

    size: int
    mtime_ns: int
    object: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its working copy, the files added and removed, and the versions of the tables that are shown together."""

    number: int
    copy: str
    put: Mapping[str, Stored] = field(default_factory=dict)
    gone: Sequence[str] = ()
    shown: Mapping[str, int] = field(default_factory=dict)


def append(objects: Objects, commit: Commit) -> None:
    """Write a commit. Raises LeaseLost if its number is taken."""
    data = json.dumps(asdict(commit), sort_keys=True).encode()
    if not objects.put_new(_name(commit.number), data) and objects.read(_name(commit.number)) != data:
        raise LeaseLost(f"{objects.address}: another machine wrote it meanwhile; run again")


def checkpoint(objects: Objects, number: int, files: Mapping[str, Stored], shown: Mapping[str, int]) -> None:
    """Write the list of all files after a commit."""
    data = json.dumps(asdict(Commit(number, "", files, (), shown)))
    objects.put(f"{PREFIX}/{number:012d}.all.json.gz", gzip.compress(data.encode(), 6))


def after(objects: Objects, number: int) -> list[Commit]:
    """The commits after a number, ascending. After 0, the first one is the last checkpoint, as if one commit had added
    all its files.
    """
    names = [each.name for each in objects.listed(PREFIX, after=_name(number - 1) if number else None)]
    if number and _name(number) not in names:
        raise CorpusError(
            f"{objects.address}: commit {number} of its log is gone, which this machine has read: the store was emptied or "
            "filled again. Nothing was changed; to start with the store's content, move away the copy on this disk"
        )
    whole = [name for name in names if name.endswith(".all.json.gz")]
    first: list[Commit] = []
    if whole and not number:
        first = [_read(gzip.decompress(objects.read(whole[-1]) or b""))]
        number = first[0].number
    wanted = [name for name in names if name.endswith(".json") and name > _name(number)]
    found: Sequence[bytes | None] = at_once(objects.read, wanted)
    return first + [_read(data) for data in found if data]


def is_begun(objects: Objects) -> bool:
    """True if the home has a commit."""
    return bool(objects.listed(PREFIX))


def every_commit(objects: Objects) -> list[Commit]:
    """All commits since the first."""
    names = [each.name for each in objects.listed(PREFIX) if COMMIT.fullmatch(each.name)]
    found: Sequence[bytes | None] = at_once(objects.read, names)
    return [_read(data) for data in found if data]


def _read(data: bytes) -> Commit:
    read = json.loads(data)
    put = {path: Stored(*stored) for path, stored in read.pop("put").items()}
    return Commit(put=put, **read)


def _name(number: int) -> str:
    return f"{PREFIX}/{number:012d}.json"
