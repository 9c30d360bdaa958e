"""Solve: the traces of undated works, and the works that a change concerns. Both read the index alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipelines.traces.anchor import Anchor
from pipelines.traces.family import NUMBERS, Families, trusted
from pipelines.traces.index import Index, source_of
from pipelines.traces.order import Lesson
from pipelines.traces.series import concerned, number_limits, series_lesson
from pipelines.traces.trace import ACCEPTED, Interval, Kind, Side, Trace, judged, telling

MOST_LISTS = 32
"""Lists of one family that are asked about a work: those of the least ids, so that every order of nights asks the same."""


def with_concerned(index: Index, keys: Collection[int], changed: Mapping[str, Anchor | None]) -> set[str]:
    """The undated works whose traces may be others since the lists of keys, or the anchors of works, changed.

    Draws the lessons again that this concerns. `changed` are the works with their former anchors.
    """
    dated = {work for work, had in changed.items() if (had is not None and had.strong) or _is_strong(index, work)}
    moved = {key for own in index.keys(dated).values() for key in own}
    lists = index.lists_of({*keys, *moved})
    works = {*index.works(keys).values(), *changed}
    works |= _lessons_changed(index, lists, index.numbers_of({*keys, *moved}))
    for numbers in lists.values():
        for number in numbers:
            works.update(index.works(index.members(number)[1]).values())
    for series, number, _ in index.numbers_of({*keys, *moved}):
        works |= concerned(index, series, number)
    return {work for work, anchor in index.anchors(works).items() if anchor.undated} | changed.keys()


def _is_strong(index: Index, work: str) -> bool:
    anchor = index.anchors([work]).get(work)
    return anchor is not None and anchor.strong


def _lessons_changed(index: Index, lists: Mapping[str, object], numbers: Iterable[tuple[str, int, int]]) -> set[str]:
    """Draw the lessons of families and series again; the works of those that are now trusted otherwise."""
    families = Families(index)
    drawn = {family: families.lesson(family) for family in sorted(lists)}
    drawn |= {
        f"{series} {NUMBERS}": series_lesson(index, series) for series in sorted({series for series, *_ in numbers})
    }
    sources = {source_of(family) for family in drawn}
    before = {source: trusted(index.lessons(source)) for source in sources}
    index.put_lessons(drawn)
    works: set[str] = set()
    for source in sorted(sources):
        now = trusted(index.lessons(source))
        for family in sorted(before[source].keys() | now.keys()):
            if _shown(before[source].get(family)) != _shown(now.get(family)):
                works |= _works_of(index, family)
    return works


def _shown(lesson: Lesson | None) -> tuple[int, float, int] | None:
    """What of a lesson its traces show."""
    return None if lesson is None else (lesson.direction, lesson.confidence, lesson.slack_days)


def _works_of(index: Index, family: str) -> set[str]:
    if family.endswith(NUMBERS):
        return index.undated_between(family.removesuffix(f" {NUMBERS}"), None, None)
    return set(index.works(index.family_keys(family)).values())


def traces_of(index: Index, works: Collection[str]) -> dict[str, list[tuple[Trace, str]]]:
    """The traces of those of the works that are undated, each with its verdict."""
    families = Families(index)
    keys = index.keys(works)
    found = {}
    for work, anchor in sorted(index.anchors(works).items()):
        if anchor.undated and (own := keys.get(work)):
            known = Interval(anchor.low, anchor.high)
            found[work] = _told(judged(known, _traces(families, anchor, own)))
    return found


def _told(traces: list[tuple[Trace, str]]) -> list[tuple[Trace, str]]:
    """The accepted ones that a history needs, and of those refused the tightest of each kind and side."""
    told = [(trace, ACCEPTED) for trace in telling([trace for trace, verdict in traces if verdict == ACCEPTED])]
    refused: dict[tuple[Kind, Side], tuple[Trace, str]] = {}
    for trace, verdict in traces:
        if verdict != ACCEPTED:
            sign = -1 if trace.side == Side.NOT_BEFORE else 1
            best = refused.get((trace.kind, trace.side))
            if best is None or sign * trace.at < sign * best[0].at:
                refused[trace.kind, trace.side] = (trace, verdict)
    return [*told, *refused.values()]


def _traces(families: Families, own: Anchor, keys: Collection[int]) -> Iterator[Trace]:
    index = families.index
    seen = index.first_seen(keys)
    if seen is not None and own.high is not None and seen[0] < own.high:
        at, night, url = seen
        yield Trace(Kind.APPEARANCE, Side.NOT_AFTER, at, night, 1.0, None, url, f"a link to it stood on {url}")
    for series, number, _ in index.numbers_of(keys):
        lesson = families.trusted(series).get(f"{series} {NUMBERS}")
        if lesson is not None:
            yield from number_limits(index, own.work, series, number, lesson)
    for family, numbers in sorted(index.lists_of(keys).items()):
        lesson = families.trusted(source_of(family)).get(family)
        if lesson is not None:
            for number in sorted(numbers)[:MOST_LISTS]:
                yield from families.limits(number, lesson).get(own.work, ())
