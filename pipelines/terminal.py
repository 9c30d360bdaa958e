"""Text of strangers on a terminal: shown, never obeyed."""

from __future__ import annotations

import re

COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""C0 and C1 controls (ECMA-48), DEL, what turns the direction of writing (UAX 9), line separators; not tab and line feed."""


def harmless(text: str) -> str:
    r"""The text with every character that a terminal would obey written as an escape, one that JSON has too.

    >>> harmless("Storm\x1b[31m over \u202eHull")
    'Storm\\u001b[31m over \\u202eHull'
    """
    return COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_one_line(text: str) -> str:
    """The same for a cell of a table: line breaks and tabs are spaces."""
    return harmless(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))
