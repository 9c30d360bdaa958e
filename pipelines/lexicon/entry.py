"""An entry of a language file: a word or phrase as people write it, made into the source of a regular expression."""

from __future__ import annotations

import re

PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[\d,]+\}|.", re.DOTALL)
"""The parts of a regular expression: an escape, a class of characters, a count, or one character."""
LETTERS = re.compile(r"[^*()\[\]/\\?+.|^$]*")
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


def literal(entry: str) -> str:
    r"""The longest text that stands in every match of an entry, in small letters: a look for it is quicker than a search.

    Empty where the entry is a choice at its top level, or has no letters outside brackets.

    >>> literal("photo(s) by"), literal(r"/keep reading (?:with|by)/"), literal("/one|another/"), literal(r"/colou?r \w+/")
    ('photo', 'keep reading ', '', 'colo')
    """
    written = re.sub(r"\([^()]*\)|\*", "\0", entry) if not is_expression(entry) else _outside_brackets(entry[1:-1])
    return max(written.lower().split("\0"), key=len)


def _outside_brackets(expression: str) -> str:
    """An expression with a NUL for each part that may be different or missing; empty if it is a choice."""
    kept: list[str] = []
    depth = 0
    for part in PARTS.findall(expression):
        if part[0] in "?*{" and kept:
            kept.append("\0") if depth else kept.__setitem__(-1, "\0")
        depth += (part == "(") - (part == ")")
        if part == "|" and not depth:
            return ""
        kept.append("\0" if depth or len(part) > 1 or part in "().+?*{}^$" else part)
    return "".join(kept)


def letters(entry: str) -> str:
    r"""The letters that whatever an entry stands for begins with.

    >>> letters("photo(s) by"), letters("fotograf*"), letters(r"/autor\*in/")
    ('photo', 'fotograf', 'autor')
    """
    found = LETTERS.match(entry[1:] if is_expression(entry) else entry)
    return found[0] if found else ""


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
