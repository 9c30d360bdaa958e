"""The passage of a text that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.search.wanted import Mark, Wanted

LENGTH = 220
BEFORE = 60
"""Characters before the first word that was found."""
LOOKED_AT = (1_500, 10_000)
"""Characters of a text, from its first, among which the passage is looked for: more if the first do not hold all words."""
CUT = "…"
BLANKS = re.compile(r"\s+")
ODD_BLANK = re.compile(r"[^\S ]|  |^ | $")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text on one line, and the parts of it that were found, from and to (exclusive)."""

    text: str
    marks: tuple[tuple[int, int], ...]


def whole(text: str, wanted: Wanted) -> Passage:
    """All of a text, such as a headline."""
    return _on_one_line(text, [mark[:2] for mark in wanted.marks(text)])


def passage(text: str, wanted: Wanted) -> Passage:
    """The passage that holds the most of the wanted words, the first of equals; without any, the beginning of the text."""
    for length in LOOKED_AT:
        marks = wanted.marks(text[:length])
        start, held = _start(text, marks, wanted.count)
        if held == wanted.count or len(text) <= length:
            break
    end = min(len(text), start + LENGTH)
    if end < len(text) and (blank := text.rfind(" ", start + LENGTH // 2, end)) > 0:
        end = blank
    inside = [(max(m.start, start) - start, min(m.end, end) - start) for m in marks if m.end > start and m.start < end]
    shown = _on_one_line(text[start:end], inside)
    before = CUT if start else ""
    moved = tuple((first + len(before), last + len(before)) for first, last in shown.marks)
    return Passage(before + shown.text + (CUT if end < len(text) else ""), moved)


def _start(text: str, marks: Sequence[Mark], most: int) -> tuple[int, int]:
    """Where the passage begins, before the first of the marks that stand closest together, and how many words it holds."""
    best, first = 0, 0
    for at, mark in enumerate(marks):
        numbers = {other.number for other in marks[at : at + 3 * most] if other.end - mark.start <= LENGTH - BEFORE}
        if len(numbers) > best:
            best, first = len(numbers), mark.start
        if best == most:
            break
    if first <= BEFORE:
        return 0, best
    blank = text.find(" ", first - BEFORE, first)
    return (blank + 1 if blank >= 0 else first - BEFORE // 2), best


def _on_one_line(text: str, marks: Sequence[tuple[int, int]]) -> Passage:
    """The text with every run of blanks as one, the marks moved with it, marks that overlap put together."""

    def moved(at: int) -> int:
        return len(BLANKS.sub(" ", text[:at]).lstrip())

    if ODD_BLANK.search(text):
        return Passage(BLANKS.sub(" ", text).strip(), _merged([(moved(first), moved(last)) for first, last in marks]))
    return Passage(text, _merged(marks))


def _merged(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(marks):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)
