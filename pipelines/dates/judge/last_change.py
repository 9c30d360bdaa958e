"""The last change of a page: what states it, and the publications that are no more than its date. It never dates the story.

It is a field of its own, and the upper bound of a story without a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from pipelines.dates.judge.agreement import SEEN, agrees, day_of, family
from pipelines.dates.judge.moment import has_clock, same_moment
from pipelines.dates.judge.rules import WEB_BEGINS, Evidence, refusal
from pipelines.dates.model import Basis, Candidate, OriginKind
from pipelines.dates.read.reading import instant_of, span_of
from pipelines.dates.trust import trust, with_trait

EQUALS_MODIFIED, AFTER_CHANGE = "equals-modified", "later-than-last-change"
A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
REPUBLISHED_WITHIN = timedelta(days=7)  # longer ago a visible date may be that of another paper's print
LAST_CHANGE = Basis("last change that the page states")
DECLARED = ("jsonld", "meta", "microdata")


def refused_by_change(
    usable: Sequence[Evidence], pieces: Sequence[Evidence], refused: Mapping[Evidence, str], country: str | None
) -> dict[Evidence, str]:
    """Publications that the page's last change proves wrong, with the rule; `refused` are those that cannot prove it."""
    changes = [
        c
        for e in pieces
        if (c := e.candidate).role == "modified"
        and c.origin.kind != OriginKind.HTTP
        and c.value
        and c.context != "related"
    ]
    reasons = dict.fromkeys(_later_than(changes, usable), AFTER_CHANGE)
    changes = [m for m in changes if not any(_is_release(e, m, changes) for e in usable)]
    for e in usable:
        others = (o for o in usable if o not in refused and o not in reasons)
        if any(_is_change(e.candidate, m) for m in changes) and any(_earlier(o, e, country) for o in others):
            reasons.setdefault(e, EQUALS_MODIFIED)
    return reasons


def _later_than(changes: Sequence[Candidate], usable: Sequence[Evidence]) -> list[Evidence]:
    """Declared publications more than a day after the last change, where readers see a day that is not: stamps of an import."""
    days = [m.value[:10] for m in changes if m.value and len(m.value) >= 10]
    if not days:
        return []
    last = date.fromisoformat(max(days))
    seen = [day for e in usable if family(e.candidate) in SEEN and (day := day_of(e)) is not None]
    if not any(day <= last for day in seen):
        return []
    declared = (e for e in usable if family(e.candidate) in DECLARED)
    return [e for e in declared if (day := day_of(e)) is not None and day - last > A_DAY and day not in seen]


def _is_release(e: Evidence, changed: Candidate, changes: Sequence[Candidate]) -> bool:
    """True if an article's own data call a last change the publication, and what they call the last change is a day or more
    before: a text was ready days before it was released.
    """
    stated = e.candidate
    if trust(stated) != "article-data" or not _is_change(stated, changed):
        return False
    released = _instant(stated)
    own = (_instant(m) for m in changes if family(m) == family(stated))
    return released is not None and any(ready is not None and released - ready >= A_DAY for ready in own)


def _is_change(c: Candidate, modified: Candidate) -> bool:
    """True if a date is that of a declared modification: its instant, give or take a minute, or without a clock its day."""
    if has_clock(c):
        stated, changed = _instant(c), _instant(modified)
        return stated is not None and changed is not None and abs(stated - changed) < A_MINUTE
    return len(c.value or "") >= 10 and (c.value or "")[:10] == (modified.value or "")[:10]


def _earlier(other: Evidence, changed: Evidence, country: str | None) -> bool:
    """True if the page states an earlier publication date than `changed`, which is that of its last modification.

    Two dates in one JSON-LD block may describe two things, so the earlier one must come from another family of origins.
    """
    o, c = other.candidate, changed.candidate
    if trust(o) not in with_trait("first") or (family(o) == family(c) != "meta"):
        return False
    day, later = day_of(other), day_of(changed)
    if day is None or later is None or (o.origin.is_in_body and later - day > REPUBLISHED_WITHIN):
        return False
    instant = _instant(c)
    if instant is not None and has_clock(o):
        return not same_moment(o, c, country) and span_of(o.value or "")[1] < instant
    return day < later and not agrees(other, changed, country)


def changed_before(
    pieces: Sequence[Evidence], changed: datetime | None, seen: datetime | None
) -> tuple[datetime, Basis] | None:
    """The instant of the declared last modification, if it is earlier than the first capture: the story was published by then."""
    if changed is None or changed < WEB_BEGINS or (seen is not None and changed >= seen):
        return None
    declared = any(_instant(e.candidate) == changed and family(e.candidate) in DECLARED for e in pieces)
    return (changed, LAST_CHANGE) if declared else None


def last_modified(pieces: Sequence[Evidence], seen: datetime | None) -> tuple[str | None, datetime | None]:
    """(value as written, UTC instant) of the newest modification date; (None, None) if the page states none."""
    stated = [
        e.candidate
        for e in pieces
        if e.candidate.role == "modified"
        and family(e.candidate) in ("jsonld", "meta", "microdata", "shown")
        and e.candidate.context not in ("related", "comment", "footer", "masthead")
        and refusal(e, e.fetched_at or seen) == "modified-not-published"
    ]
    if not stated:
        return None, None
    newest = max(stated, key=lambda c: (has_clock(c), c.utc_offset_minutes is not None, c.value or "", str(c.origin)))
    return newest.value, instant_of(newest.value or "")


def _instant(c: Candidate) -> datetime | None:
    return instant_of(c.value or "")
