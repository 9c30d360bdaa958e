"""Grouping: stories of one day join the events of the days before, or found new ones, by average link.

Days are taken in order; what earlier days decided stays. So a story never changes the event of an older one, and the
result depends on the stories alone. Within a day, the two groups with the highest mean log-odds are joined until no mean is
above 0. Members of an event that were published more than WINDOW_DAYS before do not count: a long event ends when nothing new
is near its last month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.corpus.events.model import APART, WINDOW_DAYS, Story, days_between

MAX_GROUP = 2_000
"""Stories and events that are joined at a time; a larger set is first cut where the log-odds are lowest."""

Near = Mapping[str, Mapping[str, float]]
"""The log-odds of each story with others, by their ids; pairs that are not there have APART."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A group of a day's stories, and the event of earlier days that they join; None if they found one."""

    stories: tuple[str, ...]
    event: str | None


def join(today: Sequence[Story], events: Mapping[str, Sequence[Story]], near: Near) -> Iterator[Joined]:
    """Group the stories of a day. `events` are earlier stories by event; those without a pair above 0 may be left out."""
    stories = {story.id: story for story in sorted(today, key=lambda story: story.id)}
    owner = {member.id: event for event, members in events.items() for member in members}
    for ids, joined in _components(list(stories), owner, near, 0.0):
        nodes = [stories[each] for each in ids]
        yield from _average_link(nodes, {event: events[event] for event in joined}, near)


def _components(
    ids: Sequence[str], owner: Mapping[str, str], near: Near, least: float
) -> Iterator[tuple[list[str], list[str]]]:
    """Sets of stories and events that pairs above `least` connect; sets that are too large are cut by a higher bound."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    known = set(ids)
    for each in ids:
        root(each)
        for other, odds in near.get(each, {}).items():
            node = other if other in known else f"\0{owner[other]}" if other in owner else None
            if odds > least and node is not None:
                one, two = sorted((root(each), root(node)))
                parent[two] = one
    sets: dict[str, tuple[list[str], list[str]]] = {}
    for node in sorted(parent):
        stories, events = sets.setdefault(root(node), ([], []))
        (events if node.startswith("\0") else stories).append(node.removeprefix("\0"))
    for stories, events in sets.values():
        if len(stories) + len(events) > MAX_GROUP and least < 8:
            yield from _components(stories, {member: event for member, event in owner.items() if event in set(events)}, near, least + 0.5)
        else:
            yield stories, events


def _average_link(nodes: Sequence[Story], events: Mapping[str, Sequence[Story]], near: Near) -> Iterator[Joined]:
    names = sorted(events)
    if len(nodes) == 1 and not names:
        yield Joined((nodes[0].id,), None)
        return
    sums, counts = _pairs(nodes, [events[name] for name in names], near)
    groups: list[list[int]] = [[at] for at in range(len(nodes))] + [[] for _ in names]
    for one, two in _merges(sums, counts, len(nodes)):
        groups[one] += groups[two]
        groups[two] = []
    for at, members in enumerate(groups):
        if members:
            yield Joined(tuple(nodes[each].id for each in sorted(members)), names[at - len(nodes)] if at >= len(nodes) else None)


def _pairs(
    nodes: Sequence[Story], events: Sequence[Sequence[Story]], near: Near
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Sums and numbers of log-odds between stories and events: square, the stories first. Two events have no pairs."""
    size = len(nodes) + len(events)
    sums, counts = np.zeros((size, size)), np.zeros((size, size))
    for row, story in enumerate(nodes):
        odds = near.get(story.id, {})
        for at in range(row):
            sums[row, at], counts[row, at] = odds.get(nodes[at].id, APART), 1
        for at, members in enumerate(events, len(nodes)):
            reached = [odds.get(member.id, APART) for member in members if days_between(story, member) <= WINDOW_DAYS]
            sums[row, at], counts[row, at] = sum(reached), len(reached)
    return sums + sums.T, counts + counts.T


def _merges(
    sums: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], stories: int
) -> Iterator[tuple[int, int]]:
    """Pairs of groups in the order in which they are joined. The second is taken into the first; no event is taken."""
    is_event, gone = np.arange(len(sums)) >= stories, np.zeros(len(sums), bool)
    means = _means(sums, counts)
    np.fill_diagonal(means, -np.inf)
    nearest = means.argmax(axis=1)
    best = means[np.arange(len(means)), nearest]
    while best.max() > 0:
        row = int(best.argmax())
        column = int(nearest[row])
        one, two = (max if is_event[row] or is_event[column] else min)((row, column), (column, row))
        yield one, two
        sums[one] += sums[two]
        counts[one] += counts[two]
        sums[:, one], counts[:, one] = sums[one], counts[one]
        gone[two] = True
        fresh = np.where(gone | is_event & is_event[one], -np.inf, _means(sums[one], counts[one]))
        fresh[one] = -np.inf
        means[one], means[:, one] = fresh, fresh
        means[two], means[:, two] = -np.inf, -np.inf
        changed = np.flatnonzero((nearest == one) | (nearest == two) | (fresh >= best))
        nearest[changed] = means[changed].argmax(axis=1)
        best[changed] = means[changed, nearest[changed]]
        for each in (one, two):
            nearest[each] = means[each].argmax()
            best[each] = means[each, nearest[each]]


def _means(sums: npt.NDArray[np.float64], counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.divide(sums, counts, out=np.full(sums.shape, -np.inf), where=counts > 0)
