"""Where the index lies, and the mark that it is complete and made by the rules of this version.

No tantivy here: `pipelines.nights` names the mark as what the step leaves, so that an index by older rules is made anew.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.lake.home import Home

RULES = 4
"""Raised with every change of what the index holds of an article: fields, tokens, stems, ranks."""
MARK = f"rules-{RULES}"
"""An empty file, written last: without it the index is made anew."""
LEAVES = f"index/search/{MARK}"


def folder(home: Home) -> Path:
    """The folder of the index."""
    return home.index / "search"


def is_complete(home: Home) -> bool:
    """True if there is an index, complete and by the rules of this version."""
    return (folder(home) / MARK).is_file()
