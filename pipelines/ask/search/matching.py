"""Matching: from a query to the documents of the index that match it, and the score of each match.

A word scores 1 to 4 by its rarity among the documents, times its grade in the document (`fields.grades`). Scores are
whole numbers, so they add up equally in every segment of the index. Grades are read only if they can change the
order: to read them, tantivy visits all documents with the word; otherwise it skips to the documents that have a
rarer word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import tantivy
from tantivy import Occur, Schema, Searcher
from tantivy import Query as Asked

from pipelines.ask.search.bounds import interval
from pipelines.ask.search.fields import GRADE, TITLE_GRADES, span_of
from pipelines.ask.search.forms import stems_of_words
from pipelines.ask.search.grammar import And, Everything, Field, Not, Or, Phrase, Query, Word
from pipelines.ask.search.wanted import positive
from pipelines.base.errors import InputError
from pipelines.base.words.folding import spellings
from pipelines.base.words.stems import PLAIN
from pipelines.base.words.tokens import RUN, asked, is_single_character, spelled_pieces, written

EXACT = ("source", "language", "kind", "role")
DAYS = ("from", "to", "date")
NAMED = 10

RARE = (0.3, 0.1, 0.01, 0.001)
"""Shares of the documents. The rarity of a word, 0 to 4, is the number of these that are not below the word's share. A
word scores its rarity, at least 1.
"""
USUAL = 4
"""The grade of a match without a grade: a phrase, a part of a word, or a common word beside rarer ones."""
MIN_BEGINNING_CHARS, MIN_ENDING_CHARS = 2, 3
BAGS = {"words": "stems", "title": "title_stems"}
"""The field of stems for each field of words."""
FEW_WORDS = 100

Stems = dict[str, list[str]]
"""Stems of a word, each with the groups of languages in which it is one."""


def is_value(index: tantivy.Schema, searcher: tantivy.Searcher, field: str, value: str) -> tantivy.Query:
    """Documents with this value in the field. Raises InputError, listing the existing values, if no document has it."""
    there = sorted(term for term, _ in searcher.terms_with_prefix(field, "") if term)
    if value not in there and searcher.num_docs:
        known = ", ".join(there[:NAMED]) + (" …" if len(there) > NAMED else "")
        raise InputError(f"search: no article has the {field} {value!r}: there are {known or 'none'}")
    return tantivy.Query.term_query(index, field, value, "basic")


def may_lie(index: tantivy.Schema, field: str, value: str) -> tantivy.Query:
    """Documents that may have appeared `from`, up `to`, or on (`date`) a day, month or year; undated ones by their bounds."""
    try:
        first, last = interval(value)
    except ValueError:
        raise InputError(f"search: {field}:{value}: a date is written 2026, 2026-02 or 2026-02-28") from None
    not_over = _range(index, "latest", first.toordinal(), None)
    begun = _range(index, "earliest", None, last.toordinal())
    if field != "date":
        return not_over if field == "from" else begun
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, not_over), (tantivy.Occur.Must, begun)])


def require_order(begins: str, ends: str) -> None:
    """Raise InputError if `ends` is before `begins`: undated articles whose bounds contain both days would match such a
    query.
    """
    try:
        reversed_ = interval(begins)[0] > interval(ends)[1]
    except ValueError:  # the condition itself reports it
        return
    if reversed_:
        raise InputError(f"search: from:{begins} is later than to:{ends}")


def _range(index: tantivy.Schema, field: str, least: int | None, most: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(index, field, tantivy.FieldType.Integer, least, most)


class Matching:
    """Makes queries for one state of the index."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._total = searcher.num_docs
        groups = searcher.terms_with_prefix("group", "")
        self.groups = [group for group, _ in groups]
        self._deleted = sum(documents for _, documents in groups) - self._total

    def of(self, query: Query) -> Asked:
        """The documents that a query matches. Raises InputError."""
        return self._of(query, "words", graded=True)

    def of_span(self, day: int) -> Asked:
        """The documents whose last possible day is in the same span as this one; they score nothing."""
        return Asked.const_score_query(self._term("span", span_of(date.fromordinal(max(1, day)))), 0.0)

    def _of(self, query: Query, field: str, *, graded: bool) -> Asked:
        if isinstance(query, And | Not):
            return self._all(query.parts if isinstance(query, And) else (query,), field, graded=graded)
        if isinstance(query, Or):
            return _any(self._alternative(part, field, graded=graded) for part in query.parts)
        if isinstance(query, Everything):
            return Asked.all_query()
        if isinstance(query, Field):
            return self._field(query, field, graded=graded)
        return self._words(query, field, graded=graded)

    def _all(self, parts: tuple[Query, ...], field: str, *, graded: bool) -> Asked:
        days = {
            part.name: part.query.text
            for part in parts
            if isinstance(part, Field) and isinstance(part.query, Word | Phrase)
        }
        require_order(days.get("from", ""), days.get("to", ""))
        wanted = [part for part in parts if not isinstance(part, Not)]
        rare = [self._rarity_of(part) for part in wanted] if len(wanted) > 1 else [1] * len(wanted)
        having = [
            (Occur.Must, self._of(part, field, graded=graded and (own > 0 or max(rare) == 0)))
            for part, own in zip(wanted, rare, strict=True)
        ]
        without = [
            (Occur.MustNot, self._of(part.query, field, graded=False)) for part in parts if isinstance(part, Not)
        ]
        return Asked.boolean_query([*(having or [(Occur.Must, Asked.all_query())]), *without])

    def _alternative(self, part: Query, field: str, *, graded: bool) -> Asked:
        """A part of an OR; conditions alone score 1, because a document with score 0 cannot be ordered by day."""
        found = self._of(part, field, graded=graded)
        return found if next(positive(part), None) else Asked.const_score_query(found, 1.0)

    def _field(self, query: Field, outer: str, *, graded: bool) -> Asked:
        if outer != "words":
            raise InputError(f"search: {query} stands within another field")
        if query.name in EXACT or query.name in DAYS:
            return Asked.const_score_query(self._condition(query.name, query.query), 0.0)
        found = self._of(query.query, query.name, graded=graded)
        return found if query.name == "title" else Asked.const_score_query(found, 0.0)

    def _condition(self, name: str, value: Query) -> Asked:
        if isinstance(value, Or):
            return _any(self._condition(name, part) for part in value.parts)
        if not isinstance(value, Word | Phrase) or (isinstance(value, Word) and value.is_part):
            raise InputError(f"search: {name}:{value}: give one value, or several as {name}:(a OR b)")
        return (
            may_lie(self._schema, name, value.text)
            if name in DAYS
            else is_value(self._schema, self._searcher, name, value.text)
        )

    def _words(self, query: Word | Phrase, field: str, *, graded: bool) -> Asked:
        """A word, or words in order, in a field."""
        words = written(query.text)
        sequences = self._sequences(words)
        if not sequences:
            raise InputError(f"search: {str(query)!r} has no letters or digits to look for")
        part = query if isinstance(query, Word) and query.is_part else None
        stems = self._stems(words[0]) if _has_stems(query, sequences) else {}
        if field != "words":
            return Asked.const_score_query(_any(self._ways(sequences, stems, field, part)), float(USUAL))
        weight = 1 if part else max(1, self._rarity(sequences))
        if stems and graded:
            return self._graded(stems, weight)
        match, title = (_any(self._ways(sequences, stems, name, part)) for name in ("words", "title"))
        return Asked.boolean_query([
            (Occur.Must, Asked.const_score_query(match, float(USUAL * weight))),
            (Occur.Should, Asked.const_score_query(title, float(TITLE_GRADES * weight))),
        ])  # fmt: skip

    def _graded(self, stems: Stems, weight: int) -> Asked:
        """Documents with any of a word's stems, each scored by its grade."""
        each = [self._terms(stem, groups, weight) for stem, groups in stems.items()]
        languages = [group for groups in stems.values() for group in groups]
        if len(set(languages)) == len(languages):  # no document has two of them
            return Asked.boolean_query([(Occur.Should, term) for terms in each for term in terms])
        return Asked.disjunction_max_query([Asked.boolean_query([(Occur.Should, t) for t in terms]) for terms in each])

    def _terms(self, stem: str, groups: list[str], weight: int) -> list[Asked]:
        """The terms of a stem in these languages, each with its score."""
        there = [term for term, _ in self._searcher.terms_with_prefix("stems", f"{stem}{GRADE}")]
        mine = [term for term in there if term[len(stem) + 1 : -1] in groups]
        return [Asked.const_score_query(self._term("stems", term), float(weight * int(term[-1]))) for term in mine]

    def _ways(self, sequences: list[list[str]], stems: Stems, field: str, part: Word | None) -> list[Asked]:
        """All ways in which a field may contain the words: a word by its stems, otherwise by its spellings."""
        if stems and field in BAGS:
            return [self._in_groups(self._term(BAGS[field], stem), groups) for stem, groups in stems.items()]
        return [self._part(tokens, field, part) if part else self._sequence(tokens, field) for tokens in sequences]

    def _rarity_of(self, part: Query) -> int:
        """The rarity of a part of a query; 0 for conditions, 1 for anything longer than a word."""
        if isinstance(part, Field) and part.name != "title":
            return 0
        if not isinstance(part, Word):
            return 1
        sequences = self._sequences(written(part.text))
        return self._rarity(sequences) if sequences and _has_stems(part, sequences) else 1

    def _rarity(self, sequences: list[list[str]]) -> int:
        """The rarity of words, 0 to 4: that of the rarest word in the sequence, in its most common spelling.

        tantivy's frequencies include deleted documents. Only if these could change the result are the others
        counted.
        """
        most = _commonest(sequences, self._frequency)
        if self._within(most) == self._within(most - self._deleted):
            return self._within(most)
        return self._within(_commonest(sequences, self._count))

    def _within(self, count: int) -> int:
        return sum(count <= share * self._total for share in RARE)

    def _frequency(self, token: str) -> int:
        return int(self._searcher.doc_freq("words", token))

    def _count(self, token: str) -> int:
        result: Any = self._searcher.search(self._term("words", token), 1)
        return int(result.count)

    def _sequences(self, words: list[str]) -> list[list[str]]:
        """The token sequences of the words, one for each spelling: `Brücke` → `[["brucke"], ["bruecke"]]`."""
        return [asked(way) for way in spelled_pieces(words)]

    def _sequence(self, tokens: list[str], field: str) -> Asked:
        if len(tokens) > 1:
            query = Asked.phrase_prefix_query if is_single_character(tokens[-1]) else Asked.phrase_query
            return query(self._schema, field, [*tokens])
        if is_single_character(tokens[0]):
            return self._pattern(field, f"{re.escape(tokens[0])}.?")
        return self._term(field, tokens[0], "position")

    def _part(self, tokens: list[str], field: str, part: Word) -> Asked:
        """Words with this start or ending; in a sequence, only the last word may be a start."""
        if len(tokens) > 1 and not part.ends:
            return Asked.phrase_prefix_query(self._schema, field, [*tokens])
        least = MIN_ENDING_CHARS if part.ends else MIN_BEGINNING_CHARS
        if len(tokens) > 1 or (len(tokens[0]) < least and not RUN.match(tokens[0])):
            where = "after" if part.ends else "before"
            raise InputError(f"search: {part}: give one word of at least {least} letters {where} the star")
        if not part.ends:
            return self._beginning(tokens[0], field)
        return self._pattern(field, f".*{re.escape(tokens[0])}{'.*' * part.begins}")

    def _beginning(self, text: str, field: str) -> Asked:
        """Words with this start. If they are few, they are listed one by one, because a pattern takes a third of a
        millisecond to make.
        """
        words = self._searcher.terms_with_prefix(field, text, limit=FEW_WORDS + 1)
        if not words:
            return Asked.empty_query()
        if len(words) > FEW_WORDS:
            return self._pattern(field, f"{re.escape(text)}.*")
        return _any(self._term(field, word) for word, _ in words)

    def _pattern(self, field: str, pattern: str) -> Asked:
        return Asked.regex_query(self._schema, field, pattern)

    def _stems(self, word: str) -> Stems:
        """The search terms of a word, in all its spellings."""
        found: dict[str, set[str]] = {}
        for group in self.groups:
            stems = stems_of_words(None if group == PLAIN else group)
            for spelling in (word, *spellings(word)):
                for stem in stems[spelling].split():
                    found.setdefault(stem, set()).add(group)
        return {stem: sorted(groups) for stem, groups in found.items()}

    def _in_groups(self, query: Asked, groups: list[str]) -> Asked:
        """The documents of a query in these groups of languages. Uses the shorter list: the groups, or the groups to
        exclude.
        """
        others = [group for group in self.groups if group not in groups]
        if len(others) <= len(groups):
            without = [(Occur.MustNot, self._term("group", group)) for group in others]
            return Asked.boolean_query([(Occur.Must, query), *without]) if without else query
        either = Asked.const_score_query(_any(self._term("group", group) for group in groups), 0.0)
        return Asked.boolean_query([(Occur.Must, query), (Occur.Must, either)])

    def _term(self, field: str, text: str, option: str = "basic") -> Asked:
        return Asked.term_query(self._schema, field, text, option)


def _has_stems(query: Word | Phrase, sequences: list[list[str]]) -> bool:
    """True for one whole word, which is found in all its forms. A single character of a script without spaces has no stem."""
    whole = isinstance(query, Word) and not query.is_part
    return whole and all(len(tokens) == 1 and not is_single_character(tokens[0]) for tokens in sequences)


def _commonest(sequences: list[list[str]], count: Callable[[str], int]) -> int:
    return max(min(map(count, tokens)) for tokens in sequences)


def _any(queries: Iterable[Asked]) -> Asked:
    listed = list(queries)
    return listed[0] if len(listed) == 1 else Asked.boolean_query([(Occur.Should, query) for query in listed])
