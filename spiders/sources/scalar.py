"""Text as a scalar of a YAML file."""

from __future__ import annotations

from pipelines.base.neutral import on_one_line


def quoted(text: str) -> str:
    """Text as a YAML scalar on one line, with escapes for characters that YAML rejects or that a terminal would execute.

    >>> quoted("Reader's Paper")
    "'Reader''s Paper'"
    """
    return "'" + on_one_line(" ".join(text.split())).replace("'", "''") + "'"
