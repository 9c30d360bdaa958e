"""The digest of the rules by which a step makes rows: equal digests mean equal rules. It costs milliseconds.

It changes only if something that the step's entry module reaches changes: statements, data files (word lists),
versions of libraries, or Python's Unicode tables. For a library, the version of its own distribution counts, not
those of its dependencies.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from pipelines.night.fingerprint.closure import PACKAGES, Closure
from pipelines.night.fingerprint.memory import Memory

CACHE = "__pycache__"
LIBRARY = (".dist-info", ".egg-info")

ROOT = Path(__file__).parents[3]
DIGITS = 12


class Known:
    """The digests that an earlier process made of the packages under `root`, by entry module, kept in `__pycache__`.

    They hold while no file of ours and no library changed. As Python does for bytecode, a file with the same size and time
    counts as unchanged. Making the digests of all steps again costs half a second.
    """

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


@cache
def rules_digest(entry_module: str) -> str:
    """Twelve hex digits for the rules of a step, by its entry module. Raises ValueError if there is no such module.

    >>> rules_digest("pipelines.extract.step") == rules_digest("pipelines.corpus.clean.step")
    False
    """
    known = _known().get(entry_module)
    if known is None:
        known = digest_under(ROOT, entry_module, _memory())
        _known().put(entry_module, known)
    return known


@cache
def _known() -> Known:
    return Known(ROOT)


@cache
def _memory() -> Memory:
    """One for all digests of a process: where nothing can be kept on disk, a file is still parsed once only."""
    return Memory(ROOT)


def digest_under(root: Path, entry_module: str, memory: Memory | None = None) -> str:
    """The digest of the rules for the packages in the folder `root`, as they are now."""
    memory = memory or Memory(root)
    closure = Closure(root, entry_module, memory.outline)
    lines = [
        *closure.meaning(),
        *(
            f"{f.relative_to(root).as_posix()} {hashlib.sha256(f.read_bytes()).hexdigest()}"
            for f in closure.data_files()
        ),
        *(f"{library} {memory.version(library)}" for library in sorted(closure.libraries)),
        f"unicode {unicodedata.unidata_version}",
    ]
    memory.save()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:DIGITS]
