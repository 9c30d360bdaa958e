"""Tables of extraction and cleaning: one row for each capture, and the lessons from a source's pages."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import (
    BLOCK,
    CANDIDATE,
    CAPTURE,
    HEADLINE,
    LISTED_DAY,
    RELATED,
    RIGHTS,
    SPAN,
    UTC,
    schema,
)

# fmt: off -- a column a line reads best
DOCUMENTS = schema(
    *CAPTURE,
    ("url", pa.string(), "URL that answered."),
    ("url_key", pa.string(), "Identity of the URL that was advertised: joins `fetches`."),
    (
        "canonical_url",
        pa.string(),
        "Canonical URL that the page declares, absolute; null when it declares none.",
    ),
    ("fetched_at", UTC, "When it was captured."),
    ("kind", pa.string(), "article listing live video gallery other."),
    ("kind_basis", pa.string(), "The named rule that gave `kind`, see `pipelines.extract.kind`."),
    ("title", pa.string(), "The story's headline; null when none was found."),
    (
        "headlines",
        pa.list_(HEADLINE),
        "The visible headline (shown) and the headlines in metadata (declared).",
    ),
    ("blocks", pa.list_(BLOCK), "The story in order, as extracted."),
    (
        "asides",
        pa.list_(BLOCK),
        "Blocks inside the story that are not part of its text, in page order: caption pull_quote.",
    ),
    ("text", pa.string(), "The blocks' text, joined by blank lines; empty when there is no story."),
    ("authors", pa.list_(pa.string()), "People, in order of the byline."),
    (
        "authors_confidence",
        pa.list_(pa.float32()),
        "Probability that each of `authors` is right, in their order, measured on real pages; null where it was not measured.",
    ),
    ("agency", pa.string(), "Wire agency credited; null when none."),
    ("credits", pa.list_(pa.string()), "Lines outside the story that name the source of its text, unchanged."),
    ("section", pa.string(), "Section as the page names it; null when none."),
    ("tags", pa.list_(pa.string()), "Keywords as the page gives them."),
    ("image", pa.string(), "URL of the lead image; null when none."),
    (
        "description",
        pa.string(),
        "Summary of the story in metadata, for search engines and link previews; null when it is missing or equal to the headline.",
    ),
    ("language", pa.string(), "ISO 639-1 code of the text; null when too short to tell."),
    ("language_score", pa.float32(), "Probability the detector gave, 0 to 1."),
    ("paywall", pa.string(), "open metered truncated unknown."),
    ("related", pa.list_(RELATED), "Related links in page order; links inside the story are not among them."),
    (
        "flags",
        pa.list_(SPAN),
        "Hidden or hostile text found, text that was left out (`left_out_` and the reason), text from a story's further pages (`part`, with the address) and the first of these that is missing (`part_missing`): start and end are offsets in `text` or null.",
    ),
    (
        "listed",
        pa.list_(LISTED_DAY),
        "Of a listing: the days that it shows beside the links to its stories, as written, and the element that they stand in; evidence of those stories' dates.",
    ),
    ("date_candidates", pa.list_(CANDIDATE), "Every date of the page, before a rule decides."),
    (
        "layout",
        pa.list_(pa.string()),
        "Fields that were read at a place learned from the source (see `places`): body headline byline time site repeated, or picture, the house's that was left out; empty if the page alone decided.",
    ),
    ("charset", pa.string(), "Character encoding by which the bytes were decoded."),
    ("content_sha256", pa.string(), "SHA-256 of title and text, white space folded, NFC."),
    (
        "extractor",
        pa.string(),
        "Version of the extraction rules and of the source's learned places.",
    ),
    *RIGHTS,
)

MOVES = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("article_id", pa.string(), "A work whose story was captured under a new address."),
    ("url_key", pa.string(), "Identity of the new address."),
    ("from_url_key", pa.string(), "Identity of an address that the story had before."),
    (
        "reason",
        pa.string(),
        "Why both are one story: the old address redirects (HTTP 301), names the new one (canonical), or does not answer (HTTP 404, same text; same text: nobody asked).",
    ),
)

PLACES = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "role",
        pa.string(),
        "Content of the place: body headline byline time; site: the publication's name in titles; repeated: a paragraph of several stories; picture: a picture of several.",
    ),
    (
        "place",
        pa.string(),
        "The element and its two ancestors, innermost first, with the ids and classes that pages of the template share; for `site` the text, for `repeated` its digest.",
    ),
    ("right", pa.int32(), "Number of the night's stories that have this content at the place, by the page alone."),
    ("wrong", pa.int32(), "Number of the night's stories that have other content of a similar form at the place."),
    ("right_so_far", pa.int32(), "The same for this night and the 29 nights before."),
    ("wrong_so_far", pa.int32(), "The same for this night and the 29 nights before."),
    ("learned", pa.bool_(), "True if the place was certain enough to be used on this night's ambiguous pages."),
)

BLOCK_SIGHTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("block", pa.int64(), "Key of a block of up to 80 words: 64 bits of BLAKE2b over its text, folded."),
    ("article_id", pa.string(), "A work with this block."),
    ("story", pa.int64(), "Key of that document's longest block: the same for copies of one story."),
    ("sentence", pa.bool_(), "True if the block is a sentence or longer, not a label."),
)

BOILERPLATE = schema(
    ("night", pa.date32(), "Crawl date on which the block was removed."),
    ("source", pa.string(), "Name of the source file."),
    ("block", pa.string(), "The block's text, folded: letters, numbers as 0."),
    ("example", pa.string(), "The block as it stands in a page (the first of all variants in alphabetical order)."),
    ("kind", pa.string(), "Kind of the block: paragraph heading list …; the first of several in alphabetical order."),
    ("stories", pa.int32(), "Number of stories with this block, in this night and the 29 nights before."),
    ("of_stories", pa.int32(), "Number of the source's stories in these nights."),
)

CLEAN_DOCUMENTS = schema(
    *CAPTURE,
    ("fetched_at", UTC, "When it was captured."),
    ("text", pa.string(), "The story, cleaned: paragraphs joined by blank lines."),
    ("words", pa.int32(), "Words in `text`; characters for scripts written without spaces."),
    ("removed", pa.list_(SPAN), "Removed text, with the rule; offsets refer to the text before cleaning."),
    ("flags", pa.list_(SPAN), "Quality and hidden-text flags; offsets refer to the cleaned text."),
    (
        "text_sha256",
        pa.string(),
        "SHA-256 of title and cleaned text, white space folded, NFC: equal means same revision.",
    ),
)

DROPPED = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("capture_id", pa.string(), "Id of the archived response."),
    ("url", pa.string(), "URL that answered."),
    ("step", pa.string(), "Step that dropped the capture: extract clean."),
    ("reason", pa.string(), "Short stable word."),
    ("detail", pa.string(), "Explanation of the reason; null when the reason needs none."),
)
# fmt: on
