"""Digests of rules that an earlier process made, in `__pycache__`: they hold while no file of ours and no library changed.

As Python does for bytecode, a file with the same size and time counts as unchanged. Making the digests of all steps
again costs half a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipelines.night.fingerprint.closure import PACKAGES

CACHE = "__pycache__"
LIBRARY = (".dist-info", ".egg-info")


class Known:
    """The known digests of the packages under `root`, by entry module."""

    def __init__(self, root: Path) -> None:
        self._file = root / "pipelines" / CACHE / f"rules.{sys.implementation.cache_tag}.json"
        self._surroundings = surroundings(root)
        self._digests: dict[str, str] = {}
        with suppress(OSError, ValueError, TypeError, KeyError):
            stored = json.loads(self._file.read_bytes())
            if stored["surroundings"] == self._surroundings:
                self._digests = dict(stored["digests"])

    def get(self, entry_module: str) -> str | None:
        """The digest of an entry module; None if it is not known."""
        return self._digests.get(entry_module)

    def put(self, entry_module: str, digest: str) -> None:
        """Keep a digest, if that is possible and wanted (PYTHONDONTWRITEBYTECODE)."""
        self._digests[entry_module] = digest
        if sys.dont_write_bytecode:
            return
        temporary = self._file.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            temporary.write_text(
                json.dumps({"surroundings": self._surroundings, "digests": self._digests}), encoding="utf-8"
            )
            temporary.replace(self._file)


def surroundings(root: Path) -> str:
    """A hash of all that a digest of rules can depend on: sizes and times of our files, and names and versions of
    libraries.
    """
    listed = [*_files(root), *_libraries(), unicodedata.unidata_version]
    return hashlib.sha256("\n".join(listed).encode("utf-8", "surrogateescape")).hexdigest()


def _files(root: Path) -> Iterator[str]:
    for package in PACKAGES:
        for folder, below, names in os.walk(root / package):
            below[:] = sorted(name for name in below if name != CACHE)
            for name in sorted(names):
                found = os.stat(f"{folder}/{name}")  # noqa: PTH116 -- a thousand files
                yield f"{folder}/{name} {found.st_size} {found.st_mtime_ns}"


def _libraries() -> Iterator[str]:
    for folder in sys.path:
        with suppress(OSError):
            yield from sorted(name for name in os.listdir(folder) if name.endswith(LIBRARY))  # noqa: PTH208
