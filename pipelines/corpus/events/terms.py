"""Terms of a story: its stemmed words with counts, and which of them are names, numbers, or stand in its headline or lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from pipelines.base.words.stems import PLAIN, group, stem
from pipelines.base.words.tokens import tokens, written
from pipelines.corpus.events.transliteration import name_key

NAME, NUMBER, LEAD, HEAD = 1, 2, 4, 8
"""Bits of `Terms.kinds`."""
HEADLINE_COUNT = 3
"""A word of the headline counts like three of the text."""
LEAD_WORDS, HEAD_WORDS = 80, 25
"""Words of the text that belong to its lead; and to its head, where there is no headline."""
MIN_DIGITS = 3
YEAR = re.compile("(?:19|20)[0-9]{2}")
"""Numbers with fewer digits, and years, stand in too many stories to tie two of them across languages."""
MAX_WORDS = 1_500
"""Words of a text that are read: a live blog is not compared by its hundredth entry."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The different terms of a story, sorted by hash.

    `counts` are occurrences, `kinds` bits of NAME, NUMBER, LEAD and HEAD. `keys` are spellings of names and numbers
    that are equal in most languages and scripts; 0 for other terms.
    """

    hashes: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.float32]
    kinds: npt.NDArray[np.uint8]
    keys: npt.NDArray[np.uint32]
    language: str
    words: int
    forms: Mapping[int, str]


def terms(title: str | None, text: str, language: str | None) -> Terms:
    """The terms of a story.

    A name is a word that begins with a capital letter wherever it occurs. In scripts without capitals every word is one.
    """
    stems = group(language)
    head, body = written(title or ""), written(text)[:MAX_WORDS]
    counts: dict[int, int] = {}
    kinds: dict[int, int] = {}
    keys: dict[int, int] = {}
    small: set[int] = set()
    forms: dict[int, str] = {}
    lead = LEAD if head else LEAD | HEAD
    for at, word in enumerate((*head, *body)):
        step, bits = (HEADLINE_COUNT, LEAD | HEAD) if at < len(head) else (1, 0)
        place = at - len(head)
        if 0 <= place < LEAD_WORDS:
            bits = lead if place < HEAD_WORDS else LEAD
        for hashed, is_number, key, form in _hashed(word, stems):
            counts[hashed] = counts.get(hashed, 0) + step
            kinds[hashed] = kinds.get(hashed, 0) | bits | (NUMBER if is_number else 0)
            keys[hashed] = key
            forms.setdefault(hashed, form)
            if key == 0:
                small.add(hashed)
    if len(small) == len(counts):  # a script without capitals
        small = set()
    ordered = sorted(counts)
    capital = [0 if each in small else keys[each] for each in ordered]
    return Terms(
        np.array(ordered, np.uint32),
        np.array([counts[each] for each in ordered], np.float32),
        np.array(
            [kinds[each] | (NAME if each not in small and not kinds[each] & NUMBER else 0) for each in ordered],
            np.uint8,
        ),
        np.array(capital, np.uint32),
        language or "",
        len(head) + len(body),
        forms,
    )


@lru_cache(1 << 17)
def _hashed(word: str, stems: str) -> tuple[tuple[int, bool, int, str], ...]:
    """The terms of a word: hash, whether it is a number, the key of a name or number (0 for others), and the written form."""
    is_number = word[0].isdigit()
    telling = (
        len(word) >= MIN_DIGITS and word.strip("0") != "" and not YEAR.fullmatch(word)
        if is_number
        else word[0].isupper()
    )
    key = crc32(name_key(word).encode()) if telling else 0
    found = (stem(word, stems),) if stems != PLAIN and not is_number else tuple(tokens(word))
    return tuple((crc32(each.encode()), is_number, key, word if len(found) == 1 else each) for each in found if each)
