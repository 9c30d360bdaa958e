"""The decision over a set of evidence about one work. It depends on the set alone, never on the order it is given in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datetime import UTC, datetime

from pipelines.dates.model import ArticleDate
from pipelines.dates.reading import instant_of, span_of
from pipelines.dates.rules import TRUSTED, Evidence, refusal, trust

THRESHOLD = 0.5
FINENESS = {"year": 0, "month": 1, "day": 2, "local": 3, "minute": 4, "instant": 5}
RANK = {rule: rank for rank, rule in enumerate(TRUSTED)}
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence with its verdict (accepted supporting rejected) and the named rule that gave it."""

    evidence: Evidence
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the evidence comes to: every piece weighed, in a fixed order, and the date."""

    weighed: tuple[Weighed, ...]
    date: ArticleDate


def decide(evidence: Iterable[Evidence], *, seen: datetime | None) -> Decision:
    """Weigh the evidence about one work that was first captured at `seen` (None: no clock, so no bound by it)."""
    pieces = sorted(set(evidence), key=_order)
    refused = {
        e: reason
        for e in pieces
        if (reason := refusal(e, seen) or (None if trust(e.candidate) else "no-rule-trusts-it"))
    }
    usable = sorted((e for e in pieces if e not in refused), key=_trust_order)
    chosen = usable[0] if usable else None
    day = _day(chosen)
    weighed = []
    for e in pieces:
        if e in refused:
            weighed.append(Weighed(e, "rejected", refused[e]))
        elif e is chosen:
            weighed.append(Weighed(e, "accepted", trust(e.candidate) or ""))
        elif day and _day(e) and day.startswith(_day(e) or "") or (_day(e) or "").startswith(day or "-"):
            weighed.append(Weighed(e, "supporting", "agrees"))
        else:
            weighed.append(Weighed(e, "rejected", "outweighed"))
    return Decision(tuple(weighed), _date(chosen, usable, pieces, seen))


def _order(e: Evidence) -> tuple[object, ...]:
    c = e.candidate
    return (
        e.fetched_at or FAR,
        c.position,
        c.role,
        c.origin,
        c.raw,
        e.evidence_url or "",
        c.value or "",
        c.context or "",
    )


def _trust_order(e: Evidence) -> tuple[object, ...]:
    return (RANK[trust(e.candidate) or ""], *_order(e))


def _day(e: Evidence | None) -> str | None:
    return e.candidate.value[:10] if e is not None and e.candidate.value else None


def _date(
    chosen: Evidence | None, usable: list[Evidence], pieces: list[Evidence], seen: datetime | None
) -> ArticleDate:
    modified = _modified(pieces, seen)
    if chosen is None:
        after = "first seen" if seen else None
        return ArticleDate(
            None, None, None, None, "unknown: no candidate is the story's own", 0.0, None, None, seen, after, *modified
        )
    fine = _finest(chosen, usable)
    value = fine.candidate.value or ""
    precision = fine.candidate.precision
    if value[11:16] == "00:00":
        value, precision = value[:10], "day"
    rule = trust(chosen.candidate) or ""
    basis = f"{rule}: {chosen.candidate.origin}"
    moment = instant_of(value)
    first, last = span_of(value)
    bounded = seen is not None and seen < last
    return ArticleDate(
        published=value,
        published_at=moment,
        precision=precision,
        utc_offset_minutes=fine.candidate.utc_offset_minutes if moment else None,
        basis=basis,
        confidence=TRUSTED[rule],
        not_before=min(first, seen) if seen else first,
        not_before_basis=basis,
        not_after=seen if bounded else last,
        not_after_basis="first seen" if bounded else basis,
        modified=modified[0],
        modified_at=modified[1],
    )


def _finest(chosen: Evidence, usable: list[Evidence]) -> Evidence:
    """The agreeing evidence that knows most of the clock: the chosen one unless another of its day is finer."""

    def clock(e: Evidence) -> int:
        value = e.candidate.value or ""
        return 2 if value[11:16] == "00:00" else FINENESS[e.candidate.precision or "year"]

    same = [e for e in usable if _day(e) == _day(chosen)]
    return max([chosen, *same], key=clock)


def _modified(pieces: list[Evidence], seen: datetime | None) -> tuple[str | None, datetime | None]:
    stated = [
        e.candidate
        for e in pieces
        if e.candidate.role == "modified"
        and e.candidate.origin != "http"
        and refusal(e, None) == "modified-not-published"
        and e.candidate.context not in ("related", "comment")
    ]
    if not stated:
        return None, None
    return stated[-1].value, instant_of(stated[-1].value or "")
