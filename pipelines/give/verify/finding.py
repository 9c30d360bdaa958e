"""A finding: where a dataset is not as it was made, and what differs."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

UNREADABLE = (pa.ArrowException, OSError, EOFError, KeyError, TypeError, ValueError)
"""Raised by readers of files that somebody changed."""


class Finding(NamedTuple):
    """One line: a file, a row of a file or a part of the manifest, and what was done to it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def unreadable(where: str, error: Exception) -> Finding:
    """The finding on a file that cannot be read."""
    lines = str(error).strip().splitlines()
    return Finding(where, f"cannot be read ({lines[0] if lines else type(error).__name__})")
