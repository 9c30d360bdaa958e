"""Bring the events up to date with the stories that changed, and with those that these may affect.

The result is that of grouping all slots from the first to the last. A slot is grouped again only where it has dirty stories:
these, the stories of that slot and the earlier events that pairs connect with them. If an event changes, the stories of later
slots that are near it become dirty.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable

from pipelines.corpus.events.grouping import Placed, Slot, join
from pipelines.corpus.events.index import Index


def regroup(index: Index, on_progress: Callable[[int, int], None] | None = None) -> None:
    """Group the dirty stories. Those whose event, or neighbours in it, changed are noted as unwritten."""
    dirty = index.placed(index.dirty())
    pending = _Pending(dirty.values())
    total, touched, moved = len(pending), set(dirty), set[int]()
    founders = {story.founder for story in dirty.values() if story.founder is not None}
    while pending:
        slot, fresh = pending.pop()
        now, events = _group(index, slot, fresh)
        touched |= now | fresh
        moved |= now
        founders |= events
        pending.add(_later(index, slot, events))
        if on_progress:
            on_progress(max(total - len(pending), 0), total)
    index.clean()
    _note_unwritten(index, touched, moved, founders)


class _Pending:
    """Dirty stories by slot; slots are taken in ascending order."""

    def __init__(self, stories: Collection[Placed]) -> None:
        self._by_slot: dict[Slot, set[int]] = {}
        self._slots: list[Slot] = []
        self.add(stories)

    def add(self, stories: Collection[Placed]) -> None:
        for story in stories:
            if story.slot not in self._by_slot:
                self._by_slot[story.slot] = set()
                heapq.heappush(self._slots, story.slot)
            self._by_slot[story.slot].add(story.num)

    def pop(self) -> tuple[Slot, set[int]]:
        slot = heapq.heappop(self._slots)
        return slot, self._by_slot.pop(slot)

    def __len__(self) -> int:
        return sum(map(len, self._by_slot.values()))


def _group(index: Index, slot: Slot, dirty: Collection[int]) -> tuple[set[int], set[int]]:
    """Group the stories of a slot that are connected with dirty ones.

    Returns the stories whose founder changed, and the founders of all events that changed.
    """
    today, events, near = _connected(index, slot, dirty)
    moved: dict[int, int] = {}
    changed: set[int] = set()
    for group in join(today, events, near):
        founder = group.event or min(group.stories, key=lambda story: (story.seen, story.id)).num
        for story in group.stories:
            if story.founder != founder:
                moved[story.num] = founder
                changed |= {founder} | ({story.founder} if story.founder is not None else set())
    index.put_founders(moved)
    return set(moved), changed


def _connected(
    index: Index, slot: Slot, dirty: Collection[int]
) -> tuple[list[Placed], dict[int, list[Placed]], dict[int, dict[int, float]]]:
    """The stories of a slot and the members of earlier slots of the events that pairs connect with dirty stories; and the
    pairs of these stories.
    """
    near: dict[int, dict[int, float]] = {}
    today: dict[int, Placed] = {}
    events: dict[int, list[Placed]] = {}
    fresh = set(dirty)
    while fresh:
        pairs = index.near(fresh)
        near |= pairs
        placed = index.placed({*fresh, *(other for found in pairs.values() for other in found)} - today.keys())
        today |= {num: placed[num] for num in fresh if num in placed}
        founders = {s.founder for s in placed.values() if s.slot < slot and s.founder is not None} - events.keys()
        fellows = {
            founder: [s for s in members if s.slot < slot] for founder, members in index.leaders(founders).items()
        }
        events |= fellows
        reached = {s.num for s in placed.values() if s.slot == slot} | _near_in(index, slot, fellows.values())
        fresh = reached - near.keys()
    ordered = sorted(events, key=lambda founder: min(member.id for member in events[founder]))
    return list(today.values()), {founder: events[founder] for founder in ordered}, near


def _near_in(index: Index, slot: Slot, events: Iterable[Collection[Placed]]) -> set[int]:
    """The stories of a slot that have a pair with a member of one of these events."""
    members = {member.num for each in events for member in each}
    found = {other for pairs in index.near(members).values() for other in pairs}
    return {num for num, story in index.placed(found).items() if story.slot == slot}


def _later(index: Index, slot: Slot, founders: Collection[int]) -> list[Placed]:
    """The stories of later slots that are members of events or have a pair with a member."""
    members = {member.num for each in index.leaders(founders).values() for member in each}
    near = {other for pairs in index.near(members).values() for other in pairs}
    return [story for story in index.placed(members | near).values() if story.slot > slot]


def _note_unwritten(index: Index, touched: Collection[int], moved: Collection[int], founders: Collection[int]) -> None:
    """Note the works whose rows may change: touched ones and their neighbours, the followers of those that moved, and all
    members of events with a new label.
    """
    near = {other for pairs in index.near(touched).values() for other in pairs}
    works = {story.id for story in index.placed({*touched, *near}).values()}
    works.update(*index.followers(moved).values())
    members = index.members(founders)
    known = index.labels(founders)
    for founder in founders:
        found = members.get(founder, [])
        label = min(found, key=lambda story: (story.seen, story.id)).id if found else None
        if known.get(founder) != (label, min(len(found), 2)):
            works |= {story.id for story in found}
        index.put_label(founder, label, min(len(found), 2))
    index.note_unwritten(works)
