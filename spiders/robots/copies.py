"""The last robots.txt of each host, for nights on which the host does not answer."""

from __future__ import annotations

import os
import time
from pathlib import Path

from pipelines.base.ids import digest
from pipelines.lake.checksums.ledger import announce


class RobotsCopies:
    """One file for each host in `folder`; its modification time is the time of the answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, origin: str, body: bytes) -> None:
        """Store the robots.txt that `origin` (scheme and host) has just sent."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(origin)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(body)
        announce(path, "frontier")
        beside.replace(path)

    def load(self, origin: str) -> tuple[bytes | None, float]:
        """The copy and its age in hours; (None, 0) if there is none."""
        path = self._path(origin)
        try:
            return path.read_bytes(), (time.time() - path.stat().st_mtime) / 3600
        except FileNotFoundError:
            return None, 0.0

    def _path(self, origin: str) -> Path:
        return self.folder / f"{digest('robots', origin)}.txt"
