"""The passage of a text that shows why the text was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.ask.search.wanted import Mark, Wanted

LENGTH = 220
CHARS_BEFORE = 60
"""Characters before the first matched word."""
SEARCHED_CHARS = (1_500, 10_000)
"""The passage is searched in this many first characters of a text. If letters need folding, the smaller number is tried first."""
CUT = "…"
EMPHASIS = "**"
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text on one line, and its matched ranges (from, to), `to` excluded."""

    text: str
    marks: tuple[tuple[int, int], ...]

    def emphasised(self) -> str:
        """The text with matched parts in asterisks, as in Markdown: `The **harbour** is empty`."""
        pieces: list[str] = []
        at = 0
        for first, last in self.marks:
            pieces += [self.text[at:first], EMPHASIS, self.text[first:last], EMPHASIS]
            at = last
        return "".join([*pieces, self.text[at:]])


def whole(text: str, wanted: Wanted) -> Passage:
    """The whole text, for example a headline."""
    return _on_one_line(text, [mark[:2] for mark in wanted.marks(text)])


def passage(text: str, wanted: Wanted) -> Passage:
    """The passage with the most of the wanted words; among equals, the first. Without a match, the start of the text."""
    for length in SEARCHED_CHARS[text.isascii() :]:
        marks, first, held = _closest(wanted.marks(text[:length]), wanted.count)
        if held == wanted.count or len(text) <= length:
            break
    start = _start(text, first)
    end = min(len(text), start + LENGTH)
    if end < len(text) and (blank := text.rfind(" ", start + LENGTH // 2, end)) > 0:
        end = blank
    inside = [(max(m.start, start) - start, min(m.end, end) - start) for m in marks if m.end > start and m.start < end]
    shown = _on_one_line(text[start:end], inside)
    before = CUT if start else ""
    moved = tuple((first + len(before), last + len(before)) for first, last in shown.marks)
    return Passage(before + shown.text + (CUT if end < len(text) else ""), moved)


def _closest(marks: Iterable[Mark], most: int) -> tuple[list[Mark], int, int]:
    """Marks up to the end of the passage, the start of the first group with the most words, and the number of words in
    it.

    When all words are found together, no more marks are read.
    """
    passed: list[Mark] = []
    last_of: dict[int, int] = {}
    left = first = held = 0
    for mark in marks:
        passed.append(mark)
        if held == most:
            if mark.start > first + LENGTH:
                break
            continue
        last_of[mark.number] = mark.start
        while mark.end - passed[left].start > LENGTH - CHARS_BEFORE and passed[left] is not mark:
            left += 1
        together = sum(start >= passed[left].start for start in last_of.values())
        if together > held:
            held, first = together, passed[left].start
    return passed, first, held


def _start(text: str, first: int) -> int:
    """The start of the passage, before the first mark and at a word."""
    if first <= CHARS_BEFORE:
        return 0
    blank = text.find(" ", first - CHARS_BEFORE, first)
    return blank + 1 if blank >= 0 else first - CHARS_BEFORE // 2


def _on_one_line(text: str, marks: Sequence[tuple[int, int]]) -> Passage:
    """The text with each run of blanks as one; marks move with it, and overlapping marks are merged."""

    def moved(at: int) -> int:
        return len(BLANKS.sub(" ", text[:at]).lstrip())

    even = " ".join(text.split())
    return Passage(even, _merged(marks if even == text else [(moved(first), moved(last)) for first, last in marks]))


def _merged(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(marks):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)
