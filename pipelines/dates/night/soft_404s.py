"""Soft 404s: pages that answer 200 where a story was, with a notice that it is gone, or with the front page or another list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.column_values import ANSWERED, STORY_KINDS, KindBasis, PageKind
from pipelines.lake import Lake
from pipelines.locator import Locator, Page
from pipelines.page.text.not_found import says_missing

SAYS_GONE, SHOWS_LIST = "says that it is gone", "shows a list"
NOT_THERE = (KindBasis.MISSING, KindBasis.ERROR)
DOCUMENT_COLUMNS = ["source", "url_key", "kind", "kind_basis", "title"]
FETCH_COLUMNS = ["source", "url_key", "outcome"]


def soft_404s(lake: Lake, locator: Locator, night: date, documents: pa.Table, fetches: pa.Table) -> dict[Page, str]:
    """The pages of stories that were gone that night though they answered, each with a reason.

    Before, the page had a story under another title; tonight it says that it is not there, or has the title of a list that stands
    elsewhere on the site. One that was gone so when last read stays gone until it has a story again. `documents` has
    DOCUMENT_COLUMNS.
    """
    pages = {(row["source"], row["url_key"]): row for row in documents.select(DOCUMENT_COLUMNS).to_pylist()}
    suspects = {page: reason for page, row in pages.items() if (reason := _reason(page, row, _lists(pages)))}
    rows = fetches.select(FETCH_COLUMNS).to_pylist()
    answered = {(row["source"], row["url_key"]) for row in rows if row["outcome"] in ANSWERED}
    without_story = {page for page in answered if page not in pages or pages[page]["kind"] not in STORY_KINDS}
    last = locator.latest(sorted(suspects.keys() | without_story), before=night)
    had = story_titles(lake, {page: last[page] for page in suspects if page in last})
    gone = {page: suspects[page] for page, title in had.items() if _folded(title) != _folded(pages[page]["title"])}
    return _still_gone(lake, {page: last[page] for page in without_story if page in last}) | gone


def story_titles(lake: Lake, pages: Mapping[Page, tuple[date, str]]) -> dict[Page, str]:
    """The titles of stories by page, each as a night had it; pages that were none then are left out."""
    titles: dict[Page, str] = {}
    for each in sorted({on for on, _ in pages.values()}):
        keys = pa.array(sorted(key for (_, key), (on, _) in pages.items() if on == each), pa.string())
        where = pc.field("url_key").isin(keys) & pc.field("kind").isin(pa.array(list(map(str, STORY_KINDS))))
        rows = lake.read("documents", night=each, columns=["source", "url_key", "title"], where=where).to_pylist()
        titles |= {
            page: row["title"] for row in rows if row["title"] and (page := (row["source"], row["url_key"])) in pages
        }
    return titles


def _lists(pages: Mapping[Page, Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """By source and title of a list the URL key that it stands under, the shortest of several."""
    listings = sorted(
        (page for page, row in pages.items() if row["kind"] == PageKind.LISTING and row["title"]),
        key=lambda page: (-len(page[1]), page),
    )
    return {(page[0], _folded(pages[page]["title"])): page[1] for page in listings}


def _reason(page: Page, row: Mapping[str, Any], lists: Mapping[tuple[str, str], str]) -> str | None:
    if row["kind"] in STORY_KINDS:
        return None
    if row["kind_basis"] in NOT_THERE or says_missing(row["title"]):
        return f"{SAYS_GONE}: {row['title']}" if row["title"] else SAYS_GONE
    other = lists.get((page[0], _folded(row["title"]))) if row["kind"] == PageKind.LISTING else None
    return f"{SHOWS_LIST}: {other}" if other is not None and other != page[1] else None


def _still_gone(lake: Lake, pages: Mapping[Page, tuple[date, str]]) -> dict[Page, str]:
    """Those of the pages that were soft 404s on the night when they were last read."""
    gone: dict[Page, str] = {}
    for each in sorted({on for on, _ in pages.values()} & set(lake.nights("departures"))):
        rows = lake.read("departures", night=each, columns=["source", "url_key", "reason"]).to_pylist()
        found = {(row["source"], row["url_key"]): row["reason"] for row in rows}
        here = {page: found[page] for page, (on, _) in pages.items() if on == each and page in found}
        gone |= {page: reason for page, reason in here.items() if reason.startswith((SAYS_GONE, SHOWS_LIST))}
    return gone


def _folded(title: str | None) -> str:
    return " ".join((title or "").casefold().split())
