"""Change: the works, lists and numbers that a night affects, so that only these are processed again. Reads and writes
the index.

A work waits at stage 0 for bounds from dated works, and at stage 1 for bounds from works that have bounds
themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.arrivals import lesson_of_arrivals
from pipelines.corpus.traces.clue import clue_lesson
from pipelines.corpus.traces.family import Families
from pipelines.corpus.traces.index import Index
from pipelines.corpus.traces.lesson_table import (
    ABSENCE,
    CLUE,
    NUMBERS,
    clue_of,
    kind_of,
    listed_family,
    numbers_family,
    source_of,
)
from pipelines.corpus.traces.list_table import Touched
from pipelines.corpus.traces.order import Lesson, Trusted
from pipelines.corpus.traces.series import concerned, series_lesson
from pipelines.corpus.traces.solve import bounded_by
from pipelines.corpus.traces.trace import Side
from pipelines.corpus.traces.trust import trusted

AT_ONCE = 2_000
"""Lists, numbers or works that are processed together, so that memory does not grow with the corpus."""
BELOW_ALL = -1


def note_lists(index: Index, touched: Touched) -> None:
    """Queue the undated works whose traces may have changed, after a night changed lists and pages."""
    _numbers_changed(index, touched.numbers)
    wait(index, index.anchors.undated_of(touched.keys))


def note_anchors(index: Index, former: Mapping[str, Anchor | None], *, written: bool = False) -> None:
    """Queue the works whose traces may have changed, after anchors changed. `former` has the changed works with their
    old anchors.

    `written`: the lake already has the works with these dates, so dated works among them have no traces in the lake.
    """
    now = index.anchors.of(former.keys())
    witnesses = {  # an undated work bounds those below it by its first capture, and its number tests the order of lists
        work
        for work, had in former.items()
        if any(a is not None and (a.strong or a.undated) for a in (had, now.get(work)))
    }
    moved = {key for own in index.pages.keys(witnesses).values() for key in own}
    index.lists.look_beside(moved)
    _numbers_changed(index, {(series, number) for series, number, _ in index.pages.numbers_of(moved)})
    index.lessons.grow_stale(index.clues.families_of(former.keys()))
    undated = {work for work, anchor in now.items() if anchor.undated}
    wait(index, undated)
    if not written:
        index.anchors.wait(0, former.keys() - undated)


def note_clues(index: Index, works: Collection[str]) -> None:
    """Queue the works whose traces may have changed, after the clues of works changed. `note_anchors` must be called
    first.
    """
    undated = index.anchors.undated(works)
    wait(index, undated)
    index.lists.look_beside({key for own in index.pages.keys(set(works) - undated).values() for key in own})


def _numbers_changed(index: Index, numbers: Collection[tuple[str, int]]) -> None:
    families = index.lessons.ids({numbers_family(series) for series, _ in numbers})
    index.lessons.grow_stale(families.values())
    wait(index, concerned(index, numbers))


def wait(index: Index, undated: Collection[str]) -> None:
    """Queue undated works at stage 0, and request the lessons of the lists and series that contain them."""
    index.anchors.wait(0, undated)
    keys = {key for own in index.pages.keys(undated).values() for key in own}
    families = index.lists.families_of(keys) | index.clues.families_of(undated)
    names = index.lessons.names(families).values()
    index.lessons.want({*map(source_of, names), *(series for series, *_ in index.pages.numbers_of(keys))})


def learn(index: Index) -> None:
    """Draw stale lessons again. Queue the works in lists whose trust changed, and the works beside changed works."""
    _draw(index)
    families = Families(index)
    while part := index.lists.take_beside(AT_ONCE):
        known = families.trusts({family for _, family in part if family is not None})
        wait(index, _undated_in(index, (number for number, family in part if family in known)))
    _draw(index)


def _draw(index: Index) -> None:
    while sources := index.lessons.stale_sources():
        for source in sources:
            before = trusted(index.lessons.lessons(source))
            families = Families(index)
            drawn = {family: _lesson(families, family, name) for family, name in index.lessons.stale(source)}
            index.lessons.put(drawn)
            now = trusted(index.lessons.lessons(source))
            changed = {n for n in before.keys() | now.keys() if _shown(before.get(n)) != _shown(now.get(n))}
            for name, family in sorted(index.lessons.ids(changed).items()):
                for works in _of_family(index, family, name):
                    wait(index, works)


def _lesson(families: Families, family: int, name: str) -> Lesson:
    if kind_of(name) == NUMBERS:
        return series_lesson(families.index, source_of(name))
    if kind_of(name) == ABSENCE:
        base = listed_family(name)
        return lesson_of_arrivals(families, families.index.lessons.ids([base])[base])
    if kind_of(name) == CLUE:
        clues = families.index.clues
        return clue_lesson(clue_of(name), clues.dated(family), clues.undated_sample(family), clues.count(family))
    return families.lesson(family)


def _shown(by: Trusted | None) -> tuple[int, int, bool, int | None, dict[Side, float]] | None:
    """The values of a lesson that its traces depend on."""
    if by is None:
        return None
    return (
        by.lesson.direction,
        by.lesson.slack_days,
        by.lesson.is_long,
        by.lesson.since,
        {side: by.lesson.confidence(side) for side in by.sides},
    )


def _of_family(index: Index, family: int, name: str) -> Iterator[set[str]]:
    """The undated works of a family, in parts."""
    if kind_of(name) == NUMBERS:
        numbers = index.pages.numbers_above(source_of(name), BELOW_ALL, AT_ONCE)
        while numbers:
            yield index.anchors.undated_between(source_of(name), numbers[0], numbers[-1])
            numbers = index.pages.numbers_above(source_of(name), numbers[-1], AT_ONCE)
    elif kind_of(name) == CLUE:
        yield from index.clues.undated(family, AT_ONCE)
    else:
        if kind_of(name) == ABSENCE:
            family = index.lessons.ids([listed_family(name)])[listed_family(name)]
        yield from (_undated_in(index, part) for part in index.lists.of_family(family, AT_ONCE))


def _undated_in(index: Index, lists: Iterable[int]) -> set[str]:
    """The undated works in the given lists."""
    return index.anchors.undated_of({key for number in lists for key in index.lists.members(number)[1]})


def bound(index: Index, works: Collection[str]) -> None:
    """Update works of stage 0; the works that depend on them wait at stage 1."""
    changed = index.anchors.put(1, works, bounded_by(index, works))
    keys = {key for own in index.pages.keys(changed).values() for key in own}
    lists = iter(sorted(index.lists.lists_with(keys)))
    families = Families(index)
    while part := list(islice(lists, AT_ONCE)):
        known = families.trusts({family for _, family in part})
        index.anchors.wait(1, _undated_in(index, (number for number, family in part if family in known)))
    numbers = {(series, number) for series, number, _ in index.pages.numbers_of(keys)}
    index.anchors.wait(1, {*works, *concerned(index, numbers)})
    index.anchors.looked_at(0, works)
