r"""Text that every store accepts: Parquet, DuckDB, tantivy, SQLite, JSON lines.

Pages, feeds and headers contain text that some store refuses: `"\ud83d"` in JSON is half an emoji, which UTF-8
cannot encode; NUL ends strings in C. Such text is repaired where it enters: in a document (`extract.run.storable`),
in rows of a crawl.
"""

from __future__ import annotations

import re
from typing import Any

UNSTORABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_storable(text: str) -> bool:
    """True for a text that needs no repair."""
    return UNSTORABLE.search(text) is None


def is_utf8(text: str) -> bool:
    r"""False for a text with lone surrogates: a command-line argument, or a file, that was not UTF-8.

    >>> is_utf8("Brücke"), is_utf8("Br\udcfccke")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def mended(text: str) -> str:
    r"""Repair a text: surrogate pairs are joined; lone surrogates become U+FFFD; C0 controls become U+FFFD or, if white
    space, a space.

    Every character except a pair keeps its position, so offsets stay valid. Tab, line feed and carriage return
    stay.

    >>> mended("Storm \ud83c\udf2a over\x0bHull\x00 \ud83d") == "Storm \U0001f32a over Hull\ufffd \ufffd"
    True
    """
    if is_storable(text):
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return CONTROLS.sub(lambda control: " " if control[0].isspace() else "\ufffd", joined)


def mended_row(value: Any) -> Any:
    """A row, or any value of one, with all its texts repaired, also in lists, tuples and dictionaries."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, dict):
        return {name: mended_row(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [mended_row(inner) for inner in value]
    return value
