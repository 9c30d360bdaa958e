"""The date of one work from its evidence on all nights and the dates of its copies. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pipelines.dates.judge.decision import MISLABELLED, Decision, decide
from pipelines.dates.judge.feed_trust import Place
from pipelines.dates.judge.masthead import EVERYWHERE, MOVES, DaysShown, candidate_of, place_of
from pipelines.dates.judge.rules import FEED_CONTRADICTED, OF_THE_FEED, Evidence
from pipelines.dates.model import COPY, ArticleDate, Basis, Candidate
from pipelines.dates.source.conventions import DateConventions, settle_again

Row = Mapping[str, Any]
NEVER = (datetime.min.replace(tzinfo=UTC), False)
CLOCK_DAYS = 3


def work_date(
    rows: Sequence[Row], first_seen: datetime | None, conventions: Mapping[str, DateConventions]
) -> ArticleDate:
    """The date of a work from its own evidence (rows of `schemas.DATE_EVIDENCE`), without copies; `conventions` are by source."""
    seen = min((t for t in (first_seen, *(r["fetched_at"] for r in rows)) if t is not None), default=None)
    return decide_work(rows, seen, conventions).date


def decide_work(rows: Sequence[Row], seen: datetime | None, conventions: Mapping[str, DateConventions]) -> Decision:
    """Judge the evidence of a work that was first captured at `seen`."""
    known = [conventions[source] for source in {row["source"] for row in rows} if source in conventions]
    zones, countries = {own.zone for own in known}, {own.country for own in known}
    return decide(
        article_evidence(rows, conventions),
        seen=seen,
        country=countries.pop() if len(countries) == 1 else None,
        zone=zones.pop() if len(zones) == 1 else None,
    )


def article_evidence(rows: Sequence[Row], conventions: Mapping[str, DateConventions] | None = None) -> list[Evidence]:
    """The evidence in an article's rows. Dates that followed the day of the fetch are refused as masthead.

    So are declared ones that did so on CLOCK_DAYS: the day of publication is that of a first capture, but not of each.
    """
    settled = [
        (row, settle_again(candidate_of(row), (conventions or {}).get(row["source"], DateConventions())))
        for row in rows
    ]
    shown: dict[Place, DaysShown] = defaultdict(DaysShown)
    judged: dict[Place, tuple[datetime, bool]] = {}
    for row, c in settled:
        if c.value is not None and c.origin.is_visible and row["fetched_at"] is not None:
            place = place_of(row["source"], c)
            shown[place].add(c, row["fetched_at"])
            judged[place] = max(judged.get(place, NEVER), (row["fetched_at"], row["reason"] == MOVES))
    found, feeds, clocks = [], _feed_rules(rows), _declared_clocks(settled)
    for row, c in settled:
        place = place_of(row["source"], c)
        shown_days = shown.get(place, DaysShown())
        if judged.get(place, NEVER)[1]:  # by all stories of the source, this one among them
            recorded: str | None = MOVES
        elif shown_days.stood_still:
            recorded = None
        else:
            recorded = MOVES if shown_days.moved_with_fetch else EVERYWHERE if row["reason"] == EVERYWHERE else None
        recorded = MOVES if (row["source"], str(c.origin)) in clocks else recorded
        recorded = MISLABELLED if row["reason"] == MISLABELLED else recorded
        recorded = feeds.get(_channel_key(row), recorded)
        found.append(Evidence(c, row["fetched_at"], row["evidence_url"], recorded))
    return found


def _declared_clocks(settled: Sequence[tuple[Row, Candidate]]) -> set[tuple[str, str]]:
    """By source, origins of a page's head that said on several days that the story was published on the day of the fetch."""
    declared: dict[tuple[str, str], DaysShown] = defaultdict(DaysShown)
    for row, c in settled:
        of_page = row["evidence_url"] is None and not c.origin.is_visible and c.role == "published"
        if of_page and c.value is not None and row["fetched_at"] is not None:
            declared[row["source"], str(c.origin)].add(c, row["fetched_at"])
    return {where for where, said in declared.items() if len(said.days) >= CLOCK_DAYS and not said.stood_still}


def _channel_key(row: Row) -> tuple[str, str, str | None]:
    return row["origin"], row["raw"], row["evidence_url"]


def _feed_rules(rows: Sequence[Row]) -> dict[tuple[str, str, str | None], str]:
    """Feed and sitemap dates that a night refused, with the rule. For FEED_CONTRADICTED the last night with that feed decides."""
    found: dict[tuple[str, str, str | None], str] = {}
    judged: dict[str, tuple[datetime, bool]] = {}
    for row in rows:
        if row["reason"] in OF_THE_FEED:
            found[_channel_key(row)] = max(found.get(_channel_key(row), ""), row["reason"])
        elif row["evidence_url"] is not None and row["fetched_at"] is not None:
            standing = row["fetched_at"], row["reason"] == FEED_CONTRADICTED
            judged[row["evidence_url"]] = max(judged.get(row["evidence_url"], NEVER), standing)
    return {_channel_key(r): FEED_CONTRADICTED for r in rows if judged.get(r["evidence_url"], NEVER)[1]} | found


@dataclass(frozen=True, slots=True)
class Copy:
    """Another work of the same cluster; `order` says whether it came `earlier` or `later`, or that this is `unknown`."""

    article_id: str
    source: str | None
    order: str
    date: ArticleDate

    @property
    def basis(self) -> Basis:
        """The copy as the basis of a bound: `copy in agency (1f3c…), 2022-05-03: feed: feed:pubDate`."""
        origin = f"{self.source or 'another source'} ({self.article_id})"
        return Basis(COPY, origin, f"{self.date.published}: {self.date.basis}")


def bounded_by_copies(own: ArticleDate, copies: Sequence[Copy]) -> ArticleDate:
    """Tighten the bounds of an undated work: not before a copy that came earlier, not after any other dated copy."""
    if own.published is not None:
        return own
    for copy in copies:
        if copy.date.published is None:
            continue
        if copy.order == "earlier":
            before = copy.date.not_before
            if before is not None and (own.not_before is None or before > own.not_before):
                own = replace(own, not_before=before, not_before_basis=copy.basis)
        elif copy.date.not_after is not None and (own.not_after is None or copy.date.not_after < own.not_after):
            own = replace(own, not_after=copy.date.not_after, not_after_basis=copy.basis)
    return own
