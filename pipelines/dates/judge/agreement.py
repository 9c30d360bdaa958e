"""Compare pieces of evidence: whether two state the same day, and how many independent origins support the chosen day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from pipelines.dates.judge.moment import has_clock, same_moment
from pipelines.dates.judge.rules import LEARNED_PLACE, Evidence, trust
from pipelines.dates.model import Candidate
from pipelines.dates.read.reading import span_of

EARLIER_RULES = ("article-data", "article-meta", "microdata", "labelled-text", "byline-text", "headline-text")
VOTING_RULES = (*EARLIER_RULES[:-1], "other-meta", "time-element", "address")
UNLABELLED = ("time-element", "byline-text", "headline-text", "other-meta", "created-data", "lone-line", "script-data")
"""Rules whose date may be of another thing: the day in the page's address is preferred to it."""
BYLINES = frozenset(("time-element", "byline-text"))
SEEN = frozenset(("shown", "url", "listing"))
"""Families that readers see, on the page, in its address or in a list: no system fills them from the field that it declares."""
OFF_PAGE = ("feed", "news-sitemap")
AGAINST_A_FEED = (*VOTING_RULES, "headline-text", LEARNED_PLACE)
"""Rules that may outvote a feed: if a page and its URL state the same day, a feed with another day loses."""


def family(c: Candidate) -> str:
    """Group origins that a CMS usually fills from one field. Two JSON-LD dates are one vote, JSON-LD and text two."""
    return "shown" if c.origin.is_in_body else c.origin.kind.value


def day_of(e: Evidence) -> date | None:
    """The day as written, `2025-11-03T23:30Z` → 3 November; None for a month or a year."""
    value = e.candidate.value or ""
    return date.fromisoformat(value[:10]) if len(value) >= 10 else None


def agrees(e: Evidence, chosen: Evidence, country: str | None = None) -> bool:
    """True if evidence supports the chosen day: the same day as written, the same instant, or the month or year of it."""
    a, b = e.candidate, chosen.candidate
    if a.value is None or b.value is None:
        return False
    if a.value[:10] == b.value[:10] or b.value.startswith(a.value) or a.value.startswith(b.value):
        return True
    if has_clock(a) and has_clock(b):
        return same_moment(a, b, country)
    first, second = day_of(e), day_of(chosen)
    zoned = _utc(a) or _utc(b)
    return bool(zoned and first and second and abs((first - second).days) == 1 and _overlap(a, b))


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
    rules = AGAINST_A_FEED if trust(chosen.candidate) in OFF_PAGE else VOTING_RULES
    voters = [e for e in usable if trust(e.candidate) in rules]
    if len({family(e.candidate) for e in voters if agrees(e, chosen, country)}) > 1:
        return None
    for e in voters:
        families = {family(o.candidate) for o in voters if agrees(o, e, country)}
        if len(families) > 1 and "shown" in families and not agrees(e, chosen, country):
            return e
    return None


def _against_address(chosen: Evidence, usable: Sequence[Evidence], country: str | None) -> Evidence | None:
    """The day in the address, if the chosen one is more than a day off, stands alone and has no label."""
    day = day_of(chosen)
    if trust(chosen.candidate) not in UNLABELLED or day is None:
        return None
    if len({family(e.candidate) for e in usable if agrees(e, chosen, country)}) > 1:
        return None
    addressed = (e for e in usable if trust(e.candidate) == "address" and day_of(e) is not None)
    return next((e for e in addressed if abs(((day_of(e) or day) - day).days) > 1), None)


def state_of(chosen: Evidence | None, agreeing: Sequence[Evidence], usable: Sequence[Evidence]) -> str:
    """How many families of evidence support the chosen day, and how many support another.

    `alone`: no other family has a date. `agreed`: another family states the same day, none another day, and readers see it or the
    address tells it. `declared`: only what is for machines agrees, which systems fill from one field. `disputed`: some state
    another day, but more state the chosen one (`decision` adds pages that show their last change). `contested`: another day
    has as many families. A lone line never disputes. `divided`: a `<time>` and a byline's text are two days without a label,
    and nothing else tells which is the story's.
    """
    if chosen is None:
        return "alone"
    own = family(chosen.candidate)
    against: dict[str, set[str]] = defaultdict(set)
    for e in usable:
        if e not in agreeing and family(e.candidate) != own and trust(e.candidate) != "lone-line":
            against[(e.candidate.value or "")[:10]].add(family(e.candidate))
    behind = {own} | {family(e.candidate) for e in agreeing if day_of(e)}
    if against:
        return "disputed" if len(behind) > max(map(len, against.values())) else "contested"
    if len(behind) == 1 and any(
        {trust(e.candidate), trust(chosen.candidate)} == BYLINES for e in usable if e not in agreeing
    ):
        return "divided"
    if len(behind) == 1:
        return "alone"
    return "agreed" if behind & SEEN else "declared"
