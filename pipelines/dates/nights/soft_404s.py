"""Soft 404s: pages that answer 200 where a story was, with a notice that it is gone, or with the front page or another page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta import Lake
from pipelines.lake.values import ANSWERED, STORY_KINDS, KindBasis, PageKind
from pipelines.lexicon.notices import says_missing
from pipelines.night.locator import DEPARTURES, Locator, Page

SOFT = SAYS_GONE, SHOWS_OTHER = "says that it is gone", "shows another page"
NOT_THERE = (KindBasis.MISSING, KindBasis.ERROR)
DOCUMENT_COLUMNS = ["source", "url_key", "kind", "kind_basis", "title"]
FETCH_COLUMNS = ["source", "url_key", "outcome", "payload_sha256"]


def soft_404s(lake: Lake, locator: Locator, night: date, documents: pa.Table, fetches: pa.Table) -> dict[Page, str]:
    """The pages of stories that were gone that night though they answered, each with a reason.

    Before, the page had a story under another title; tonight it has none. It says that it is not there, or is another page of
    the site: the same bytes, or a list of the same title. One that was gone so when last read stays gone until it has a story
    again. `documents` has DOCUMENT_COLUMNS.
    """
    pages = {(row["source"], row["url_key"]): row for row in documents.select(DOCUMENT_COLUMNS).to_pylist()}
    rows = [row for row in fetches.select(FETCH_COLUMNS).to_pylist() if row["outcome"] in ANSWERED]
    payloads = {(row["source"], row["url_key"]): row["payload_sha256"] for row in rows}
    without_story = {page for page in payloads if page not in pages or pages[page]["kind"] not in STORY_KINDS}
    last = locator.latest(sorted(without_story), before=night)
    had = titles_of(lake, {page: last[page] for page in pages if page in last}, STORY_KINDS)
    changed = {page: pages[page] for page, title in had.items() if _folded(title) != _folded(pages[page]["title"])}
    gone = _still_gone(lake, locator, last)
    if not changed:
        return gone
    lists = {page: row["title"] for page, row in pages.items() if row["kind"] == PageKind.LISTING}
    lists |= titles_of(lake, {page: on for page, on in last.items() if page not in pages}, (PageKind.LISTING,))
    shown = _same_elsewhere({page: _folded(title) for page, title in lists.items()}) | _same_elsewhere(payloads)
    return gone | {page: reason for page, row in changed.items() if (reason := _reason(page, row, shown))}


def titles_of(
    lake: Lake, pages: Mapping[Page, tuple[date, str]], kinds: Collection[PageKind] = STORY_KINDS
) -> dict[Page, str]:
    """The titles of pages of some kinds, each as a night had it; those of another kind then, or without one, are left out."""
    titles: dict[Page, str] = {}
    for each in sorted({on for on, _ in pages.values()}):
        keys = pa.array(sorted(key for (_, key), (on, _) in pages.items() if on == each), pa.string())
        where = pc.field("url_key").isin(keys) & pc.field("kind").isin(pa.array(list(map(str, kinds))))
        rows = lake.read("documents", night=each, columns=["source", "url_key", "title"], where=where).to_pylist()
        titles |= {
            page: row["title"] for row in rows if row["title"] and (page := (row["source"], row["url_key"])) in pages
        }
    return titles


def _same_elsewhere(pages: Mapping[Page, str | None]) -> dict[Page, str]:
    """By page the key of the page of its source that says the same and has the shortest address, where that is another."""
    first: dict[tuple[str, str], str] = {}
    for source, key in sorted(pages, key=lambda page: (len(page[1]), page)):
        if (said := pages[source, key]) is not None:
            first.setdefault((source, said), key)
    found = {(source, key): first[source, said] for (source, key), said in pages.items() if said}
    return {page: key for page, key in found.items() if key != page[1]}


def _reason(page: Page, row: Mapping[str, Any], shown: Mapping[Page, str]) -> str | None:
    if row["kind_basis"] in NOT_THERE or says_missing(row["title"]):
        return f"{SAYS_GONE}: {row['title']}" if row["title"] else SAYS_GONE
    if row["kind_basis"] == KindBasis.NOTICE:  # a barrier, shown in the place of any page
        return None
    return f"{SHOWS_OTHER}: {shown[page]}" if page in shown else None


def _still_gone(lake: Lake, locator: Locator, pages: Mapping[Page, tuple[date, str]]) -> dict[Page, str]:
    """Those of the pages that were soft 404s on the night when they were last read."""
    gone: dict[Page, str] = {}
    for night, works in sorted(locator.nights_of(DEPARTURES, {work for _, work in pages.values()}).items()):
        then = {page for page, (on, work) in pages.items() if on == night and work in works}
        if then:
            rows = lake.read("departures", night=night, columns=["source", "url_key", "reason"]).to_pylist()
            found = {(row["source"], row["url_key"]): row["reason"] for row in rows}
            gone |= {page: found[page] for page in then & found.keys() if found[page].startswith(SOFT)}
    return gone


def _folded(title: str | None) -> str:
    return " ".join((title or "").casefold().split())
