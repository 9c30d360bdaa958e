"""Tables of a crawl: the considered URLs and their outcomes, the links found, and the settings of the sources."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.link_kinds import LINK_KINDS
from pipelines.lake.schemas.columns import CHANNEL, RIGHTS, UTC, schema

SPAN_OF_LOOKS = pa.struct(
    [
        ("first_look", pa.int32()),
        ("last_look", pa.int32()),
        ("first_position", pa.int32()),
        ("last_position", pa.int32()),
        ("best_position", pa.int32()),
    ]
)

# fmt: off -- a column a line reads best
FETCHES = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "The URL as normalised for fetching."),
    (
        "url_key",
        pa.string(),
        "Identity of the URL: equal for its tracking, AMP and print variants. A fetch between two nights has its number at the end, …#01.",
    ),
    ("resource", pa.string(), "Kind of resource: page feed sitemap robots rights; row of an imported table."),
    ("channels", pa.list_(CHANNEL), "All links, feeds and sitemaps that advertised the URL, sorted."),
    ("outcome", pa.string(), "Result of the fetch, one of OUTCOMES."),
    ("detail", pa.string(), "Explanation of the outcome; null when the outcome needs none."),
    ("status", pa.int16(), "HTTP status of the last response; null when there was none."),
    ("fetched_at", UTC, "Time of the answer; null when nothing was fetched."),
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
        "SHA-256 of the body, or of the earlier body if the server answered `not modified`; null when there is no body.",
    ),
    (
        "truncated",
        pa.bool_(),
        "True if the body ends early, at the size limit or because the server closed the connection.",
    ),
    (
        "warc_file",
        pa.string(),
        "Archive file of the response (a page, a revisit record for an unchanged one, a redirect, a 404), relative to the archive folder; else null.",
    ),
    ("warc_offset", pa.int64(), "Byte offset of the record in that file."),
    ("hops", pa.int32(), "Related links followed from the nearest seed."),
    ("robots", pa.string(), "The robots rule that decided, raw; null when none applied."),
    *RIGHTS,
    (
        "rights_rule",
        pa.string(),
        "Version of the rule that derived `train_ai` and `tdm`; null when nothing was derived.",
    ),
)

LINKS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("from_url", pa.string(), "Page, feed or sitemap that holds the link."),
    ("from_url_key", pa.string(), "Identity of that URL."),
    ("to_url", pa.string(), "Target of the link, absolute."),
    ("to_url_key", pa.string(), "Identity of that URL."),
    (
        "kind",
        pa.string(),
        f"{' '.join(LINK_KINDS)}.",
    ),
    ("position", pa.int32(), "0-based order of the target among the targets of this kind of link in the page."),
    ("variant", pa.int32(), "0-based order of this anchor among the anchors that lead to the same target."),
    (
        "anchor",
        pa.string(),
        "Anchor text; the language for a link to a translation, the medium for a link to another version; null when empty.",
    ),
    (
        "set_in",
        pa.string(),
        "Place of the anchor text: heading (it is one, or stands in one), label (of a link without text, such as the alternative text of a picture); else null.",
    ),
    (
        "spans",
        pa.list_(SPAN_OF_LOOKS),
        "For a page that was looked at several times that night: the looks at which this anchor stood, by their numbers in `from_url_key` (0 is the night's own look, the last), and its positions; null for a page with one look.",
    ),
)

SOURCE_SETTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("title", pa.string(), "Name of the publication."),
    ("url", pa.string(), "Home page."),
    ("group", pa.string(), "Group of sources that the file names; null when it names none."),
    ("language", pa.string(), "ISO 639-1 code; null when the file names none."),
    ("country", pa.string(), "ISO 3166-1 code; null when the file names none."),
    ("time_zone", pa.string(), "IANA zone of its clock times; null when the file names none (`date_lessons` holds the learned one)."),
    ("date_order", pa.string(), "Order of its numeric dates: dmy mdy ymd; null when the file names none and the order is learned."),
)  # fmt: skip
# fmt: on
