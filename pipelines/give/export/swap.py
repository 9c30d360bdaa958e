"""Putting a folder in the place of another in one step: whoever is killed leaves the old one or the new one, whole.

Linux exchanges two names atomically (renameat2 with RENAME_EXCHANGE, https://man7.org/linux/man-pages/man2/rename.2.html). On a
file system that cannot, it is two renames, and `recover` puts back the old folder if a kill came between them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

from pipelines.base.durable import sync

RENAME_EXCHANGE = 2
AT_FDCWD = -100
UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


def put_in_place(new: Path, target: Path) -> None:
    """`new` becomes `target`; what stood there is removed."""
    _sync_tree(new)
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        shutil.rmtree(new)
    else:
        old = new.with_name(f"{new.name}.old")
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old)
    sync(target.parent)


def recover(folder: Path, name: str) -> None:
    """Remove what a killed export of `name` left in `folder`; its lock is held, so nobody else is at work on it."""
    for old in folder.glob(f".{name}.building.old"):
        if not (folder / name).exists():
            old.rename(folder / name)
    for left in folder.glob(f".{name}.building*"):
        shutil.rmtree(left, ignore_errors=True)


def building(folder: Path, name: str) -> Path:
    """The folder in which the dataset `name` is made."""
    return folder / f".{name}.building"


def _exchange(one: Path, two: Path) -> bool:
    """Exchange two names; False where the file system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    if library.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(two), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(two))


def _sync_tree(folder: Path) -> None:
    """Make sure that files and names are on the disk before the folder gets its name."""
    for path, _, files in os.walk(folder):
        for name in files:
            sync(Path(path) / name)
        sync(Path(path))
