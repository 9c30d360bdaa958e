"""Dates that the feeds, sitemaps and listings of a night give: of captured pages, and of known ones not captured again.

A list shows days as links to its stories, `<time><a href="/story">3 November 2025</a></time>`; many themes show days only there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.identity import key_of
from pipelines.dates.judge.rules import OF_THE_FEED
from pipelines.dates.model import Origin, OriginKind
from pipelines.dates.nights.channel_refusals import channel_refusals
from pipelines.dates.read.reading import Dialect, read_machine, whole_day
from pipelines.lake.delta import Lake
from pipelines.lake.link_kinds import LATEST_ENTRIES, LINK_KINDS
from pipelines.lake.values import FetchOutcome
from pipelines.night.locator import EVIDENCE, Locator

ANCHOR, BESIDE = "anchor", "beside"
"""`date_kind` of a channel whose day is the text of a link, and of one whose day a list shows beside the link (column `listed` of
`documents`); the `origin` of their dates in `date_evidence` is `listing:` and this.
"""
LISTING_BESIDE = Origin(OriginKind.LISTING, BESIDE)
LISTED = frozenset(kind.channel for kind in LINK_KINDS.values() if not kind.is_entry)
"""Channels that are links in pages; the others have dates of their own."""
FETCH_COLUMNS = ["source", "url", "url_key", "outcome", "final_url", "channels", "last_modified", "fetched_at"]
LIST_COLUMNS = ["source", "url", "listed"]
DOCUMENT_COLUMNS = ["night", "source", "capture_id", "article_id", "document_id", "fetched_at", "url_key", "kind"]
MAX_REDIRECTS = 10
OFF_PAGE = (OriginKind.FEED, OriginKind.SITEMAP, OriginKind.LISTING)
Page = tuple[str, str]
"""Source and url_key."""
Channel = Mapping[str, Any]
"""A channel of `schemas.FETCHES`; of one that gives a date `refused` is the rule by which it is not the page's, or None."""


def anchor_channel(page: str, channels: Iterable[Channel]) -> Channel | None:
    """One of the links to a page whose text is a day, as a dated channel; None if there is none, or if they show several days.

    `page` is its `url_key`. A link on the page itself is a comment's, as `<a href="#comment-7">5 November 2025</a>`.
    """
    found: dict[str, list[Channel]] = {}
    for channel in channels:
        if (
            channel["channel"] in LISTED
            and key_of(channel["referrer"]) != page
            and (day := whole_day(channel["anchor"]))
        ):
            found.setdefault(day, []).append(channel)
    if len(found) != 1:
        return None
    least = min(found.popitem()[1], key=lambda c: (c["referrer"], c["position"] or 0, c["anchor"]))
    return {**least, "date_raw": least["anchor"], "date_kind": ANCHOR}


def listed_channels(documents: Iterable[Mapping[str, Any]]) -> dict[Page, Channel]:
    """The days that a night's lists show beside their links, by page, from rows of `schemas.DOCUMENTS` (the LIST_COLUMNS).

    A page that is listed with several days has none.
    """
    found: dict[Page, dict[str, list[Channel]]] = {}
    for document in documents:
        for entry in document["listed"] or ():
            reading, key = read_machine(entry["date"], Dialect()), key_of(entry["url"])
            if key and reading and not reading.ambiguous and len(reading.value) >= len("2020-07-01"):
                shown = {
                    "channel": "section", "referrer": document["url"], "anchor": None, "position": None,
                    "date_raw": entry["date"], "date_kind": BESIDE, "refused": None, "place": entry["place"],
                }  # fmt: skip
                days = found.setdefault((document["source"], key), {})
                days.setdefault(reading.value[:10], []).append(shown)
    return {
        page: min(channels, key=lambda c: (c["place"], c["referrer"], c["date_raw"]))
        for page, days in sorted(found.items())
        for channels in days.values()
        if len(days) == 1
    }


def channels_by_page(
    fetches: Sequence[Mapping[str, Any]], listed: Mapping[Page, Channel] = MappingProxyType({})
) -> dict[Page, list[Channel]]:
    """The dated channels of each page, from rows of `schemas.FETCHES` (the FETCH_COLUMNS), and the `listed_channels`.

    The date of a URL that redirects belongs to its target. If several redirect to one page, such as a consent page, it has none.
    """
    channels_of: dict[Page, list[Channel]] = {
        page: [{**channel, "refused": reason} for channel, reason in channels]
        for page, channels in channel_refusals(fetches).items()
    }
    for f in fetches:
        if (shown := anchor_channel(f["url_key"], f["channels"] or ())) is not None:
            channels_of.setdefault((f["source"], f["url_key"]), []).append({**shown, "refused": None})
    for page, channel in listed.items():
        channels_of.setdefault(page, []).append(channel)
    leads = {
        (f["source"], f["url_key"]): key_of(f["final_url"]) for f in fetches if f["outcome"] == FetchOutcome.REDIRECTED
    }
    through: dict[Page, list[Page]] = defaultdict(list)
    for page in leads:
        if channels_of[page]:
            through[_end(page, leads)].append(page)
    for target, pages in through.items():
        if len(pages) == 1 and target not in leads:
            channels_of[target] = [*channels_of.get(target, ()), *channels_of[pages[0]]]
    return {page: channels for page, channels in channels_of.items() if channels}


def _end(page: Page, leads: Mapping[Page, str | None]) -> Page:
    for _ in range(MAX_REDIRECTS):
        following = leads.get(page)
        if following is None:
            break
        page = (page[0], following)
    return page


def origin_of(channel: Channel) -> Origin:
    """The origin of a channel's date: `feed:pubDate`, `sitemap:lastmod`, `listing:anchor`."""
    if channel["date_kind"] in (ANCHOR, BESIDE):
        return Origin(OriginKind.LISTING, str(channel["date_kind"]))
    kind = OriginKind.FEED if channel["channel"] in LATEST_ENTRIES else OriginKind.SITEMAP
    return Origin(kind, str(channel["date_kind"]))


def uncaptured(
    lake: Lake,
    locator: Locator,
    night: date,
    fetches: Sequence[Mapping[str, Any]],
    listed: Mapping[Page, Channel],
    within: pc.Expression,
) -> list[tuple[dict[str, Any], list[Channel]]]:
    """Pages captured on an earlier night but not on this one, with the channels whose date is new; `within`: the sources of
    `fetches` and `listed`.

    A page is its latest document (DOCUMENT_COLUMNS) with `night` set to this night and `fetched_at` to that of the feed.
    """
    channels_of = channels_by_page(fetches, listed)
    tonight = lake.read("documents", night=night, columns=["source", "url_key"], where=within)
    wanted = channels_of.keys() - set(zip(tonight["source"].to_pylist(), tonight["url_key"].to_pylist(), strict=True))
    if not wanted:
        return []
    latest = _latest(lake, locator, night, wanted, within)
    recorded = _recorded(lake, locator, night, {document["article_id"] for document in latest.values()})
    read_at = {f["url"]: f["fetched_at"] for f in fetches if f["fetched_at"] is not None}
    found = []
    for page, document in sorted(latest.items()):
        fresh = [c for c in channels_of[page] if (document["article_id"], *_channel_key(c)) not in recorded]
        if fresh:
            times = [at for c in fresh if (at := read_at.get(c["referrer"])) is not None]
            at = max(times, default=document["fetched_at"])
            found.append((document | {"night": night, "fetched_at": at}, fresh))
    return found


def _channel_key(channel: Channel) -> tuple[str | None, ...]:
    """What makes a date new. A listing's day is known whichever listing shows it: stories move from page to page."""
    listing = channel["date_kind"] in (ANCHOR, BESIDE)
    return str(origin_of(channel)), channel["date_raw"], None if listing else channel["referrer"], channel["refused"]


def _latest(
    lake: Lake, locator: Locator, night: date, pages: set[Page], within: pc.Expression
) -> dict[Page, dict[str, Any]]:
    """The last capture of each page before a night."""
    keys = pa.array(sorted({key for _, key in pages}), pa.string())
    nights = {each for each, _ in locator.latest(pages, night).values()}
    rows = lake.read(
        "documents", nights=nights, columns=DOCUMENT_COLUMNS, where=within & pc.field("url_key").isin(keys)
    )
    found: dict[Page, dict[str, Any]] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: (row["night"], row["fetched_at"], row["capture_id"])):
        page = (row["source"], row["url_key"])
        if page in pages:
            found[page] = row
    return found


def _recorded(lake: Lake, locator: Locator, night: date, works: Collection[str]) -> set[tuple[str | None, ...]]:
    """Channel dates in the evidence of earlier nights: (article_id, origin, raw, evidence_url, rule of OF_THE_FEED)."""
    mine = pc.field("article_id").isin(pa.array(sorted(works), pa.string()))
    origins = [pc.starts_with(pc.field("origin"), f"{kind}:") for kind in OFF_PAGE]
    columns = ["article_id", "origin", "raw", "evidence_url", "reason"]
    nights = [each for each in locator.nights_of(EVIDENCE, works) if each < night]
    rows = lake.read(
        "date_evidence", nights=nights, columns=columns, where=mine & (origins[0] | origins[1] | origins[2])
    )
    values = zip(*(rows[name].to_pylist() for name in columns), strict=True)
    return {
        (
            work,
            origin,
            raw,
            None if origin.startswith(OriginKind.LISTING) else url,
            reason if reason in OF_THE_FEED else None,
        )
        for work, origin, raw, url, reason in values
    }
