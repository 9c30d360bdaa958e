"""Choose the publication date of one work from all evidence about it; of one page from its own candidates.

The order of the evidence does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipelines.dates.judge.agreement import agrees, day_of, family, outvoted, state_of
from pipelines.dates.judge.last_change import EQUALS_MODIFIED, changed_before, last_modified, refused_by_change
from pipelines.dates.judge.moment import (
    Moment,
    at_midnight,
    compose,
    in_offset_shown,
    in_zone,
    mislabelled,
    on_the_countrys_day,
)
from pipelines.dates.judge.rules import (
    BELOW_THRESHOLD,
    BOUNDS_ONLY,
    FEED_CONTRADICTED,
    WEB_BEGINS,
    ZONE_ONLY,
    Evidence,
    refusal,
)
from pipelines.dates.model import UNKNOWN, ArticleDate, Basis, Candidate, Origin, OriginKind
from pipelines.dates.read.reading import instant_of, span_of
from pipelines.dates.read.zones import country_of_host, every_zone, minutes_at, offsets_in
from pipelines.dates.source.conventions import DateConventions, settle
from pipelines.dates.source.zone import site_zone
from pipelines.dates.trust import answered_from, confidence, rules, trust

MISLABELLED = "local-clock-labelled-otherwise"
FAR = datetime.max.replace(tzinfo=UTC)
NO_DATE = Basis(UNKNOWN, note="nothing here is the story's own date")
FIRST_SEEN = Basis("first seen")
NO_OLDER = Basis("the web is no older")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence, its verdict (`accepted` `supporting` `rejected`) and the name of the rule that gave the verdict."""

    evidence: Evidence
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The date, and the verdict on every piece of evidence in a fixed order.

    `rule` is the rule that trusted the chosen evidence (None: no date). For `state` see `agreement.state_of`.
    """

    weighed: tuple[Weighed, ...]
    date: ArticleDate
    rule: str | None = None
    state: str | None = None


def decide(
    evidence: Iterable[Evidence],
    *,
    seen: datetime | None,
    country: str | None = None,
    zone: str | None = None,
    threshold: float | None = None,
) -> Decision:
    """Judge the evidence about one work that was first captured at `seen` (None: unknown, so there is no upper bound).

    `country` (ISO 3166, lower case) helps to detect a local time that is labelled UTC. An instant that is known only in UTC is
    written in `zone`, the source's, or else in the zone that its pages name: `17:45Z` → `18:45+01:00` for Europe/Vienna.
    """
    pieces = sorted(set(evidence), key=evidence_order)
    usable, reasons = usable_evidence(pieces, seen, country)
    chosen = usable[0] if usable else None
    if chosen is not None and (winner := outvoted(chosen, usable, country)) is not None:
        chosen = winner
    agreeing = [e for e in usable if chosen is not None and agrees(e, chosen, country)]
    changes = [
        e for e, reason in reasons.items() if reason == EQUALS_MODIFIED and chosen and not agrees(e, chosen, country)
    ]
    state = state_of(chosen, agreeing, usable, changes)
    agreeing += [
        e for e in pieces if chosen is not None and _may_support(e, reasons, seen) and agrees(e, chosen, country)
    ]
    threshold = answered_from() if threshold is None else threshold
    rule = trust(chosen.candidate) if chosen is not None else None
    believed = confidence(rule, state) if rule else 0.0
    moment = _moment(chosen, agreeing, country)
    if moment is not None:
        moment = _in_home_zone(moment, pieces, country, zone)
    weighed = tuple(_weigh(e, reasons, chosen, agreeing, believed >= threshold) for e in pieces)
    dated = _date(moment, rule, chosen, believed, threshold, pieces, seen)
    return Decision(weighed, dated, rule, state if rule else None)


def usable_evidence(
    pieces: Sequence[Evidence], seen: datetime | None, country: str | None = None
) -> tuple[list[Evidence], dict[Evidence, str]]:
    """The evidence that no rule refuses, best first, and the rule that refuses each of the others."""
    reasons = {e: reason for e in pieces if (reason := refusal(e, seen) or _untrusted(e))}
    usable = sorted((e for e in pieces if e not in reasons), key=_trust_order)
    reasons |= _refused_by_others(usable, pieces, country)
    return [e for e in usable if e not in reasons], reasons


def _untrusted(e: Evidence) -> str | None:
    return None if trust(e.candidate) else "no-rule-trusts-its-place"


def _may_support(e: Evidence, reasons: dict[Evidence, str], seen: datetime | None) -> bool:
    """True if the only objection is that the feed contradicts its source: it may still add a clock time to the chosen day."""
    return reasons.get(e) == FEED_CONTRADICTED and refusal(replace(e, refused_by=None), seen) is None


def evidence_order(e: Evidence) -> tuple[object, ...]:
    """Sort key by which evidence has one order, whatever order it came in."""
    c = e.candidate
    return (
        e.fetched_at or FAR,
        c.position,
        c.role,
        str(c.origin),
        c.raw,
        e.evidence_url or "",
        c.value or "",
        c.context or "",
        e.refused_by or "",
    )


def _trust_order(e: Evidence) -> tuple[object, ...]:
    coarse = e.candidate.precision in ("year", "month")
    bare = e.candidate.origin == Origin(OriginKind.LINE)  # a line without a label
    rank = rules()[trust(e.candidate) or ""].rank
    return (coarse, rank, bare, e.candidate.precision not in ("instant", "minute"), *evidence_order(e))


def _refused_by_others(
    usable: Sequence[Evidence], pieces: Sequence[Evidence], country: str | None
) -> dict[Evidence, str]:
    """Evidence that other evidence proves wrong, with the rule: local time labelled UTC, an update declared as published."""
    wrong = mislabelled([e.candidate for e in usable], country)
    reasons = {e: MISLABELLED for e in usable if e.candidate in wrong}
    for said in ("published", ""):
        lines = [e for e in usable if e.candidate.origin == Origin(OriginKind.LINE, said)]
        if len({day_of(e) for e in lines}) > 1:
            reasons |= dict.fromkeys(lines, "one-of-several-dates-in-the-text")
    return refused_by_change(usable, pieces, reasons, country) | reasons


def _in_home_zone(moment: Moment, pieces: Sequence[Evidence], country: str | None, zone: str | None) -> Moment:
    """Convert a moment to the source's zone, or else to the zone or offset that its pages use."""
    home = zone or _named_zone(pieces, moment, country)
    moment = at_midnight(moment, [home] if home else every_zone(country))
    moment = in_zone(moment, home, "zone-of-the-source" if zone else "zone-named-by-page")
    if home:
        return moment
    moment = in_offset_shown(moment, (e.candidate for e in pieces), "offset-of-its-other-dates")
    stated = [c.raw for e in pieces if (c := e.candidate).value and _instant(c) == moment.instant is not None]
    converted = any(raw.endswith("Z") for raw in stated) and not any("+00" in raw for raw in stated)
    return on_the_countrys_day(moment, every_zone(country)) if converted else moment


def _named_zone(pieces: Sequence[Evidence], moment: Moment, country: str | None) -> str | None:
    """The IANA zone that the pages name; None if it does not fit the country (a widget for New York on a page from Vienna)."""
    named = site_zone(e.candidate for e in pieces)
    if named is None or "T" not in moment.value:
        return named
    local = datetime.fromisoformat(moment.value).replace(tzinfo=None)
    kept = offsets_in(country, local)
    return named if not kept or minutes_at(named, local) in kept else None


def _instant(c: Candidate) -> datetime | None:
    return instant_of(c.value or "")


def _moment(chosen: Evidence | None, agreeing: Sequence[Evidence], country: str | None) -> Moment | None:
    if chosen is None:
        return None
    moment = compose(chosen.candidate, [e.candidate for e in agreeing], country)
    default = moment.value[4:] == "-01-01" and not any(
        e.candidate.value and e.candidate.value.startswith(moment.value) and family(e.candidate) in ("shown", "url")
        for e in agreeing
    )
    return Moment(moment.value[:4], "year", None, None, "new-year-default") if default else moment


def _weigh(
    e: Evidence, reasons: dict[Evidence, str], chosen: Evidence | None, agreeing: Sequence[Evidence], enough: bool
) -> Weighed:
    if e in reasons:
        helps = reasons[e] in (BOUNDS_ONLY, ZONE_ONLY) or e in agreeing
        return Weighed(e, "supporting" if helps else "rejected", reasons[e])
    if e is chosen:
        rule = trust(e.candidate) or ""
        return Weighed(e, "accepted", rule) if enough else Weighed(e, "supporting", f"{BELOW_THRESHOLD}:{rule}")
    return Weighed(e, "supporting", "agrees") if e in agreeing else Weighed(e, "rejected", "outweighed")


def _date(
    moment: Moment | None,
    rule: str | None,
    chosen: Evidence | None,
    believed: float,
    threshold: float,
    pieces: Sequence[Evidence],
    seen: datetime | None,
) -> ArticleDate:
    modified = last_modified(pieces, seen)
    first_seen = FIRST_SEEN if seen else None
    bound, by = changed_before(pieces, modified[1], seen) or (seen, first_seen)
    unknown = ArticleDate(None, None, None, None, NO_DATE, 0.0, WEB_BEGINS, NO_OLDER, bound, by, *modified)
    if moment is None or chosen is None or rule is None:
        return unknown
    basis = Basis(rule, str(chosen.candidate.origin), moment.note)
    if believed < threshold:
        too_weak = Basis(UNKNOWN, note=f"{basis} is too weak ({believed:.2f})")
        return replace(unknown, basis=too_weak, guess=moment.value, guess_confidence=believed)
    first, last = span_of(moment.value)
    bounded = seen is not None and seen < last
    return ArticleDate(
        published=moment.value,
        published_at=moment.instant,
        precision=moment.precision,
        utc_offset_minutes=moment.utc_offset_minutes,
        basis=basis,
        confidence=believed,
        not_before=min(first, seen) if seen else first,
        not_before_basis=basis,
        not_after=seen if bounded else last,
        not_after_basis=first_seen if bounded else basis,
        modified=modified[0],
        modified_at=modified[1],
        guess=moment.value,
        guess_confidence=believed,
        day=moment.day or (moment.value[:10] if len(moment.value) >= 10 else None),
    )


def date_page(
    candidates: Iterable[Candidate],
    *,
    url: str,
    fetched_at: datetime | None,
    language: str | None = None,
    time_zone: str | None = None,
    date_order: str | None = None,
) -> ArticleDate:
    """The publication date of one page, with bounds.

    `fetched_at` None: the time of the fetch is unknown, so no candidate is refused as future, and only the date bounds it.
    """
    conventions = DateConventions(time_zone=time_zone, date_order=date_order, language=language)
    return weigh_page(candidates, url=url, fetched_at=fetched_at, conventions=conventions).date


def weigh_page(
    candidates: Iterable[Candidate], *, url: str, fetched_at: datetime | None, conventions: DateConventions
) -> Decision:
    """As `date_page`, with the verdict on every candidate."""
    evidence = (Evidence(settle(c, conventions), fetched_at) for c in candidates)
    return decide(evidence, seen=fetched_at, country=country_of(url))


def country_of(url: str) -> str | None:
    """The country of a URL's host, lower case; None for a generic domain."""
    return country_of_host(urlsplit(url).hostname)
