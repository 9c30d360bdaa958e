"""Types and groups of columns that several tables share, and the helper that declares a schema."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.values import ClusterRole, FetchOutcome, PageKind

# fmt: off -- a column a line reads best
UTC = pa.timestamp("us", tz="UTC")

OUTCOMES = tuple(outcome.value for outcome in FetchOutcome)

ROLES = tuple(role.value for role in ClusterRole)

KINDS = tuple(kind.value for kind in PageKind)

PRECISIONS = ("instant", "minute", "local", "day", "month", "year")
"""The precision of a date: `instant` second and zone, `minute` minute and zone, `local` a clock time without zone."""

CHANNEL = pa.struct(
    [
        ("channel", pa.string()),  # pipelines.lake.link_kinds.CHANNELS
        ("referrer", pa.string()),  # URL of the page, feed or sitemap that advertised it; null for a seed
        ("anchor", pa.string()),  # anchor text or feed title
        ("position", pa.int32()),  # 0-based rank among that referrer's links of the same channel
        ("date_raw", pa.string()),  # the date as written in the feed or sitemap; null if it has none
        (
            "date_kind",
            pa.string(),
        ),  # pubDate published updated publication_date lastmod; no page's: comment lastBuildDate
    ]
)

RIGHT = pa.struct(
    [
        (
            "standard",
            pa.string(),
        ),  # robots meta header tdmrep aipref rsl ai_txt c2pa; source: see source_rights
        ("raw", pa.string()),
        ("scope", pa.string()),  # site directory page
        ("origin", pa.string()),  # the place of the signal: URL, header name, or element
    ]
)

BLOCK = pa.struct([("kind", pa.string()), ("text", pa.string())])  # paragraph heading standfirst list quote table code

SPAN = pa.struct([("rule", pa.string()), ("text", pa.string()), ("start", pa.int32()), ("end", pa.int32())])

HEADLINE = pa.struct([("text", pa.string()), ("where", pa.string())])  # shown declared

RELATED = pa.struct([("url", pa.string()), ("title", pa.string()), ("position", pa.int32())])

LISTED_DAY = pa.struct([("url", pa.string()), ("date", pa.string()), ("place", pa.string())])

CANDIDATE = pa.struct(
    [
        ("role", pa.string()),  # published modified other: the event of the date, as the page states it
        ("origin", pa.string()),  # jsonld:NewsArticle.datePublished, meta:article:published_time, time, text, url, …
        ("raw", pa.string()),
        ("value", pa.string()),  # ISO 8601 at its own precision, local as written; null if it is unreadable
        ("utc_offset_minutes", pa.int16()),  # null if the zone is unknown
        ("zone_source", pa.string()),  # written name source learned:N none
        ("precision", pa.string()),
        ("context", pa.string()),  # headline byline learned masthead related comment footer body head
        ("position", pa.int32()),  # order in the page
    ]
)

RIGHTS = [
    pa.field("rights", pa.list_(RIGHT), metadata={"doc": "Rights signals of the page, raw, with the place of each."}),
    pa.field("train_ai", pa.string(), metadata={"doc": "Permission to train AI: allowed, disallowed or unknown; the most restrictive signal decides."}),
    pa.field("tdm", pa.string(), metadata={"doc": "Permission for text and data mining: allowed, disallowed or unknown."}),
]  # fmt: skip

FIRST = [
    pa.field("first_night", pa.date32(), metadata={"doc": "Night on which the work was first captured."}),
    pa.field("month", pa.string(), metadata={"doc": "Partition: YYYY-MM of `first_night`."}),
]


def schema(*columns: tuple[str, pa.DataType, str] | pa.Field) -> pa.Schema:
    """A schema from (name, type, documentation of the column), or from fields that several tables share."""
    return pa.schema([c if isinstance(c, pa.Field) else pa.field(c[0], c[1], metadata={"doc": c[2]}) for c in columns])


CAPTURE = [
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("capture_id", pa.string(), "Id of the archived response."),
    ("article_id", pa.string(), "Id of the work."),
    ("document_id", pa.string(), "Id of the title and text of this capture: equal content has an equal id."),
]
# fmt: on
