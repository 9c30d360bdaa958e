"""Limits: the bounds that a list in a known order gives to its undated members. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.order import Lesson, in_order
from pipelines.corpus.traces.trace import Kind, Side, Trace

DAY = 86_400
SLACK = DAY // 2
"""Seconds of slack between the time a story got its place and the day on its page; added to the slack of the list itself."""
WITHIN_A_DAY = DAY
"""As SLACK, for a witness with an exact time: the order was learned from days and may differ within one day."""
CHANCE_OF_RUN = 0.01
NEVER = -(10**12)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a list: the address of its page and the first night on which it was seen like this."""

    url: str
    night: int


def list_limits(
    members: Sequence[Anchor], lesson: Lesson, kind: Kind, place: Place, words: Mapping[Side, str]
) -> Iterator[tuple[str, Trace]]:
    """(work, trace) of each undated member that other members bound; `members` are listed from top to bottom.

    Dated members that are out of order bound nothing, nor do undated ones whose own bounds contradict their place.
    """
    ordered = members if lesson.direction > 0 else members[::-1]
    dated = [(at, member.day) for at, member in enumerate(ordered) if member.day is not None]
    reliable = {dated[n][0] for n in in_order([day for _, day in dated])}
    slack = lesson.slack_days * DAY + SLACK
    usable = _consistent([each if each.undated or at in reliable else None for at, each in enumerate(ordered)], slack)
    batches = _batches([member.undated for member in ordered])
    for side in Side:
        for at, limit in _one_side(ordered, usable, side, lesson, kind, place, words[side]):
            if side == Side.NOT_AFTER or at not in batches:
                yield ordered[at].work, limit


def _one_side(
    ordered: Sequence[Anchor],
    usable: Sequence[Anchor | None],
    side: Side,
    lesson: Lesson,
    kind: Kind,
    place: Place,
    words: str,
) -> Iterator[tuple[int, Trace]]:
    """(place, trace) of each undated member that a usable member bounds on a side."""
    forward = side == Side.NOT_BEFORE
    places = range(len(ordered)) if forward else range(len(ordered) - 1, -1, -1)
    best: tuple[int, str, Anchor] | None = None
    for at in places:
        member, witness = ordered[at], usable[at]
        if member.undated and best is not None:
            bound, said, by = best
            yield at, Trace(
                kind, side, bound, max(place.night, by.night),
                min(lesson.confidence(side), by.confidence), by.work if by.source else None, place.url,
                words.format(url=by.url, said=said, list=place.url, night=date.fromordinal(place.night)),
            )  # fmt: skip
        if witness is not None:
            slack = lesson.slack_days * DAY + slack_of(witness)
            bound_of, said = (witness.low, witness.low_said) if forward else (witness.high, witness.high_said)
            if bound_of is not None:
                best = _tighter(best, bound_of - slack if forward else bound_of + slack, said, witness, forward=forward)


def _consistent(witnesses: Sequence[Anchor | None], slack: int) -> list[Anchor | None]:
    """The witnesses without undated ones whose bounds contradict the dated ones around them, for example because of a
    wrong copy.
    """
    dated = [each if each is not None and each.day is not None else None for each in witnesses]
    lows = accumulate((NEVER if each is None or each.low is None else each.low for each in dated), max)
    highs = [*accumulate((-NEVER if each is None or each.high is None else each.high for each in dated[::-1]), min)]
    return [
        None
        if each is not None
        and ((each.high is not None and each.high < low - slack) or (each.low is not None and each.low > high + slack))
        else each
        for each, low, high in zip(witnesses, lows, highs[::-1], strict=True)
    ]


def _batches(undated: Sequence[bool]) -> set[int]:
    """Places of undated members in a row that may have come in together, for example old stories from another system."""
    found: set[int] = set()
    for is_undated, places in groupby(range(len(undated)), key=undated.__getitem__):
        run = [*places]
        if is_undated and is_batch(len(run), sum(undated), len(undated)):
            found.update(run)
    return found


def is_batch(run: int, undated: int, members: int) -> bool:
    """True if so many undated members in a row occur by chance in less than one of a hundred lists with as many other
    undated ones.

    >>> is_batch(15, 55, 115), is_batch(5, 45, 105), is_batch(18, 48, 50)
    (True, False, False)
    """
    share = (undated - run + 1) / (members - run + 1)
    return members * share**run < CHANCE_OF_RUN


def slack_of(witness: Anchor) -> int:
    """Seconds of slack between a witness and its neighbours."""
    if witness.day is None or witness.low is None or witness.high is None:
        return SLACK
    return WITHIN_A_DAY if witness.high - witness.low < WITHIN_A_DAY // 2 else SLACK


def _tighter(
    best: tuple[int, str, Anchor] | None, bound: int, said: str, by: Anchor, *, forward: bool
) -> tuple[int, str, Anchor] | None:
    """The tighter of two bounds; if they are equal, that of the nearer member."""
    if best is not None and (bound < best[0] if forward else bound > best[0]):
        return best
    return bound, said, by
