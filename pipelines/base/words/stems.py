"""Stems: the common part of a word's forms, by tantivy's Snowball rules for a language (https://snowballstem.org)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

import tantivy

from pipelines.base.words.folding import INVISIBLE, ZWNJ, folded

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""By ISO 639-1 code, as in `articles.language`."""
PLAIN = "plain"
"""The group of all other languages, and of texts too short to identify their language."""


def group(language: str | None) -> str:
    """The group of languages with the same stemming: a language with rules, or PLAIN.

    >>> group("de"), group("zh"), group(None)
    ('de', 'plain', 'plain')
    """
    return language if language in STEMMERS else PLAIN


def stem(word: str, group_: str) -> str | None:
    """The folded stem of a word; None in the group PLAIN.

    >>> stem("Brücken", "de"), stem("ferries", "en"), stem("Brücken", "plain")
    ('bruck', 'ferri', None)
    """
    if group_ == PLAIN:
        return None
    lower = INVISIBLE.sub("", unicodedata.normalize("NFC", word)).replace(ZWNJ, "").lower()
    found = _stemmer(group_)(lower)
    return folded(found[0]) if found and found[0] else folded(lower)


@cache
def _stemmer(language: str) -> Callable[[str], list[str]]:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer(STEMMERS[language]))
    analyse: Callable[[str], list[str]] = builder.build().analyze
    return analyse
