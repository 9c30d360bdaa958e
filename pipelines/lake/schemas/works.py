"""Tables of works: their current state, every text, clusters, and the nights on which a page of each answered."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import FIRST, HEADLINE, RELATED, RIGHTS, SPAN, UTC, schema

# fmt: off -- a column a line reads best
CLUSTERS = schema(
    ("article_id", pa.string(), "Member."),
    ("source", pa.string(), "Name of the member's source file."),
    ("cluster_id", pa.string(), "Article id of the member first seen earliest (least id among equals)."),
    ("role", pa.string(), "One of ROLES; `origin` in a cluster of one."),
    ("role_basis", pa.string(), "The named rule that gave the role."),
    ("origin_article_id", pa.string(), "The member that had the story first; null when no rule can tell."),
    ("matched_article_id", pa.string(), "The member it is most like; null in a cluster of one."),
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
    ("revision", pa.int32(), "1 for the first text seen, then by time of capture."),
    ("document_id", pa.string(), "First document that said so."),
    ("night", pa.date32(), "Night it was first seen."),
    ("seen_from", UTC, "First capture with this text."),
    ("seen_to", UTC, "Last capture with this text before the next revision."),
    ("change", pa.string(), "first typo update correction headline deletion."),
    ("title", pa.string(), "Headline of this revision."),
    ("text", pa.string(), "Cleaned text of this revision."),
    ("diff", pa.string(), "Unified diff against the revision before, by paragraph; null for the first."),
    ("text_sha256", pa.string(), "As in clean_documents."),
    *FIRST,
)

ARTICLES = schema(
    ("article_id", pa.string(), "Id of the work."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "URL that answered at the last capture with text."),
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
    ("text_from", pa.string(), "page; row: of a table that was imported, without a page."),
    ("paywall", pa.string(), "open metered truncated unknown."),
    ("published_at", UTC, "Instant of publication; null when no evidence is good enough or the zone is unknown."),
    ("published", pa.string(), "ISO 8601 at its true precision, as the publisher wrote it; null when unknown."),
    ("published_day", pa.date32(), "Day as the publisher wrote it, never shifted; null when unknown or coarser."),
    ("published_utc_offset_minutes", pa.int16(), "Offset in force; null when the zone is unknown."),
    ("published_precision", pa.string(), "instant minute local day month year; null when unknown."),
    ("published_basis", pa.string(), "The named rule and origin that decided; says why when unknown."),
    ("published_confidence", pa.float32(), "Probability that the day is right, 0 to 1; 0 when unknown."),
    (
        "guess",
        pa.string(),
        "The likeliest date, as `published`, also where its confidence is below 0.75 and `published` therefore null; null when no rule trusts any, see `dated_at`.",
    ),
    ("guess_confidence", pa.float32(), "Probability that the day of `guess` is right, 0 to 1; 0 when there is none."),
    ("not_before", UTC, "It was not published before this; never null: the web began on 1991-08-06."),
    ("not_before_basis", pa.string(), "Where that bound comes from."),
    ("not_after", UTC, "It was not published after this; never null."),
    ("not_after_basis", pa.string(), "Where that bound comes from."),
    ("modified_at", UTC, "Last modification the publisher states; null when none."),
    ("first_seen", UTC, "First capture."),
    (
        "gone_on",
        pa.date32(),
        "First night on which its page was gone (404, 410, a redirect to a list or the front page, a soft 404); null while it is there, or is back.",
    ),
    ("revisions", pa.int32(), "Number of texts it has had."),
    ("document_id", pa.string(), "Document of the current revision: joins every capture that said so."),
    (
        "capture_id",
        pa.string(),
        "First capture of that document, of the canonical page if possible: joins one row of documents and of clean_documents.",
    ),
    ("cluster_id", pa.string(), "Cluster of near-duplicates it belongs to."),
    ("role", pa.string(), "Its role in that cluster."),
    ("copies", pa.int32(), "Other members of the cluster."),
    ("text", pa.string(), "Cleaned text of the current revision."),
    ("words", pa.int32(), "Words in `text`."),
    ("flags", pa.list_(SPAN), "Quality and hidden-text flags."),
    ("related", pa.list_(RELATED), "Related links in page order."),
    *RIGHTS,
    *FIRST,
)

SIGHTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "article_id",
        pa.string(),
        "A work of which a page answered that night, with its text or to say that nothing had changed.",
    ),
    ("seen_at", UTC, "Last such answer of the night."),
)

DEPARTURES = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("article_id", pa.string(), "A work of which a page was gone that night."),
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
    ("kind", pa.string(), "What it is by all that is known: listing other."),
    (
        "basis",
        pa.string(),
        "The rule of another capture of it, or the shape of address under which its source keeps no stories.",
    ),
    *FIRST,
)
# fmt: on
