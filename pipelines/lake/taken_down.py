"""What the log of takedowns, `archive/taken_down/*.json`, says to readers of the lake.

`pipelines.upkeep.takedown.takedowns` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

FOLDER = "taken_down"
COPY_PARTS = 3
"""A copy is listed as `ARTICLE SOURCE URL`; a log of 2026 may have no id."""


def copy_ids(copies: Iterable[str]) -> list[str]:
    """The article ids of listed copies.

    >>> copy_ids(["09eca24bfc3eb055 daily https://daily.example/flood", "weekly https://weekly.example/flood"])
    ['09eca24bfc3eb055']
    """
    return [words[0] for words in map(str.split, copies) if len(words) == COPY_PARTS]


def taken_copies(archive: Path) -> list[str]:
    """The article ids of all copies of what was taken down."""
    logs = (json.loads(path.read_text(encoding="utf-8")) for path in sorted((archive / FOLDER).glob("*.json")))
    return sorted({work for log in logs for work in copy_ids(log.get("copies", ()))})
