"""The folder of the index, and the mark that it is complete and was made with the rules of this version.

This module does not import tantivy. `pipelines.nights` lists the mark as a result of the step, so an index from
older rules is rebuilt.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.lake.home import Home

RULES = 4
"""Raise it with every change of an article's fields, tokens, stems or ranks in the index."""
MARK = f"rules-{RULES}"
"""An empty file, written last; without it the index is rebuilt."""
LEAVES = f"index/search/{MARK}"


def folder(home: Home) -> Path:
    """The folder of the index."""
    return home.index / "search"


def is_complete(home: Home) -> bool:
    """True if there is a complete index made with the rules of this version."""
    return (folder(home) / MARK).is_file()
