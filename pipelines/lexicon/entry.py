"""An entry of a language file: a word or phrase as people write it, made into the source of a regular expression."""

from __future__ import annotations

import re

SIGNS = re.compile(r"\*|\((?P<optional>[^()]+)\)|\s+|[^*()\s]+")


def source(entry: str) -> str:
    r"""The regular expression that an entry stands for.

    A space is any white space, `*` any further letters of a word, `(s)` letters that may be missing. What cannot be said so
    stands between slashes and is a regular expression already.

    >>> source("photo(s) by"), source("fotograf*"), source("/publi(?!c)/")
    ('photo(?:s)?\\sby', 'fotograf\\w*', 'publi(?!c)')
    """
    if is_expression(entry):
        return entry[1:-1]
    return "".join(map(_part, SIGNS.finditer(entry)))


def is_expression(entry: str) -> bool:
    """True if an entry is a regular expression between slashes."""
    return len(entry) > 2 and entry[0] == entry[-1] == "/"


def mistake(entry: str) -> str | None:
    """What is wrong with an entry; None if nothing is.

    >>> mistake("photo("), mistake(" by "), mistake("by")
    ("a '(' or ')' without its partner", 'a space at an end', None)
    """
    if is_expression(entry):
        try:
            re.compile(entry[1:-1])
        except re.error as error:
            return f"no regular expression: {error}"
        return None
    if not entry.strip():
        return "an empty entry"
    if entry != entry.strip():
        return "a space at an end"
    if "(" in SIGNS.sub("", entry) or ")" in SIGNS.sub("", entry):
        return "a '(' or ')' without its partner"
    return None


def _part(sign: re.Match[str]) -> str:
    if sign[0] == "*":
        return r"\w*"
    if sign["optional"]:
        return f"(?:{re.escape(sign['optional'])})?"
    return r"\s" if sign[0].isspace() else re.escape(sign[0])
