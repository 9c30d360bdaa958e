"""Word diff: the removed and added words between two texts, with enough text around them to see the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\S+|\s+")
MAX_WORDS = 4_000
"""Longer changed paragraphs are shown as a whole, old and new: the time to compare words grows with their square."""
CONTEXT_CHARS = 60
"""Characters of unchanged text before and after a change."""
CUT = "…"


class Change(NamedTuple):
    """A piece of text: `-` removed, `+` added, a blank for unchanged."""

    sign: str
    text: str


def word_diff(old: str, new: str) -> list[list[Change]]:
    """The changes: one list for each place where paragraphs differ.

    >>> [place] = word_diff("The bridge is shut.", "The old bridge is open.")
    >>> " ".join(f"{sign}{text.strip()}" for sign, text in place)
    ' The +old  bridge is -shut. +open.'
    """
    before, after = old.split("\n\n"), new.split("\n\n")
    return [
        list(_shortened(_words("\n\n".join(before[a:b]), "\n\n".join(after[c:d]))))
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if kind != "equal"
    ]


def _words(old: str, new: str) -> Iterator[Change]:
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) + len(after) > MAX_WORDS:
        yield from (Change(sign, text) for sign, text in (("-", old), ("+", new)) if text)
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            yield Change(" ", gone)
        else:
            yield from (Change(sign, text) for sign, text in (("-", gone), ("+", come)) if text)


def _shortened(changes: Iterator[Change]) -> Iterator[Change]:
    """Cut unchanged text to CONTEXT_CHARS on each side of a change."""
    listed = list(changes)
    for at, change in enumerate(listed):
        if change.sign != " " or len(change.text) <= 2 * CONTEXT_CHARS:
            yield change
            continue
        start = change.text[:CONTEXT_CHARS].rpartition(" ")[0] + " " if at else ""
        end = " " + change.text[-CONTEXT_CHARS:].partition(" ")[2] if at < len(listed) - 1 else ""
        yield Change(" ", f"{start}{CUT}{end}")
