"""Forms: the tokens and the stems of the words of texts, each word worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from pipelines.search.folding import ZWNJ, folded
from pipelines.search.stems import PLAIN, group, stem
from pipelines.search.tokens import LONGEST, RUN, tokens

REMEMBERED = 100_000
"""Words whose forms are kept, for each group of languages: some 20 MB; then it begins anew."""


class Forms(dict[str, str]):
    """Forms of a word, parted by blanks, by how it is written."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> str:
        if len(word) > LONGEST or RUN.search(word):  # of runs of characters hardly one comes again
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


@cache
def _stems(group_: str) -> Forms:
    return Forms(partial(_stems_of, group_))


def _stems_of(group_: str, word: str) -> str:
    if RUN.search(word) or len(word) > LONGEST:
        return tokens_of_words()[word]
    found = tokens_of_words()[word].split() if group_ == PLAIN else [stem(word, group_), stem(folded(word), group_)]
    if ZWNJ in word:
        found = [*tokens_of_words()[word].split(), folded(word.replace(ZWNJ, ""))]
    return " ".join(dict.fromkeys(each for each in found if each))
