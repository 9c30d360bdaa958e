"""The files of an import: WARC files at the paths, in folders, and in WACZ files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.base.errors import InputError
from spiders.imports.wacz import is_cut, members, opened_member

ENDINGS = (".warc", ".warc.gz", ".warc.zst")
WACZ = ".wacz"
INSIDE = "!"
"""Separator between a WACZ file and the WARC file inside it: `visit.wacz!archive/data.warc.gz`."""


def warc_files(paths: Iterable[Path]) -> list[str]:
    """Every WARC file at the paths, also in folders and WACZ files, as absolute names without repeats. Raises InputError."""
    found: dict[str, None] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        files = sorted(each for each in path.rglob("*") if is_ours(each)) if path.is_dir() else [path]
        if not files:
            raise InputError(f"{path}: no file that ends in {', '.join((*ENDINGS, WACZ))}")
        for file in files:
            found |= dict.fromkeys(_names(file))
    return list(found)


def is_ours(path: Path) -> bool:
    """True for a file that an import of a folder includes."""
    return path.name.endswith((*ENDINGS, WACZ)) and path.is_file()


@contextmanager
def opened_file(name: str) -> Iterator[BinaryIO]:
    """Open a WARC file for reading. Raises InputError if it cannot be read."""
    path, inside, member = name.partition(f"{WACZ}{INSIDE}")
    try:
        with opened_member(Path(path + WACZ), member) if inside else Path(name).open("rb") as file:
            yield file
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error}") from error


def damage(name: str) -> str | None:
    """The damage of the WACZ file around a WARC file; None if there is none."""
    path, inside, _ = name.partition(f"{WACZ}{INSIDE}")
    is_damaged = bool(inside) and is_cut(Path(path + WACZ))
    return "the WACZ file is cut off: its directory is missing, and so may be files and records" if is_damaged else None


def signature(name: str) -> str:
    """Path, size and time of a file; equal signatures make two imports the same."""
    stat = Path(name.partition(f"{WACZ}{INSIDE}")[0] + WACZ if f"{WACZ}{INSIDE}" in name else name).stat()
    return f"{name} {stat.st_size} {stat.st_mtime_ns}"


def settings_beside(name: str) -> dict[str, Any]:
    """The settings of a source beside a WARC file in an archive of Dateline; empty for any other file."""
    try:
        settings = json.loads((Path(name).parent / "source.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return settings if isinstance(settings, dict) else {}


def _names(file: Path) -> list[str]:
    path = str(file.absolute())
    return [f"{path}{INSIDE}{name}" for name in members(file, ENDINGS)] if path.endswith(WACZ) else [path]
