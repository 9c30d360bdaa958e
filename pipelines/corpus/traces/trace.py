"""Trace: one reason why an undated work is not older, or not younger, than an instant; and which of several reasons
yield. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter


class Side(StrEnum):
    """The side of the interval that a trace bounds."""

    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"


class Kind(StrEnum):
    """The kinds of traces, the strongest first: if two contradict each other, the later one here yields."""

    APPEARANCE = "appearance"  # a page had a link to it
    COMMENT = "comment"  # somebody commented on it
    CHANGE = "change"  # a sitemap, a feed or a header states its last change
    PICTURE = "picture"  # its picture is filed under a day or month
    NUMBER = "number"  # the number in its address is between those of dated stories
    MENTION = "mention"  # a dated story links to it in its text, or it to one
    ABSENCE = "absence"  # it is new on top of a list
    LIST = "list"  # it is in a list between dated stories


STRENGTH = tuple(Kind)
ACCEPTED, CONTRADICTED = "accepted", "contradicted"


@dataclass(frozen=True, slots=True)
class Trace:
    """One bound. `night` is the ordinal of the first night with the evidence; `basis` describes the evidence."""

    kind: Kind
    side: Side
    at: int  # seconds since 1970, UTC
    night: int
    confidence: float
    witness: str | None  # the work that has the date or bound
    evidence_url: str | None  # the list, or the page with the link
    basis: str

    @property
    def rank(self) -> tuple[Kind, Side, int, int, float, str, str, str]:
        """A sort key that makes the order of traces stable."""
        where = (self.witness or "", self.evidence_url or "", self.basis)
        return (self.kind, self.side, self.at, self.night, self.confidence, *where)


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds in seconds since 1970; None if a side has no bound."""

    low: int | None
    high: int | None

    def narrowed(self, traces: Iterable[Trace]) -> Interval:
        """The interval, narrowed by the bounds of traces."""
        given = list(traces)
        lows = [trace.at for trace in given if trace.side == Side.NOT_BEFORE]
        highs = [trace.at for trace in given if trace.side == Side.NOT_AFTER]
        low = max([*lows, *([self.low] if self.low is not None else [])], default=None)
        high = min([*highs, *([self.high] if self.high is not None else [])], default=None)
        return Interval(low, high)

    @property
    def is_empty(self) -> bool:
        """True if the bounds contradict each other."""
        return self.low is not None and self.high is not None and self.low > self.high


def judged(known: Interval, traces: Iterable[Trace]) -> list[tuple[Trace, str]]:
    """Each trace with its verdict, `accepted` or `contradicted`.

    The bounds from pages and copies (`known`) always hold. The kinds of traces follow, the strongest first. All
    traces of a kind are accepted if the interval stays non-empty; otherwise all are refused, because it is unknown
    which of them is wrong.
    """
    found: list[tuple[Trace, str]] = []
    by_kind: dict[Kind, list[Trace]] = {}
    for trace in sorted(set(traces), key=attrgetter("rank")):
        by_kind.setdefault(trace.kind, []).append(trace)
    for kind in STRENGTH:
        tried = known.narrowed(by_kind.get(kind, ()))
        verdict = CONTRADICTED if tried.is_empty else ACCEPTED
        known = known if tried.is_empty else tried
        found += [(trace, verdict) for trace in by_kind.get(kind, ())]
    return found


def tightest(traces: Sequence[Trace]) -> list[Trace]:
    """The traces that the history needs: each is tighter than all traces of its side and kind that were known by the
    same night.
    """
    kept: list[Trace] = []
    for kind, side in sorted({(trace.kind, trace.side) for trace in traces}):
        sign = -1 if side == Side.NOT_BEFORE else 1
        best: int | None = None
        mine = [trace for trace in traces if (trace.kind, trace.side) == (kind, side)]
        for trace in sorted(mine, key=lambda t: (t.night, sign * t.at, t.evidence_url or "", t.witness or "", t.basis)):
            if best is None or sign * trace.at < best:
                best = sign * trace.at
                kept.append(trace)
    return kept
