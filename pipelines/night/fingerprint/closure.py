"""The closure of a module: the statements, data files and libraries that its results can depend on.

The closure follows names: `from pipelines.base.urls.identity import url_key` reaches `url_key` and its dependencies,
not the whole module. If a module is imported as a whole, all of it is reached, and so are imports inside its
functions.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from pipelines.night.fingerprint.syntax import Outline, Part

PACKAGES = ("pipelines", "spiders", "assets")
"""Our packages; their imports are followed. Any other module is either the standard library, which is part of Python,
or a library, whose version counts.
"""
MACHINERY = (
    "pipelines.base.output_file",
    "pipelines.cli",
    "pipelines.lake.delta",
    "pipelines.lake.home",
    "pipelines.lake.store",
    "pipelines.night.engine",
    "pipelines.night.fingerprint",
    "pipelines.night.inputs",
    "pipelines.night.locator",
    "pipelines.night.lock",
    "pipelines.night.steps",
    "pipelines.nights",
)
"""Modules that start steps and store rows. They decide no value of a row, so their imports are not followed."""
IMPORTED = "()"
"""Used instead of a name if a module is imported and none of its names is used."""
DATA_OF = {"zoneinfo": "tzdata"}
"""Modules of the standard library whose data comes from a library."""


class Closure:
    """Everything that `entry` reaches; `outline_of` reads one of our files."""

    def __init__(self, root: Path, entry: str, outline_of: Callable[[Path], Outline]) -> None:
        self.libraries: set[str] = set()
        self._root = root
        self._outline_of = outline_of
        self._outlines: dict[str, Outline | None] = {}
        self._files: dict[str, Path | None] = {}
        self._followed: set[tuple[str, str | None]] = set()
        self._reached: dict[str, set[int]] = {}
        self._pending: list[tuple[str, str | None]] = [(entry, None)]
        if self._file(entry) is None:
            raise ValueError(f"no module {entry!r} under {root}")
        while self._pending:
            target = self._pending.pop()
            if target not in self._followed:
                self._followed.add(target)
                self._follow(*target)

    @property
    def modules(self) -> list[str]:
        """Names of our modules that are reached, sorted."""
        return sorted(self._reached)

    def meaning(self) -> Iterator[str]:
        """One line for each reached statement: module, digest, and the origins of the imported names that it reads."""
        for module in self.modules:
            outline = self._outline(module)
            assert outline is not None
            parts = (outline.parts[n] for n in sorted(self._reached[module]))
            for part in sorted(
                parts, key=lambda part: part.names
            ):  # stable: otherwise their order in the file does not count
                read = [f"{name}={outline.imports[name]}" for name in part.reads if name in outline.imports]
                yield f"{module} {part.digest} {' '.join(read)}"

    def data_files(self) -> list[Path]:
        """Data files in the folders of the reached modules, and in their subfolders without code, sorted."""
        folders = {file.parent for module in self.modules if (file := self._file(module))}
        folders |= {sub for folder in folders for sub in folder.iterdir() if sub.is_dir() and _holds_data(sub)}
        return sorted(
            f for folder in folders for f in folder.iterdir() if f.is_file() and f.suffix not in (".py", ".pyc")
        )

    def _follow(self, module: str, name: str | None) -> None:
        top = module.partition(".")[0]
        if top not in PACKAGES:
            self._library(top)
        elif not _is_machinery(module):
            outline = self._outline(module)
            if outline is not None:
                self._reach(module, outline, name)

    def _library(self, top: str) -> None:
        if top in DATA_OF:
            self.libraries.add(DATA_OF[top])
        elif top not in sys.stdlib_module_names:
            self.libraries.add(top)

    def _reach(self, module: str, outline: Outline, name: str | None) -> None:
        if module not in self._reached:
            self._reached[module] = set()
            if "." in module:
                self._pending.append((module.rpartition(".")[0], IMPORTED))
            self._take(module, outline, [n for n, part in enumerate(outline.parts) if part.always])
        if name == IMPORTED:
            return
        if name is None:
            self._take(module, outline, range(len(outline.parts)))
            for target in outline.imports.values():
                self._import(module, target)
        elif name in outline.imports:
            self._import(module, outline.imports[name])
        elif name in outline.binding:
            self._take(module, outline, outline.binding[name])
        elif self._file(f"{module}.{name}") is not None:
            self._pending.append((f"{module}.{name}", None))
        else:  # bound in a way that the outline does not show
            self._take(module, outline, range(len(outline.parts)))

    def _take(self, module: str, outline: Outline, numbers: Iterable[int]) -> None:
        for n in numbers:
            if n not in self._reached[module]:
                self._reached[module].add(n)
                self._need(module, outline, outline.parts[n])

    def _need(self, module: str, outline: Outline, part: Part) -> None:
        for target in part.targets:
            self._import(module, target)
        self._pending += [(module, name) for name in part.reads if name in outline.imports or name in outline.binding]

    def _import(self, module: str, target: tuple[str, str | None]) -> None:
        named, name = target
        dots = len(named) - len(named.lstrip("."))
        if dots:
            package = module.split(".") if self._is_package(module) else module.split(".")[:-1]
            named = ".".join([*package[: len(package) - dots + 1], *filter(None, [named[dots:]])])
        self._pending.append((named, name))

    def _outline(self, module: str) -> Outline | None:
        if module not in self._outlines:
            file = self._file(module)
            self._outlines[module] = self._outline_of(file) if file else None
        return self._outlines[module]

    def _file(self, module: str) -> Path | None:
        if module not in self._files:
            stem = os.path.join(self._root, *module.split("."))  # noqa: PTH118 -- ten times as fast
            candidates = f"{stem}.py", f"{stem}/__init__.py"
            self._files[module] = next((Path(file) for file in candidates if os.path.isfile(file)), None)  # noqa: PTH113
        return self._files[module]

    def _is_package(self, module: str) -> bool:
        file = self._file(module)
        return file is not None and file.name == "__init__.py"


@cache
def _is_machinery(module: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in MACHINERY)


def _holds_data(folder: Path) -> bool:
    return folder.name != "__pycache__" and not any(folder.glob("*.py"))
