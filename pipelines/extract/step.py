"""The extraction step: a night's archived pages become rows of `documents`, or of `dropped` with the reason.

Nothing is extracted twice by the same rules: a night whose rows already stand is left alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.ids import capture_id, digest, document_id
from pipelines.base.urls.identity import article_id_of
from pipelines.extract.author_pages import author_pages
from pipelines.extract.linked import linked, with_links
from pipelines.extract.model import Counts
from pipelines.extract.moved import MovedStories, move_rows
from pipelines.extract.parts_of_night import StoriesInParts
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.places_table import place_rows
from pipelines.extract.run.record_ranges import readers
from pipelines.extract.run.sources import PagesDone, Unread, read_sources
from pipelines.extract.run.spool import Spool
from pipelines.extract.run.standing import Standing, dropped_of
from pipelines.extract.run.storable import document_row
from pipelines.extract.run.version import extractor, rules_version
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DOCUMENTS, DROPPED
from pipelines.lake.store.capture_cache import fetched
from pipelines.lake.values import TEXTS, FetchOutcome
from pipelines.night import addresses
from pipelines.night.engine import LOCAL, Engine, engine_for
from pipelines.night.locator import Locator, locating
from pipelines.night.steps import Outcome, Progress
from pipelines.night.stretches import BySource, Stretch, stretches

SCHEMAS = {"documents": DOCUMENTS, "dropped": DROPPED}
"""The tables that extraction writes by source; `TABLES` would make its rules depend on every other table."""
UNSTORABLE = (pa.ArrowException, ValueError, OverflowError, TypeError)
"""What Arrow, or the identity of a URL, says of a value that cannot be kept."""
PAGES = (pc.field("outcome") == FetchOutcome.STORED) & pc.field("resource").isin(pa.array(TEXTS))
"""The fetches that archived a page."""
RIGHTS = ("rights", "train_ai", "tdm")
FETCH_COLUMNS = (
    "night", "source", "url", "url_key", "final_url", "content_type", "last_modified", "fetched_at", "payload_sha256",
    "truncated", "channels", "resource", "warc_file", "warc_offset", *RIGHTS,
)  # fmt: skip


def extract_night(
    home: Home, night: date, on_progress: Progress, *, engine: Engine = LOCAL, workers: int | None = None
) -> Outcome:
    """Extract every page stored that night that these rules have not yet read, source by source.

    What is read is kept beside the lake until the night is whole: an interrupted night goes on with the next source.
    """
    lake = Lake(home.lake)
    parts = stretches(lake, night, ("fetches", "links", "documents", "places"))
    pages = lake.read("fetches", night=night, columns=["source"], where=PAGES).num_rows
    done = PagesDone(on_progress, pages)
    version = rules_version()
    spool = Spool(home.index / "extracting" / night.isoformat())

    def unread() -> Iterator[Unread]:
        for part in parts:
            captures = BySource(stored_pages(lake, night, part.where))
            standing = Standing(lake, night, part)
            for source in part.sources:
                rows = captures.of(source).to_pylist()
                if not rows and not standing.is_known(source):
                    continue
                before = standing.counts_before(source)
                key = _key(rows, version, before)
                if spool.has(source, key) or standing.holds(source, rows, version, before):
                    done.add(len(rows))
                else:
                    yield Unread(source, key, rows, list(_jobs(home, rows)), before)

    with readers(engine_for(engine, pages), workers or os.cpu_count() or 1) as pool:
        for each, read in read_sources(pool, unread(), done):
            documents, dropped = _rows(each.rows, read.results, extractor(version, read.layout))
            places = place_rows(each.source, night, read.counts, each.before)
            spool.put(each.source, each.key, {"documents": documents, "places": places, "dropped": dropped})
    with locating(home) as locator:
        changed = _write_night(lake, locator, spool, parts, night)
    spool.clear()
    layouts = lake.read("documents", night=night, columns=["layout"])["layout"]
    counts = {
        "extracted": len(layouts),
        "with_learned_places": pc.sum(pc.greater(pc.list_value_length(layouts), 0)).as_py() or 0,
        "dropped": dropped_of(lake, night, "extract").num_rows,
    }
    return Outcome(counts, changed)


def _write_night(lake: Lake, locator: Locator, spool: Spool, parts: Sequence[Stretch], night: date) -> bool:
    """Make what stands of each source, or was read of it just now, the night's rows; returns whether any table changed."""
    with lake.night_slices("places", night) as out:
        for part in parts:
            standing = Standing(lake, night, part)
            for source in part.sources:
                fresh = spool.rows(source, "places")  # the sums of places change with earlier nights
                out.add(lake.in_order("places", standing.places(source) if fresh is None else fresh))
        changed = out.commit()[1]
    dropped = _rows_of("dropped", lake, spool, parts, night, pc.field("step") == "extract")
    changed |= replace_dropped(lake, pa.concat_tables([DROPPED.empty_table(), *dropped]), night, step="extract")
    moved, moves = MovedStories(lake, locator.addresses, night), list[dict[str, Any]]()
    parts_of_night = StoriesInParts(lake, locator.addresses, night)
    with lake.night_slices("documents", night) as out:
        for rows in _rows_of("documents", lake, spool, parts, night):
            joined, found = moved.joined(rows)
            out.add(author_pages(parts_of_night.joined(joined)))
            moves += found
        changed |= out.commit()[1]
    locator.addresses.put(night, lake.read("documents", night=night, columns=addresses.COLUMNS).to_pylist())
    return lake.replace("moves", move_rows(moves), night=night) or changed


def _rows_of(
    table: str, lake: Lake, spool: Spool, parts: Sequence[Stretch], night: date, where: pc.Expression | None = None
) -> Iterator[pa.Table]:
    """The rows of each source, read just now or standing; of those that stand, `where` chooses the step's own."""
    for part in parts:
        fresh = {source: spool.rows(source, table) for source in part.sources}
        within = part.where if where is None else where & part.where
        standing = None in fresh.values()
        old = BySource(lake.read(table, night=night, where=within) if standing else SCHEMAS[table].empty_table())
        for source, rows in fresh.items():
            yield old.of(source) if rows is None else lake.in_order(table, rows)


def _key(rows: list[dict[str, Any]], version: str, before: Counts) -> str:
    """What the extraction of a source is made from: its captures, the rules, and what earlier nights taught."""
    captures = (f"{row['capture_id']} {row['linked']} {row['train_ai']} {row['tdm']}" for row in rows)
    return digest(version, *captures, repr(sorted(before.items())))


def stored_pages(lake: Lake, night: date, within: pc.Expression | None = None) -> pa.Table:
    """The night's `fetches` that archived a page, with `capture_id` and what each is `linked` by; `within` a stretch, or all.

    Each of them ends in `documents` or `dropped`.
    """
    rows = lake.read("fetches", night=night, columns=FETCH_COLUMNS, where=PAGES if within is None else PAGES & within)
    ids = [
        capture_id(row["source"], row["night"].isoformat(), row["url_key"], row["payload_sha256"])
        for row in rows.select(["source", "night", "url_key", "payload_sha256"]).to_pylist()
    ]
    links = pa.array([str(each) for each in linked(lake, night, rows, within)], pa.string())
    return rows.append_column("capture_id", pa.array(ids, pa.string())).append_column("linked", links)


def replace_dropped(lake: Lake, rows: pa.Table, night: date, *, step: str) -> bool:
    """Make `rows` the night's dropped rows of this step; those of other steps stay."""
    others = lake.read("dropped", night=night, where=pc.field("step") != step)
    return lake.replace("dropped", pa.concat_tables([others, rows]), night=night)


def _jobs(home: Home, rows: list[dict[str, Any]]) -> Iterator[PageJob]:
    for file in sorted({row["warc_file"] for row in rows if row["warc_file"]}):
        fetched(home.archive, file)  # a worker has seconds for a page, not for a file
    for row in rows:
        yield PageJob(
            id=row["capture_id"],
            url=row["final_url"] or row["url"],
            content_type=row["content_type"],
            fetched_at=row["fetched_at"],
            last_modified=row["last_modified"],
            archive_root=str(home.archive),
            warc_file=row["warc_file"],
            warc_offset=row["warc_offset"],
            is_look="#" in row["url_key"],
            is_row=row["resource"] == "row",
        )


def _rows(fetches: list[dict[str, Any]], results: Iterable[Extracted], version: str) -> tuple[pa.Table, pa.Table]:
    documents, dropped = [], []
    for fetch, result in zip(fetches, results, strict=True):
        if result.dropped is not None:
            dropped.append(_dropped(fetch, result.dropped.reason, result.dropped.detail))
        elif result.document is not None:
            try:
                documents.append(_document(fetch, result, version))
            except UNSTORABLE as error:
                dropped.append(_unstorable(fetch, error))
    kept, lost = _table(documents, {fetch["capture_id"]: fetch for fetch in fetches})
    return kept, pa.Table.from_pylist(dropped + lost, schema=DROPPED)


def _table(
    documents: list[dict[str, Any]], fetches: dict[str, dict[str, Any]]
) -> tuple[pa.Table, list[dict[str, Any]]]:
    """The rows as a table; a row that Arrow refuses, although `storable` has seen it, costs itself and no other."""
    try:
        return pa.Table.from_pylist(documents, schema=DOCUMENTS), []
    except UNSTORABLE as error:
        if len(documents) == 1:
            return DOCUMENTS.empty_table(), [_unstorable(fetches[documents[0]["capture_id"]], error)]
    half = len(documents) // 2
    parts = [_table(part, fetches) for part in (documents[:half], documents[half:])]
    return pa.concat_tables(table for table, _ in parts), [row for _, lost in parts for row in lost]


def _document(fetch: dict[str, Any], result: Extracted, version: str) -> dict[str, Any]:
    assert result.document is not None
    row = document_row(result.document)
    article = _article_id(fetch, row["canonical_url"])
    kind, basis = with_links(result.document, fetch["linked"])
    return row | {
        "kind": kind,
        "kind_basis": basis,
        "night": fetch["night"],
        "source": fetch["source"],
        "capture_id": fetch["capture_id"],
        "article_id": article,
        "document_id": document_id(article, row["content_sha256"]),
        "url_key": fetch["url_key"],
        "fetched_at": fetch["fetched_at"],
        "extractor": version,
        **{name: fetch[name] for name in RIGHTS},
    }


def _article_id(fetch: dict[str, Any], canonical_url: str | None) -> str:
    """The id of the work; that of a row of a table is another than that of the page at its address, and of other tables' rows."""
    if fetch["resource"] == "row":
        return digest("row", fetch["source"], fetch["url_key"])
    return article_id_of(f"http://{fetch['url_key']}", canonical_url)


def _unstorable(fetch: dict[str, Any], error: Exception) -> dict[str, Any]:
    return _dropped(fetch, "unstorable", ascii(f"{type(error).__name__}: {error}"))


def _dropped(fetch: dict[str, Any], reason: str, detail: str) -> dict[str, Any]:
    return {
        "night": fetch["night"],
        "source": fetch["source"],
        "capture_id": fetch["capture_id"],
        "url": fetch["final_url"] or fetch["url"],
        "step": "extract",
        "reason": reason,
        "detail": detail or None,
    }
