"""Objects of a home that no commit names: copies that later commits replaced are removed; all others stay.

The others may belong to a user, or a dead writer may have put them without a commit. Nothing distinguishes the two,
so a user must remove them by name.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.base.errors import InputError
from pipelines.lake.store.found_files import AREAS, found_files
from pipelines.lake.store.log import every_commit, is_begun
from pipelines.lake.store.objects import Listed
from pipelines.lake.store.working_copy import WorkingCopy

OWN = "dateline/"
"""Leases and the log, which name themselves."""


def require_log(copy: WorkingCopy) -> None:
    """Raise InputError for a home that a sync tool put into the store: it has files, but no log of ours.

    If the working copy itself has files, they are pushed, and objects equal to them are named by the commit.
    """
    if copy.known.seen or is_begun(copy.objects):
        return
    areas = sorted({*copy.objects.folders("")} & {*AREAS})
    if areas and not found_files(copy.root).files:
        raise InputError(
            f"{copy.objects.address} has {'/, '.join(areas)}/ and no log of Dateline's, as after a copy by a sync tool: copy "
            f"the same files into {copy.root}, then run 'dateline maintain', which takes them over; nothing was changed"
        )


def unnamed(copy: WorkingCopy) -> list[Listed]:
    """The objects that neither the log nor a table names, whoever wrote them."""
    named = {each.object for each in copy.known.stored().values()}
    return [each for each in copy.objects.listed("") if each.name not in named and not each.name.startswith(OWN)]


def collect(copy: WorkingCopy) -> list[str]:
    """Remove the objects that later commits replaced; returns the names of those that no commit ever named."""
    found = unnamed(copy)
    replaced = _ever_named(copy) if found else set()
    copy.objects.delete(each.name for each in found if (each.name, each.size) in replaced)
    return [each.name for each in found if (each.name, each.size) not in replaced]


def remove(copy: WorkingCopy, names: Iterable[str]) -> list[str]:
    """Remove unnamed objects: `name`, or all below `folder/`; returns their names. Raises InputError if a name has none."""
    waiting = found_files(copy.root).files
    found = [each.name for each in unnamed(copy) if each.name not in waiting]
    chosen: dict[str, None] = {}
    for name in names:
        if not (below := [each for each in found if each == name or (name.endswith("/") and each.startswith(name))]):
            raise InputError(f"{copy.objects.address} has no unknown object {name}: nothing was removed")
        chosen |= dict.fromkeys(below)
    copy.objects.delete(chosen)
    return list(chosen)


def _ever_named(copy: WorkingCopy) -> set[tuple[str, int]]:
    """Every object that a commit has named, with its size: with another size it is another file."""
    commits = every_commit(copy.objects)
    return {(each.object, each.size) for commit in commits for each in commit.put.values()}
