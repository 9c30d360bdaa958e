"""What is taken from a record: the address, the clock, the HTTP response, as all sorts of tools write them; what is refused."""

import gzip
from datetime import UTC, datetime

import pytest

from spiders.imports.captures import Refusal, capture_of
from spiders.imports.http import parse_response
from tests.spiders.imports.warcs import AT, HTML, html, read, record, sha1, zipped

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = html("News")


def captured(data: bytes):
    ((found,), _) = read(data)
    return capture_of(found, NOW)


def refused(data: bytes) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refusal:
        captured(data)
    return refusal.value.outcome.value, refusal.value.detail


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
PACKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"


@pytest.mark.parametrize(
    "block",
    [
        HTML + PAGE,
        CHUNKED + b"%x;a=b\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n",
        CHUNKED + PAGE,  # Browsertrix: undone, and the header kept
        PACKED + gzip.compress(PAGE, mtime=0),
        PACKED + PAGE,  # undone, and the header kept
        b"HTTP/2 200\r\n:status: 200\r\ncontent-type: text/html\r\n\r\n" + PAGE,
        b":status: 200\r\ncontent-type: text/html\r\n\r\n" + PAGE,
        b"HTTP/1.0 200\nContent-Type: text/html;\n charset=utf-8\n\n" + PAGE,
        b"HTTP/1.1 200 OK\r\n\r\n" + PAGE,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + PAGE,
    ],
)
def test_a_page_however_it_was_written(block):
    found = captured(record(block))
    assert (found.decoded, found.resource, found.http.status) == (PAGE, "page", 200)
    assert not any(name.startswith(":") or name.lower() == "transfer-encoding" for name, _ in found.http.headers)


@pytest.mark.parametrize(
    ("url", "kind", "body", "resource"),
    [
        ("https://a.example/feed", "application/rss+xml", b"<?xml version='1.0'?><rss><channel/></rss>", "feed"),
        ("https://a.example/feed", "text/plain", b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("https://a.example/news.xml", "text/xml", b"<urlset></urlset>", "sitemap"),
        ("https://a.example/sitemap-1.xml.gz", "application/gzip", gzip.compress(b"<urlset/>", mtime=0), "sitemap"),
        ("https://a.example/robots.txt", "text/plain", b"User-agent: *", "robots"),
        ("https://a.example/ai.txt", "text/plain", b"no", "rights"),
        ("https://a.example/x.jpg", "image/jpeg", b"\xff\xd8", None),
        ("https://a.example/x", "application/json", b"{}", None),
        ("https://a.example/x", "text/plain", b"plain words", None),
    ],
)
def test_what_a_crawl_would_have_fetched_it_as(url, kind, body, resource):
    assert (
        captured(record(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n" % kind.encode() + body, url)).resource
        == resource
    )


def test_a_resource_record_is_a_page_that_answered():
    found = captured(record(PAGE, "<https://a.example/x#top>", "resource", Content_Type="text/html"))
    assert (found.url, found.http.status, found.resource, found.decoded) == ("https://a.example/x", 200, "page", PAGE)


@pytest.mark.parametrize(
    ("data", "outcome", "detail"),
    [
        (record(HTML + PAGE, "urn:pageinfo:https://a.example/"), "bad_address", "urn:pageinfo:https://a.example/"),
        (record(HTML + PAGE, "dns:a.example"), "bad_address", "dns:a.example"),
        (record(HTML + PAGE, WARC_Date=""), "undated", "WARC-Date: missing"),
        (record(HTML + PAGE, WARC_Date="2031-01-01T00:00:00Z"), "undated", "WARC-Date 2031-01-01T00:00:00Z cannot be"),
        (record(HTML + PAGE, WARC_Date="2025-02-30T00:00:00Z"), "undated", "WARC-Date: 2025-02-30T00:00:00Z"),
        (record(b"\x16\x03\x01 no http"), "bad_http", "no HTTP response in it"),
        (record(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000), "bad_http", "no HTTP response in it"),
        (record(HTML + PAGE, WARC_Segment_Number="1"), "broken", "a part of a record that is cut into segments"),
        (record(kind="metadata"), "no_capture", "metadata"),
        (record(HTML + PAGE, WARC_Block_Digest=sha1(b"x")), "wrong_digest", f"block: {sha1(b'x')}"),
        (record(HTML + PAGE, WARC_Payload_Digest=sha1(b"x")), "wrong_digest", f"payload: {sha1(b'x')}"),
        (record(PACKED + gzip.compress(bytes(40 << 20), mtime=0)), "too_large", "more than 33554432 bytes after decoding"),
    ],
)  # fmt: skip
def test_what_is_no_capture_is_refused_with_the_reason(data, outcome, detail):
    assert refused(data) == (outcome, detail)


@pytest.mark.parametrize("digested", [gzip.compress(PAGE, mtime=0), PAGE])
def test_a_payload_digest_may_be_of_the_body_before_or_after_its_coding(digested):
    assert captured(record(PACKED + gzip.compress(PAGE, mtime=0), WARC_Payload_Digest=sha1(digested))).decoded == PAGE


def test_a_digest_in_hex_or_of_an_unknown_kind_is_no_fault():
    block = HTML + PAGE
    for stated in ("sha1:" + "0" * 39, "blake9:00", "nonsense"):
        assert captured(record(block, WARC_Block_Digest=stated)).decoded == PAGE
    assert refused(record(block, WARC_Block_Digest="md5:" + "0" * 32))[0] == "wrong_digest"


def test_a_revisit_names_what_it_repeats():
    fields = {"WARC-Refers-To-Date": AT, "WARC-Payload-Digest": sha1(PAGE)}
    found = captured(zipped([record(b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit", **fields)]))
    assert (found.refers_to, found.payload_digest) == (("", AT), sha1(PAGE))


def test_a_revisit_of_wget_bears_the_block_digest_of_nothing():
    fields = {"WARC-Truncated": "length", "WARC-Block-Digest": sha1(b""), "WARC-Payload-Digest": sha1(PAGE)}
    assert captured(record(HTML, kind="revisit", **fields)).payload_digest == sha1(PAGE)
    del fields["WARC-Truncated"]
    assert refused(record(HTML, kind="revisit", **fields))[0] == "wrong_digest"


def test_headers_of_a_web_archive_give_way_to_those_of_the_page():
    block = b"HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Type: text/html\r\nContent-Type: x/y\r\n\r\n" + PAGE
    assert captured(record(block)).http.headers == (("Content-Type", "text/html"),)


def test_chunks_that_lie_leave_the_body_as_it_stands():
    for body in (b"ffffffff\r\nabc", b"5\r\nabc", b"3\r\nabcdef", b"zz\r\n"):
        found = parse_response(CHUNKED + body)
        assert found is not None
        assert found.body in (body, b"abc")
