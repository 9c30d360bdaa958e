"""The tables of the corpus: one Arrow schema each, every column with its unit, zone and the meaning of null.

Times are UTC unless a name says `local`. Ids are `pipelines.ids`. Nothing here reads or writes; see `pipelines.lake`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from pipelines.column_values import ClusterRole, FetchOutcome, PageKind

UTC = pa.timestamp("us", tz="UTC")

OUTCOMES = tuple(outcome.value for outcome in FetchOutcome)
ROLES = tuple(role.value for role in ClusterRole)
KINDS = tuple(kind.value for kind in PageKind)

PRECISIONS = ("instant", "minute", "local", "day", "month", "year")
"""How much of a date is known: `instant` second and zone, `minute` minute and zone, `local` a clock time without zone."""

CHANNEL = pa.struct(
    [
        ("channel", pa.string()),  # seed feed sitemap section related page import
        ("referrer", pa.string()),  # URL of the page, feed or sitemap that advertised it; null for a seed
        ("anchor", pa.string()),  # anchor text or feed title
        ("position", pa.int32()),  # 0-based rank among that referrer's links of the same channel
        ("date_raw", pa.string()),  # the date as the feed or sitemap wrote it; null when it gave none
        (
            "date_kind",
            pa.string(),
        ),  # pubDate published updated publication_date lastmod; no page's: comment lastBuildDate
    ]
)
RIGHT = pa.struct(
    [
        ("standard", pa.string()),  # robots meta header tdmrep aipref rsl ai_txt
        ("raw", pa.string()),
        ("scope", pa.string()),  # site directory page
        ("origin", pa.string()),  # where it stood: URL, header name, or element
    ]
)
BLOCK = pa.struct([("kind", pa.string()), ("text", pa.string())])  # paragraph heading standfirst list quote table code
SPAN = pa.struct([("rule", pa.string()), ("text", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
RELATED = pa.struct([("url", pa.string()), ("title", pa.string()), ("position", pa.int32())])
CANDIDATE = pa.struct(
    [
        ("role", pa.string()),  # published modified other: what the page says the date is of
        ("origin", pa.string()),  # jsonld:NewsArticle.datePublished, meta:article:published_time, time, text, url, …
        ("raw", pa.string()),
        ("value", pa.string()),  # ISO 8601 at its own precision, local as written; null when it could not be read
        ("utc_offset_minutes", pa.int16()),  # null when the zone is unknown
        ("zone_source", pa.string()),  # written name source learned:N none
        ("precision", pa.string()),
        ("context", pa.string()),  # headline byline learned masthead related comment footer body head
        ("position", pa.int32()),  # order in the page
    ]
)

_RIGHTS = [
    pa.field("rights", pa.list_(RIGHT), metadata={"doc": "Rights signals found for the page, raw, with where each stood."}),
    pa.field("train_ai", pa.string(), metadata={"doc": "May it train AI: allowed, disallowed or unknown; most restrictive signal wins."}),
    pa.field("tdm", pa.string(), metadata={"doc": "Text and data mining: allowed, disallowed or unknown."}),
]  # fmt: skip

_FIRST = [
    pa.field("first_night", pa.date32(), metadata={"doc": "Night on which the work was first captured."}),
    pa.field("month", pa.string(), metadata={"doc": "Partition: YYYY-MM of `first_night`."}),
]


# fmt: off -- a column a line reads best
def _schema(*columns: tuple[str, pa.DataType, str] | pa.Field) -> pa.Schema:
    return pa.schema([c if isinstance(c, pa.Field) else pa.field(c[0], c[1], metadata={"doc": c[2]}) for c in columns])


FETCHES = _schema(
    ("night", pa.date32(), "Crawl date: the partition all work of a night shares."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "The URL as normalised for fetching."),
    ("url_key", pa.string(), "Identity of the URL: the same for its tracking, AMP and print variants."),
    ("resource", pa.string(), "What it was fetched as: page feed sitemap robots rights."),
    ("channels", pa.list_(CHANNEL), "Every way it was advertised, sorted."),
    ("outcome", pa.string(), "How it ended, one of OUTCOMES."),
    ("detail", pa.string(), "The outcome in words for a person; null when the outcome says it all."),
    ("status", pa.int16(), "HTTP status of the last response; null when there was none."),
    ("fetched_at", UTC, "When the request was answered; null when nothing was fetched."),
    ("duration_ms", pa.int32(), "From request to last byte; null when nothing was fetched."),
    ("final_url", pa.string(), "URL that answered after redirects; null when nothing was fetched."),
    ("redirects", pa.list_(pa.string()), "The URLs between `url` and `final_url`."),
    ("content_type", pa.string(), "Content-Type header as sent; null when absent."),
    ("etag", pa.string(), "ETag header as sent; null when absent."),
    ("last_modified", pa.string(), "Last-Modified header as sent; null when absent."),
    ("payload_bytes", pa.int64(), "Bytes of body after decompression; null when nothing was stored."),
    (
        "payload_sha256",
        pa.string(),
        "SHA-256 of the body, of the remembered one when unchanged; null when there is none.",
    ),
    ("truncated", pa.bool_(), "The body was cut at the size cap or by the peer; such a body is never taken as whole."),
    (
        "warc_file",
        pa.string(),
        "Archive file, relative to the archive folder: of the page, of the revisit record when unchanged, of a redirect or 404; else null.",
    ),
    ("warc_offset", pa.int64(), "Byte offset of the record in that file."),
    ("hops", pa.int32(), "Related links followed from the nearest seed."),
    ("robots", pa.string(), "The robots rule that decided, raw; null when none applied."),
    *_RIGHTS,
    (
        "rights_rule",
        pa.string(),
        "Version of the rule that derived `train_ai` and `tdm`; null when nothing was derived.",
    ),
)

LINKS = _schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("from_url", pa.string(), "Page, feed or sitemap the link stands in."),
    ("from_url_key", pa.string(), "Identity of that URL."),
    ("to_url", pa.string(), "Where it points, resolved."),
    ("to_url_key", pa.string(), "Identity of that URL."),
    (
        "kind",
        pa.string(),
        "related in_body section nav pagination; feed sitemap index alternate; redirect canonical; edition amphtml version.",
    ),
    ("position", pa.int32(), "0-based order of the target in the page among those of links of its kind."),
    ("variant", pa.int32(), "0-based order of this anchor among those by which the page links there."),
    ("anchor", pa.string(), "Anchor text; of an edition its language, of another version its medium; null when empty."),
)

_CAPTURE = [
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("capture_id", pa.string(), "Id of the archived response."),
    ("article_id", pa.string(), "Id of the work."),
    ("document_id", pa.string(), "Id of what the work said in this capture."),
]

DOCUMENTS = _schema(
    *_CAPTURE,
    ("url", pa.string(), "URL that answered."),
    ("url_key", pa.string(), "Identity of the URL that was advertised: joins `fetches`."),
    (
        "canonical_url",
        pa.string(),
        "What the page declares as its canonical URL, resolved; null when it declares none.",
    ),
    ("fetched_at", UTC, "When it was captured."),
    ("kind", pa.string(), "article listing live video gallery other."),
    ("title", pa.string(), "The story's headline; null when none was found."),
    ("blocks", pa.list_(BLOCK), "The story in order, as extracted."),
    (
        "asides",
        pa.list_(BLOCK),
        "What stands in the story and is no part of its text, in page order: caption pull_quote.",
    ),
    ("text", pa.string(), "The blocks' text, joined by blank lines; empty when there is no story."),
    ("authors", pa.list_(pa.string()), "People, in order of the byline."),
    ("agency", pa.string(), "Wire agency credited; null when none."),
    ("credits", pa.list_(pa.string()), "Lines beside the story that say where it was had from, as the page has them."),
    ("section", pa.string(), "Section as the page names it; null when none."),
    ("tags", pa.list_(pa.string()), "Keywords as the page gives them."),
    ("image", pa.string(), "URL of the lead image; null when none."),
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
    *_RIGHTS,
)

PLACES = _schema(
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

BLOCK_SIGHTINGS = _schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("block", pa.int64(), "Key of a block of up to 80 words: 64 bits of BLAKE2b over its text, folded."),
    ("article_id", pa.string(), "A work that carried it."),
    ("story", pa.int64(), "Key of that document's longest block: the same for copies of one story."),
    ("sentence", pa.bool_(), "It is a sentence or more, not a label."),
)

BOILERPLATE = _schema(
    ("night", pa.date32(), "Crawl date on which it was cut."),
    ("source", pa.string(), "Name of the source file."),
    ("block", pa.string(), "The block's text, folded: letters, numbers as 0."),
    ("example", pa.string(), "The block as one page had it (the least of all variants)."),
    ("kind", pa.string(), "Kind of the block: paragraph heading list …; the least of all."),
    ("stories", pa.int32(), "Different stories of this and the 29 nights before that carry it."),
    ("of_stories", pa.int32(), "Different stories of the source in these nights."),
)

CLEAN_DOCUMENTS = _schema(
    *_CAPTURE,
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

DATE_EVIDENCE = _schema(
    *_CAPTURE,
    ("fetched_at", UTC, "When the page that offers it was captured: no date of it can be later."),
    ("role", pa.string(), "What it is a date of: published modified other."),
    (
        "origin",
        pa.string(),
        "Where it was found: jsonld, meta, time, text, url, feed, sitemap, http, capture, neighbour, …; copies are in `clusters`.",
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

DATE_LESSONS = _schema(
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

DATE_HISTORY = _schema(
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
    *_FIRST,
)

CLUSTERS = _schema(
    ("article_id", pa.string(), "Member."),
    ("cluster_id", pa.string(), "Article id of the member first seen earliest (least id among equals)."),
    ("role", pa.string(), "One of ROLES; `origin` in a cluster of one."),
    ("role_basis", pa.string(), "The named rule that gave the role."),
    ("origin_article_id", pa.string(), "The member that had the story first; null when no rule can tell."),
    ("independent_sources", pa.int32(), "Sources of the cluster that tell the story on their own account."),
    ("matched_article_id", pa.string(), "The member it is most like; null in a cluster of one."),
    ("similarity", pa.float32(), "Jaccard similarity of word 5-shingles with that member; null in a cluster of one."),
    (
        "containment",
        pa.float32(),
        "Share of the shorter text's shingles found in the longer; null in a cluster of one.",
    ),
    ("first_seen", UTC, "When the member was first captured."),
    *_FIRST,
)

REVISIONS = _schema(
    ("article_id", pa.string(), "The work."),
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
    *_FIRST,
)

ARTICLES = _schema(
    ("article_id", pa.string(), "Id of the work."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "URL that answered at the last capture with text."),
    ("canonical_url", pa.string(), "Canonical URL of the work; `url` where the page declares none."),
    ("title", pa.string(), "Headline of the current revision."),
    ("authors", pa.list_(pa.string()), "People, in order of the byline."),
    ("agency", pa.string(), "Wire agency credited; null when none."),
    ("section", pa.string(), "Section; null when none."),
    ("tags", pa.list_(pa.string()), "Keywords."),
    ("image", pa.string(), "URL of the lead image; null when none."),
    ("language", pa.string(), "ISO 639-1 code; null when too short to tell."),
    ("kind", pa.string(), "article live video gallery."),
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
    ("revisions", pa.int32(), "Number of texts it has had."),
    ("document_id", pa.string(), "Document of the current revision."),
    ("cluster_id", pa.string(), "Cluster of near-duplicates it belongs to."),
    ("role", pa.string(), "Its role in that cluster."),
    ("copies", pa.int32(), "Other members of the cluster."),
    ("text", pa.string(), "Cleaned text of the current revision."),
    ("words", pa.int32(), "Words in `text`."),
    ("flags", pa.list_(SPAN), "Quality and hidden-text flags."),
    ("related", pa.list_(RELATED), "Related links in page order."),
    *_RIGHTS,
    *_FIRST,
)

SIGHTINGS = _schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    (
        "article_id",
        pa.string(),
        "A work of which a page answered that night, with its text or to say that nothing had changed.",
    ),
    ("seen_at", UTC, "Last such answer of the night."),
)

NIGHTS = _schema(
    ("night", pa.date32(), "Crawl date."),
    ("step", pa.string(), "Step of the night, see `pipelines.nights`."),
    ("state", pa.string(), "done; a step that did not end has no row."),
    ("ended_at", UTC, "When it ended."),
    ("seconds", pa.float32(), "How long it took."),
    (
        "rows",
        pa.int64(),
        "Rows that its tables hold of the night; for steps that bring works up to date, works of which the night holds anything.",
    ),
    ("rules", pa.string(), "Digest of the code and data that made them."),
    (
        "made_from",
        pa.string(),
        "Digest of what it was made from: crawls, and results of other steps and earlier nights.",
    ),
    (
        "results",
        pa.list_(pa.struct([("table", pa.string()), ("digest", pa.string())])),
        "Digest of the rows that it left of the night, by table.",
    ),
    (
        "crawls",
        pa.string(),
        "Sizes and times of the crawls' own files, by which a changed one is noticed; null but for `fetches`.",
    ),
    ("tables", pa.list_(pa.string()), "Ids of the Delta tables that it wrote: a table made anew has none of its rows."),
)

PUBLICATIONS = _schema(
    ("night", pa.date32(), "Night that was published."),
    ("table", pa.string(), "Name of a table."),
    (
        "version",
        pa.int64(),
        "Delta version of that table when the night was published: all of one night read together are consistent.",
    ),
    ("published_at", UTC, "When the night was published last."),
)

DROPPED = _schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("capture_id", pa.string(), "Id of the archived response."),
    ("url", pa.string(), "URL that answered."),
    ("step", pa.string(), "Step that left it out: extract clean."),
    ("reason", pa.string(), "Short stable word."),
    ("detail", pa.string(), "The reason in words for a person; null when the reason says it all."),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its schema, what partitions it, and the columns its rows are sorted by within a file.

    `skip` are the columns whose least and greatest value each file states, `lookup` those with Bloom filters, `volatile` those
    that tell when and how long and so differ from run to run.
    """

    name: str
    doc: str
    schema: pa.Schema
    partition: str | None
    sort: tuple[str, ...]
    skip: tuple[str, ...] = ()
    lookup: tuple[str, ...] = ()
    volatile: tuple[str, ...] = ()


def _of_works(name: str, doc: str, schema: pa.Schema, sort: tuple[str, ...], *, lookup: tuple[str, ...] = ()) -> Table:
    """A table of works: rows that change as nights come, by the month in which a work was first seen."""
    skip = tuple(column for column in ("first_night", "published_day") if column in schema.names)
    return Table(name, doc, schema, "month", sort, skip, ("article_id", *lookup))


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("fetches", "Every URL advertised or linked in scope: exactly one row a night.", FETCHES, "night", ("source", "url_key", "url")),
        Table("links", "Edges between pages, with kind and position.", LINKS, "night", ("source", "from_url_key", "kind", "position", "to_url", "variant")),
        Table("documents", "What extraction made of one capture.", DOCUMENTS, "night", ("source", "capture_id")),
        Table("places", "Where a source's pages have body, headline, byline and time, as learned so far.", PLACES, "night", ("source", "role", "place", "night")),
        Table("block_sightings", "Short blocks of each story by key, from which boilerplate is learned.", BLOCK_SIGHTINGS, "night", ("source", "block", "article_id", "story", "night")),
        Table("boilerplate", "Blocks that a source repeats from story to story, as learned so far.", BOILERPLATE, "night", ("source", "block", "night")),
        Table("clean_documents", "The same, cleaned.", CLEAN_DOCUMENTS, "night", ("source", "capture_id")),
        Table("date_evidence", "One reason to believe, or not to believe, a date.", DATE_EVIDENCE, "night", ("source", "capture_id", "role", "origin", "raw")),
        Table("date_lessons", "What one night's stories teach of the zone and the order in which a source dates.", DATE_LESSONS, "night", ("source", "night", "teaches", "local_day", "utc_offset_minutes", "date_order")),
        Table("sightings", "Works of which a page answered on a night.", SIGHTINGS, "night", ("source", "article_id")),
        _of_works("date_history", "Every date and bound that a work has had, with the nights it held.", DATE_HISTORY, ("article_id", "night")),
        _of_works("articles", "Current state of each work.", ARTICLES, ("source", "published_day", "article_id"), lookup=("url", "canonical_url")),
        _of_works("revisions", "Every text a work has had.", REVISIONS, ("article_id", "revision")),
        _of_works("clusters", "Which works tell the same story in the same words.", CLUSTERS, ("cluster_id", "article_id"), lookup=("cluster_id",)),
        Table("dropped", "Captures left out, with step and reason.", DROPPED, "night", ("source", "capture_id", "step")),
        Table("nights", "What is done of each night, and what it was made from.", NIGHTS, None, ("night", "step"), volatile=("ended_at", "seconds", "crawls", "tables")),
        Table("publications", "The versions of the Delta tables that belong together, by published night.", PUBLICATIONS, None, ("night", "table"), volatile=("version", "published_at")),
    )
}  # fmt: skip
