"""The headlines step: the headlines that a night saw in lists, feeds, pages and metadata become rows of
`headline_sightings`.

The rows of a night depend on that night alone, so nights may come in any order. The view `headlines` joins them to
intervals (`pipelines.corpus.publish.headline_views`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.kinds import UrlKind, url_kind
from pipelines.corpus.headlines.choice import Anchor, Said, labels_of, said
from pipelines.corpus.headlines.lists import MENU, ORDER, Key, Looks, list_rows, page_of
from pipelines.corpus.traces.sequence import begins
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.link_kinds import ENTRIES, IMPORT, PAGE
from pipelines.lake.schemas import HEADLINE_SIGHTINGS
from pipelines.lake.values import ANSWERED, FetchOutcome, HeadlinePlace, PageKind
from pipelines.night.held_back import held_sources
from pipelines.night.steps import Outcome, Progress
from pipelines.night.stretches import stretches

TABLE = "headline_sightings"
LINK_COLUMNS = [
    "source", "from_url", "from_url_key", "to_url", "to_url_key", "kind", "position", "variant", "anchor", "set_in", "spans",
]  # fmt: skip
FETCH_COLUMNS = ["source", "url", "url_key", "resource", "outcome", "fetched_at", "channels"]
DOCUMENT_COLUMNS = ["source", "url", "url_key", "article_id", "kind", "fetched_at", "headlines"]

LIST_KINDS = (UrlKind.FRONT, UrlKind.LISTING)
BATCH_ROWS = 2_000

STORIES = (PageKind.ARTICLE, PageKind.LIVE, PageKind.VIDEO, PageKind.GALLERY)
PLACES = {HeadlinePlace.SHOWN: "page", HeadlinePlace.DECLARED: "metadata"}


def headline_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Write the headlines of a night, some sources at a time; sources that are held back have none."""
    lake = Lake(home.lake)
    parts = stretches(lake, night, ("links", "documents"), without=held_sources(lake, night))
    with lake.night_slices(TABLE, night) as out:
        for done, part in enumerate(parts, start=1):
            out.add(lake.in_order(TABLE, _rows(lake, night, part.where)))
            on_progress(done, len(parts))
        rows, changed = out.commit()
    return Outcome({"headlines": rows}, changed)


def _rows(lake: Lake, night: date, where: pc.Expression) -> pa.Table:
    documents = lake.read("documents", night=night, columns=DOCUMENT_COLUMNS, where=where).to_pylist()
    answered = pc.field("outcome").isin(pa.array(list(map(str, ANSWERED))))
    fetches = lake.read("fetches", night=night, columns=FETCH_COLUMNS, where=where & answered).to_pylist()
    stories = {_key(row) for row in documents if row["kind"] in STORIES}
    lists = {_key(row) for row in fetches if _is_list(row, is_story=_key(row) in stories)}
    read = [row for row in fetches if _key(row) in lists and row["fetched_at"] is not None]
    keys = pa.array(sorted({row["url_key"] for row in read}), pa.string())
    of_lists = pc.field("kind").isin(pa.array([*ORDER])) & pc.field("from_url_key").isin(keys)
    links = lake.read("links", night=night, columns=LINK_COLUMNS, where=where & of_lists)
    rows = [*list_rows(_dicts(links), _looks(read), menus(links)), *page_rows(documents)]
    return pa.Table.from_pylist([row | {"night": night} for row in rows], schema=HEADLINE_SIGHTINGS)


def menus(links: pa.Table) -> dict[Key, frozenset[str]]:
    """The names of sections in the menus of each list."""
    texts: dict[Key, set[str]] = defaultdict(set)
    for link in _dicts(links.filter(pc.equal(links["kind"], MENU)).select(["source", "from_url_key", "anchor"])):
        if link["anchor"]:
            texts[link["source"], page_of(link["from_url_key"])].add(link["anchor"])
    return {key: labels_of(found) for key, found in texts.items()}


def _dicts(rows: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows, a batch in memory at a time."""
    for batch in rows.to_batches(max_chunksize=BATCH_ROWS):
        yield from batch.to_pylist()


def _key(row: Mapping[str, Any]) -> Key:
    return row["source"], page_of(row["url_key"])


def _looks(fetches: list[dict[str, Any]]) -> dict[Key, Looks]:
    """The looks at each list, by time."""
    found: dict[Key, list[tuple[int, datetime]]] = defaultdict(list)
    for row in fetches:
        number = row["url_key"].partition("#")[2]
        found[_key(row)].append((int(number) if number else 0, row["fetched_at"]))
    return {key: sorted(seen, key=lambda look: (look[0] == 0, look[0])) for key, seen in found.items()}


def _is_list(row: Mapping[str, Any], *, is_story: bool) -> bool:
    """True if a resource lists stories: a feed, or the first page of a list.

    Such a page is a list by its URL, was looked at several times, is a start of the crawl, or was read tonight and is no story.
    """
    if row["resource"] in ENTRIES:
        return True
    if row["resource"] != PAGE or not begins(row["url"]):
        return False
    kind = url_kind(row["url"])
    if "#" in row["url_key"] or kind in LIST_KINDS:
        return True
    starts = (each for each in row["channels"] or () if each["referrer"] is None and each["channel"] != IMPORT)
    return not is_story and (any(starts) or (kind != UrlKind.STORY and row["outcome"] == FetchOutcome.STORED))


def page_rows(documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of `schemas.HEADLINE_SIGHTINGS`, but for the night: one for each capture of a story and each place."""
    for document in documents:
        if document["kind"] not in STORIES or document["fetched_at"] is None:
            continue
        by_place: dict[str, list[Said]] = {}
        for order, headline in enumerate(document["headlines"] or ()):
            what = said(Anchor(headline["text"] or "", None, (0, 0, order)), frozenset())
            if what is not None:
                by_place.setdefault(PLACES[HeadlinePlace(headline["where"])], []).append(what)
        for place, found in by_place.items():
            yield _row(document, place, found)


def _row(document: Mapping[str, Any], place: str, found: list[Said]) -> dict[str, Any]:
    best = found[0]
    others = {each.key for each in found} - {best.key}
    return {
        "source": document["source"],
        "place": place,
        "list_url": document["url"],
        "list_key": document["url_key"],
        "url": document["url"],
        "url_key": document["url_key"],
        "article_id": document["article_id"],
        "headline": best.headline,
        "shown": None if best.shown == best.headline else best.shown,
        "headline_key": best.key,
        "other_keys": sorted(others) or None,
        "is_label": False,
        "first_seen": document["fetched_at"],
        "last_seen": document["fetched_at"],
    }
