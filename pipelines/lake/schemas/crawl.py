"""Tables of a crawl: the considered URLs and their outcomes, the links found, and the settings of the sources."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.link_kinds import LINK_KINDS
from pipelines.lake.schemas.columns import CHANNEL, RIGHTS, UTC, schema

# fmt: off -- a column a line reads best
FETCHES = schema(
    ("night", pa.date32(), "Crawl date: the partition all work of a night shares."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "The URL as normalised for fetching."),
    (
        "url_key",
        pa.string(),
        "Identity of the URL: the same for its tracking, AMP and print variants; of a glance between nights with its number, …#01.",
    ),
    ("resource", pa.string(), "What it was fetched as: page feed sitemap robots rights; row: of an imported table."),
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
    ("from_url", pa.string(), "Page, feed or sitemap the link stands in."),
    ("from_url_key", pa.string(), "Identity of that URL."),
    ("to_url", pa.string(), "Where it points, resolved."),
    ("to_url_key", pa.string(), "Identity of that URL."),
    (
        "kind",
        pa.string(),
        f"{' '.join(LINK_KINDS)}.",
    ),
    ("position", pa.int32(), "0-based order of the target in the page among those of links of its kind."),
    ("variant", pa.int32(), "0-based order of this anchor among those by which the page links there."),
    ("anchor", pa.string(), "Anchor text; of an edition its language, of another version its medium; null when empty."),
)

SOURCE_SETTINGS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("source", pa.string(), "Name of the source file."),
    ("title", pa.string(), "The publication as people call it."),
    ("url", pa.string(), "Home page."),
    ("language", pa.string(), "ISO 639-1 code; null when the file names none."),
    ("country", pa.string(), "ISO 3166-1 code; null when the file names none."),
    ("time_zone", pa.string(), "IANA zone of its clock times; null when the file names none: `date_lessons` has what is learned."),
    ("date_order", pa.string(), "How it writes 03/11/2025: dmy mdy ymd; null when the file does not say: then it is learned."),
)  # fmt: skip
# fmt: on
