"""Trust: the families of a source that bound stories, and on which sides, decided by the lessons of all its families. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipelines.corpus.traces.absence import is_borne_out
from pipelines.corpus.traces.folder import folders, is_folder
from pipelines.corpus.traces.lesson_table import ABSENCE, CLUE, kind_of
from pipelines.corpus.traces.order import MAX_WRONG, MIN_STEPS, Lesson, Trusted, judged_by
from pipelines.corpus.traces.trace import Side
from pipelines.lake.link_kinds import LISTS

STEPS = dict.fromkeys((*LISTS, CLUE), MIN_STEPS)
"""Minimum number of right steps by kind of family. For numbers, and for links in texts, enough bits suffice."""


def trusted(lessons: Mapping[str, Lesson]) -> dict[str, Trusted]:
    """The families of a source whose lists bound stories."""
    right: Counter[tuple[str, int]] = Counter()
    wrong: Counter[str] = Counter()
    for family, lesson in lessons.items():
        right[kind_of(family), lesson.direction] += lesson.right if lesson.is_clean else 0
        wrong[kind_of(family)] += lesson.wrong
    found = dict(folders(lessons))
    for family, lesson in lessons.items():
        if is_folder(family):
            continue
        if kind_of(family) == ABSENCE:
            if is_borne_out(lesson):
                found[family] = Trusted(lesson, frozenset({Side.NOT_BEFORE}))
            continue
        like = right[kind_of(family), lesson.direction]
        beside = like if wrong[kind_of(family)] * MAX_WRONG <= like and kind_of(family) in LISTS else 0
        if (judged := judged_by(lesson, beside, STEPS.get(kind_of(family), 0))) is not None:
            found[family] = judged
    return found
