"""Forms: the tokens and stems of words; each word is processed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from pipelines.base.words.folding import ZWNJ, folded
from pipelines.base.words.stems import PLAIN, group, stem
from pipelines.base.words.tokens import MAX_TOKEN_CHARS, RUN, tokens

HEBREW, PARTICLES = "he", "ובהכלמש"
"""The particles and, in, the, as, to, from, that: one letter each, joined to the next word."""
MAX_PARTICLES, MIN_HEBREW_CHARS = 2, 3
ARTICLE, AND = re.compile("[بك]?ال|لل"), re.compile("[وف](?:[بك]?ال|لل)")
"""The start of an Arabic word with the article; the same after an "and" or "so" joined to it."""
REMEMBERED = 100_000
"""Words whose forms are cached, for each group of languages: about 20 MB. Then the cache is emptied."""


class Forms(dict[str, str]):
    """A cache from a written word to its forms, separated by blanks."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> str:
        if len(word) > MAX_TOKEN_CHARS or RUN.search(word):  # runs of characters hardly ever repeat
            return self._work_out(word)
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = found = self._work_out(word)
        return found


@cache
def tokens_of_words() -> Forms:
    """The tokens of words, in order; the same in all languages. `"Brücken"` → `"brucken"`."""
    return Forms(lambda word: " ".join(tokens(word)))


def stems_of_words(language: str | None) -> Forms:
    """The search terms for words of a language: their stems. In languages without stemming rules, and for runs, their
    tokens.

    `"Brücken"` → `"bruck"`. A word is stemmed with and without its accents, because queries often omit them:
    `"sécurité"` → `"secur securit"`. A Persian compound joined by a ZWNJ is also found as one word.
    """
    return _stems(group(language))


def _with_article(word: str) -> tuple[str, ...]:
    """An Arabic word, and the same with the article. Without the article, Snowball's rules treat some plurals as verbs:
    سيارات.

    An "and" joined before the article is dropped.
    """
    plain = word[1:] if AND.match(word) else word
    return (word,) if plain == word and ARTICLE.match(word) else (word, plain if ARTICLE.match(plain) else f"ال{plain}")


@cache
def stems_in_texts(language: str | None) -> Forms:
    """The search terms for words of a text: their stems; in Hebrew also without the particles joined to them.

    `"והבחירות"` → `"והבחירות הבחירות בחירות"`. A word of a query is not changed like this.
    """
    return Forms(_without_particles) if language == HEBREW else stems_of_words(language)


def _without_particles(word: str) -> str:
    found = [tokens_of_words()[word]]
    while len(found) <= MAX_PARTICLES and len(found[-1]) > MIN_HEBREW_CHARS and found[-1][0] in PARTICLES:
        found.append(found[-1][1:])
    return " ".join(found)


@cache
def _stems(group_: str) -> Forms:
    return Forms(partial(_stems_of, group_))


def _stems_of(group_: str, word: str) -> str:
    if RUN.search(word) or len(word) > MAX_TOKEN_CHARS:
        return tokens_of_words()[word]
    found = tokens_of_words()[word].split()
    if ZWNJ in word:
        found += ["".join(found), folded(word.replace(ZWNJ, ""))]
    elif group_ != PLAIN:
        written = _with_article(word) if group_ == "ar" else (word,)
        found = [stem(spelled, group_) or "" for way in written for spelled in (way, folded(way))]
    return " ".join(dict.fromkeys(each for each in found if each))
