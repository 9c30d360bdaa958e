"""`kind: headlines`: what a list, a feed, a page or its metadata called a story, and from when to when."""

from __future__ import annotations

import pyarrow as pa

from pipelines.give.export.column import Column
from pipelines.give.export.kinds.kind import STAMP, Kind

QUERY = """
SELECT sha256('headline ' || concat_ws(chr(31), h.place, h.list_key, h.url_key, h.article_id, h.version))[:16] AS id,
    [h.article_id] AS article_ids, (h.first_seen AT TIME ZONE 'UTC')::DATE AS night, h.first_seen AS known_from,
    NULL::VARCHAR AS former,
    h.headline AS text, h.headline_before, h.place, h.list_url, h.version, h.went_back, h.look_before,
    h.first_seen AS headline_from, h.last_seen AS headline_to, h.look_after, h.first_position, h.last_position, h.best_position,
    h.nights
FROM (
    SELECT *, lag(headline) OVER (PARTITION BY source, place, list_key, url_key, article_id ORDER BY version) AS headline_before
    FROM headlines
) AS h SEMI JOIN taken USING (article_id) ANTI JOIN (FROM documents ANTI JOIN let_through USING (document_id)) USING (article_id)
"""
"""A headline has no capture of its own: a work counts only if every capture of it is let through."""

HEADLINES = Kind(
    name="headlines",
    about="What a list, a feed, a page or its metadata called a story (`text`), from when to when, and what it said before.",
    query=QUERY,
    columns={
        "headline_before": Column(pa.string(), "The headline before this one in the same place; null for the first."),
        "place": Column(pa.string(), "list feed page metadata: where the headline stood."),
        "list_url": Column(pa.string(), "The list or feed; for page and metadata the story's page."),
        "version": Column(pa.int64(), "1 for the first headline of the story in that place."),
        "went_back": Column(pa.bool_(), "True if the story had this headline there before, and another between (A-B-A)."),
        "look_before": Column(STAMP, "Last look at the place before `headline_from`; null if there was none."),
        "headline_from": Column(STAMP, "First look with this headline: it came after `look_before` and by then."),
        "headline_to": Column(STAMP, "Last look with this headline."),
        "look_after": Column(STAMP, "First look without it; null if there was none yet."),
        "first_position": Column(pa.int32(), "Position in the list at the first look, 0 is the top; null on pages."),
        "last_position": Column(pa.int32(), "Position at the last look."),
        "best_position": Column(pa.int32(), "Position nearest to the top."),
        "nights": Column(pa.int64(), "Nights with a look that had it."),
    },
    shown=(
        "id", "article_ids", "source", "url", "language", "text", "headline_before", "place", "list_url", "version",
        "went_back", "look_before", "headline_from", "headline_to", "look_after", "first_position", "last_position",
        "best_position", "nights", "published_day", "published_precision",
    ),
    tasks=("text-generation", "text-classification"),
    defaults={"copies": "all"},
)  # fmt: skip
