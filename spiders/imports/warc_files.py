"""The files of an import: WARC files at the paths, in folders, and in WACZ files.

An input that cannot be read is listed too; it ends in a line of the ledger with its reason.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.base.errors import InputError
from spiders.imports.opening import UnreadableError, files_below, opened
from spiders.imports.wacz import is_cut, members, opened_member

ENDINGS = (".warc", ".warc.gz", ".warc.zst")
WACZ = ".wacz"
INSIDE = "!"
"""Separator between a WACZ file and the WARC file inside it: `visit.wacz!archive/data.warc.gz`."""


def warc_files(paths: Iterable[Path]) -> list[str]:
    """Every WARC file at the paths, also in folders and WACZ files, as absolute names without repeats.

    A WACZ file without a readable WARC file, and a folder that cannot be read, stand for themselves. Raises InputError
    for a path that does not exist, or if no file is found.
    """
    found: dict[str, None] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise InputError(f"{path}: no such file or folder")
        for file in files_below(path, lambda name: name.endswith((*ENDINGS, WACZ))):
            found |= dict.fromkeys(_names(file))
    if not found:
        raise InputError(f"{path}: no file that ends in {', '.join((*ENDINGS, WACZ))}")
    return list(found)


@contextmanager
def opened_file(name: str) -> Iterator[BinaryIO]:
    """Open a WARC file for reading. Raises UnreadableError, here or when it is read."""
    path, inside, member = name.partition(f"{WACZ}{INSIDE}")
    if not inside and name.endswith(WACZ):
        members(Path(name), ENDINGS)
        raise UnreadableError("the file has changed since the import began")
    with opened_member(Path(path + WACZ), member) if inside else opened(Path(name)) as file:
        yield file


def damage(name: str) -> str | None:
    """The damage of the WACZ file around a WARC file; None if there is none."""
    path, inside, _ = name.partition(f"{WACZ}{INSIDE}")
    is_damaged = bool(inside) and is_cut(Path(path + WACZ))
    return "the WACZ file is cut off: its directory is missing, and so may be files and records" if is_damaged else None


def signature(name: str) -> str:
    """Path, size and time of a file, and whether it may be read; equal signatures make two imports the same."""
    path = name.partition(f"{WACZ}{INSIDE}")[0] + WACZ if f"{WACZ}{INSIDE}" in name else name
    if not os.access(path, os.R_OK, effective_ids=True):
        return f"{name} unreadable"
    stat = Path(path).stat()
    return f"{name} {stat.st_size} {stat.st_mtime_ns}"


def settings_beside(name: str) -> dict[str, Any]:
    """The settings of a source beside a WARC file in an archive of Dateline; empty for any other file."""
    try:
        settings = json.loads((Path(name).parent / "source.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


def _names(file: Path) -> list[str]:
    path = str(file.absolute())
    try:
        return [f"{path}{INSIDE}{name}" for name in members(file, ENDINGS)] if path.endswith(WACZ) else [path]
    except UnreadableError:
        return [path]
