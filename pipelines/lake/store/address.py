"""Addresses of homes in object stores, and the folder of this machine that mirrors each."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pipelines.base.ids import digest

CACHE_VARIABLE = "DATELINE_CACHE"
KEPT = ".store"
"""Folder in a working copy: the address of its home, and which files are in the store."""
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_address(text: str) -> bool:
    """True for a URL.

    >>> is_address("s3://bucket/corpus"), is_address("news/corpus")
    (True, False)
    """
    return ADDRESS.match(text) is not None


def working_folder(address: str) -> Path:
    """The folder that mirrors a home: below $DATELINE_CACHE, otherwise $XDG_CACHE_HOME/dateline, otherwise
    ~/.cache/dateline.

    >>> working_folder("s3://bucket/corpus/").name
    'corpus-cff1c436a71a'
    """
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    root = Path(os.environ.get(CACHE_VARIABLE) or Path(caches, "dateline"))
    plain = address.rstrip("/")
    name = re.sub(r"[^A-Za-z0-9_-]", "_", plain.rpartition("/")[2])
    return root.absolute() / f"{name}-{digest('home', plain)[:12]}"


def address_of(folder: Path) -> str | None:
    """The address of the home that a folder is a working copy of; None if it is not a working copy."""
    try:
        return (folder / KEPT / "address").read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def claim(folder: Path, address: str) -> None:
    """Make a folder the working copy of a home."""
    (folder / KEPT).mkdir(parents=True, exist_ok=True)
    (folder / KEPT / "address").write_text(f"{address.rstrip('/')}\n", encoding="utf-8")
