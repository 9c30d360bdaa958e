"""Trust: the families of a source that bound stories, and on which sides, decided by the lessons of all its families. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pipelines.corpus.traces.absence import is_borne_out
from pipelines.corpus.traces.chance import at_least
from pipelines.corpus.traces.clue import PICTURE
from pipelines.corpus.traces.lesson_table import ABSENCE, CLUE, clue_of, kind_of
from pipelines.corpus.traces.order import MAX_WRONG, MIN_STEPS, Lesson, Trusted, judged_by
from pipelines.corpus.traces.trace import Side
from pipelines.lake.link_kinds import LISTS

STEPS = dict.fromkeys((*LISTS, CLUE), MIN_STEPS)
"""Minimum number of right steps by kind of family. For numbers, and for links in texts, enough bits suffice."""

CHANCE_OF_FULL = 0.01


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


def is_folder(family: str) -> bool:
    """True for the family of the pictures that are filed under one month."""
    return kind_of(family) == CLUE and clue_of(family).startswith(f"{PICTURE} ")


def folders(lessons: Mapping[str, Lesson]) -> Iterator[tuple[str, Trusted]]:
    """The folders of a source that bound stories; all of its folders are judged together.

    A new publishing system files the pictures of older stories under its own first month, and may lose their dates.
    So a folder bounds nothing if it is the first, has no dated story, or has more undated stories than chance
    explains.
    """
    mine = {family: lesson for family, lesson in sorted(lessons.items()) if is_folder(family)}
    right, older = sum(each.right for each in mine.values()), sum(each.older for each in mine.values())
    undated, dated = sum(each.undated for each in mine.values()), sum(each.dated for each in mine.values())
    judged = judged_by(Lesson(right=right, older=older, bits=right), 0, MIN_STEPS)
    if judged is None or Side.NOT_BEFORE not in judged.sides:
        return
    for family in [*mine][1:]:
        own = mine[family]
        chance = at_least(own.undated, own.undated + own.dated, undated, undated + dated)
        if own.right and not own.older and chance >= CHANCE_OF_FULL:
            yield family, judged
