"""The publishing step writes the current state of every work that waits for it, one commit for each batch.

A work waits after a night captured it, gave evidence of its date, changed its cluster, or removed its last text. A
work that had no date on some night also waits after the dates of its cluster changed. Its row depends on all data about
it in the lake, so nights may be published in any order and repeatedly. Its earlier dates stay in `date_history`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.identity import key_of
from pipelines.corpus.publish.source_rights import by_source, last_words
from pipelines.dates.nights.copies import clusters_of
from pipelines.dates.nights.departures import gone_on
from pipelines.dates.nights.history import dated_articles, history
from pipelines.dates.nights.works import Works
from pipelines.dates.step import dated_works
from pipelines.lake.delta import Lake, month_of, of_works
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES, DATE_HISTORY
from pipelines.lake.values import ClusterRole, KindBasis
from pipelines.night.dating import Dated
from pipelines.night.locator import ARTICLES as WAITING
from pipelines.night.locator import CAPTURES, DEPARTURES, EVENTS, SEARCH, Locator, locating
from pipelines.night.steps import Outcome, Progress

FROM_DOCUMENT = (
    "source", "url", "url_key", "title", "headlines", "authors", "authors_confidence", "agency", "section", "tags", "image",
    "description", "language", "language_score", "kind", "paywall", "related", "rights", "train_ai", "tdm",
)  # fmt: skip

CAPTURE_COLUMNS = [
    "night", "capture_id", "document_id", "article_id", "canonical_url", "fetched_at", "kind_basis", *FROM_DOCUMENT,
]  # fmt: skip
CLUSTER_COLUMNS = ("article_id", "cluster_id", "role")
BATCH = 2_000
"""Works that are published in one commit; this limits memory."""


def publish_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Update `articles` and `date_history` with a night: every work that waits, and the works that these bound."""
    lake = Lake(home.lake)
    counts = dict.fromkeys(("articles", "dated", "undated", "dates_changed"), 0)
    changed = False
    with locating(home) as locator:
        locator.wait(WAITING, locator.works_on(night))
        locator.commit()
        done: set[str] = set()
        for works in _waiting(locator):
            done.update(works)
            rows, former, dated_now = article_rows(home, lake, locator, works)
            bounded, wrote = _put(lake, locator, works, {"articles": rows, "date_history": former}, dated_now, done)
            changed |= wrote
            locator.looked_at(WAITING, works)
            locator.commit()
            dated = rows.num_rows - rows["published"].null_count
            found = (rows.num_rows, dated, rows.num_rows - dated, dates_changed(former, night))
            counts = {name: counts[name] + number for name, number in zip(counts, found, strict=True)}
            on_progress(len(done), len(done | bounded))
    return Outcome(counts, changed)


def _waiting(locator: Locator) -> Iterator[list[str]]:
    """The works that wait, BATCH at a time, until none waits: published works may make others wait."""
    while waiting := locator.waiting(WAITING):
        yield from (waiting[first : first + BATCH] for first in range(0, len(waiting), BATCH))


def _put(
    lake: Lake,
    locator: Locator,
    works: Collection[str],
    tables: Mapping[str, pa.Table],
    dated_now: Mapping[str, Dated],
    done: Collection[str],
) -> tuple[set[str], bool]:
    """Replace the rows of works that changed. What waits for these changes is recorded before a row is written.

    Returns the works that take other bounds from them, and whether a table changed.
    """
    locator.add_places(locator.first_nights(works))
    places = locator.places(works)
    changed = {table: lake.changed_works(table, rows, works, places) for table, rows in tables.items()}
    bounded = _bounded_by(locator, changed["date_history"], dated_now, done)
    locator.wait(WAITING, bounded)
    for step in (EVENTS, SEARCH):
        locator.wait(step, changed["articles"])
    locator.commit()
    wrote = [
        lake.replace_works(table, of_works(rows, changed[table]), changed[table], places)
        for table, rows in tables.items()
    ]
    locator.dating.put(works, dated_now.values())
    return bounded, any(wrote)


def _bounded_by(
    locator: Locator, redated: Mapping[str, bool], dated_now: Mapping[str, Dated], done: Collection[str]
) -> set[str]:
    """The undated works in the clusters of works whose dates changed, if they may take another bound from these.

    Those in `done` were published in this run, with the evidence of all works that wait.
    """
    before = locator.dating.dated(redated)
    now = {work for work in redated if work in dated_now and dated_now[work].dated}
    needless = {work for work in now - before if not redated[work] and locator.dating.adds_nothing(dated_now[work])}
    return locator.dating.undated_mates(before | now - needless) - set(done)


def dates_changed(former: pa.Table, night: date) -> int:
    """Number of works in a history that got another date, bound or basis on this night."""
    changed = pc.and_(pc.equal(former["night"], night), pc.not_equal(former["change"], "first"))
    return int(pc.sum(changed).as_py() or 0)


def article_rows(
    home: Home, lake: Lake, locator: Locator, works: Collection[str]
) -> tuple[pa.Table, pa.Table, dict[str, Dated]]:
    """Rows of `schemas.ARTICLES` and `schemas.DATE_HISTORY` for the given works that have a clean text, and their dates
    over all nights.
    """
    nights = locator.nights_of(CAPTURES, works)
    revisions = _by_article(lake.read_works("revisions", works, locator.places(works)))
    if not revisions or not nights:
        return ARTICLES.empty_table(), DATE_HISTORY.empty_table(), {}
    clean = lake.read("clean_documents", nights=nights, works=works)
    captures = lake.read("documents", nights=nights, works=works, columns=CAPTURE_COLUMNS)
    seen = clean.group_by("article_id").aggregate([("fetched_at", "min")]).rename_columns(["article_id", "first_seen"])
    traces = lake.read_works("traces", revisions, locator.places(revisions))
    dated = dated_works(home, lake, locator, sorted(revisions), seen, traces)
    dates = {row["article_id"]: row for row in dated_articles(dated).to_pylist()}
    clusters = {row["article_id"]: row for row in clusters_of(lake, locator, works, CLUSTER_COLUMNS).to_pylist()}
    current = _current_captures(captures, clean, revisions)
    first_captures = _first_captures(captures, clean, revisions)
    first_nights = locator.first_nights(current)
    sighted = {row["article_id"]: row["first_seen"] for row in seen.to_pylist()}
    gone = _gone(lake, locator, current)
    rows = [
        _row(work, revisions[work], current[work], dates[work], sighted[work], clusters.get(work))
        | {
            "gone_on": gone.get(work),
            "capture_id": first_captures.get(work),
            "first_night": first_nights[work],
            "month": month_of(first_nights[work]),
        }
        for work in sorted(current)
    ]
    said = last_words(lake, {row["source"] for row in rows})
    rows = [row | by_source(row, said) for row in rows]
    sources = {row["article_id"]: row["source"] for row in rows}
    former = history(dated, sources, first_nights)
    return pa.Table.from_pylist(rows, schema=ARTICLES), former, _over_all_nights(former, rows, dated)


def _over_all_nights(former: pa.Table, rows: Iterable[Mapping[str, Any]], works: Works) -> dict[str, Dated]:
    """The dates of works over all nights; a copy from a wire agency and a row of a table bound no other work."""
    of_work: dict[str, list[dict[str, Any]]] = {}
    for row in former.select(["article_id", "night", "published", "published_day", "not_after"]).to_pylist():
        of_work.setdefault(row["article_id"], []).append(row)
    return {
        work: Dated.of(
            work, of_work[work], bounds_copies=row["role"] != ClusterRole.WIRE_COPY and works.is_of_page(work)
        )
        for row in rows
        if (work := row["article_id"]) in of_work
    }


def _gone(lake: Lake, locator: Locator, current: Mapping[str, Mapping[str, Any]]) -> dict[str, date]:
    """The works that are gone, each with the first night without it: its current page or its canonical page is gone."""
    left = locator.nights_of(DEPARTURES, set(current))
    pages = {work: {row["url_key"], key_of(row["canonical_url"])} for work, row in current.items()}
    return gone_on(lake, left, pages) if left else {}


def _current_captures(
    captures: pa.Table, clean: pa.Table, revisions: Mapping[str, list[dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """The capture that represents each work: the latest one of its current text; the canonical page comes before its
    variants.
    """
    cleaned = {row["capture_id"]: row for row in clean.to_pylist()}
    best: dict[str, tuple[tuple[bool, datetime, str], dict[str, Any]]] = {}
    for row in captures.to_pylist():
        text = cleaned.get(row["capture_id"])
        work = row["article_id"]
        if text is None or work not in revisions or text["text_sha256"] != revisions[work][-1]["text_sha256"]:
            continue
        rank = (row["canonical_url"] in (None, row["url"]), row["fetched_at"], row["capture_id"])
        if work not in best or rank > best[work][0]:
            best[work] = (rank, row | {"clean": text})
    return {work: row for work, (_, row) in best.items()}


def _first_captures(
    captures: pa.Table, clean: pa.Table, revisions: Mapping[str, list[dict[str, Any]]]
) -> dict[str, str]:
    """The first capture of each work's current document, of its canonical page if there is one. Later captures change
    no row.
    """
    cleaned = set(clean["capture_id"].to_pylist())
    first: dict[str, tuple[bool, datetime, str]] = {}
    for row in captures.select(
        ["capture_id", "document_id", "article_id", "url", "canonical_url", "fetched_at"]
    ).to_pylist():
        work = row["article_id"]
        if (
            row["capture_id"] in cleaned
            and work in revisions
            and row["document_id"] == revisions[work][-1]["document_id"]
        ):
            rank = (row["canonical_url"] not in (None, row["url"]), row["fetched_at"], row["capture_id"])
            first[work] = min(rank, first.get(work, rank))
    return {work: capture for work, (_, _, capture) in first.items()}


def _row(
    work: str,
    texts: list[dict[str, Any]],
    capture: dict[str, Any],
    dated: dict[str, Any],
    first_seen: datetime,
    cluster: dict[str, Any] | None,
) -> dict[str, Any]:
    return {
        **{name: capture[name] for name in FROM_DOCUMENT},
        **dated,
        "text_from": "row" if capture["kind_basis"] == KindBasis.ROW else "page",
        "article_id": work,
        "canonical_url": capture["canonical_url"] or capture["url"],
        "first_seen": first_seen,
        "revisions": len(texts),
        "document_id": texts[-1]["document_id"],
        "cluster_id": cluster["cluster_id"] if cluster else work,
        "role": cluster["role"] if cluster else ClusterRole.ORIGIN,
        "text": capture["clean"]["text"],
        "words": capture["clean"]["words"],
        "flags": capture["clean"]["flags"],
    }


def _by_article(revisions: pa.Table) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in revisions.to_pylist():
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped
