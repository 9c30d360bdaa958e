"""Days that a source's own pages show as links to a story: `<time><a href="/story">3 November 2025</a></time>` in a listing.

Many themes show a story's day only there, not on its own page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pipelines.base.urls.identity import key_of
from pipelines.dates.origin import Origin, OriginKind
from pipelines.dates.read.reading import Dialect, read_text

ANCHOR = "anchor"
LISTING_ANCHOR = Origin(OriginKind.LISTING, ANCHOR)
"""`date_kind` of such a channel, and the `origin` of its date in `date_evidence`."""
LISTED = ("related", "section", "page")
"""Channels that are links in pages; the others have dates of their own."""

Channel = Mapping[str, Any]
"""A channel of `schemas.FETCHES`."""


def anchor_channel(page: str, channels: Iterable[Channel]) -> Channel | None:
    """One of the links to a page whose text is a day, as a dated channel; None if there is none, or if they show several days.

    `page` is its `url_key`. A link on the page itself is a comment's, as `<a href="#comment-7">5 November 2025</a>`.
    """
    found: dict[str, list[Channel]] = {}
    for channel in channels:
        if channel["channel"] in LISTED and key_of(channel["referrer"]) != page and (day := day_of(channel["anchor"])):
            found.setdefault(day, []).append(channel)
    if len(found) != 1:
        return None
    least = min(found.popitem()[1], key=lambda c: (c["referrer"], c["position"] or 0, c["anchor"]))
    return {**least, "date_raw": least["anchor"], "date_kind": ANCHOR}


@lru_cache(maxsize=20_000)
def day_of(anchor: str | None) -> str | None:
    """The day that a link's text is; None if it says anything else, or no year, or if 03/04 could be either day.

    >>> [day_of(text) for text in ("1 de julio de 2020", "July 2020", "Harbour closed on July 1, 2020", "03/04/2020")]
    ['2020-07-01', None, None, None]
    """
    text = (anchor or "").strip()
    readings = read_text(text, Dialect()) if any(c.isdigit() for c in text) else ()
    for reading in readings:
        whole = reading.start == 0 and reading.end == len(text)
        if whole and not reading.ambiguous and len(reading.value) >= len("2020-07-01"):
            return reading.value[:10]
    return None
