"""Grouping: stories of one slot join the events of the slots before, or found new ones, by average link.

A slot is a night and, among what was first captured on it, a day of publication. Slots are taken in order; what earlier ones
decided stays. So a story never changes the event of one that was captured on an earlier night, and the result depends on the
stories alone. Within a slot, the two groups with the highest mean log-odds are joined until no mean is above 0. Members of an
event that were published more than WINDOW_DAYS before do not count: a long event ends when nothing new is near its last
month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from pipelines.corpus.events.model import APART, WINDOW_DAYS

MAX_GROUP = 2_000
"""Stories and events that are joined at a time; a larger set is first cut where the log-odds are lowest."""
CUT_STEP, MAX_CUT = 0.5, 8.0

Slot = tuple[int, int]
"""A night and a last possible day of publication."""
Near = Mapping[int, Mapping[int, float]]
"""The log-odds of each story with others, by their numbers; pairs that are not there have APART."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A story without its sketch: number, id, days, night, first capture, the number of the story that it follows as a copy
    (its own, if it follows none) and that of the story that founded its event; None before it is grouped.
    """

    num: int
    id: str
    first_day: int
    last_day: int
    night: int
    seen: int
    leader: int
    founder: int | None

    @property
    def slot(self) -> Slot:
        """Its place in the order of grouping."""
        return self.night, self.last_day


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a slot's stories, and the founder of the event of earlier slots that they join; None if they found one."""

    stories: tuple[Placed, ...]
    event: int | None


def join(today: Iterable[Placed], events: Mapping[int, Sequence[Placed]], near: Near) -> Iterator[Group]:
    """Group the stories of a slot.

    `events` are the members of earlier slots by founder, in an order that depends on ids alone. Events without a pair above 0
    may be left out.
    """
    stories = {story.num: story for story in sorted(today, key=lambda story: story.id)}
    owner = {member.num: founder for founder, members in events.items() for member in members}
    for nums, joined in _components(list(stories), list(events), owner, near, 0.0):
        yield from _average_link([stories[num] for num in nums], {event: events[event] for event in joined}, near)


def _components(
    nums: Sequence[int], events: Sequence[int], owner: Mapping[int, int], near: Near, least: float
) -> Iterator[tuple[list[int], list[int]]]:
    """Sets of stories and events that pairs above `least` connect; sets that are too large are cut by a higher bound."""
    nodes = [*nums, *(-event for event in events)]
    parent = {node: node for node in nodes}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for num in nums:
        for other, odds in near.get(num, {}).items():
            node = -owner[other] if other in owner else other
            if odds > least and node in parent:
                parent[root(num)] = root(node)
    sets: dict[int, tuple[list[int], list[int]]] = {}
    for node in nodes:
        members, joined = sets.setdefault(root(node), ([], []))
        (joined if node < 0 else members).append(abs(node))
    for members, joined in sets.values():
        if len(members) + len(joined) > MAX_GROUP and least < MAX_CUT:
            yield from _components(members, joined, owner, near, least + CUT_STEP)
        elif members:
            yield members, joined


def _average_link(nodes: Sequence[Placed], events: Mapping[int, Sequence[Placed]], near: Near) -> Iterator[Group]:
    """Join the two groups with the highest mean, until no mean is above 0."""
    founders = list(events)
    sums, counts = _pairs(nodes, list(events.values()), near)
    groups: list[list[int]] = [*([at] for at in range(len(nodes))), *([] for _ in founders)]
    for one, two in _merges(sums, counts, len(nodes)):
        groups[one] += groups[two]
        groups[two] = []
    for at, members in enumerate(groups):
        if members:
            event = founders[at - len(nodes)] if at >= len(nodes) else None
            yield Group(tuple(nodes[each] for each in sorted(members)), event)


def _pairs(
    nodes: Sequence[Placed], events: Sequence[Sequence[Placed]], near: Near
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Sums and numbers of log-odds between stories and events: square, the stories first. Two events have no pairs."""
    size, stories = len(nodes) + len(events), len(nodes)
    place = {story.num: at for at, story in enumerate(nodes)}
    owner = {member.num: at for at, members in enumerate(events, stories) for member in members}
    sums, counts = np.zeros((size, size)), np.zeros((size, size))
    sums[:stories, :stories], counts[:stories, :stories] = APART, 1
    for at, members in enumerate(events, stories):
        for row, reached in enumerate(_in_reach(nodes, members)):
            sums[row, at], counts[row, at] = APART * reached, reached
    for row, story in enumerate(nodes):
        beyond: dict[int, list[float]] = {}
        for other, odds in near.get(story.num, {}).items():
            if other in place:
                sums[row, place[other]] = odds
            elif other in owner:
                beyond.setdefault(owner[other], []).append(odds - APART)
        for at, gains in beyond.items():
            sums[row, at] += fsum(gains)  # the same bits in any order
    sums[stories:, :stories], counts[stories:, :stories] = sums[:stories, stories:].T, counts[:stories, stories:].T
    return sums, counts


def _in_reach(nodes: Sequence[Placed], members: Sequence[Placed]) -> list[int]:
    """For each story, the number of members that may have been published within WINDOW_DAYS of it."""
    firsts = np.array([member.first_day for member in members])
    lasts = np.array([member.last_day for member in members])
    return [int((np.maximum(story.first_day - lasts, firsts - story.last_day) <= WINDOW_DAYS).sum()) for story in nodes]


def _merges(sums: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], stories: int) -> Iterator[tuple[int, int]]:
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
        lost = np.flatnonzero((nearest == two) | ((nearest == one) & (fresh < best)))
        won = (fresh > best) | ((fresh == best) & (nearest > one))
        nearest[won], best[won] = one, fresh[won]
        for each in {*lost.tolist(), one, two}:
            nearest[each] = means[each].argmax()
            best[each] = means[each, nearest[each]]


def _means(sums: npt.NDArray[np.float64], counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    means = np.full(sums.shape, -np.inf)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means
