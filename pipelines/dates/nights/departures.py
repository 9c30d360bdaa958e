"""Departures and sightings: the works whose page was gone on a night, and those whose page was there.

A page was gone if it answered 404 or 410, led to the front page, a list, another story or a page that is not there, or was a soft
404; it was there if it was fetched or answered 304 Not Modified.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.identity import is_front, key_of, site_key
from pipelines.dates.nights.soft_404s import NOT_THERE, soft_404s, titles_of
from pipelines.lake.delta import Lake
from pipelines.lake.schemas import DEPARTURES, SIGHTINGS
from pipelines.lake.values import ANSWERED, STORY_KINDS, FetchOutcome, PageKind
from pipelines.night.locator import Locator, Page

GONE = frozenset((404, 410))
LISTED = 3
"""Links to stories that make a page a list of them."""
COLUMNS = ("source", "url_key", "outcome", "status", "final_url")


def departures(lake: Lake, locator: Locator, night: date, documents: pa.Table, fetches: pa.Table) -> pa.Table:
    """Rows of `schemas.DEPARTURES`: the work of each page that was gone that night, by its last document before.

    A redirect to another site, to a page that was never read, or to one of the same title says nothing: the story may have moved.
    """
    rows = fetches.filter(pc.equal(fetches["resource"], "page")).select(COLUMNS).to_pylist()
    away = {page: reason for row in rows if (page := (row["source"], row["url_key"])) and (reason := _gone(row))}
    moved = {(row["source"], row["url_key"]): key for row in rows if (key := _moved_to(row))}
    lists = _lists(lake, locator, night, documents, {(source, key) for (source, _), key in moved.items()})
    away |= {(s, key): f"redirects to {to}" for (s, key), to in moved.items() if is_front(to) or (s, to) in lists}
    others = _other_stories(lake, locator, night, {page: to for page, to in moved.items() if page not in away})
    away |= {page: f"redirects to another story: {to}" for page, to in others.items()}
    soft = soft_404s(lake, locator, night, documents, fetches)
    missing = {page for page, reason in away.items() if reason.startswith("HTTP")} | _notices(documents)
    away |= {page: f"redirects to {to}, which is not there" for page, to in moved.items() if (page[0], to) in missing}
    away |= soft
    known = locator.latest(list(away), before=night)
    found = [
        {"night": night, "source": source, "article_id": known[source, key][1], "url_key": key, "reason": reason}
        for (source, key), reason in sorted(away.items())
        if (source, key) in known
    ]
    return pa.Table.from_pylist(found, schema=DEPARTURES)


def gone_on(lake: Lake, left: Mapping[date, Collection[str]], pages: Mapping[str, Collection[str]]) -> dict[str, date]:
    """The first night, since each work was last seen, on which its page was gone; works that are there are left out.

    `left` are the works that nights hold departures of, `pages` the keys under which each work is known now.
    """
    works = pa.array(sorted({work for each in left.values() for work in each}), pa.string())
    mine = pc.field("article_id").isin(works)
    rows = lake.read(
        "departures", nights=list(left), columns=["night", "article_id", "url_key"], where=mine
    ).to_pylist()
    away = [row for row in rows if row["url_key"] in pages.get(row["article_id"], ())]
    if not away:
        return {}
    first = min(row["night"] for row in away)
    later = [night for night in lake.nights("sightings") if night >= first]
    seen = lake.read("sightings", nights=later, columns=["night", "article_id"], where=mine).to_pylist()
    last: dict[str, date] = {}
    for row in seen:
        last[row["article_id"]] = max(row["night"], last.get(row["article_id"], date.min))
    gone: dict[str, date] = {}
    for row in away:
        work, night = row["article_id"], row["night"]
        if night > last.get(work, date.min):
            gone[work] = min(night, gone.get(work, night))
    return gone


def _gone(row: Mapping[str, Any]) -> str | None:
    return f"HTTP {row['status']}" if row["outcome"] == FetchOutcome.HTTP_ERROR and row["status"] in GONE else None


def _moved_to(row: Mapping[str, Any]) -> str | None:
    """The key of the page that a redirect on one site led to."""
    to = key_of(row["final_url"]) if row["outcome"] == FetchOutcome.REDIRECTED else None
    return to if to and to != row["url_key"] and site_key(to) == site_key(row["url_key"]) else None


def _lists(lake: Lake, locator: Locator, night: date, documents: pa.Table, pages: Collection[Page]) -> set[Page]:
    """Which of the pages are lists of stories: by their kind when last read, or, of those that are no story, by their links.

    A menu without `<nav>` above a story looks like the links of a list.
    """
    names = ("source", "url_key", "kind")
    kinds = {(s, key): kind for s, key, kind in zip(*(documents[n].to_pylist() for n in names), strict=True)}
    missing = locator.latest([page for page in pages if page not in kinds], before=night)
    for each in sorted({on for on, _ in missing.values()}):
        keys = pa.array([key for (_, key), (on, _) in missing.items() if on == each], pa.string())
        earlier = lake.read("documents", night=each, columns=list(names), where=pc.field("url_key").isin(keys))
        kinds |= {(row["source"], row["url_key"]): row["kind"] for row in earlier.to_pylist()}
    listings = {page for page in pages if kinds.get(page) == PageKind.LISTING}
    return listings | _linking(lake, night, [page for page in pages if kinds.get(page) not in STORY_KINDS])


def _other_stories(lake: Lake, locator: Locator, night: date, moved: Mapping[Page, str]) -> dict[Page, str]:
    """Those of the pages that led to another story: one under another title that was known when they were last read."""
    last = locator.latest(list(moved), before=night)
    beside = {
        (page[0], to): found
        for page, to in moved.items()
        if page in last
        for found in locator.latest([(page[0], to)], before=last[page][0] + timedelta(days=1)).values()
        if found[1] != last[page][1]
    }
    titles = titles_of(lake, last | beside)
    return {
        page: to
        for page, to in moved.items()
        if (one := titles.get(page)) and (other := titles.get((page[0], to))) and one.casefold() != other.casefold()
    }


def _notices(documents: pa.Table) -> set[Page]:
    """The pages of a night that say that they are not there."""
    rows = documents.select(["source", "url_key", "kind_basis"]).to_pylist()
    return {(row["source"], row["url_key"]) for row in rows if row["kind_basis"] in NOT_THERE}


def _linking(lake: Lake, night: date, pages: Collection[Page]) -> set[Page]:
    """Which of the pages link, as lists do, to LISTED pages and more."""
    if not pages:
        return set()
    keys = pa.array(sorted(key for _, key in pages), pa.string())
    where = (pc.field("kind") == "section") & pc.field("from_url_key").isin(keys)
    links = lake.read("links", night=night, columns=["source", "from_url_key"], where=where)
    counts = Counter(zip(links["source"].to_pylist(), links["from_url_key"].to_pylist(), strict=True))
    return {page for page in pages if counts[page] >= LISTED}


def sightings(
    locator: Locator, night: date, documents: pa.Table, fetches: pa.Table, gone: Collection[Page] = ()
) -> pa.Table:
    """Rows of `schemas.SIGHTINGS`: the work of each page online that night, by tonight's document or else by its last one.

    `gone` are the pages that answered and were gone all the same, see `soft_404s`.
    """
    answered: dict[tuple[str, str], datetime] = {}
    columns = ("source", "url_key", "outcome", "fetched_at")
    for source, key, outcome, at in zip(*(fetches[name].to_pylist() for name in columns), strict=True):
        if outcome in ANSWERED and at is not None and (source, key) not in gone:
            answered[source, key] = max(answered.get((source, key), at), at)
    names = ("source", "url_key", "article_id")
    works = {(s, key): work for s, key, work in zip(*(documents[name].to_pylist() for name in names), strict=True)}
    earlier = locator.latest([page for page in answered if page not in works], before=night)
    works |= {page: work for page, (_, work) in earlier.items()}
    seen: dict[tuple[str, str], datetime] = {}
    for page, at in answered.items():
        if page in works:
            where = (page[0], works[page])
            seen[where] = max(seen.get(where, at), at)
    rows = [{"night": night, "source": s, "article_id": work, "seen_at": at} for (s, work), at in sorted(seen.items())]
    return pa.Table.from_pylist(rows, schema=SIGHTINGS)
