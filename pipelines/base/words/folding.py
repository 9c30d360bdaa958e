"""Folding: one spelling for all spellings of a word. Case, accents, letter variants and digit scripts do not count.

Latin, Greek and Hebrew lose their marks. Arabic and Persian lose vowel marks (tashkeel) and tatweel; their variants
of alef, yeh, kaf and heh become one letter each. Traditional Chinese characters become simplified. Marks that make
another letter (й, が, का) stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipelines.base.words.han_variants import PAIRS

ZWNJ = "\u200c"
"""Separates the words of a Persian compound. Elsewhere it only shapes letters and is dropped."""
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200d-\u200f\u2060\ufeff]")
MARKS = re.compile(
    "(?<![\u0400-\u052f])[\u0300-\u036f]"  # of Latin and Greek, once decomposed
    "|(?<=[\u0430\u0435\u0438\u043e\u0443\u044b\u044d\u044e\u044f])[\u0300\u0301]"  # stress on Cyrillic vowels
    "|[\u0591-\u05c7]"  # Hebrew points
    "|\u093c"  # the dot (nukta) of Devanagari, often left out
    "|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"  # Arabic vowel marks, tatweel, hamza above and below
)
LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŋ": "n", "ŧ": "t", "ı": "i", "ё": "е",
    "\u0901": "\u0902",  # candrabindu → anusvara
    "\u0671": "\u0627",  # alef wasla → alef
    "\u0649": "\u06cc", "\u064a": "\u06cc",  # alef maksura and Arabic yeh → Persian yeh
    "\u0643": "\u06a9",  # Arabic kaf → keheh
    "\u0629": "\u0647", "\u06c1": "\u0647", "\u06d5": "\u0647",  # teh marbuta, heh goal, ae → heh
    **dict(zip(PAIRS[::2], PAIRS[1::2], strict=True)),
    **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xBE6, 0xE50) for digit in range(10)},
})  # fmt: skip
MARKED_LETTER = re.compile("[\u00df-\u024f\u0386-\u03ce\u0451\u1e00-\u1fff]")
"""Small letters that may have a mark, for languages in which most letters have none."""
SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
"""Two letters for a letter with a mark, for keyboards without it: Bruecke, Aalesund."""
MARKED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}


def folded(word: str) -> str:
    """A word as it is in the index.

    >>> folded("Brücke"), folded("Straße"), folded("Ærø"), folded("臺灣"), folded("كِتَـاب") == folded("کتاب")
    ('brucke', 'strasse', 'aero', '台湾', True)
    """
    if word.isascii():
        return word.lower()
    small = unicodedata.normalize("NFKD", INVISIBLE.sub("", word).casefold()).casefold()
    decomposed = unicodedata.normalize("NFKD", small)
    return unicodedata.normalize("NFC", MARKS.sub("", decomposed)).translate(LETTERS)


@lru_cache(4096)
def spellings(word: str) -> tuple[str, ...]:
    """All folded spellings of a word: `ü` is also `ue`, and `ue` may mean `ü`.

    >>> spellings("Brücke"), spellings("Bruecke"), spellings("Brucke")
    (('brucke', 'bruecke'), ('bruecke', 'brucke'), ('brucke',))
    """
    plain = folded(word)
    lower = unicodedata.normalize("NFC", word).lower()
    for letter, written in MARKED.items():
        lower = lower.replace(letter, written)
    written = folded(lower)
    short = plain
    for two, one in SPELLINGS:
        short = short.replace(two, one)
    return tuple(dict.fromkeys((plain, written, short)))


@cache
def written_as(letter: str) -> str:
    """A folded Chinese character, followed by all characters that fold to it.

    >>> written_as("里"), written_as("水")
    ('里裏裡', '水')
    """
    return letter + "".join(
        traditional for traditional, simplified in zip(PAIRS[::2], PAIRS[1::2], strict=True) if simplified == letter
    )


def evened(text: str) -> str:
    """A text of the same length with small letters without marks; if a letter folds to two letters, the first is kept.

    >>> evened("Die BRÜCKE, Straße")
    'die brucke, strase'
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter.lower()[0] for letter in text)
    return lower if text.isascii() else MARKED_LETTER.sub(lambda found: _even(found[0]), lower)


@cache
def _even(letter: str) -> str:
    return folded(letter)[:1] or letter
