"""The date of one work, from its evidence on all nights and the dates of its copies: a pure function of the set of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pipelines.dates.judge.decision import MISLABELLED, NO_OLDER, Decision, decide
from pipelines.dates.judge.feed_trust import Place
from pipelines.dates.judge.masthead import EVERYWHERE, MOVES, VISIBLE, Showing, candidate_of, place_of
from pipelines.dates.judge.neighbours import bound
from pipelines.dates.judge.rules import FEED_CONTRADICTED, OF_THE_FEED, WEB_BEGINS, Evidence
from pipelines.dates.model import AFTER, BEFORE, COPY, ArticleDate, Basis
from pipelines.dates.source.settings import SourceDating, settle_again

Row = Mapping[str, Any]
FIRST = (datetime.min.replace(tzinfo=UTC), False)


def work_date(rows: Sequence[Row], first_seen: datetime | None, settings: Mapping[str, SourceDating]) -> ArticleDate:
    """The date of a work by its own evidence alone (rows of `schemas.DATE_EVIDENCE`); `settings` are by source."""
    seen = min((t for t in (first_seen, *(r["fetched_at"] for r in rows)) if t is not None), default=None)
    found = decide_work(rows, seen, settings).date
    return found if found.published is not None else _between_neighbours(found, rows)


def decide_work(rows: Sequence[Row], seen: datetime | None, settings: Mapping[str, SourceDating]) -> Decision:
    """The decision over a work's own evidence, first captured at `seen`."""
    known = [settings[source] for source in {row["source"] for row in rows} if source in settings]
    zones, countries = {dating.zone for dating in known}, {dating.country for dating in known}
    return decide(
        article_evidence(rows, settings),
        seen=seen,
        country=countries.pop() if len(countries) == 1 else None,
        zone=zones.pop() if len(zones) == 1 else None,
    )


def _between_neighbours(own: ArticleDate, rows: Sequence[Row]) -> ArticleDate:
    """An undated work's bounds, by the dated stories that its site numbered just before and after it."""
    for row in sorted((r for r in rows if r["origin"] in (BEFORE, AFTER)), key=lambda r: (r["origin"], r["value"])):
        limit = bound(row["origin"], row["value"])
        basis = Basis(row["origin"], row["evidence_url"], row["value"])
        if row["origin"] == AFTER and (own.not_after is None or limit < own.not_after):
            own = replace(own, not_after=limit, not_after_basis=basis)
        elif row["origin"] == BEFORE and (own.not_before is None or limit > own.not_before):
            own = replace(own, not_before=limit, not_before_basis=basis)
    crossed = own.not_before is not None and own.not_after is not None and own.not_before > own.not_after
    return replace(own, not_before=WEB_BEGINS, not_before_basis=NO_OLDER) if crossed else own


def article_evidence(rows: Sequence[Row], settings: Mapping[str, SourceDating] | None = None) -> list[Evidence]:
    """The evidence in an article's rows; what moved with the fetch day from one capture to the next is marked masthead."""
    settled = [
        (row, settle_again(candidate_of(row), (settings or {}).get(row["source"], SourceDating()))) for row in rows
    ]
    shown: dict[Place, Showing] = defaultdict(Showing)
    judged: dict[Place, tuple[datetime, bool]] = {}
    for row, c in settled:
        if c.value is not None and c.origin.partition(":")[0] in VISIBLE and row["fetched_at"] is not None:
            place = place_of(row["source"], c)
            shown[place].add(c, row["fetched_at"])
            judged[place] = max(judged.get(place, FIRST), (row["fetched_at"], row["reason"] == MOVES))
    found, feeds = [], _feed_rules(rows)
    for row, c in settled:
        place = place_of(row["source"], c)
        showing = shown.get(place, Showing())
        if judged.get(place, FIRST)[1]:  # by all stories of the source, this one among them
            recorded: str | None = MOVES
        elif showing.stood:
            recorded = None
        else:
            recorded = MOVES if showing.moved else EVERYWHERE if row["reason"] == EVERYWHERE else None
        recorded = MISLABELLED if row["reason"] == MISLABELLED else recorded
        recorded = feeds.get(_said(row), recorded)
        found.append(Evidence(c, row["fetched_at"], row["evidence_url"], recorded))
    return found


def _said(row: Row) -> tuple[str, str, str | None]:
    return row["origin"], row["raw"], row["evidence_url"]


def _feed_rules(rows: Sequence[Row]) -> dict[tuple[str, str, str | None], str]:
    """What feeds and sitemaps said and a night refused for what they are; whether a feed is trusted the last night decides."""
    found: dict[tuple[str, str, str | None], str] = {}
    judged: dict[str, tuple[datetime, bool]] = {}
    for row in rows:
        if row["reason"] in OF_THE_FEED:
            found[_said(row)] = max(found.get(_said(row), ""), row["reason"])
        elif row["evidence_url"] is not None and row["fetched_at"] is not None:
            standing = row["fetched_at"], row["reason"] == FEED_CONTRADICTED
            judged[row["evidence_url"]] = max(judged.get(row["evidence_url"], FIRST), standing)
    return {_said(r): FEED_CONTRADICTED for r in rows if judged.get(r["evidence_url"], FIRST)[1]} | found


@dataclass(frozen=True, slots=True)
class Copy:
    """A work that tells the same story; `order` says which of the two came first: `earlier` `later` `unknown`."""

    article_id: str
    source: str | None
    order: str
    date: ArticleDate

    @property
    def basis(self) -> Basis:
        """The copy as the basis of a bound: `copy in agency (1f3c…), 2022-05-03: feed: feed:pubDate`."""
        origin = f"{self.source or 'another source'} ({self.article_id})"
        return Basis(COPY, origin, f"{self.date.published}: {self.date.basis}")


def tightened(own: ArticleDate, copies: Sequence[Copy]) -> ArticleDate:
    """An undated work's bounds, by its dated copies: not before one that came earlier, else not after any."""
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
