"""Read the capture in a record, or the outcome of a record without a usable capture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipelines.base.urls.identity import normalise
from pipelines.lake.archive.coding import TooLarge, decode_content
from spiders.imports.digests import disagrees
from spiders.imports.http import HttpResponse, original, parse_response
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.records import Record
from spiders.sources.source import is_private

FIRST_PAGE = datetime(1991, 8, 6, tzinfo=UTC)
"""The day on which the web became public: no capture is older."""
CLOCK_SLACK = timedelta(days=1)
MAX_DECODED_BYTES = 32 << 20
MAX_URL_CHARACTERS = 8_192
MAX_FIELD_CHARACTERS = 300
DATE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))?", re.ASCII | re.IGNORECASE
)
"""Forms of WARC-Date that tools write (it should be UTC). Digits after microseconds are dropped."""
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML_KINDS = re.compile(rb"<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)\b")
HTML_TYPES = ("text/html", "application/xhtml+xml")
UNSURE_TYPES = ("", "text/plain", "application/octet-stream", "unknown/unknown", "application/http")
XML_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?xml|application/feed\+json")
USUAL = {"/robots.txt": "robots", "/.well-known/tdmrep.json": "rights", "/ai.txt": "rights"}
SITEMAP_NAME = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?$", re.IGNORECASE)
SNIFFED_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Refusal(Exception):  # noqa: N818 -- the outcome of a record, not a fault of ours
    """A record that is left out, with its outcome and the reason in words."""

    outcome: ImportOutcome
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """One capture from a record.

    - `resource`: the kind of resource that a crawl would have fetched; None if a news corpus does not need it.
    - `decoded`: the body with its content coding decoded.
    - `converted_from`: for what was made of a response, such as a page as its scripts drew it, the id of that record.
    - For a revisit: `refers_to` (record id, date) and `payload_digest` name the repeated payload, and `repeats` its address,
      if that is another address.
    """

    url: str
    at: datetime
    http: HttpResponse
    decoded: bytes
    resource: str | None
    ip_address: str | None = None
    truncated: str | None = None
    refers_to: tuple[str, str] | None = None
    payload_digest: str | None = None
    repeats: str | None = None
    converted_from: str | None = None


def capture_of(record: Record, now: datetime) -> Captured:
    """Read the capture in a record. Raises Refusal."""
    if record.fault is not None:
        raise Refusal(ImportOutcome(record.fault), record.problem)
    if record.type not in ("response", "revisit", "resource") and not is_page_made(record):
        raise Refusal(ImportOutcome.NO_CAPTURE, record.type or "a record without a type")
    if "warc-segment-number" in record.fields:
        raise Refusal(ImportOutcome.BROKEN, "a part of a record that is cut into segments")
    url = address_of(record)
    stated = record.fields.get("warc-refers-to-date" if is_page_made(record) else "warc-date")
    at = clock_of(stated or record.fields.get("warc-date", ""), now)
    is_revisit = record.type == "revisit"
    is_whole = not is_revisit or "warc-truncated" not in record.fields  # wget writes the digest of an empty block
    if is_whole and disagrees(record.fields.get("warc-block-digest"), [lambda: record.block]):
        raise Refusal(ImportOutcome.WRONG_DIGEST, f"block: {record.fields['warc-block-digest']}")
    http = _http(record)
    decoded = _decoded(http)
    stated = record.fields.get("warc-payload-digest")
    forms = [lambda: http.raw, lambda: http.body, lambda: decoded]
    if not is_revisit and "warc-block-digest" not in record.fields and disagrees(stated, forms):
        raise Refusal(ImportOutcome.WRONG_DIGEST, f"payload: {stated}")
    return Captured(
        url,
        at,
        http,
        decoded,
        "page" if is_revisit else resource_of(url, http, decoded),
        _short(record, "warc-ip-address"),
        _short(record, "warc-truncated"),
        (_short(record, "warc-refers-to") or "", _short(record, "warc-refers-to-date") or "") if is_revisit else None,
        _short(record, "warc-payload-digest") if is_revisit else None,
        _repeated(record, url) if is_revisit else None,
        _short(record, "warc-refers-to") if is_page_made(record) else None,
    )


def is_page_made(record: Record) -> bool:
    """True for a page that was made of a response: HTML, with or without an HTTP head; not for the text or picture of one."""
    fields = record.fields
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    return record.type == "conversion" and "warc-refers-to" in fields and kind in ("application/http", *HTML_TYPES)


def _repeated(record: Record, url: str) -> str | None:
    """The other address whose payload a revisit repeats; None if it is the same address."""
    written = record.fields.get("warc-refers-to-target-uri", "").strip().removeprefix("<").removesuffix(">")
    other = normalise(written) if len(written) <= MAX_URL_CHARACTERS else None
    return other if other != url else None


def address_of(record: Record) -> str:
    """WARC-Target-URI as a normalised http(s) URL. Some tools write it in angle brackets. Raises Refusal."""
    written = record.fields.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
    url = normalise(written) if len(written) <= MAX_URL_CHARACTERS else None
    if url is None:
        raise Refusal(ImportOutcome.BAD_ADDRESS, written[:200] or "no WARC-Target-URI")
    return url


def clock_of(written: str, now: datetime) -> datetime:
    """WARC-Date as UTC. Raises Refusal if it is missing, before the first web page, or later than `now`.

    >>> clock_of("2025-11-03T18:45:00.5Z", datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2025-11-03T18:45:00.500000+00:00'
    """
    found = DATE.fullmatch(written.strip())
    try:
        at = _moment(*found.groups()) if found else None
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise Refusal(ImportOutcome.UNDATED, f"WARC-Date: {written[:40] or 'missing'}")
    if not FIRST_PAGE <= at <= now + CLOCK_SLACK:
        raise Refusal(ImportOutcome.UNDATED, f"WARC-Date {written[:40]} cannot be")
    return at


def _moment(*parts: str | None) -> datetime:
    """Convert the groups of DATE to UTC. Raises ValueError, OverflowError."""
    *clock, fraction, sign, hours, minutes = parts
    year, month, day, hour, minute, second = (int(part or 0) for part in clock)
    micros = int(((fraction or ".0")[1:] + "000000")[:6])
    at = datetime(year, month, day, hour, minute, second, micros, UTC)
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return at + offset if sign == "-" else at - offset


def resource_of(url: str, http: HttpResponse, decoded: bytes) -> str | None:
    """The kind of resource for a crawl: page, feed, sitemap, robots or rights; None for images and similar files.

    Responses without content (redirects, errors) count as pages.
    """
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    usual = USUAL.get(f"/{path}") or ("sitemap" if SITEMAP_NAME.search(path) else None)
    if usual or not 200 <= http.status < 300:
        return usual or "page"
    kind = (http.header("content-type") or "").partition(";")[0].strip().lower()
    start = decoded[:SNIFFED_BYTES]
    if kind in HTML_TYPES:
        return "page"
    if XML_TYPE.fullmatch(kind) or kind in UNSURE_TYPES:
        named = XML_KINDS.search(start)
        if named:
            return "sitemap" if named[1] in (b"urlset", b"sitemapindex") else "feed"
        if kind == "application/feed+json":
            return "feed"
        return "page" if HTML.search(start) else None
    return None


def check_public(url: str) -> None:
    """Raise Refusal for a URL of a private host: no source may be made of it."""
    if is_private(url):
        raise Refusal(ImportOutcome.BAD_ADDRESS, "a private host, which no source file names")


def _http(record: Record) -> HttpResponse:
    if record.type == "resource" or (record.type == "conversion" and not record.block.startswith(b"HTTP/")):
        content = (("Content-Type", record.fields.get("content-type", "")),)
        return HttpResponse(200, "OK", content, record.block, record.block)
    http = parse_response(record.block)
    if http is None and record.type == "revisit":
        return HttpResponse(200, "", (), b"", b"")
    if http is None:
        raise Refusal(ImportOutcome.BAD_HTTP, "no HTTP response in it")
    return HttpResponse(http.status, http.reason, original(http.headers), http.raw, http.body)


def _decoded(http: HttpResponse) -> bytes:
    coding = ", ".join(value for name, value in http.headers if name.lower() == "content-encoding")
    try:
        return decode_content(http.body, coding, MAX_DECODED_BYTES)
    except TooLarge as error:
        raise Refusal(ImportOutcome.TOO_LARGE, str(error)) from error


def _short(record: Record, name: str) -> str | None:
    """A field for our archive; None if it is longer than any tool writes it."""
    value = record.fields.get(name)
    return value if value is None or len(value) <= MAX_FIELD_CHARACTERS else None
