"""Tables of works: their current state, every text, clusters, and the nights on which a page of each answered."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import FIRST, HEADLINE, RELATED, RIGHTS, SPAN, UTC, schema

# fmt: off -- a column a line reads best
CLUSTERS = schema(
    ("article_id", pa.string(), "Member."),
    ("source", pa.string(), "Name of the member's source file."),
    ("cluster_id", pa.string(), "Article id of the member that was captured first (the smallest id, if several were)."),
    ("role", pa.string(), "One of ROLES; `origin` in a cluster of one."),
    ("role_basis", pa.string(), "The named rule that gave the role."),
    ("origin_article_id", pa.string(), "The member that published the story first; null when no rule decides."),
    ("matched_article_id", pa.string(), "The most similar member; null in a cluster of one."),
    ("similarity", pa.float32(), "Jaccard similarity of word 5-shingles with that member; null in a cluster of one."),
    (
        "containment",
        pa.float32(),
        "Share of the shorter text's shingles found in the longer; null in a cluster of one.",
    ),
    ("first_seen", UTC, "When the member was first captured."),
    *FIRST,
)

REVISIONS = schema(
    ("article_id", pa.string(), "The work."),
    ("source", pa.string(), "Name of the source file."),
    ("revision", pa.int32(), "1 for the first text, then in the order of captures."),
    ("document_id", pa.string(), "First document with this text."),
    ("night", pa.date32(), "Night of the first capture with this text."),
    ("seen_from", UTC, "First capture with this text."),
    ("seen_to", UTC, "Last capture with this text before the next revision."),
    ("change", pa.string(), "first typo update correction headline deletion."),
    (
        "kinds",
        pa.list_(pa.string()),
        "All that differs from the text before: headline lead figures name added removed correction_note; empty if only other words were replaced, null for the first.",
    ),
    ("title", pa.string(), "Headline of this revision."),
    ("text", pa.string(), "Cleaned text of this revision."),
    ("diff", pa.string(), "Unified diff against the revision before, by paragraph; null for the first."),
    ("text_sha256", pa.string(), "As in clean_documents."),
    *FIRST,
)

ARTICLES = schema(
    ("article_id", pa.string(), "Id of the work."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "URL of the last capture with text."),
    ("url_key", pa.string(), "Identity of the URL that was advertised: joins `fetches`, `links` and `documents`."),
    ("canonical_url", pa.string(), "Canonical URL of the work; `url` where the page declares none."),
    ("title", pa.string(), "Headline of the current revision."),
    ("headlines", pa.list_(HEADLINE), "As in documents."),
    ("authors", pa.list_(pa.string()), "People, in order of the byline."),
    (
        "authors_confidence",
        pa.list_(pa.float32()),
        "Probability that each of `authors` is right, in their order, measured on real pages; null where it was not measured.",
    ),
    ("agency", pa.string(), "Wire agency credited; null when none."),
    ("section", pa.string(), "Section; null when none."),
    ("tags", pa.list_(pa.string()), "Keywords."),
    ("image", pa.string(), "URL of the lead image; null when none."),
    ("description", pa.string(), "As in documents."),
    ("language", pa.string(), "ISO 639-1 code; null when too short to tell."),
    ("language_score", pa.float32(), "Probability the detector gave, 0 to 1."),
    ("kind", pa.string(), "article live video gallery."),
    ("text_from", pa.string(), "Source of the text: page; row of an imported table that had no page."),
    ("paywall", pa.string(), "open metered truncated unknown."),
    ("published_at", UTC, "Instant of publication; null when no evidence is good enough or the zone is unknown."),
    ("published", pa.string(), "ISO 8601 at its true precision, as the publisher wrote it; null when unknown."),
    ("published_day", pa.date32(), "Day as the publisher wrote it, never shifted; null when unknown or coarser."),
    ("published_utc_offset_minutes", pa.int16(), "Offset in force; null when the zone is unknown."),
    ("published_precision", pa.string(), "instant minute local day month year; null when unknown."),
    ("published_basis", pa.string(), "Name of the rule and origin that decided; the reason when unknown."),
    ("published_confidence", pa.float32(), "Probability that the day is right, 0 to 1; 0 when unknown."),
    (
        "guess",
        pa.string(),
        "The most probable date, written as `published`. It is given even if its confidence is below 0.75, where `published` is null; null when no rule accepts any date. See `dated_at`.",
    ),
    (
        "guess_confidence",
        pa.float32(),
        "Probability that the day of `guess` is right, 0 to 1; 0 when there is no guess.",
    ),
    ("not_before", UTC, "Earliest possible instant of publication; never null: the web began on 1991-08-06."),
    ("not_before_basis", pa.string(), "Evidence for that bound."),
    ("not_after", UTC, "Latest possible instant of publication; never null."),
    ("not_after_basis", pa.string(), "Evidence for that bound."),
    ("modified_at", UTC, "Last modification that the publisher states; null when there is none."),
    ("first_seen", UTC, "First capture."),
    (
        "gone_on",
        pa.date32(),
        "First night on which the page was gone (404, 410, a redirect to a list or the front page, a soft 404); null while the page answers.",
    ),
    ("revisions", pa.int32(), "Number of different texts of the work."),
    ("document_id", pa.string(), "Document of the current revision: joins every capture with the same title and text."),
    (
        "capture_id",
        pa.string(),
        "First capture of that document, from the canonical page if there is one: joins one row of documents and of clean_documents.",
    ),
    ("cluster_id", pa.string(), "Its cluster of near-duplicates."),
    ("role", pa.string(), "Its role in that cluster."),
    ("text", pa.string(), "Cleaned text of the current revision."),
    ("words", pa.int32(), "Words in `text`."),
    ("flags", pa.list_(SPAN), "Quality and hidden-text flags."),
    ("related", pa.list_(RELATED), "Related links in page order."),
    *RIGHTS,
    *FIRST,
)

EVENTS = schema(
    ("article_id", pa.string(), "A work that reports the same event as at least one other work."),
    ("source", pa.string(), "Name of the source file."),
    (
        "event_id",
        pa.string(),
        "Article id of the member that was captured first (the smallest id, if several were). `event_facts` has a row for each event.",
    ),
    ("language", pa.string(), "Language of the work, as in `articles`."),
    ("strength", pa.float32(), "Probability that the work and `nearest_article_id` report the same event, 0 to 1."),
    (
        "basis",
        pa.string(),
        "What ties the two: copy (near-duplicates), words (rare words, names and numbers), names (names and numbers alone, in two languages).",
    ),
    ("nearest_article_id", pa.string(), "The member that has most in common with the work."),
    ("shared", pa.list_(pa.string()), "Rare words, names and numbers of both, as the work writes them; up to eight."),
    *FIRST,
)

SIGHTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "article_id",
        pa.string(),
        "A work whose page answered that night, with its text or with `not modified`.",
    ),
    ("seen_at", UTC, "Time of the last such answer of the night."),
)

DEPARTURES = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("article_id", pa.string(), "A work whose page was gone that night."),
    ("url_key", pa.string(), "Identity of the page's URL."),
    (
        "reason",
        pa.string(),
        "HTTP 404, HTTP 410, `redirects to` the front page, a list or another story, `says that it is gone`, `shows another page`.",
    ),
)

TAKEN_BACK = schema(
    ("article_id", pa.string(), "The work."),
    ("source", pa.string(), "Name of the source file."),
    ("kind", pa.string(), "Kind of the page by all evidence: listing other."),
    (
        "basis",
        pa.string(),
        "The rule that decided on another capture of the page, or the shape of URL under which the source publishes no stories.",
    ),
    *FIRST,
)
# fmt: on
