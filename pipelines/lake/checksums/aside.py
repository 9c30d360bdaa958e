"""The folder `broken/` of a home: damaged files, each run's in a folder whose name says when and why.

`broken/2026-12-01T152011Z-checksum-differs/lake/articles/…`. Nothing removes them but the user, and a takedown.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

FOLDER = "broken"
DIFFERS = "checksum-differs"
UNREADABLE = "cannot-be-read"


def set_aside(root: Path, path: str, why: str = DIFFERS) -> Path:
    """Move a file or folder of the home into `broken/`; returns its new place."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    target = root / FOLDER / f"{stamp}-{why}" / path
    number = 1
    while target.exists():
        number += 1
        target = root / FOLDER / f"{stamp}-{why}-{number}" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    (root / path).replace(target)
    return target


def held(root: Path) -> tuple[int, int]:
    """Number of files in `broken/`, and their bytes."""
    files = [path for path in (root / FOLDER).rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)
