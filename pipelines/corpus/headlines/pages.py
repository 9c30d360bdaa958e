"""The headlines of the pages of a night: the one that a page shows, and the one that its metadata declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.corpus.headlines.choice import Anchor, Said, said
from pipelines.lake.values import HeadlinePlace, PageKind

STORIES = (PageKind.ARTICLE, PageKind.LIVE, PageKind.VIDEO, PageKind.GALLERY)
PLACES = {HeadlinePlace.SHOWN: "page", HeadlinePlace.DECLARED: "metadata"}


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
