"""Tables of dating: evidence, lessons about sources, traces of undated works, and every date that a work has had."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import CAPTURE, FIRST, UTC, schema

# fmt: off -- a column a line reads best
DATE_EVIDENCE = schema(
    *CAPTURE,
    ("fetched_at", UTC, "When the page that offers it was captured: no date of it can be later."),
    ("role", pa.string(), "What it is a date of: published modified other."),
    (
        "origin",
        pa.string(),
        "Where it was found: jsonld, meta, time, text, url, feed, sitemap, http, capture, listing, …; copies are in `clusters`, traces in `traces`.",
    ),
    ("raw", pa.string(), "The text as it stood."),
    ("value", pa.string(), "ISO 8601 at its own precision, local as written; null when it could not be read."),
    ("utc_offset_minutes", pa.int16(), "Offset in force; null when the zone is unknown."),
    (
        "zone_source",
        pa.string(),
        "How the zone is known: written name source none, `learned:6` from six of the source's stories.",
    ),
    ("precision", pa.string(), "instant minute local day month year."),
    (
        "date_order",
        pa.string(),
        "How a text that could be read both ways (03/04) was read: DMY or MDY, `by source` for its settings, `by learned:4` from four of its stories, `by page` for its language, country or other dates; null when it could not.",
    ),
    ("verdict", pa.string(), "accepted supporting rejected."),
    ("reason", pa.string(), "The named rule that gave the verdict."),
    ("context", pa.string(), "Where in the page it stood; null off the page."),
    ("position", pa.int32(), "Order in the page; off the page after everything in it."),
    ("evidence_url", pa.string(), "The feed, sitemap or other page that says so; null for the page itself."),
)

DATE_LESSONS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("teaches", pa.string(), "zone: of its bare clock times; order: of dates such as 03/04."),
    ("local_day", pa.date32(), "Day of the clock times, as written; null for an order."),
    (
        "utc_offset_minutes",
        pa.int16(),
        "By how much they are ahead of the instants that the same stories state elsewhere; null for an order.",
    ),
    ("date_order", pa.string(), "DMY or MDY: the order in which the stories' dates can be read; null for a zone."),
    ("article_ids", pa.list_(pa.string()), "Stories that show it: at most ten, least ids first."),
)

DATE_HISTORY = schema(
    ("article_id", pa.string(), "Id of the work."),
    ("source", pa.string(), "Name of the source file."),
    ("night", pa.date32(), "First night whose evidence says so."),
    ("until_night", pa.date32(), "First night whose evidence says otherwise; null while it holds."),
    ("change", pa.string(), "To the row before: first dated redated refined withdrawn bounds basis."),
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
        "appearance: a link to it stood somewhere; comment: on it; change: told by a sitemap, feed or header; picture: where it is filed; number: of its address; mention: a link in a text; absence: new on top of a list; list: its place in a list.",
    ),
    ("verdict", pa.string(), "accepted; contradicted by stronger kinds or by others of its kind."),
    (
        "confidence",
        pa.float32(),
        "How sure the bound is, 0 to 1, of measured reliability (docs/dates.md): the share of right steps among the source's dated stories by which such a list, number, link or clue is judged, as surely as their count allows; at most that of the bound it hangs by; of a comment or change at most 0.79 where those of undated stories come early among the others; 1 for an appearance.",
    ),
    ("witness_article_id", pa.string(), "The dated or bounded work that gives the bound; null where none does."),
    ("evidence_url", pa.string(), "The list, or the page with the link."),
    ("basis", pa.string(), "The bound in words."),
    *FIRST,
)
# fmt: on
