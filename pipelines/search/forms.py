"""Forms: the tokens and stems of the words of texts in one language, each word worked out once."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipelines.search.folding import ZWNJ, folded
from pipelines.search.stems import group, stem
from pipelines.search.tokens import LONGEST, RUN, WORD, tokens

REMEMBERED = 100_000
"""Words of a language whose forms are kept: some 30 MB; then it begins anew."""


class Word(NamedTuple):
    """A word of a text: its tokens in order, and the other forms under which it is found."""

    tokens: tuple[str, ...]
    stems: tuple[str, ...]


class Forms(dict[str, Word]):
    """Words of one group of languages by how they are written: `Forms("de")["Brücken"].stems == ("bruck",)`."""

    def __init__(self, group_: str) -> None:
        super().__init__()
        self.group = group_

    def __missing__(self, written: str) -> Word:
        if len(written) > LONGEST:
            return self._worked_out(written)
        if len(self) >= REMEMBERED:
            self.clear()
        self[written] = word = self._worked_out(written)
        return word

    def of(self, text: str) -> list[Word]:
        """The words of a text in order."""
        return [self[written] for written in WORD.findall(text)]

    def _worked_out(self, written: str) -> Word:
        found = tuple(tokens(written))
        if RUN.search(written) or len(written) > LONGEST:
            return Word(found, ())
        stems = [stem(written, self.group)]
        if ZWNJ in written and len(found) > 1:
            stems.append(folded(written.replace(ZWNJ, "")))  # a compound may be written as one word
        return Word(found, tuple(dict.fromkeys(each for each in stems if each)))


@cache
def forms(language: str | None) -> Forms:
    """The words of a language, remembered from text to text."""
    return _of_group(group(language))


@cache
def _of_group(group_: str) -> Forms:
    return Forms(group_)
