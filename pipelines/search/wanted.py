"""The words that a query wants to be there, found again in a text: where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.search.folding import evened
from pipelines.search.forms import stems_of_words, tokens_of_words
from pipelines.search.grammar import And, Field, Or, Phrase, Query, Word
from pipelines.search.stems import group
from pipelines.search.tokens import RUN, WORD, spelled_pieces

NOBODY = -1
SHORTEST_HEAD, LONGEST_HEAD = 2, 5
"""Letters with which a word begins as its stem does: all but the last of the stem, within these."""
WITHOUT_PREFIXES = ("ar",)
"""Groups of languages whose stems may leave out how a word begins."""


class Mark(NamedTuple):
    """Characters from `start` to `end` (exclusive) of a text, and the number of the wanted words that stand there."""

    start: int
    end: int
    number: int


class Wanted:
    """The words of a query, looked for in texts of one language."""

    def __init__(self, query: Query, language: str | None) -> None:
        self._tokens = tokens_of_words()
        self._stems = stems_of_words(language)
        self._begins_alike = group(language) not in WITHOUT_PREFIXES
        self._single: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._sequences: dict[tuple[str, ...], int] = {}
        self._runs: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self.count = 0
        """How many words and phrases are wanted."""
        for each in positive(query):
            self._want(each)
            self.count += 1
        self._heads = {
            form[: min(LONGEST_HEAD, max(SHORTEST_HEAD, len(form) - 1))] for form in (*self._single, *self._prefixes)
        }

    def marks(self, text: str) -> list[Mark]:
        """Where they stand, in order."""
        found = list(self._words_of(text))
        for run, number in self._runs.items():
            found += [Mark(*match.span(), number) for match in re.finditer(re.escape(run), text)]
        if self._sequences:
            found += self._in_order(text)
        return sorted(found)

    def _want(self, query: Word | Phrase) -> None:
        begins = isinstance(query, Word) and query.begins
        written = WORD.findall(query.text)
        for parts in spelled_pieces(written):
            if any(map(RUN.match, parts)):
                self._runs.update((part, self.count) for part in parts if RUN.match(part))
            elif len(parts) > 1:
                self._sequences[parts] = self.count
            elif parts and begins:
                self._prefixes[parts[0]] = self.count
            elif parts:
                self._single[parts[0]] = self.count
        if len(written) == 1 and not begins and isinstance(query, Word):
            self._single.update((stem, self.count) for stem in self._stems[written[0]].split())

    def _words_of(self, text: str) -> Iterator[Mark]:
        for start, end in self._candidates(text) if self._heads else ():
            number = self._known.get(text[start:end])
            if number is None:
                number = self._known[text[start:end]] = self._number(text[start:end])
            if number != NOBODY:
                yield Mark(start, end, number)

    def _candidates(self, text: str) -> Iterator[tuple[int, int]]:
        """The words of a text that begin as a wanted one may."""
        if not self._begins_alike or not all(map(str.isalnum, self._heads)):
            yield from (match.span() for match in WORD.finditer(text))
            return
        even = evened(text)
        for head in self._heads:
            at = even.find(head)
            while at >= 0:
                if (at == 0 or not even[at - 1].isalnum()) and (match := WORD.match(text, at)):
                    yield match.span()
                at = even.find(head, at + 1)

    def _number(self, written: str) -> int:
        tokens = self._tokens[written].split()
        for form in (*tokens, *self._stems[written].split()):
            if form in self._single:
                return self._single[form]
        begun = (
            number for prefix, number in self._prefixes.items() if any(token.startswith(prefix) for token in tokens)
        )
        return next(begun, NOBODY)

    def _in_order(self, text: str) -> Iterator[Mark]:
        places = [(token, match.span()) for match in WORD.finditer(text) for token in self._tokens[match[0]].split()]
        standing = [token for token, _ in places]
        for sequence, number in self._sequences.items():
            for at, token in enumerate(standing):
                if token == sequence[0] and tuple(standing[at : at + len(sequence)]) == sequence:
                    yield from (Mark(*span, number) for _, span in places[at : at + len(sequence)])


def positive(query: Query) -> Iterator[Word | Phrase]:
    """The words that must or may be there; conditions, and what must not be there, are left out."""
    if isinstance(query, Word | Phrase):
        yield query
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from positive(part)
    elif isinstance(query, Field) and query.name == "title":
        yield from positive(query.query)
