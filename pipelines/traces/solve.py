"""Solve: the traces of undated works, and the works that a change concerns. Both read the index alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pipelines.traces.anchor import Anchor
from pipelines.traces.family import NUMBERS, Families, trusted
from pipelines.traces.index import Index, Touched, source_of
from pipelines.traces.order import Trusted
from pipelines.traces.series import Series, concerned, number_limits, run_starts, series_lesson, series_of
from pipelines.traces.trace import ACCEPTED, Interval, Kind, Side, Trace, judged, telling

MOST_LISTS = 32
"""Lists of one family that are asked about a work: those of the least ids, so that every order of nights asks the same."""


def concerned_by(index: Index, touched: Touched, changed: Mapping[str, Anchor | None]) -> set[str]:
    """The undated works whose traces may be others since a night touched lists, or the anchors of works changed.

    Draws the lessons again that this concerns. `changed` are the works with their former anchors.
    """
    now = index.anchors(changed.keys())
    strong = {work for work, had in changed.items() if any(a is not None and a.strong for a in (had, now.get(work)))}
    moved = {key for own in index.keys(strong).values() for key in own}
    lists, numbers = index.lists_of(moved), index.numbers_of(moved | touched.keys)
    lessons = _lessons_changed(index, {*touched.families, *lists}, {series for series, *_ in numbers})
    works = {*index.works(touched.keys).values(), *changed, *lessons, *_listed(index, lists)}
    return _undated(index, works | concerned(index, numbers, stage=0)) | changed.keys()


def concerned_at_last(index: Index, bounded: Collection[str]) -> set[str]:
    """The undated works whose traces of the last stage may be others since works are bounded otherwise at the first."""
    keys = {key for own in index.keys(bounded).values() for key in own}
    beside = _listed(index, index.lists_of(keys)) | concerned(index, index.numbers_of(keys), stage=1)
    return _undated(index, {*bounded, *beside})


def _listed(index: Index, lists: Mapping[str, Collection[int]]) -> set[str]:
    """The works that stand in lists."""
    return set(
        index.works({key for each in lists.values() for number in each for key in index.members(number)[1]}).values()
    )


def _undated(index: Index, works: Collection[str]) -> set[str]:
    return {work for work, anchor in index.anchors(works).items() if anchor.undated}


def _lessons_changed(index: Index, listed: Collection[str], numbered: Collection[str]) -> set[str]:
    """Draw the lessons of families of lists and of series again; the works of those that are now trusted otherwise."""
    families = Families(index)
    drawn = {family: families.lesson(family) for family in sorted(listed)}
    drawn |= {f"{series} {NUMBERS}": series_lesson(index, series) for series in sorted(numbered)}
    sources = {source_of(family) for family in drawn}
    before = {source: trusted(index.lessons(source)) for source in sources}
    index.put_lessons(drawn)
    works: set[str] = set()
    for series in sorted(numbered):
        if index.put_runs(series, run_starts(index.numbers(series))):
            works |= index.undated_between(series, None, None)
    for source in sorted(sources):
        now = trusted(index.lessons(source))
        for family in sorted(before[source].keys() | now.keys()):
            if _shown(before[source].get(family)) != _shown(now.get(family)):
                works |= _works_of(index, family)
    return works


def _shown(by: Trusted | None) -> tuple[int, float, int, bool] | None:
    """What of a lesson its traces show."""
    return None if by is None else (by.lesson.direction, by.lesson.confidence, by.lesson.slack_days, by.from_below)


def _works_of(index: Index, family: str) -> set[str]:
    if family.endswith(NUMBERS):
        return index.undated_between(family.removesuffix(f" {NUMBERS}"), None, None)
    return set(index.works(index.family_keys(family)).values())


def traces_of(index: Index, works: Collection[str], *, stage: int) -> dict[str, list[tuple[Trace, str]]]:
    """The traces of those of the works that are undated, each with its verdict, by the anchors of a stage."""
    families = Families(index, stage)
    numbers: dict[str, Series] = {}
    keys = index.keys(works)
    found = {}
    for work, own in sorted(index.anchors(works).items()):
        if own.undated and work in keys:
            traces = [trace for trace in _traces(families, numbers, own, keys[work]) if _tells(own, trace)]
            found[work] = _told(judged(Interval(own.low, own.high), traces))
    return found


def _tells(own: Anchor, trace: Trace) -> bool:
    """True if a trace is tighter than what a work's own pages and its copies say."""
    if trace.side == Side.NOT_BEFORE:
        return own.low is None or trace.at > own.low
    return own.high is None or trace.at < own.high


def bounded_by(index: Index, works: Collection[str]) -> dict[str, Anchor]:
    """The anchors of undated works with the bounds of their traces of stage 0; those that have none are left out."""
    anchors = index.anchors(works)
    found = {}
    for work, told in traces_of(index, works, stage=0).items():
        accepted = [trace for trace, verdict in told if verdict == ACCEPTED]
        if accepted:
            found[work] = anchors[work].bounded(accepted)
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


def _traces(families: Families, numbers: dict[str, Series], own: Anchor, keys: Collection[int]) -> Iterator[Trace]:
    index = families.index
    seen = index.first_seen(keys)
    if seen is not None:
        at, night, url = seen
        yield Trace(Kind.APPEARANCE, Side.NOT_AFTER, at, night, 1.0, None, url, f"a link to it stood on {url}")
    for series, number, _ in index.numbers_of(keys):
        by = families.trusted(series).get(f"{series} {NUMBERS}")
        if by is not None:
            if series not in numbers:
                numbers[series] = series_of(index, series, stage=families.stage)
            yield from number_limits(families, own, numbers[series], number, by.lesson)
    for family, lists in sorted(index.lists_of(keys).items()):
        by = families.trusted(source_of(family)).get(family)
        if by is not None:
            for number in sorted(lists)[:MOST_LISTS]:
                yield from families.limits(number, by).get(own.work, ())
