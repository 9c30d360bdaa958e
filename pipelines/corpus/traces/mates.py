"""Mates: works of one cluster of near-duplicates. An undated work takes bounds and a day from its dated mates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.index import Index
from pipelines.night.dating import Dated
from pipelines.night.locator import Locator


def with_points(index: Index, locator: Locator, found: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """The undated ones of new anchors with the day of the earliest dated work with the same story, wire copies included."""
    undated = [work for work, anchor in found.items() if anchor.undated]
    clusters = locator.clusters(undated)
    days: dict[str, int] = {}
    for cluster, mates in locator.members(set(clusters.values())).items():
        known = index.anchors.of(mates) | {work: found[work] for work in mates if work in found}
        if listed := [anchor.day for anchor in known.values() if anchor.day is not None]:
            days[cluster] = min(listed)
    return {
        work: replace(found[work], point=days[clusters[work]]) for work in undated if clusters.get(work, "") in days
    }


def undated_mates(
    index: Index, locator: Locator, former: Mapping[str, Anchor | None], found: Mapping[str, Anchor]
) -> set[str]:
    """The undated mates of works whose anchors changed, if they may take another bound or day. `former` has the changed
    works with their old anchors.
    """
    witnesses = set()
    for work, had in former.items():
        now = found.get(work)
        if had is None and now is not None and not now.undated:
            witnesses |= set() if locator.dating.adds_nothing(_dated(now)) else {work}
        elif (had is not None and not had.undated) or (now is not None and not now.undated):
            witnesses.add(work)
    return index.anchors.undated(locator.mates(witnesses))


def _dated(anchor: Anchor) -> Dated:
    return Dated(anchor.work, undated=False, dated=True, night=anchor.night, day=anchor.day, bound=anchor.high)
