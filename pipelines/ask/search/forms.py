"""Forms: the tokens and the stems of the words of texts, each word worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from pipelines.ask.search.folding import ZWNJ, folded
from pipelines.ask.search.stems import PLAIN, group, stem
from pipelines.ask.search.tokens import MAX_TOKEN_CHARS, RUN, tokens

HEBREW, PARTICLES = "he", "ובהכלמש"
"""And, in, the, as, to, from, that: one letter each, joined to the word after it."""
MAX_PARTICLES, MIN_HEBREW_CHARS = 2, 3
ARTICLE, AND = re.compile("[بك]?ال|لل"), re.compile("[وف](?:[بك]?ال|لل)")
"""How an Arabic word begins that is defined; the same after an "and" or a "so", joined to it."""
REMEMBERED = 100_000
"""Words whose forms are kept, for each group of languages: some 20 MB; then it begins anew."""


class Forms(dict[str, str]):
    """Forms of a word, parted by blanks, by how it is written."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> str:
        if len(word) > MAX_TOKEN_CHARS or RUN.search(word):  # of runs of characters hardly one comes again
            return self._work_out(word)
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = found = self._work_out(word)
        return found


@cache
def tokens_of_words() -> Forms:
    """The tokens of words, in order: the same in all languages. `"Brücken"` → `"brucken"`."""
    return Forms(lambda word: " ".join(tokens(word)))


def stems_of_words(language: str | None) -> Forms:
    """What the words of a language are found by: their stems; in languages without rules, and of runs, their tokens.

    `"Brücken"` → `"bruck"`. A stem is looked for with the word's accents and without, as queries are often written; a compound
    that Persian joins by a ZWNJ is found as one word, too. `"sécurité"` → `"secur securit"`
    """
    return _stems(group(language))


def _with_article(word: str) -> tuple[str, ...]:
    """An Arabic word, and the same with the article, without which Snowball's rules take plurals for verbs: سيارات.

    An "and" joined before the article is left out.
    """
    plain = word[1:] if AND.match(word) else word
    return (word,) if plain == word and ARTICLE.match(word) else (word, plain if ARTICLE.match(plain) else f"ال{plain}")


@cache
def stems_in_texts(language: str | None) -> Forms:
    """What the words of a text in a language are found by: their stems; in Hebrew also without the particles joined to them.

    `"והבחירות"` → `"והבחירות הבחירות בחירות"`. A word of a query is looked for as it is written.
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
