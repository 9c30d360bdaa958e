"""Tables of dating: evidence, lessons about sources, traces of undated works, and every date that a work has had."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import CAPTURE, FIRST, UTC, schema

# fmt: off -- a column a line reads best
DATE_EVIDENCE = schema(
    *CAPTURE,
    ("fetched_at", UTC, "When the page with this date was captured. The page cannot have been published later."),
    ("role", pa.string(), "The event of the date: published modified other."),
    (
        "origin",
        pa.string(),
        "Kind of place of the date: jsonld, meta, time, text, url, feed, sitemap, http, capture, listing, … Dates of copies are in `clusters`, bounds by other pages in `traces`.",
    ),
    ("raw", pa.string(), "The text of the date, unchanged."),
    (
        "value",
        pa.string(),
        "The date in ISO 8601 at its own precision, in the time that the page writes; null when the text cannot be read.",
    ),
    ("utc_offset_minutes", pa.int16(), "Offset in force; null when the zone is unknown."),
    (
        "zone_source",
        pa.string(),
        "Source of the zone: written (offset in the text), name (zone name in the text), source (settings file), none, `learned:6` (learned from six of the source's stories).",
    ),
    ("precision", pa.string(), "instant minute local day month year."),
    (
        "date_order",
        pa.string(),
        "How an ambiguous text (03/04) was read: DMY or MDY, followed by the reason: `by source` (settings file), `by learned:4` (four of the source's stories), `by page` (its language, country or other dates); null when the text is not ambiguous.",
    ),
    ("verdict", pa.string(), "accepted supporting rejected."),
    ("reason", pa.string(), "The named rule that gave the verdict."),
    (
        "context",
        pa.string(),
        "Part of the page that holds the date, or the element of a list that does; null when the date is from elsewhere.",
    ),
    ("position", pa.int32(), "Order in the page; dates from elsewhere follow."),
    ("evidence_url", pa.string(), "The feed, sitemap or other page that states the date; null for the page itself."),
)

DATE_LESSONS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "teaches",
        pa.string(),
        "zone: the offset of clock times without a zone; order: how dates such as 03/04 are read.",
    ),
    ("local_day", pa.date32(), "Day of the clock times, in local time; null for an order."),
    (
        "utc_offset_minutes",
        pa.int16(),
        "Difference between these clock times and the instants (UTC) that the same stories state elsewhere; null for an order.",
    ),
    ("date_order", pa.string(), "DMY or MDY: the only order in which the stories' dates are valid; null for a zone."),
    ("article_ids", pa.list_(pa.string()), "Stories that prove it: at most ten, in the order of their ids."),
)

DATE_HISTORY = schema(
    ("article_id", pa.string(), "Id of the work."),
    ("source", pa.string(), "Name of the source file."),
    ("night", pa.date32(), "First night whose evidence gives this date."),
    ("until_night", pa.date32(), "First night whose evidence gives another date; null while this one is current."),
    ("change", pa.string(), "Change from the previous row: first dated redated refined withdrawn bounds basis."),
    ("published_at", UTC, "As in articles, from the evidence up to that night."),
    ("published", pa.string(), "As in articles."),
    ("published_day", pa.date32(), "As in articles."),
    ("published_utc_offset_minutes", pa.int16(), "As in articles."),
    ("published_precision", pa.string(), "As in articles."),
    ("published_basis", pa.string(), "As in articles."),
    ("published_confidence", pa.float32(), "As in articles."),
    ("not_before", UTC, "As in articles."),
    ("not_before_basis", pa.string(), "As in articles."),
    ("not_after", UTC, "As in articles."),
    ("not_after_basis", pa.string(), "As in articles."),
    *FIRST,
)

TRACES = schema(
    ("article_id", pa.string(), "An undated work."),
    ("night", pa.date32(), "First night whose evidence gives the bound."),
    ("side", pa.string(), "not_before not_after."),
    ("bound", UTC, "The instant."),
    (
        "kind",
        pa.string(),
        "Kind of evidence. appearance: another page links to the work; comment: date of a comment on it; change: change date of a sitemap, feed or header; picture: date in a picture's URL; number: number in its own URL; mention: a dated text links to it; absence: the work is new at the top of a list; list: its place between dated works of a list.",
    ),
    (
        "verdict",
        pa.string(),
        "accepted; contradicted: a stronger kind of evidence, or another bound of the same kind, excludes it.",
    ),
    (
        "confidence",
        pa.float32(),
        "Probability that the bound is right, 0 to 1, measured on the source's dated stories (docs/dates.md): the share of right bounds by such a list, number or link, with half a bound added to both sides (Jeffreys). At most the confidence of the bound that it depends on; at most 0.79 for a comment or change date if those of undated stories are unusually early; 1 for an appearance.",
    ),
    ("witness_article_id", pa.string(), "The dated or bounded work that gives the bound; null if no work does."),
    ("evidence_url", pa.string(), "The list, or the page with the link."),
    ("basis", pa.string(), "The bound in words."),
    *FIRST,
)
# fmt: on
