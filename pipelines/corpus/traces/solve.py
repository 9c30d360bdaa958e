"""Solve: the traces of undated works, from the anchors of a stage. Reads only the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.arrivals import absent_before
from pipelines.corpus.traces.clue import Clue
from pipelines.corpus.traces.counter import Segment
from pipelines.corpus.traces.family import Families
from pipelines.corpus.traces.index import Index
from pipelines.corpus.traces.lesson_table import numbers_family
from pipelines.corpus.traces.order import Trusted
from pipelines.corpus.traces.series import number_limits, segments
from pipelines.corpus.traces.trace import ACCEPTED, Interval, Kind, Side, Trace, judged, tightest

Numbers = Mapping[int, Sequence[tuple[str, int]]]
"""By key, its (series, number) pairs."""


def traces_of(index: Index, works: Collection[str], *, stage: int) -> dict[str, list[tuple[Trace, str]]]:
    """The traces of the given undated works, each with its verdict, from the anchors of a stage."""
    families = Families(index, stage)
    undated = {work: own for work, own in index.anchors.of(works).items() if own.undated}
    keys = index.pages.keys(undated.keys())
    numbers: dict[int, list[tuple[str, int]]] = {}
    for name, number, key in index.pages.numbers_of({key for own in keys.values() for key in own}):
        if _by_numbers(families, name) is not None:
            numbers.setdefault(key, []).append((name, number))
    series = _segments(index, numbers, stage)
    clues = index.clues.of(undated.keys())
    found = {}
    for work, own in sorted(undated.items()):
        if work in keys:
            traces = (
                *_traces_by_clues(families, clues.get(work, {})),
                *_traces_by_links(families, own, keys[work]),
                *_traces_by_numbers(families, series, own, keys[work], numbers),
            )
            found[work] = _for_history(
                judged(Interval(own.low, own.high), (each for each in traces if _is_tighter(own, each)))
            )
    return found


def bounded_by(index: Index, works: Collection[str]) -> dict[str, Anchor]:
    """The anchors of undated works, narrowed by their accepted traces of stage 0; works without such traces are left out."""
    anchors = index.anchors.of(works)
    found = {}
    for work, traces in traces_of(index, works, stage=0).items():
        accepted = [trace for trace, verdict in traces if verdict == ACCEPTED]
        if accepted:
            found[work] = anchors[work].bounded(accepted)
    return found


def _by_numbers(families: Families, series: str) -> Trusted | None:
    return families.trusted(series).get(numbers_family(series))


def _segments(index: Index, numbers: Numbers, stage: int) -> dict[str, list[Segment]]:
    """The segments that contain the numbers, by series."""
    by_series: dict[str, set[int]] = {}
    for own in numbers.values():
        for name, number in own:
            by_series.setdefault(name, set()).add(number)
    return {name: segments(index, name, listed, stage=stage) for name, listed in by_series.items()}


def _traces_by_clues(families: Families, clues: Mapping[int, Clue]) -> Iterator[Trace]:
    for family, by in families.trusts(clues.keys()).items():
        trace = clues[family].trace(by.lesson)
        if trace.side in by.sides and (by.lesson.since is None or clues[family].at >= by.lesson.since):
            yield trace


def _traces_by_links(families: Families, own: Anchor, keys: Collection[int]) -> Iterator[Trace]:
    seen = families.index.lists.first_seen(keys)
    if seen is not None:
        at, night, url = seen
        yield Trace(Kind.APPEARANCE, Side.NOT_AFTER, at, night, 1.0, None, url, f"a link to it stood on {url}")
    held: list[Trace] = []
    below: set[int] = set()
    for family, by in families.trusts(families.index.lists.families_of(keys)).items():
        for number in families.index.lists.lists_of(keys, family):
            for trace in families.limits(number, by).get(own.work, ()):
                below |= {family} if trace.side == Side.NOT_BEFORE else set()
                if trace.side == Side.NOT_BEFORE and families.may_be_held(number, keys):
                    held.append(trace)
                else:
                    yield trace
        yield from absent_before(families, keys, family, by)
    # A story pinned on one page is rarely pinned on another, so a bound on which two lists agree is kept.
    if len(below) > 1:
        yield from held


def _traces_by_numbers(
    families: Families, series: Mapping[str, Sequence[Segment]], own: Anchor, keys: Collection[int], numbers: Numbers
) -> Iterator[Trace]:
    for key in keys:
        for name, number in numbers.get(key, ()):
            if (by := _by_numbers(families, name)) is not None:
                yield from number_limits(families, own, series[name], number, by)


def _is_tighter(own: Anchor, trace: Trace) -> bool:
    """True if a trace is tighter than the bounds from the work's own pages and copies."""
    if trace.side == Side.NOT_BEFORE:
        return own.low is None or trace.at > own.low
    return own.high is None or trace.at < own.high


def _for_history(traces: list[tuple[Trace, str]]) -> list[tuple[Trace, str]]:
    """The accepted traces that the history needs, and the tightest refused trace of each kind and side."""
    accepted = [(trace, ACCEPTED) for trace in tightest([trace for trace, verdict in traces if verdict == ACCEPTED])]
    refused: dict[tuple[Kind, Side], tuple[Trace, str]] = {}
    for trace, verdict in traces:
        if verdict != ACCEPTED:
            sign = -1 if trace.side == Side.NOT_BEFORE else 1
            best = refused.get((trace.kind, trace.side))
            if best is None or sign * trace.at < sign * best[0].at:
                refused[trace.kind, trace.side] = (trace, verdict)
    return [*accepted, *refused.values()]
