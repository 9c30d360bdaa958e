"""Compare pieces of evidence: whether two state the same day, and how many independent origins support the chosen day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from pipelines.dates.judge.moment import has_clock, same_moment
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate
from pipelines.dates.read.reading import span_of
from pipelines.dates.trust import trust, with_trait

VOTER, VOTER_AGAINST_A_FEED, UNLABELLED, OFF_PAGE = "voter", "voter-against-a-feed", "unlabelled", "off-page"
OVERTAKEN = "overtaken"
"""Traits of rules in `trust.toml`."""
CHANGED_LATER = timedelta(days=30)
BYLINES = frozenset(("time-element", "byline-text"))
SEEN = frozenset(("shown", "url", "listing"))
"""Families that readers see, on the page, in its address or in a list: no system fills them from the field that it declares."""


def family(c: Candidate) -> str:
    """Group origins that a CMS usually fills from one field. Two JSON-LD dates are one vote, JSON-LD and text two."""
    return "shown" if c.origin.is_in_body else c.origin.kind.value


def day_of(e: Evidence) -> date | None:
    """The day as written, `2025-11-03T23:30Z` → 3 November; None for a month or a year."""
    value = e.candidate.value or ""
    return date.fromisoformat(value[:10]) if len(value) >= 10 else None


def agrees(e: Evidence, chosen: Evidence, country: str | None = None) -> bool:
    """True if evidence supports the chosen day: the same day as written, the same instant, or the month or year of it.

    An instant in UTC has its day, month and year in any zone: 30 November, 18:10Z agrees with 1 December and with December.
    """
    a, b = e.candidate, chosen.candidate
    if a.value is None or b.value is None:
        return False
    if a.value[:10] == b.value[:10] or b.value.startswith(a.value) or a.value.startswith(b.value):
        return True
    if has_clock(a) and has_clock(b):
        return same_moment(a, b, country)
    first, second = day_of(e), day_of(chosen)
    if first and second and abs((first - second).days) != 1:
        return False
    return (_utc(a) or _utc(b)) and _overlap(a, b)


def _utc(c: Candidate) -> bool:
    return has_clock(c) and c.utc_offset_minutes == 0


def _overlap(a: Candidate, b: Candidate) -> bool:
    (first, last), (start, end) = span_of(a.value or ""), span_of(b.value or "")
    return first <= end and start <= last


def outvoted(chosen: Evidence, usable: Sequence[Evidence], country: str | None = None) -> Evidence | None:
    """The best evidence of another day that has two families, one of them visible text, if the chosen day has only one.

    Against a feed the URL counts as a family too: `/2025/11/03/story` and a visible "3 November" outvote a `pubDate` of the 5th.
    """
    if (address := _against_address(chosen, usable, country)) is not None:
        return address
    against_a_feed = trust(chosen.candidate) in with_trait(OFF_PAGE)
    rules = with_trait(VOTER, VOTER_AGAINST_A_FEED) if against_a_feed else with_trait(VOTER)
    voters = [e for e in usable if trust(e.candidate) in rules]
    if len({family(e.candidate) for e in voters if agrees(e, chosen, country)}) > 1:
        return None
    for e in (each for each in voters if day_of(each)):
        families = {family(o.candidate) for o in voters if agrees(o, e, country)}
        if len(families) > 1 and "shown" in families and not agrees(e, chosen, country):
            return e
    return None


def _against_address(chosen: Evidence, usable: Sequence[Evidence], country: str | None) -> Evidence | None:
    """The day in the address, if the chosen one is more than a day off, stands alone and has no label."""
    day = day_of(chosen)
    if trust(chosen.candidate) not in with_trait(UNLABELLED) or day is None:
        return None
    if len({family(e.candidate) for e in usable if agrees(e, chosen, country)}) > 1:
        return None
    addressed = (e for e in usable if trust(e.candidate) == "address" and day_of(e) is not None)
    return next((e for e in addressed if abs(((day_of(e) or day) - day).days) > 1), None)


def state_of(
    chosen: Evidence | None, agreeing: Sequence[Evidence], usable: Sequence[Evidence], changes: Sequence[Evidence] = ()
) -> str:
    """How other evidence stands to the chosen day; `changes` are dates of another day that were refused as the last change.

    - `agreed`: another family states the same day, and readers see it or the address tells it;
    - `declared`: only what is for machines agrees, which systems fill from one field; `alone`: no other family has a date;
    - `disputed`: another day is stated too, or the last change stands where the publication should, but more families state
      the chosen day and readers see it; `contested`: they do not. A lone line never disputes;
    - `overtaken`: a rule of this trait states the day alone, and the last change of another family is CHANGED_LATER;
    - `divided`: a `<time>` and a byline's text are two days without a label, and nothing else tells which is the story's.
    """
    if chosen is None:
        return "alone"
    own = family(chosen.candidate)
    against: dict[str, set[str]] = defaultdict(set)
    for e in usable:
        if e not in agreeing and family(e.candidate) != own and trust(e.candidate) != "lone-line":
            against[(e.candidate.value or "")[:10]].add(family(e.candidate))
    behind = {own} | {family(e.candidate) for e in agreeing if day_of(e)}
    if len(behind) == 1 and any(_overtakes(e, chosen) for e in changes):
        return "overtaken"
    if changes or against:
        most = max(map(len, against.values()), default=0)
        return "disputed" if len(behind) > most and behind & SEEN else "contested"
    if len(behind) == 1 and any(
        {trust(e.candidate), trust(chosen.candidate)} == BYLINES for e in usable if e not in agreeing
    ):
        return "divided"
    if len(behind) == 1:
        return "alone"
    return "agreed" if behind & SEEN else "declared"


def _overtakes(change: Evidence, chosen: Evidence) -> bool:
    """True if a last change of another family is so much later that the page was written anew."""
    day, later = day_of(chosen), day_of(change)
    if trust(chosen.candidate) not in with_trait(OVERTAKEN) or family(change.candidate) == family(chosen.candidate):
        return False
    return day is not None and later is not None and later - day >= CHANGED_LATER
