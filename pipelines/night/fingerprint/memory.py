"""A cache of outlines in `__pycache__`, as Python caches bytecode; the key is the hash of the source.

Parsing a hundred and fifty files takes half a second; reading the cache takes a few milliseconds. A changed source
has another hash, so the cache is never out of date.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipelines.night.fingerprint import syntax
from pipelines.night.fingerprint.syntax import Outline, Part, outline

ABSENT = "absent"


class Memory:
    """The cached outlines of the packages under `root`; empty if `__pycache__` cannot be written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / "pipelines" / "__pycache__" / f"fingerprint.{sys.implementation.cache_tag}.json"
        self._salt = Path(syntax.__file__).read_bytes()
        self._files: dict[str, list[Any]] = {}
        self._owners: dict[str, str] = {}
        self._versions: dict[str, str] = {}
        self._changed = False
        with suppress(OSError, ValueError, TypeError, KeyError):
            stored = json.loads(self._file.read_bytes())
            self._files, self._owners = dict(stored["files"]), dict(stored["owners"])

    def outline(self, file: Path) -> Outline:
        """The outline of the current source file."""
        source = file.read_bytes()
        key = hashlib.sha256(self._salt + source).hexdigest()
        name = file.relative_to(self._root).as_posix()
        stored = self._files.get(name)
        if stored is None or stored[0] != key:
            made = outline(source.decode("utf-8"))
            parts = [[p.names, p.digest, p.reads, p.targets, p.always] for p in made.parts]
            self._files[name] = [key, made.imports, parts]
            self._changed = True
            return made
        _, imports, parts = stored
        return Outline(
            {local: (module, inner) for local, (module, inner) in imports.items()},
            tuple(Part(tuple(n), d, tuple(r), tuple((m, i) for m, i in t), a) for n, d, r, t, a in parts),
        )

    def version(self, module: str) -> str:
        """The version of the distribution of a top-level module: `fasttext` belongs to fasttext-predict."""
        if module not in self._versions:
            self._versions[module] = self._version(module)
        return self._versions[module]

    def _version(self, module: str) -> str:
        for distribution in (module, self._owners.get(module, module)):
            with suppress(importlib.metadata.PackageNotFoundError):
                return importlib.metadata.version(distribution)
        owners = importlib.metadata.packages_distributions().get(module)  # reads every distribution: 0.4 s
        if not owners:
            return ABSENT
        self._owners[module] = min(owners)
        self._changed = True
        return importlib.metadata.version(min(owners))

    def save(self) -> None:
        """Save new outlines, if that is possible and wanted (PYTHONDONTWRITEBYTECODE)."""
        if not self._changed or sys.dont_write_bytecode:
            return
        self._changed = False
        temporary = self._file.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            temporary.write_text(json.dumps({"files": self._files, "owners": self._owners}), encoding="utf-8")
            temporary.replace(self._file)
