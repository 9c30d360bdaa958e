"""Bring the events up to date with the stories that changed, and with those that these may affect.

The result is that of grouping all days from the first to the last. A day is grouped again only where it has dirty stories:
these, the stories of that day and the earlier events that pairs above 0 connect with them. If an event changes, the stories
of later days that are near it become dirty.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable

from pipelines.corpus.events.grouping import Placed, join
from pipelines.corpus.events.index import Index


def regroup(index: Index, on_progress: Callable[[int, int], None] | None = None) -> None:
    """Group the dirty stories. Those whose event, or neighbours in it, changed are noted as unwritten."""
    pending = _Pending(index.placed(index.dirty()).values())
    total, touched, founders = len(pending), set[int](), set[int]()
    while pending:
        day, dirty = pending.pop()
        moved, events = _group(index, day, dirty)
        touched |= moved.keys() | dirty
        founders |= events
        pending.add(_later(index, day, events if moved else set()))
        if on_progress:
            on_progress(max(total - len(pending), 0), total)
    index.clean()
    _note_unwritten(index, touched, founders)


class _Pending:
    """Dirty stories by day; days are taken in ascending order."""

    def __init__(self, stories: Collection[Placed]) -> None:
        self._by_day: dict[int, set[int]] = {}
        self._days: list[int] = []
        self.add(stories)

    def add(self, stories: Collection[Placed]) -> None:
        for story in stories:
            if story.last_day not in self._by_day:
                self._by_day[story.last_day] = set()
                heapq.heappush(self._days, story.last_day)
            self._by_day[story.last_day].add(story.num)

    def pop(self) -> tuple[int, set[int]]:
        day = heapq.heappop(self._days)
        return day, self._by_day.pop(day)

    def __len__(self) -> int:
        return sum(map(len, self._by_day.values()))


def _group(index: Index, day: int, dirty: Collection[int]) -> tuple[dict[int, int], set[int]]:
    """Group the stories of a day that are connected with dirty ones.

    Returns the new founder of each story whose founder changed, and the founders of all events that changed.
    """
    today, events, near = _connected(index, day, dirty)
    moved: dict[int, int] = {}
    changed: set[int] = set()
    for group in join(today, events, near):
        founder = group.event or min(group.stories, key=lambda story: (story.seen, story.id)).num
        for story in group.stories:
            if story.founder != founder:
                moved[story.num] = founder
                changed |= {founder} | ({story.founder} if story.founder is not None else set())
    index.put_founders(moved)
    return moved, changed


def _connected(
    index: Index, day: int, dirty: Collection[int]
) -> tuple[list[Placed], dict[int, list[Placed]], dict[int, dict[int, float]]]:
    """The stories of a day and the members of earlier days of the events that pairs above 0 connect with dirty stories; and
    the pairs of these stories.
    """
    near: dict[int, dict[int, float]] = {}
    today: dict[int, Placed] = {}
    events: dict[int, list[Placed]] = {}
    fresh = set(dirty)
    while fresh:
        pairs = index.near(fresh)
        near |= pairs
        strong = {other for found in pairs.values() for other, odds in found.items() if odds > 0}
        placed = index.placed({*fresh, *strong} - today.keys())
        today |= {num: placed[num] for num in fresh if num in placed}
        founders = {s.founder for s in placed.values() if s.last_day < day and s.founder is not None} - events.keys()
        fellows = {
            founder: [s for s in members if s.last_day < day] for founder, members in index.members(founders).items()
        }
        events |= fellows
        reached = {s.num for s in placed.values() if s.last_day == day} | _near_on(index, day, fellows.values())
        fresh = reached - near.keys()
    ordered = sorted(events, key=lambda founder: min(member.id for member in events[founder]))
    return list(today.values()), {founder: events[founder] for founder in ordered}, near


def _near_on(index: Index, day: int, events: Iterable[Collection[Placed]]) -> set[int]:
    """The stories of a day that have a pair above 0 with a member of one of these events."""
    members = {member.num for each in events for member in each}
    found = {other for pairs in index.near(members).values() for other, odds in pairs.items() if odds > 0}
    return {num for num, story in index.placed(found).items() if story.last_day == day}


def _later(index: Index, day: int, founders: Collection[int]) -> list[Placed]:
    """The stories of later days that are members of events or have a pair above 0 with a member."""
    members = {member.num for each in index.members(founders).values() for member in each}
    near = {other for pairs in index.near(members).values() for other, odds in pairs.items() if odds > 0}
    return [story for story in index.placed(members | near).values() if story.last_day > day]


def _note_unwritten(index: Index, touched: Collection[int], founders: Collection[int]) -> None:
    """Note the works whose rows may change: touched ones, their neighbours, and all members of events with a new label."""
    near = {other for pairs in index.near(touched).values() for other, odds in pairs.items() if odds > 0}
    works = {story.id for story in index.placed({*touched, *near}).values()}
    members = index.members(founders)
    known = index.labels(founders)
    for founder in founders:
        found = members.get(founder, [])
        label = min(found, key=lambda story: (story.seen, story.id)).id if found else None
        if known.get(founder) != (label, min(len(found), 2)):
            works |= {story.id for story in found}
        index.put_label(founder, label, min(len(found), 2))
    index.note_unwritten(works)
