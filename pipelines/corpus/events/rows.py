"""The rows of works in events: event, how strong, on what basis, and the rare words in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import exp

from pipelines.corpus.events.grouping import Placed
from pipelines.corpus.events.index import Index
from pipelines.corpus.events.model import APART
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
    numbers = index.numbers(works)
    placed = index.placed(numbers.values())
    events = index.members({story.founder for story in placed.values() if story.founder is not None})
    near = index.near(placed)
    nearest = {num: _nearest(story, events[story.founder or 0], near[num]) for num, story in placed.items()}
    others = {found.num for found in nearest.values() if found is not None}
    forms, kin = index.forms({*placed, *others}), index.kin({*placed, *others})
    for story in sorted(placed.values(), key=lambda story: story.id):
        other = nearest[story.num]
        if other is None:
            continue
        odds = near[story.num].get(other.num, APART)
        common = [form for term, form in forms[story.num].items() if term in forms[other.num]]
        shared = [form for form in common if not form.isdigit() or len(form) >= MIN_DIGITS][:MAX_SHARED]
        yield Membership(
            story.id,
            min(events[story.founder or 0], key=lambda member: (member.seen, member.id)).id,
            other.id,
            round(1 / (1 + exp(-odds)), 4),
            _basis(kin[story.num], kin[other.num]),
            tuple(shared),
        )


def _basis(one: tuple[str, str], other: tuple[str, str]) -> EventBasis:
    (language, cluster), (other_language, other_cluster) = one, other
    if cluster and cluster == other_cluster:
        return EventBasis.COPY
    return EventBasis.NAMES if language != other_language and language and other_language else EventBasis.WORDS


def _nearest(story: Placed, members: Collection[Placed], near: dict[int, float]) -> Placed | None:
    others = [member for member in members if member.num != story.num]
    return max(others, key=lambda member: (near.get(member.num, APART), member.id), default=None)
