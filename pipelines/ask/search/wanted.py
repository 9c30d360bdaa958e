"""Wanted: finds the words of a query in a text, with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from itertools import chain
from typing import NamedTuple

from pipelines.ask.search.forms import stems_in_texts, stems_of_words, tokens_of_words
from pipelines.ask.search.grammar import And, Field, Or, Phrase, Query, Word
from pipelines.base.words.folding import evened, written_as
from pipelines.base.words.tokens import RUN, WORD, spelled_pieces, written

NOBODY = -1
MIN_HEAD_CHARS, MAX_HEAD_CHARS = 2, 5
"""A word starts with the same letters as its stem: all letters of the stem except the last, within these limits."""
WITHOUT_PREFIXES = ("ar", "he")
"""Languages in which a stem may omit the start of its word."""


class Mark(NamedTuple):
    """Characters from `start` to `end` (excluded) of a text, and the number of the wanted word or phrase found there."""

    start: int
    end: int
    number: int


class Wanted:
    """The words of a query, searched in texts of one language."""

    def __init__(self, query: Query, language: str | None) -> None:
        self._tokens = tokens_of_words()
        self._stems = stems_of_words(language)
        self._stems_in_text = stems_in_texts(language)
        self._single: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._endings: dict[str, int] = {}
        self._within: dict[str, int] = {}
        self._sequences: dict[str, list[tuple[list[str], int]]] = {}
        self._runs: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self.count = 0
        """Number of wanted words and phrases."""
        for each in positive(query):
            self._want(each)
            self.count += 1
        heads = {
            form[: min(MAX_HEAD_CHARS, max(MIN_HEAD_CHARS, len(form) - 1))]
            for form in (*self._single, *self._beginnings, *self._sequences)
        }
        self._begin_alike = (
            language not in WITHOUT_PREFIXES and all(map(str.isalnum, heads)) and not (self._endings or self._within)
        )
        self._heads = [head for head in heads if not any(head != other and head.startswith(other) for other in heads)]

    def marks(self, text: str) -> Iterator[Mark]:
        """The matches in order, each with the number of its word; a phrase is one mark."""
        words = self._words_of(text)
        return (
            merge(words, *(_places(run, number, text) for run, number in self._runs.items())) if self._runs else words
        )

    def _want(self, query: Word | Phrase) -> None:
        words = written(query.text)
        for parts in spelled_pieces(words):
            if any(map(RUN.match, parts)):
                self._runs.update((part, self.count) for part in parts if RUN.match(part))
            elif len(parts) > 1:
                self._sequences.setdefault(parts[0], []).append(([*parts], self.count))
            elif parts:
                self._forms_of(query)[parts[0]] = self.count
        if len(words) == 1 and isinstance(query, Word) and not query.is_part:
            self._single.update((stem, self.count) for stem in self._stems[words[0]].split())

    def _forms_of(self, query: Word | Phrase) -> dict[str, int]:
        """The dictionary that holds the single word of a query."""
        if isinstance(query, Phrase) or not query.is_part:
            return self._single
        if not query.ends:
            return self._beginnings
        return self._within if query.begins else self._endings

    def _words_of(self, text: str) -> Iterator[Mark]:
        if not (self._single or self._beginnings or self._endings or self._within or self._sequences):
            return
        known = self._known
        for start, end in self._candidates(text):
            word = text[start:end]
            number = known.get(word)
            if number is None:
                number = known[word] = self._number(word)
            if number != NOBODY:
                yield Mark(start, end, number)
            if self._sequences:
                yield from self._in_order(text, start, word)

    def _candidates(self, text: str) -> Iterator[tuple[int, int]]:
        """The words of a text in order; if stems start like their words, only words that start like a wanted one."""
        if not self._begin_alike:
            yield from (match.span() for match in WORD.finditer(text))
            return
        even = evened(text)
        each = [_beginnings(head, even) for head in self._heads if head in even]
        for start in merge(*each) if len(each) > 1 else each[0] if each else ():
            if match := WORD.match(text, start):
                yield match.span()

    def _number(self, word: str) -> int:
        tokens, stems = self._tokens[word], self._stems_in_text[word]
        for form in (tokens, stems) if " " not in tokens + stems else (*tokens.split(), *stems.split()):
            if form in self._single:
                return self._single[form]
        held = f" {tokens} "
        for form, number in chain(
            ((f" {form}", number) for form, number in self._beginnings.items()),
            ((f"{form} ", number) for form, number in self._endings.items()),
            self._within.items(),
        ):
            if form in held:
                return number
        return NOBODY

    def _in_order(self, text: str, start: int, word: str) -> Iterator[Mark]:
        """The phrases that start with the word at `start`."""
        first = self._tokens[word].partition(" ")[0]
        for sequence, number in self._sequences.get(first, ()):
            standing: list[str] = []
            for found in WORD.finditer(text, start):
                standing += self._tokens[found[0]].split()
                if standing[: len(sequence)] != sequence[: len(standing)]:
                    break
                if len(standing) >= len(sequence):
                    yield Mark(start, found.end(), number)
                    break


def _beginnings(head: str, even: str) -> Iterator[int]:
    """Positions of words that start with `head` in an evened text. Compiling a pattern would take longer than this search."""
    at = even.find(head)
    while at >= 0:
        if at == 0 or not even[at - 1].isalnum():
            yield at
        at = even.find(head, at + 1)


def _places(run: str, number: int, text: str) -> Iterator[Mark]:
    """The positions of a run, in traditional or simplified characters."""
    either = "".join(f"[{written_as(letter)}]" for letter in run)
    return (Mark(*place.span(), number) for place in re.finditer(either, text))


def positive(query: Query) -> Iterator[Word | Phrase]:
    """The words that must or may match; conditions and excluded words are left out."""
    if isinstance(query, Word | Phrase):
        yield query
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from positive(part)
    elif isinstance(query, Field) and query.name == "title":
        yield from positive(query.query)
