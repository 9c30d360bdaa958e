"""The most frequent words of a language, which no text in it is without; and the other words, which say what a text is about.

The table is `common_words.txt`, written by `scripts/common_words` from the stop lists of jusText (BSD 2-Clause): a line is a
language's ISO 639 code and its 60 most frequent words. Languages written without spaces have no line.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

FILE = "common_words.txt"
WORD = re.compile(r"[^\W\d_]+")
SPACELESS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
"""Scripts written without spaces; and Korean, whose words end in particles."""
MIN_LETTERS, STEM_LETTERS = 3, 5
"""Shorter words say little of what a text is about; what follows the stem's letters is mostly grammar."""


@cache
def common_words() -> dict[str, frozenset[str]]:
    """The common words of each language by its code, in small letters."""
    lines = (files(__package__) / FILE).read_text(encoding="utf-8").splitlines()
    return {code: frozenset(words) for code, *words in map(str.split, lines)}


@cache
def common_in_any() -> frozenset[str]:
    """The common words of all languages."""
    return frozenset().union(*common_words().values())


ARTICLE = re.compile(r"^[وفبك]?(?:ال|لل)(?=\w{3})")
"""The article of Arabic, which is written as the beginning of a word, as are "and", "in" and "like" before it."""


def stems(text: str) -> list[str]:
    """The first letters of each word that is not common in any language; of scripts without spaces, each two characters.

    >>> stems("The councils of Ardlow"), stems("新聞社"), stems("الكرك والكرك")
    (['counc', 'ardlo'], ['新聞', '聞社'], ['كرك', 'كرك'])
    """
    found: list[str] = []
    if not text.isascii() and (runs := SPACELESS.findall(text)):
        found = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
        text = SPACELESS.sub(" ", text)
    common = common_in_any()
    words = WORD.findall(text.casefold())
    words = [word for word in words if len(word) >= MIN_LETTERS and word not in common]
    if not text.isascii():
        words = [ARTICLE.sub("", word) for word in words]
    return found + [word[:STEM_LETTERS] for word in words]
