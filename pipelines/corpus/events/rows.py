"""The rows of works in events: event, how strong, on what basis, and the rare words in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
    events = index.members({story.founder for story in placed.values() if story.founder is not None})
    near = index.near(placed)
    nearest = {num: _nearest(story, events.get(story.founder or 0, []), near[num]) for num, story in placed.items()}
    sketches = index.sketches({*placed, *(found[0].num for found in nearest.values() if found is not None)})
    for num, story in sorted(placed.items(), key=lambda item: item[1].id):
        if (found := nearest[num]) is not None:
            other, odds = found
            yield Membership(
                story.id,
                min(events[story.founder or 0], key=lambda member: (member.seen, member.id)).id,
                other.id,
                round(1 / (1 + exp(-odds)), 4),
                _basis(story, other, sketches),
                tuple(_shared(sketches[num], sketches[other.num])),
            )


def _nearest(story: Placed, members: Collection[Placed], near: Mapping[int, float]) -> tuple[Placed, float] | None:
    """The member that ties a story to its event, and the log-odds: the one that it follows, one that follows it, or another
    one that is compared.
    """
    others = [member for member in members if member.num != story.num and member.leader in {member.num, story.num}]
    odds = {member.num: COPY if _are_copies(member, story) else near.get(member.num, APART) for member in others}
    if not others:
        return None
    found = max(others, key=lambda member: (odds[member.num], member.id))
    return found, odds[found.num]


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
