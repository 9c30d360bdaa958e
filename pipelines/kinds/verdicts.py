"""Whether a work is a story by all its captures, and by what its source keeps under such addresses. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.column_values import STORY_KINDS, PageKind
from pipelines.judgements import Judgement

LEAST_PAGES = 5
"""Works under one shape of address that surely are no stories, none that surely is, for the others to be taken for such."""
SHAPE = "shape"
"""The basis of a work that is none by its address alone."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How many works under a shape of address surely are stories, and how many surely none."""

    stories: int = 0
    none: int = 0

    def __add__(self, other: Lesson) -> Lesson:
        return Lesson(self.stories + other.stories, self.none + other.none)

    @property
    def holds_none(self) -> bool:
        """Whether a source keeps no stories under this shape."""
        return self.none >= LEAST_PAGES and not self.stories


Lessons = Mapping[tuple[str, str], Lesson]
"""A lesson for each (source, shape)."""


def lessons(judged: Iterable[Judgement]) -> dict[tuple[str, str], Lesson]:
    """What a night's judgements teach of each source's shapes: different works count."""
    works: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for each in judged:
        stories, none = works[each.source, each.shape]
        if each.is_story:
            stories.add(each.article_id)
        elif each.is_none:
            none.add(each.article_id)
    counted = {key: Lesson(len(stories), len(none - stories)) for key, (stories, none) in sorted(works.items())}
    return {key: lesson for key, lesson in counted.items() if lesson != Lesson()}


def together(taught: Iterable[Lessons]) -> Lessons:
    """Lessons added up."""
    total: dict[tuple[str, str], Lesson] = {}
    for each in taught:
        for key, lesson in each.items():
            total[key] = total.get(key, Lesson()) + lesson
    return total


def verdict(judged: Sequence[Judgement], taught: Lessons) -> tuple[str, str] | None:
    """The kind of a work that is no story, and the rule that says so; None where it may be one.

    `judged` are its captures of all nights. One that surely is a story decides, else those that surely are none if they are as
    many as the others, else what its source keeps under such addresses.

    >>> tag = Judgement("a", "paper", "/tag/*", "article", "text")
    >>> [verdict([tag], {("paper", "/tag/*"): Lesson(stories, none=9)}) for stories in (0, 1)]
    [('listing', 'shape /tag/*'), None]
    """
    if any(each.is_story for each in judged):
        return None
    sure = sorted((str(each.kind), str(each.basis)) for each in judged if each.is_none)
    if sure and 2 * len(sure) >= sum(each.is_none or each.kind in STORY_KINDS for each in judged):
        return sure[0]
    shapes = sorted({each.shape for each in judged if taught.get((each.source, each.shape), Lesson()).holds_none})
    return (str(PageKind.LISTING), f"{SHAPE} {shapes[0]}") if shapes else None
