"""The kinds of what differs between two texts of a story that follow each other: the column `kinds` of `revisions`.

A revision may be of several kinds; `changes` gives it the one by which revisions are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from itertools import pairwise

from pipelines.corpus.revisions.changes import MAX_WORDS, NOTICE, Version
from pipelines.dates.read.words import languages, plain

MIN_PASSAGE_WORDS = 8
"""Words in a row that are a passage: about a short sentence."""
MAX_NAME_WORDS = 4
CAPITAL_SHARE = 0.25
"""Above this share of capitals within sentences, nouns are written with capitals: only names of two words are names."""
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
WORD_EDGE = "\"'“”„‘’«»‹›()[].,;:!?…"


class RevisionKind(StrEnum):
    """What differs between two texts of a work."""

    HEADLINE = "headline"
    LEAD = "lead"
    FIGURES = "figures"
    NAME = "name"
    ADDED = "added"
    REMOVED = "removed"
    CORRECTION_NOTE = "correction_note"


def kinds_of(old: Version, new: Version) -> list[str]:
    """All kinds of a change, in the order of RevisionKind; empty if only other words were replaced."""
    found = set(_kinds(old, new))
    return [kind.value for kind in RevisionKind if kind in found]


def _kinds(old: Version, new: Version) -> Iterator[RevisionKind]:
    if old.title != new.title:
        yield RevisionKind.HEADLINE
    before, after = (_without_notes(version.paragraphs) for version in (old, new))
    if len(new.paragraphs) - len(after) > len(old.paragraphs) - len(before):
        yield RevisionKind.CORRECTION_NOTE
    if before and after and before[0] != after[0]:
        yield RevisionKind.LEAD
    gone = [paragraph for paragraph in before if paragraph not in set(after)]
    come = [paragraph for paragraph in after if paragraph not in set(before)]
    yield from _of_words(_words(gone), _words(come), has_noun_capitals=_has_noun_capitals(after))


def _without_notes(paragraphs: Sequence[str]) -> list[str]:
    return [paragraph for paragraph in paragraphs if not NOTICE.search(paragraph)]


def _of_words(before: list[str], after: list[str], *, has_noun_capitals: bool) -> Iterator[RevisionKind]:
    if len(before) + len(after) > MAX_WORDS:
        yield RevisionKind.ADDED if len(after) > len(before) else RevisionKind.REMOVED
        return
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        gone, come = before[i1:i2], after[j1:j2]
        if len(come) - len(gone) >= MIN_PASSAGE_WORDS:
            yield RevisionKind.ADDED
        if len(gone) - len(come) >= MIN_PASSAGE_WORDS:
            yield RevisionKind.REMOVED
        if operation == "replace" and max(len(gone), len(come)) < MIN_PASSAGE_WORDS:
            numbers = [NUMBER.findall(" ".join(words)) for words in (gone, come)]
            if numbers[0] != numbers[1] and all(numbers):
                yield RevisionKind.FIGURES
            around = (before, i1, i2), (after, j1, j2)
            if all(_names(words, start, end, only_full=has_noun_capitals) for words, start, end in around):
                yield RevisionKind.NAME


def _names(words: Sequence[str], start: int, end: int, *, only_full: bool) -> bool:
    """True if a passage has a name within a sentence; `only_full`: if another capital stands beside it."""
    if end - start > MAX_NAME_WORDS:
        return False
    for at in range(start, end):
        beside = [words[place] for place in (at - 1, at + 1) if 0 <= place < len(words)]
        is_full = any(map(_is_name, beside))
        if _is_name(words[at]) and (is_full or (not only_full and at > 0 and not _ends_sentence(words[at - 1]))):
            return True
    return False


def _is_name(word: str) -> bool:
    bare = word.strip(WORD_EDGE)
    return (
        len(bare) > 1 and bare[0].isupper() and not any(map(str.isdigit, bare)) and plain(bare.lower()) not in _days()
    )


@cache
def _days() -> frozenset[str]:
    """Months and weekdays of all languages, which some write with capitals."""
    return frozenset(word for each in languages().values() for word in (*each.months, *each.weekdays))


def _ends_sentence(word: str) -> bool:
    return word.rstrip("\"'”’»").endswith((".", "!", "?", ":"))


def _has_noun_capitals(paragraphs: Sequence[str]) -> bool:
    """True if a text writes nouns with capitals, as German does."""
    within = [word for first, word in pairwise(_words(paragraphs)) if not _ends_sentence(first) and word[:1].isalpha()]
    return sum(word[0].isupper() for word in within) > CAPITAL_SHARE * len(within)


def _words(paragraphs: Sequence[str]) -> list[str]:
    return [word for paragraph in paragraphs for word in paragraph.split()]
