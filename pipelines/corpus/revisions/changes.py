"""The kind of change from one version of a story to the next.

Ordered rules look at the words that differ. Each takes (old, new): the title and the paragraphs without boilerplate.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipelines.lexicon.pattern import pattern

TYPO_PLACES = 3
TYPO_WORDS = 2
TYPO_LIKENESS = 0.6
"""A typo is at most three edits of one or two words each; the new spelling is similar to the old, and no number changes."""

DELETED_WORDS = 8
ADDED_WORDS = 2
"""A deletion removes at least a short sentence and adds almost nothing."""

MAX_WORDS = 20_000
"""If the changed paragraphs are longer than this, words are not compared: the change is an update."""

NOTICE = pattern(r"^\W*(?:<<story.correction>>)\b{end}|<<story.earlier_version>>", re.IGNORECASE)
"""The start, or a phrase, of a paragraph that admits an error."""


@dataclass(frozen=True, slots=True)
class Version:
    """A story at one time: its headline, and its paragraphs without boilerplate."""

    title: str
    paragraphs: tuple[str, ...]

    def same(self, other: Version) -> bool:
        """True if only white space differs."""
        return self == other


def change_of(old: Version, new: Version) -> str:
    """`headline`, `correction`, `deletion`, `typo` or `update`; the two versions must differ."""
    gone = [p for p in old.paragraphs if p not in set(new.paragraphs)]
    come = [p for p in new.paragraphs if p not in set(old.paragraphs)]
    if not gone and not come:
        return "headline" if old.title != new.title else "update"
    if any(NOTICE.search(paragraph) for paragraph in _fresh_notices(gone, come)):
        return "correction"
    before, after = _words(gone), _words(come)
    if len(before) + len(after) > MAX_WORDS:
        return "update"
    edits = [e for e in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if e[0] != "equal"]
    added = sum(j2 - j1 for _, _, _, j1, j2 in edits)
    removed = sum(i2 - i1 for _, i1, i2, _, _ in edits)
    if removed >= DELETED_WORDS and added <= ADDED_WORDS:
        return "deletion"
    if _is_typo([(before[i1:i2], after[j1:j2]) for _, i1, i2, j1, j2 in edits]):
        return "typo"
    return "update"


def _fresh_notices(gone: list[str], come: list[str]) -> list[str]:
    """New paragraphs; none if an old paragraph already was a correction notice."""
    had = any(NOTICE.search(paragraph) for paragraph in gone)
    return [] if had else come


def _is_typo(edits: list[tuple[list[str], list[str]]]) -> bool:
    return len(edits) <= TYPO_PLACES and all(_is_slip(before, after) for before, after in edits)


def _is_slip(before: list[str], after: list[str]) -> bool:
    """True if a few words only changed in spelling, spacing or punctuation."""
    if max(len(before), len(after)) > TYPO_WORDS:
        return False
    old, new = "".join(before), "".join(after)
    if re.sub(r"\D", "", old) != re.sub(r"\D", "", new):
        return False
    old, new = (unicodedata.normalize("NFKC", s).casefold() for s in (old, new))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= TYPO_LIKENESS or not re.search(r"\w", old + new)


def _words(paragraphs: list[str]) -> list[str]:
    return [word for paragraph in paragraphs for word in paragraph.split()]
