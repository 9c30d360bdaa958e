"""Tables of extraction and cleaning: one row for each capture, and the lessons from a source's pages."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import BLOCK, CANDIDATE, CAPTURE, HEADLINE, RELATED, RIGHTS, SPAN, UTC, schema

# fmt: off -- a column a line reads best
DOCUMENTS = schema(
    *CAPTURE,
    ("url", pa.string(), "URL that answered."),
    ("url_key", pa.string(), "Identity of the URL that was advertised: joins `fetches`."),
    (
        "canonical_url",
        pa.string(),
        "What the page declares as its canonical URL, resolved; null when it declares none.",
    ),
    ("fetched_at", UTC, "When it was captured."),
    ("kind", pa.string(), "article listing live video gallery other."),
    ("kind_basis", pa.string(), "The named rule that gave `kind`, see `pipelines.extract.kind`."),
    ("title", pa.string(), "The story's headline; null when none was found."),
    (
        "headlines",
        pa.list_(HEADLINE),
        "The headline that readers see (shown), and those that the page declares to machines (declared).",
    ),
    ("blocks", pa.list_(BLOCK), "The story in order, as extracted."),
    (
        "asides",
        pa.list_(BLOCK),
        "What stands in the story and is no part of its text, in page order: caption pull_quote.",
    ),
    ("text", pa.string(), "The blocks' text, joined by blank lines; empty when there is no story."),
    ("authors", pa.list_(pa.string()), "People, in order of the byline."),
    (
        "authors_confidence",
        pa.list_(pa.float32()),
        "Probability that each of `authors` is right, in their order, measured on real pages; null where it was not measured.",
    ),
    ("agency", pa.string(), "Wire agency credited; null when none."),
    ("credits", pa.list_(pa.string()), "Lines beside the story that say where it was had from, as the page has them."),
    ("section", pa.string(), "Section as the page names it; null when none."),
    ("tags", pa.list_(pa.string()), "Keywords as the page gives them."),
    ("image", pa.string(), "URL of the lead image; null when none."),
    (
        "description",
        pa.string(),
        "What the page declares in a sentence or two of its story, for search engines and cards; null when nothing but its headline.",
    ),
    ("language", pa.string(), "ISO 639-1 code of the text; null when too short to tell."),
    ("language_score", pa.float32(), "Probability the detector gave, 0 to 1."),
    ("paywall", pa.string(), "open metered truncated unknown."),
    ("related", pa.list_(RELATED), "Related links in page order; none of the article."),
    (
        "flags",
        pa.list_(SPAN),
        "Hidden or hostile text found: `rule` names it, start and end are offsets in `text` or null.",
    ),
    ("date_candidates", pa.list_(CANDIDATE), "Every date the page offers, unjudged."),
    (
        "layout",
        pa.list_(pa.string()),
        "What the source's learned places decided, see `places`: body headline byline time site; empty: the page alone did.",
    ),
    ("charset", pa.string(), "Encoding the bytes were read with."),
    ("content_sha256", pa.string(), "SHA-256 of title and text, white space folded, NFC."),
    (
        "extractor",
        pa.string(),
        "Version of the rules that made this row, and of what the source had taught them by then.",
    ),
    *RIGHTS,
)

PLACES = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "role",
        pa.string(),
        "What stands there: body headline byline time; site: what titles end or begin with, see `place`.",
    ),
    (
        "place",
        pa.string(),
        "Element and the two around it, innermost first, with ids and classes that a template shares; of `site` the text.",
    ),
    ("right", pa.int32(), "Different stories of the night that held it there, as the page alone could tell."),
    ("wrong", pa.int32(), "Different stories of the night that held something else there that looked like it."),
    ("right_so_far", pa.int32(), "The same, added up over this and the 29 nights before."),
    ("wrong_so_far", pa.int32(), "The same, added up over this and the 29 nights before."),
    ("learned", pa.bool_(), "It was sure enough to be applied this night to pages that leave the question open."),
)

BLOCK_SIGHTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("block", pa.int64(), "Key of a block of up to 80 words: 64 bits of BLAKE2b over its text, folded."),
    ("article_id", pa.string(), "A work that carried it."),
    ("story", pa.int64(), "Key of that document's longest block: the same for copies of one story."),
    ("sentence", pa.bool_(), "It is a sentence or more, not a label."),
)

BOILERPLATE = schema(
    ("night", pa.date32(), "Crawl date on which it was cut."),
    ("source", pa.string(), "Name of the source file."),
    ("block", pa.string(), "The block's text, folded: letters, numbers as 0."),
    ("example", pa.string(), "The block as one page had it (the least of all variants)."),
    ("kind", pa.string(), "Kind of the block: paragraph heading list …; the least of all."),
    ("stories", pa.int32(), "Different stories of this and the 29 nights before that carry it."),
    ("of_stories", pa.int32(), "Different stories of the source in these nights."),
)

CLEAN_DOCUMENTS = schema(
    *CAPTURE,
    ("fetched_at", UTC, "When it was captured."),
    ("text", pa.string(), "The story, cleaned: paragraphs joined by blank lines."),
    ("words", pa.int32(), "Words in `text`; characters for scripts written without spaces."),
    ("removed", pa.list_(SPAN), "What cleaning took out, with the rule; offsets are in the uncleaned text."),
    ("flags", pa.list_(SPAN), "Quality and hidden-text flags; offsets are in the cleaned text."),
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
    ("step", pa.string(), "Step that left it out: extract clean."),
    ("reason", pa.string(), "Short stable word."),
    ("detail", pa.string(), "The reason in words for a person; null when the reason says it all."),
)
# fmt: on
