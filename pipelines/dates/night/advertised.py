"""What the feeds and sitemaps of a night say of pages: those that the night captured, and those that it left as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.column_values import FetchOutcome
from pipelines.dates.judge.rules import OF_THE_FEED
from pipelines.dates.night.channel_refusals import refused
from pipelines.lake import Lake
from pipelines.locator import EVIDENCE, Locator
from pipelines.urls import key_of

FETCH_COLUMNS = ["source", "url", "url_key", "outcome", "final_url", "channels", "last_modified", "fetched_at"]
DOCUMENT_COLUMNS = ["night", "source", "capture_id", "article_id", "document_id", "fetched_at", "url_key", "kind"]
MOST_REDIRECTS = 10

Page = tuple[str, str]
"""Source and url_key."""
Said = Mapping[str, Any]
"""A channel of `schemas.FETCHES` that gives a date, with `refused`: the rule by which the date is not the page's, or None."""


def advertised(fetches: Sequence[Mapping[str, Any]]) -> dict[Page, list[Said]]:
    """What is said of each page (rows of `schemas.FETCHES`, FETCH_COLUMNS of them).

    What is said of an address that redirects is said of where it leads; where several lead to one page, it is the story of none.
    """
    said: dict[Page, list[Said]] = {
        page: [{**channel, "refused": reason} for channel, reason in told] for page, told in refused(fetches).items()
    }
    leads = {
        (f["source"], f["url_key"]): key_of(f["final_url"]) for f in fetches if f["outcome"] == FetchOutcome.REDIRECTED
    }
    through: dict[Page, list[Page]] = defaultdict(list)
    for page in leads:
        if said[page]:
            through[_end(page, leads)].append(page)
    for target, pages in through.items():
        if len(pages) == 1 and target not in leads:
            said[target] = [*said.get(target, ()), *said[pages[0]]]
    return {page: channels for page, channels in said.items() if channels}


def _end(page: Page, leads: Mapping[Page, str | None]) -> Page:
    for _ in range(MOST_REDIRECTS):
        following = leads.get(page)
        if following is None:
            break
        page = (page[0], following)
    return page


def origin_of(channel: Said) -> str:
    """What says so, as `date_evidence` names it: `feed:pubDate`, `sitemap:lastmod`."""
    return f"{'feed' if channel['channel'] == 'feed' else 'sitemap'}:{channel['date_kind']}"


def uncaptured(
    lake: Lake, locator: Locator, night: date, fetches: Sequence[Mapping[str, Any]]
) -> list[tuple[dict[str, Any], list[Said]]]:
    """Pages that are known from earlier nights and not captured on this one, with what it says of them for the first time.

    Each as its latest document (DOCUMENT_COLUMNS), with this night, and as `fetched_at` the time at which the feed was read.
    """
    said = advertised(fetches)
    tonight = lake.read("documents", night=night, columns=["source", "url_key"])
    wanted = said.keys() - set(zip(tonight["source"].to_pylist(), tonight["url_key"].to_pylist(), strict=True))
    if not wanted:
        return []
    latest = _latest(lake, locator, night, wanted)
    heard = _heard(lake, locator, night, {document["article_id"] for document in latest.values()})
    read_at = {f["url"]: f["fetched_at"] for f in fetches if f["fetched_at"] is not None}
    found = []
    for page, document in sorted(latest.items()):
        fresh = [c for c in said[page] if (document["article_id"], *_told(c)) not in heard]
        if fresh:
            times = [at for c in fresh if (at := read_at.get(c["referrer"])) is not None]
            at = max(times, default=document["fetched_at"])
            found.append((document | {"night": night, "fetched_at": at}, fresh))
    return found


def _told(channel: Said) -> tuple[str | None, ...]:
    return origin_of(channel), channel["date_raw"], channel["referrer"], channel["refused"]


def _latest(lake: Lake, locator: Locator, night: date, pages: set[Page]) -> dict[Page, dict[str, Any]]:
    """The last capture of each page before a night."""
    keys = pa.array(sorted({key for _, key in pages}), pa.string())
    nights = {each for each, _ in locator.latest(pages, night).values()}
    rows = lake.read("documents", nights=nights, columns=DOCUMENT_COLUMNS, where=pc.field("url_key").isin(keys))
    found: dict[Page, dict[str, Any]] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: (row["night"], row["fetched_at"], row["capture_id"])):
        page = (row["source"], row["url_key"])
        if page in pages:
            found[page] = row
    return found


def _heard(lake: Lake, locator: Locator, night: date, works: Collection[str]) -> set[tuple[str | None, ...]]:
    """What earlier nights have recorded already: article, origin, raw, evidence_url, and why they refused it as the feed's."""
    mine = pc.field("article_id").isin(pa.array(sorted(works), pa.string()))
    off_page = pc.starts_with(pc.field("origin"), "feed:") | pc.starts_with(pc.field("origin"), "sitemap:")
    columns = ["article_id", "origin", "raw", "evidence_url", "reason"]
    nights = [each for each in locator.nights_of(EVIDENCE, works) if each < night]
    rows = lake.read("date_evidence", nights=nights, columns=columns, where=mine & off_page)
    told = zip(*(rows[name].to_pylist() for name in columns), strict=True)
    return {(*what, reason if reason in OF_THE_FEED else None) for *what, reason in told}
