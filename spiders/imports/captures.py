"""A capture out of a record, or the outcome of a record that holds none that can be used."""

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
"""The day the web became public: no capture is older."""
CLOCK_SLACK = timedelta(days=1)
MAX_DECODED_BYTES = 32 << 20
MAX_URL_CHARACTERS = 8_192
MAX_FIELD_CHARACTERS = 300
DATE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))?", re.ASCII | re.IGNORECASE
)
"""What tools write for WARC-Date, which should be in UTC; digits behind microseconds are cut off."""
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
    """A record that is left out: its outcome, and the reason in words."""

    outcome: ImportOutcome
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """One capture as a record has it. `resource` is what a crawl would have fetched it as; null: nothing of a news corpus.

    `decoded` is the body with its content coding undone. A revisit says in `refers_to` (record id, date) whose payload it
    repeats, in `payload_digest` what that is, and in `repeats` of which other address, if it is one's.
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


def capture_of(record: Record, now: datetime) -> Captured:
    """The capture in a record. Raises Refusal."""
    if record.fault is not None:
        raise Refusal(ImportOutcome(record.fault), record.problem)
    if record.type not in ("response", "revisit", "resource"):
        raise Refusal(ImportOutcome.NO_CAPTURE, record.type or "a record without a type")
    if "warc-segment-number" in record.fields:
        raise Refusal(ImportOutcome.BROKEN, "a part of a record that is cut into segments")
    url = address_of(record)
    at = clock_of(record.fields.get("warc-date", ""), now)
    is_revisit = record.type == "revisit"
    is_whole = not is_revisit or "warc-truncated" not in record.fields  # wget's has the digest of nothing
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
    )


def _repeated(record: Record, url: str) -> str | None:
    """The other address whose payload a revisit repeats."""
    written = record.fields.get("warc-refers-to-target-uri", "").strip().removeprefix("<").removesuffix(">")
    other = normalise(written) if len(written) <= MAX_URL_CHARACTERS else None
    return other if other != url else None


def address_of(record: Record) -> str:
    """WARC-Target-URI as a normalised http(s) URL; some tools write it in angle brackets. Raises Refusal."""
    written = record.fields.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
    url = normalise(written) if len(written) <= MAX_URL_CHARACTERS else None
    if url is None:
        raise Refusal(ImportOutcome.BAD_ADDRESS, written[:200] or "no WARC-Target-URI")
    return url


def clock_of(written: str, now: datetime) -> datetime:
    """WARC-Date as UTC. Raises Refusal where it is missing, before the web, or ahead of `now`.

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
    """The groups of DATE as UTC. Raises ValueError, OverflowError."""
    *clock, fraction, sign, hours, minutes = parts
    year, month, day, hour, minute, second = (int(part or 0) for part in clock)
    micros = int(((fraction or ".0")[1:] + "000000")[:6])
    at = datetime(year, month, day, hour, minute, second, micros, UTC)
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return at + offset if sign == "-" else at - offset


def resource_of(url: str, http: HttpResponse, decoded: bytes) -> str | None:
    """What a crawl would have fetched it as: page feed sitemap robots rights; null for images and the like.

    Answers without content (redirects, errors) count as pages.
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
    """Raise Refusal for a URL of a private host, of which no source would be made."""
    if is_private(url):
        raise Refusal(ImportOutcome.BAD_ADDRESS, "a private host, which no source file names")


def _http(record: Record) -> HttpResponse:
    if record.type == "resource":
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
    """A field that goes into our archive; null for one longer than any tool writes it."""
    value = record.fields.get(name)
    return value if value is None or len(value) <= MAX_FIELD_CHARACTERS else None
