"""What has been extracted of a night that is not whole yet, source by source, in a folder that goes when the night is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import feather


class Spool:
    """Tables by source, each under a key of what it was made from. Whoever is interrupted finds what was finished."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, Path] = {}

    def has(self, source: str, key: str) -> bool:
        """True if the tables of a source, made from `key`, are there; if so they are what `rows` gives."""
        folder = self.folder / f"{source}-{key}"
        if folder.is_dir():
            self._kept[source] = folder
        return source in self._kept

    def put(self, source: str, key: str, tables: Mapping[str, pa.Table]) -> None:
        """Keep the tables of a source: all of them or, after a crash, none."""
        temporary = self.folder / f".{source}-{key}.{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        for name, rows in tables.items():
            feather.write_feather(rows, temporary / f"{name}.arrow", compression="lz4")
        temporary.rename(self.folder / f"{source}-{key}")
        self._kept[source] = self.folder / f"{source}-{key}"

    def rows(self, source: str, name: str) -> pa.Table | None:
        """The kept rows of a source; None where nothing was kept."""
        if source not in self._kept:
            return None
        return feather.read_table(self._kept[source] / f"{name}.arrow", memory_map=False)

    def clear(self) -> None:
        """Remove the folder: what it held is in the lake."""
        shutil.rmtree(self.folder, ignore_errors=True)
