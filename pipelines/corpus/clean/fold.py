"""Folding: a key that is equal for two blocks with the same wording, whatever their punctuation, numbers and dates."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pipelines.dates.read.words import languages, plain

SHORT_LINE_WORDS = 25


def fold(text: str) -> str:
    """The key of a block: NFKC, case folded, every number written as 0. A short line that has a number gets 0 for the
    names of months and weekdays, too. So a dateline or masthead that changes with the day keeps its key.

    >>> fold("Updated: Monday, 3 November 2025, 18:45 — share")
    'updated 0 0 0 0 0 0 share'
    >>> fold("Monday's vote") == fold("Tuesday's vote")
    False
    """
    words = re.findall(r"\w+", re.sub(r"\d+", "0", unicodedata.normalize("NFKC", text).casefold()))
    if "0" in words and len(words) <= SHORT_LINE_WORDS:
        names = day_names()
        words = ["0" if plain(word) in names else word for word in words]
    return " ".join(words)


@cache
def day_names() -> frozenset[str]:
    """Names of months and weekdays in every language of the date parser."""
    return frozenset(
        name for words in languages().values() for name in (*words.months, *words.weekdays) if len(name) > 2
    )
