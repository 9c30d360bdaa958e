"""Sentences of a text, and two texts aligned sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\w\s]*[^\W\d_a-zß-ÿ])|(?<=[。！？])(?![」』”])")
"""The space after a sentence: what follows begins with no small letter and no digit. Chinese and Japanese have no space there."""
ABBREVIATION = re.compile(r"(?:[^\W\d_]|[b-df-hj-np-tv-xz]+)\.", re.IGNORECASE | re.ASCII)
"""A last word that ends no sentence, unless it is an acronym: one letter, or letters without a vowel (`Dr.`, `bzw.`)."""
SAME_SENTENCE = 0.4
"""Share of common words (Dice's coefficient) from which on two sentences are one that was changed."""
MAX_COMPARED_PAIRS = 10_000
"""Pairs of sentences in one changed passage; of a longer passage all sentences are removed and added ones."""


class Aligned(NamedTuple):
    """A sentence of both texts, None where a text has it not."""

    before: str | None
    after: str | None


def sentences(text: str) -> list[str]:
    r"""The sentences of a text in order; a paragraph ends one.

    >>> sentences('Dr. Roe left the BBC. "Why?" No. 3 asked J. Doe.\nRain')
    ['Dr. Roe left the BBC.', '"Why?"', 'No. 3 asked J. Doe.', 'Rain']
    """
    found: list[str] = []
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        begin = 0
        for end in END.finditer(paragraph):
            piece = paragraph[begin : end.end()].strip()
            last = piece[piece.rfind(" ") + 1 :].lstrip("(")
            if piece and not (ABBREVIATION.fullmatch(last) and (len(last) == 2 or not last.isupper())):
                found.append(piece)
                begin = end.end()
        if rest := paragraph[begin:].strip():
            found.append(rest)
    return found


def aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Aligned]:
    """The sentences of both texts in order: equal ones, changed ones, those of one text only.

    >>> list(aligned(["It rains in Rome.", "Five died."], ["Six died.", "More follows."]))[1:]
    [Aligned(before='Five died.', after='Six died.'), Aligned(before=None, after='More follows.')]
    """
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            yield from map(Aligned, before[i1:i2], after[j1:j2])
        else:
            yield from _changed(before[i1:i2], after[j1:j2])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Aligned]:
    """The alignment in order whose pairs have most in common."""
    if len(before) * len(after) > MAX_COMPARED_PAIRS:
        yield from (Aligned(one, None) for one in before)
        yield from (Aligned(None, other) for other in after)
        return
    words = [counted(sentence) for sentence in after]
    alike = [[likeness(one, other) for other in words] for one in map(counted, before)]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= SAME_SENTENCE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(before) or j < len(after):
        if j == len(after) or (i < len(before) and best[i][j] == best[i + 1][j]):
            yield Aligned(before[i], None)
            i += 1
        elif i == len(before) or best[i][j] == best[i][j + 1]:
            yield Aligned(None, after[j])
            j += 1
        else:
            yield Aligned(before[i], after[j])
            i, j = i + 1, j + 1


def counted(sentence: str) -> Counter[str]:
    """The words of a sentence; its characters where there are no spaces."""
    return Counter(sentence.casefold().split() if " " in sentence else sentence)


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """The words that two sentences have in common, as a share of all of theirs."""
    common = sum(min(count, other[word]) for word, count in one.items() if word in other)
    return 2 * common / max(one.total() + other.total(), 1)
