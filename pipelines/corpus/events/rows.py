"""The rows of works in events: event, how strong, on what basis, and the rare words in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from pipelines.corpus.events.grouping import Placed
from pipelines.corpus.events.index import Index
from pipelines.corpus.events.model import APART, COPY
from pipelines.corpus.events.sketch import Sketch
from pipelines.corpus.events.terms import MIN_DIGITS
from pipelines.lake.values import EventBasis

MAX_SHARED = 8
"""Words in common that a row names."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A work in an event.

    `event_id` is the member that was captured first (the smallest id, if several were), `nearest` the member with the highest
    log-odds, `strength` their probability (0 to 1). `shared` are terms that both post, as this work writes them.
    """

    article_id: str
    event_id: str
    nearest: str
    strength: float
    basis: EventBasis
    shared: tuple[str, ...]


def memberships(index: Index, works: Collection[str]) -> Iterator[Membership]:
    """The membership of each of these works that shares an event with another one, in order of id."""
    placed = index.placed(index.numbers(works).values())
    found = index.members({story.founder for story in placed.values() if story.founder is not None})
    events = {founder: _Event.of(members) for founder, members in found.items()}
    near = index.near(placed)
    nearest = {num: events[story.founder].nearest(story, near[num]) for num, story in placed.items() if story.founder}
    sketches = index.sketches({*nearest, *(tie[0].num for tie in nearest.values() if tie is not None)})
    for num, tie in sorted(nearest.items(), key=lambda item: placed[item[0]].id):
        if tie is not None:
            story, (other, odds) = placed[num], tie
            yield Membership(
                story.id,
                events[story.founder or 0].label,
                other.id,
                round(1 / (1 + exp(-odds)), 4),
                _basis(story, other, sketches),
                tuple(_shared(sketches[num], sketches[other.num])),
            )


@dataclass(frozen=True, slots=True)
class _Event:
    """An event: its id, the stories that are compared, and of each the follower with the highest id."""

    label: str
    leaders: Mapping[int, Placed]
    followers: Mapping[int, Placed]

    @classmethod
    def of(cls, members: Sequence[Placed]) -> _Event:
        """The event of these members, in order of id."""
        label = min(members, key=lambda member: (member.seen, member.id)).id
        leaders = {member.num: member for member in members if member.leader == member.num}
        return cls(label, leaders, {member.leader: member for member in members if member.leader != member.num})

    def nearest(self, story: Placed, near: Mapping[int, float]) -> tuple[Placed, float] | None:
        """The member that ties a story to its event, and the log-odds: a copy, or another one that is compared."""
        copy = self.leaders.get(story.leader) if story.leader != story.num else self.followers.get(story.num)
        if copy is not None:
            return copy, COPY
        others = [leader for leader in self.leaders.values() if leader.num != story.num]
        found = max(others, key=lambda other: (near.get(other.num, APART), other.id), default=None)
        return None if found is None else (found, near.get(found.num, APART))


def _are_copies(one: Placed, other: Placed) -> bool:
    return one.leader == other.leader


def _basis(one: Placed, other: Placed, sketches: Mapping[int, Sketch]) -> EventBasis:
    if _are_copies(one, other):
        return EventBasis.COPY
    spoken = {sketches[each.num].language for each in (one, other)}
    return EventBasis.NAMES if len(spoken) == 2 and "" not in spoken else EventBasis.WORDS


def _shared(one: Sketch, other: Sketch) -> list[str]:
    """The posted terms of both, as the first writes them."""
    common = set(other.posted)
    forms = [form for term, form in zip(one.posted, one.forms, strict=False) if term in common]
    return [form for form in forms if not form.isdigit() or len(form) >= MIN_DIGITS][:MAX_SHARED]
