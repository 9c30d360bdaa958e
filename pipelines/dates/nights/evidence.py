"""The `date_evidence` of a night, source by source: date candidates of documents, feeds, sitemaps and HTTP headers, judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from pipelines.dates.judge.decision import Decision, Weighed, country_of, decide
from pipelines.dates.judge.feed_trust import Feed, ListPlace, Place
from pipelines.dates.judge.masthead import EvidenceHistory, place_of
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.nights.channel_dates import (
    FETCH_COLUMNS,
    LISTING_BESIDE,
    Channel,
    Page,
    channels_by_page,
    listed_channels,
    origin_of,
)
from pipelines.dates.nights.lessons import learned_timelines, night_lessons, with_learned
from pipelines.dates.read.days import read_order
from pipelines.dates.read.reading import Dialect, read_machine
from pipelines.dates.source.conventions import NOTHING, DateConventions, settle
from pipelines.dates.source.zone import PAGE, OrderRead, SettledBy
from pipelines.lake.schemas import DATE_EVIDENCE
from pipelines.lake.values import PageKind
from pipelines.night.stretches import BySource

CHANNEL_ROLES = {"lastmod": "modified", "updated": "modified", "comment": "other", "lastBuildDate": "other"}
NO_STORIES = (PageKind.LISTING, PageKind.OTHER)
AFTER_THE_PAGE = 10_000  # position of what stands outside the page
IDENTITY = ("night", "source", "capture_id", "article_id", "document_id", "fetched_at")
DOCUMENT_COLUMNS = [*IDENTITY, "url", "url_key", "kind", "listed", "date_candidates"]
Captured = tuple[dict[str, Any], list[Evidence]]
"""A document (DOCUMENT_COLUMNS) and its date evidence."""
Uncaptured = tuple[dict[str, Any], list[Channel]]
"""A page that the night did not capture, with the dates that feeds and sitemaps give it."""


def evidence_of_captures(
    documents: pa.Table, fetches: pa.Table, conventions: Mapping[str, DateConventions]
) -> list[Captured]:
    """The stories captured on a night, each with its date evidence. Clock times without a zone stay so until `judge_evidence`."""
    answers = fetches.select(FETCH_COLUMNS).to_pylist()
    pages = documents.select(DOCUMENT_COLUMNS).to_pylist()
    fetched, channels = (
        {(f["source"], f["url_key"]): f for f in answers},
        channels_by_page(answers, listed_channels(pages)),
    )
    stories = (d for d in pages if d["kind"] not in NO_STORIES)
    return [(d, list(_evidence(d, fetched, channels, conventions))) for d in stories]


def evidence_of_uncaptured(
    pages: Iterable[tuple[dict[str, Any], Sequence[Channel]]], conventions: Mapping[str, DateConventions]
) -> list[Captured]:
    """Pages that a night did not capture, each with the evidence of feeds and sitemaps (see `channel_dates.uncaptured`)."""
    return [(d, list(_channels(channels, d["fetched_at"], _conventions(d, conventions)))) for d, channels in pages]


def judge_evidence(
    captures: Sequence[Captured], history: EvidenceHistory, conventions: Mapping[str, DateConventions]
) -> pa.Table:
    """Rows of `schemas.DATE_EVIDENCE` for a night's captures. `history` holds the nights before; this night is added to it."""
    decisions = decided(captures, history, conventions)
    rows = [row for d, decision in decisions for row in _rows(d, decision)]
    return pa.Table.from_pylist(rows, schema=DATE_EVIDENCE)


def decided(
    captures: Sequence[Captured], history: EvidenceHistory, conventions: Mapping[str, DateConventions]
) -> list[tuple[dict[str, Any], Decision]]:
    """Each capture with the decision on its evidence. `history` holds the nights before; this night is added to it."""
    settled = [(d, [_settled(e, d["source"], conventions) for e in found]) for d, found in captures]
    record_evidence(history, settled)
    mastheads = history.masthead_places()
    doubted = history.feeds.doubted(mastheads)
    proven = history.feeds.proven_lists(mastheads)
    heard = [(d, [*_heard(found, d, history, proven, mastheads)]) for d, found in settled]
    return [(d, _decide(d, found, mastheads, doubted)) for d, found in heard]


def _heard(
    found: Iterable[Evidence],
    document: Mapping[str, Any],
    history: EvidenceHistory,
    proven: Collection[ListPlace],
    mastheads: Mapping[Place, str],
) -> Iterator[Evidence]:
    """The evidence; days beside links in lists only from `proven` places, and of a story that nothing else dates."""
    source, article = document["source"], document["article_id"]
    for e in found:
        is_listed = e.candidate.origin == LISTING_BESIDE
        if not is_listed or (
            (source, e.candidate.context) in proven and not history.feeds.is_dated(source, article, mastheads)
        ):
            yield e


def record_evidence(history: EvidenceHistory, captures: Iterable[Captured]) -> None:
    """Add the evidence of captures to a history."""
    for document, found in captures:
        for e in found:
            history.add(document["source"], document["article_id"], e)


def _settled(e: Evidence, source: str, conventions: Mapping[str, DateConventions]) -> Evidence:
    return replace(e, candidate=settle(e.candidate, conventions.get(source, DateConventions())))


def _decide(
    document: dict[str, Any], found: list[Evidence], mastheads: Mapping[Place, str], doubted: Mapping[Feed, str]
) -> Decision:
    source = document["source"]
    known = [
        replace(
            e,
            refused_by=e.refused_by
            or doubted.get((source, e.evidence_url))
            or mastheads.get(place_of(source, e.candidate)),
        )
        for e in found
    ]
    return decide(known, seen=document["fetched_at"], country=country_of(f"//{document['url_key']}"))


def _conventions(document: Mapping[str, Any], conventions: Mapping[str, DateConventions]) -> DateConventions:
    """How the source of a document writes dates, without its time zone."""
    return replace(conventions.get(document["source"], DateConventions()), time_zone=None, learned=NOTHING)


def _evidence(
    document: dict[str, Any],
    fetched: Mapping[Page, dict[str, Any]],
    channels: Mapping[Page, Sequence[Channel]],
    conventions: Mapping[str, DateConventions],
) -> Iterator[Evidence]:
    own, at = _conventions(document, conventions), document["fetched_at"]
    page = (document["source"], document["url_key"])
    for row in document["date_candidates"] or ():
        yield Evidence(settle(Candidate.read(row), own), at)
    if at is not None:
        yield Evidence(
            _off_page("other", Origin(OriginKind.CAPTURE), at.astimezone(UTC).isoformat(timespec="seconds"), own), at
        )
    yield from _channels(channels.get(page, ()), at, own)
    fetch = fetched.get(page)
    if (
        fetch
        and fetch["last_modified"]
        and not any(c["origin"] == OriginKind.HTTP for c in document["date_candidates"] or ())
    ):
        yield Evidence(_off_page("modified", Origin(OriginKind.HTTP), fetch["last_modified"], own), at)


def _channels(channels: Iterable[Channel], at: datetime | None, own: DateConventions) -> Iterator[Evidence]:
    for channel in channels:
        role = CHANNEL_ROLES.get(channel["date_kind"] or "", "published")
        candidate = _off_page(role, origin_of(channel), channel["date_raw"], own, channel.get("place"))
        yield Evidence(candidate, at, channel["referrer"], channel["refused"])


def _off_page(role: str, origin: Origin, raw: str, own: DateConventions, context: str | None = None) -> Candidate:
    reading = read_machine(raw, Dialect(own.language, own.date_order))
    if reading is None or reading.ambiguous:
        return Candidate(role, origin, raw, None, None, "none", None, context, AFTER_THE_PAGE)
    offset, source = reading.utc_offset_minutes, reading.zone_source
    return settle(
        Candidate(role, origin, raw, reading.value, offset, source, reading.precision, context, AFTER_THE_PAGE), own
    )


def _rows(document: dict[str, Any], decision: Decision) -> Iterator[dict[str, Any]]:
    return (_row(document, weighed) for weighed in decision.weighed)


def _row(document: dict[str, Any], weighed: Weighed) -> dict[str, Any]:
    c = weighed.evidence.candidate
    return {name: document[name] for name in IDENTITY} | {
        "role": c.role,
        "origin": str(c.origin),
        "raw": c.raw,
        "value": c.value,
        "utc_offset_minutes": c.utc_offset_minutes,
        "zone_source": c.zone_source,
        "precision": c.precision,
        "date_order": _order(c),
        "verdict": weighed.verdict,
        "reason": weighed.reason,
        "context": c.context,
        "position": c.position,
        "evidence_url": weighed.evidence.evidence_url,
    }


def _order(c: Candidate) -> str | None:
    order = read_order(c.raw, c.value)
    return None if order is None else str(OrderRead(order, SettledBy.read(c.order_by or PAGE)))


@dataclass(frozen=True, slots=True)
class SourceNight:
    """A night of one source: `documents` and `fetches` of that night, dates of pages not captured, conventions as configured.

    `lessons` are rows of `schemas.DATE_LESSONS` of the nights before, `history` the date evidence of the last 29 of them.
    """

    source: str
    night: date
    documents: pa.Table
    fetches: pa.Table
    uncaptured: Sequence[Uncaptured]
    conventions: DateConventions
    lessons: Sequence[Mapping[str, Any]]
    history: pa.Table


def source_nights(
    night: date,
    tables: Mapping[str, pa.Table],
    uncaptured: Sequence[Uncaptured],
    conventions: Mapping[str, DateConventions],
    lessons: Mapping[str, Sequence[Mapping[str, Any]]],
) -> Iterator[SourceNight]:
    """The night of each source in `conventions`, from the `documents`, `fetches` and `history` of all of them, and the lessons
    of each.
    """
    pages: dict[str, list[Uncaptured]] = {source: [] for source in conventions}
    for page in uncaptured:
        if page[0]["source"] in pages:
            pages[page[0]["source"]].append(page)
    by_source = {name: BySource(rows) for name, rows in tables.items()}
    for source, own in sorted(conventions.items()):
        mine = {name: rows.copy_of(source) for name, rows in by_source.items()}
        before = [row for row in lessons[source] if row["night"] < night]
        yield SourceNight(
            source, night, mine["documents"], mine["fetches"], pages[source], own, before, mine["history"]
        )


def judge_source(each: SourceNight) -> tuple[pa.Table, pa.Table]:
    """The `date_evidence` and the `date_lessons` of a source's night; what it teaches is applied to it already."""
    conventions = {each.source: each.conventions}
    captures = [
        *evidence_of_captures(each.documents, each.fetches, conventions),
        *evidence_of_uncaptured(each.uncaptured, conventions),
    ]
    lessons = night_lessons(captures, conventions)
    timelines = learned_timelines([*each.lessons, *lessons.to_pylist()], conventions)
    history = EvidenceHistory()
    history.add_rows(each.history)
    evidence = judge_evidence(captures, history, with_learned(conventions, timelines, each.night))
    return evidence, lessons
