"""When two texts are the same: systems change quotation marks, dashes and white space of what is put in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)
FRENCH_SPACE = re.compile(r" (?=[:;!?])")
MIN_LETTERS = 3


def plain(text: str) -> str:
    """A headline with plain quotation marks, dashes and spaces; French sets a space before a colon.

    >>> plain("It’s  over – “done” : why")
    'It\\'s over - "done": why'
    """
    return FRENCH_SPACE.sub("", " ".join(unicodedata.normalize("NFC", text).translate(TYPOGRAPHY).split()))


def letters(text: str) -> str:
    """The letters and digits of a text, without case: what no system changes.

    >>> letters("« Été », dit-il")
    'étéditil'
    """
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())).replace("_", "")


def kept(paragraphs: Iterable[str], text: str) -> int:
    """How many of the paragraphs stand in a text."""
    whole = letters(text)
    return sum(letters(paragraph) in whole for paragraph in paragraphs)


def foreign_lines(text: str, own: Sequence[str]) -> list[str]:
    """Lines of a text that are in none of a story's own pieces."""
    ours = letters(" ".join(own))
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if len(letters(line)) >= MIN_LETTERS and letters(line) not in ours]


def f1(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> float:
    """F1 over all names of (true, read) lists of names.

    >>> f1([(["Ann Lee"], ["Ann Lee", "Staff"]), (["Bo Ek"], [])])
    0.5
    """
    right = true = read = 0
    for expected, got in pairs:
        a, b = Counter(map(plain, expected)), Counter(map(plain, got))
        right, true, read = right + (a & b).total(), true + a.total(), read + b.total()
    return 2 * right / (true + read) if true + read else 1.0
