"""The share of a language's stories that hold a word, for its frequent words.

The table is `word_shares.txt`, written by `scripts/word_shares`: a line is a language's ISO 639 code, a share in percent, and the
folded words that about so many stories hold.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

FILE = "word_shares.txt"
SHARES = (0.64, 0.32, 0.16, 0.08, 0.04, 0.02, 0.01)
"""The shares that the table tells apart."""


@cache
def word_shares() -> dict[str, dict[str, float]]:
    """The share of each frequent word by language; a language that is not in the table has none."""
    found: dict[str, dict[str, float]] = {}
    for line in (files(__package__) / FILE).read_text(encoding="utf-8").splitlines():
        code, percent, *words = line.split()
        found.setdefault(code, {}).update(dict.fromkeys(words, float(percent) / 100))
    return found
