"""The version of a home's layout: `layout.json` in the home, and the refusal of homes that a newer Dateline wrote.

A change of the files in a home that older code would misread, or that new code cannot read as it is, gets the next number and
a step in `pipelines.upkeep.migrations`. New columns need none: readers take a column that a file lacks as null.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from pipelines.base.durable import sync
from pipelines.base.errors import CorpusError, InputError

FILE = "layout.json"
LAYOUT = 3
"""The layout that this code writes."""
BOOKKEPT, FIRST = 2, 1
"""Layouts before the file existed: with the table `nights`, and before that table."""
BEGUN = ("lake", "archive", "frontier")
"""Folders that a home with any data has."""


def layout_of(root: Path) -> int | None:
    """The version of a home's layout; None without the file and without tables: all layouts up to this one have the same
    archive. Raises CorpusError if the file is damaged.
    """
    try:
        return int(json.loads((root / FILE).read_text(encoding="utf-8"))["layout"])
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        remedy = f'if this version of Dateline wrote the home, write {{"layout": {LAYOUT}}} into it'
        raise CorpusError(f"{root / FILE}: damaged, so the version of the home is unknown; {remedy}") from error
    if not (root / "lake").is_dir():
        return None
    is_first = (root / "lake" / "articles").is_dir() and not (root / "lake" / "nights").is_dir()
    return FIRST if is_first else BOOKKEPT


def require_known(root: Path) -> None:
    """Raise InputError if a newer Dateline wrote the home."""
    if (layout_of(root) or 0) > LAYOUT:
        raise InputError(
            f"{root} has layout {layout_of(root)}, and this version of Dateline knows layouts up to {LAYOUT}: install the "
            "newer version again, or restore a backup that was made before the upgrade (docs/operations.md)"
        )


def is_begun(root: Path) -> bool:
    """True if a home has any data."""
    return any((root / name).is_dir() for name in BEGUN)


def stamp(root: Path, layout: int = LAYOUT) -> None:
    """Record the version of a home's layout, durably."""
    beside = root / f".{FILE}.{os.getpid()}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"layout": layout}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(root / FILE)
    sync(root)
