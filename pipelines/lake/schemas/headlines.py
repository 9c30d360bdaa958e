"""Table of headlines: what lists, feeds, pages and metadata called a story on a night."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import UTC, schema

# fmt: off -- a column a line reads best
HEADLINE_SIGHTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "place",
        pa.string(),
        "list (a page of links), feed, page (as the story's own page shows it) or metadata (as its page declares it).",
    ),
    ("list_url", pa.string(), "The list or feed; for `page` and `metadata` the story's page."),
    ("list_key", pa.string(), "Identity of that URL."),
    ("url", pa.string(), "The story's page."),
    ("url_key", pa.string(), "Identity of that URL: joins `articles`, `fetches` and `documents`."),
    ("article_id", pa.string(), "The work; null in a list, which only names a URL."),
    ("headline", pa.string(), "The headline without counters, times, `LIVE`, kickers and other marks at its ends."),
    ("shown", pa.string(), "The whole text of the link, with its marks; null if it is `headline`."),
    (
        "headline_key",
        pa.int64(),
        "64 bits of the digest of the headline; equal for headlines that differ only by marks, white space, or the form of quotes and dashes.",
    ),
    (
        "tail_key",
        pa.int64(),
        "The same without a section's name at the beginning that may be a kicker; null if there is none.",
    ),
    (
        "other_keys",
        pa.list_(pa.int64()),
        "Keys of the other texts that lead from there to the story (a teaser, a second headline); null if there are none.",
    ),
    (
        "is_label",
        pa.bool_(),
        "True if only a picture's alternative text, or the label of a link without text, says so.",
    ),
    ("first_seen", UTC, "First look of this run of looks with the headline."),
    ("last_seen", UTC, "Last look of this run of looks with the headline."),
    ("look_before", UTC, "The look before, without this headline; null if that was on another night."),
    ("look_after", UTC, "The look after, without this headline; null if that was on another night."),
    (
        "first_position",
        pa.int32(),
        "Position in the list at the first look, 0 is the top; null for `page` and `metadata`.",
    ),
    ("last_position", pa.int32(), "Position at the last look."),
    ("best_position", pa.int32(), "Position nearest to the top."),
)
# fmt: on
