"""Size, header and time limits, through Scrapy against loopback servers."""

from __future__ import annotations

import gzip
import ipaddress
import ssl
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from spiders.fetching.decompression import NotDecodableError, TooLongError, decode, zstd
from spiders.fetching.limits import MAX_BODY_BYTES, POLITE_SETTINGS
from tests.spiders.probe_crawl import crawl
from tests.spiders.raw_server import Answer, RawServer, hang, reply

PAGE = b"<p>A short page of no importance.</p>" * 50
ENCODE = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def bomb(coding: str, megabytes: int = 160) -> bytes:
    """Many megabytes of zeros in a small body."""
    if coding == "br":
        encoder = brotli.Compressor(quality=1)
        return b"".join(encoder.process(bytes(1 << 20)) for _ in range(megabytes)) + encoder.finish()
    if coding == "zstd":
        encoder = zstd.ZstdCompressor()
        return b"".join(encoder.compress(bytes(1 << 20)) for _ in range(megabytes)) + encoder.flush()
    deflater = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    return b"".join(deflater.compress(bytes(1 << 20)) for _ in range(megabytes)) + deflater.flush()


def header_flood() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(2000):
        yield b"X-%d: " % number + b"a" * 8000 + b"\r\n"


def continue_flood() -> Iterator[bytes]:
    for _ in range(200_000):
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 50


def endless_body() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    for _ in range(64):
        yield b"x" * (1 << 20)


def drip() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    for _ in range(500):
        time.sleep(0.2)
        yield b"x"


def answer(path: str, _: bytes) -> Answer:
    name = path.rpartition("/")[2]
    if path == "/robots.txt":
        return reply(404)
    if path.startswith("/bomb/"):
        return reply(body=bomb(name), headers={"Content-Encoding": name})
    if path.startswith("/plain/"):
        return reply(body=ENCODE[name](PAGE), headers={"Content-Encoding": name})
    if path.startswith("/cut/"):
        return reply(body=ENCODE[name](PAGE * 900)[:-20], headers={"Content-Encoding": name})
    return {
        "/headers": header_flood,
        "/continue": continue_flood,
        "/endless": endless_body,
        "/declared": lambda: reply(body=b"x", length=MAX_BODY_BYTES + 1),
        "/short": lambda: reply(body=b"<p>cut", length=500),
        "/slow": lambda: hang(100),
        "/drip": drip,
        "/liar": lambda: reply(body=PAGE, headers={"Content-Encoding": "gzip"}),
        "/page": lambda: reply(body=PAGE),
    }[path]()


PATHS = ("/headers", "/continue", "/endless", "/declared", "/short", "/liar", "/page")
NEVER_DONE = ("/slow", "/drip")
"""Asked in a crawl of their own: a short timeout would hit the others too on a busy machine."""


@pytest.fixture(scope="module")
def done() -> Iterator[dict[str, dict[str, object]]]:
    with RawServer(answer) as server:
        paths = [*PATHS, *(f"/{kind}/{coding}" for kind in ("bomb", "plain", "cut") for coding in ENCODE)]
        settings = {"PRIVATE_URLS": [server.url], "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "DOWNLOAD_TIMEOUT": 90}
        ran = crawl([server.url + path for path in paths], settings)
        yield {path: ran["results"][server.url + path] for path in paths} | {"run": ran}


@pytest.mark.parametrize("path", ["/headers", "/continue", "/endless", "/declared", *(f"/bomb/{c}" for c in ENCODE)])
def test_what_grows_without_end_is_cut_off(path: str, done: dict[str, dict[str, object]]) -> None:
    assert done[path]["outcome"] == "too_large"


def test_memory_stays_bounded(done: dict[str, dict[str, object]]) -> None:
    growth = done["run"]["rss_growth_mb"]
    assert isinstance(growth, float)
    assert growth < 150


def test_a_body_cut_short_is_marked(done: dict[str, dict[str, object]]) -> None:
    assert done["/short"]["flags"] == ["dataloss", "truncated"]
    assert done["/short"]["head"] == "<p>cut"
    assert done["/page"]["flags"] == []


@pytest.mark.parametrize("coding", ENCODE)
def test_codings(coding: str, done: dict[str, dict[str, object]]) -> None:
    assert done[f"/plain/{coding}"]["bytes"] == len(PAGE)
    assert done[f"/plain/{coding}"]["flags"] == []
    assert done[f"/cut/{coding}"]["flags"] == ["truncated"]


def test_a_server_that_keeps_silent_or_drips_is_left_in_time() -> None:
    with RawServer(answer) as server:
        settings = {"PRIVATE_URLS": [server.url], "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "DOWNLOAD_TIMEOUT": 2}
        settings |= {"ROBOTS_OBEY": False, "RETRY_ENABLED": False}
        results = crawl([server.url + path for path in NEVER_DONE], settings)["results"]
    assert [results[server.url + path]["outcome"] for path in NEVER_DONE] == ["DownloadTimeoutError"] * 2


def test_a_false_content_encoding_leaves_the_bytes_as_they_are(done: dict[str, dict[str, object]]) -> None:
    assert done["/liar"]["bytes"] == len(PAGE)
    assert done["/liar"]["flags"] == ["undecoded"]


def test_nothing_listens(done: dict[str, dict[str, object]]) -> None:
    assert done["run"]["listening"] == 0
    assert POLITE_SETTINGS["TELNETCONSOLE_ENABLED"] is False
    assert POLITE_SETTINGS["REMOTE_CONTROL_ENABLED"] is False


def test_a_host_that_never_answers_is_given_up() -> None:
    with RawServer(lambda *_: hang(100)) as silent:
        urls = [f"{silent.url}/{n}" for n in range(6)]
        settings = {"PRIVATE_URLS": [silent.url], "DOWNLOAD_TIMEOUT": 1, "HOST_PATIENCE": 2, "RETRY_ENABLED": False}
        settings |= {"CONCURRENT_REQUESTS": 1, "ROBOTS_OBEY": False}
        results = crawl(urls, settings)["results"]
    outcomes = [results[url]["outcome"] for url in urls]
    assert sorted(outcomes) == ["DownloadTimeoutError"] * 2 + ["timeout"] * 4
    assert len(silent.paths) == 2


@pytest.mark.parametrize(("verify", "answered"), [(True, False), (False, True)])
def test_certificates_are_verified_unless_a_source_opts_out(verify: bool, answered: bool, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "cert.pem"))
    with RawServer(answer, context) as server:
        settings = {"PRIVATE_URLS": [server.url], "DOWNLOAD_VERIFY_CERTIFICATES": verify, "ROBOTS_RETRY_SECONDS": 0}
        result = crawl([f"{server.url}/page"], settings)["results"][f"{server.url}/page"]
    assert (result["outcome"] == "answered") is answered


def self_signed(path: Path, address: str = "127.0.0.1") -> Path:
    """A certificate for an address that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    start = datetime(2025, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + timedelta(days=36_500))
    certificate = builder.add_extension(host, critical=False).sign(key, hashes.SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path


@given(st.binary(max_size=5000), st.sampled_from(sorted(ENCODE)), st.integers(1, 200))
def test_decoding_undoes_encoding_and_sees_every_cut(body: bytes, coding: str, cut: int) -> None:
    encoded = ENCODE[coding](body)
    assert decode(encoded, [coding], 5000) == (body, True)
    try:
        got, whole = decode(encoded[:-cut], [coding], 5000)
    except NotDecodableError:
        return
    assert body.startswith(got)
    assert not whole or not encoded[:-cut]


@given(st.binary(max_size=2000), st.sampled_from(sorted(ENCODE)))
def test_any_bytes_are_decoded_or_refused(body: bytes, coding: str) -> None:
    try:
        got, _ = decode(body, [coding], 4000)
    except (NotDecodableError, TooLongError):
        return
    assert len(got) <= 4000


def test_members_and_layers() -> None:
    assert decode(gzip.compress(b"a" * 70_000) + gzip.compress(b"b"), ["gzip"], 80_000) == (b"a" * 70_000 + b"b", True)
    assert decode(gzip.compress(b"a") + bytes(100), ["gzip"], 80_000) == (b"a", True)
    assert decode(zstd.compress(b"a") + zstd.compress(b"b"), ["zstd"], 10) == (b"ab", True)
    assert decode(gzip.compress(brotli.compress(b"page")), ["br", "gzip"], 10) == (b"page", True)
    assert decode(zlib.compress(b"page")[2:-4], ["deflate"], 10) == (b"page", True)
    with pytest.raises(NotDecodableError, match="4 codings"):
        decode(b"", ["gzip"] * 4, 10)
