"""A crawl behind a proxy of the user's own: tunnels to vetted addresses, and a password that is nowhere."""

import gzip
import os
import select
import socket
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from tests.spiders.crawl.conftest import Crawler, Paper, serving
from tests.spiders.fetching.test_limits import self_signed
from tests.spiders.raw_server import RawServer, reply

STORY = "/2025/11/03/the-harbour-wall-and-who-pays"
PASSWORD = "s3cret-of-the-proxy"
RIGHT = "Basic " + b64encode(f"ann:{PASSWORD}".encode()).decode()


class Proxy:
    """A proxy that opens tunnels for who knows the password. `asked`: the addresses it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                Thread(target=self._tunnel, args=(self.server.accept()[0],), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and (more := client.recv(4096)):
                head += more
            lines = head.decode().split("\r\n")
            if f"Proxy-Authorization: {RIGHT}" not in lines:
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                return
            place = lines[0].split()[1]
            self.asked.append(place)
            host, _, port = place.rpartition(":")
            with socket.create_connection((host, int(port))) as site:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                while True:
                    for ready in select.select([client, site], [], [])[0]:
                        if not (data := ready.recv(1 << 16)):
                            return
                        (site if ready is client else client).sendall(data)


@contextmanager
def proxied() -> Iterator[Proxy]:
    proxy = Proxy()
    try:
        yield proxy
    finally:
        proxy.server.close()


@pytest.fixture
def paper() -> Iterator[Paper]:
    with serving(Paper()) as served:
        served.html("/", STORY)
        served.story(STORY)
        yield served


def crawled(crawler: Crawler, proxy: str, **settings: object) -> tuple[int, str]:
    crawler.source(proxy="$PAPER_PROXY", **settings)
    started = crawler.start(env=os.environ | {"PAPER_PROXY": proxy})
    said = "".join(started.communicate(timeout=120))
    return started.returncode, said


def test_every_request_is_a_tunnel_to_an_address_and_the_password_is_nowhere(tmp_path, paper) -> None:
    crawler = Crawler(tmp_path, paper)
    with proxied() as proxy:
        status, said = crawled(crawler, f"http://ann:{PASSWORD}@localhost:{proxy.port}")
        assert status == 0, said
    assert set(proxy.asked) == {paper.url.removeprefix("http://")}
    rows = crawler.rows()
    assert {path: rows[path]["outcome"] for path in ("/", STORY)} == {"/": "stored", STORY: "stored"}
    kept = [(path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()]
    found = b"".join(gzip.decompress(data) if path.suffix == ".gz" else data for path, data in kept)
    assert b"WARC-IP-Address: 127.0.0.1" in found
    for secret in (PASSWORD, RIGHT, RIGHT.removeprefix("Basic ")):
        assert secret.encode() not in found
        assert secret not in said


@pytest.mark.parametrize("host", ["169.254.169.254", "10.0.0.1", "localhost"])
def test_addresses_are_vetted_behind_a_proxy_as_without_it(tmp_path, paper, host) -> None:
    other = f"http://{host}/2025/11/03/a-story-on-a-private-network"
    paper.html("/", STORY, other)
    crawler = Crawler(tmp_path, paper)
    with proxied() as proxy:
        status, said = crawled(crawler, f"http://ann:{PASSWORD}@127.0.0.1:{proxy.port}", hosts=[host])
        assert status == 0, said
    assert set(proxy.asked) == {paper.url.removeprefix("http://")}
    assert crawler.outcomes()[other] == "address_refused"


def test_a_wrong_password_is_told(tmp_path, paper) -> None:
    crawler = Crawler(tmp_path, paper)
    with proxied() as proxy:
        _, said = crawled(crawler, f"http://ann:wrong-one@127.0.0.1:{proxy.port}")
    assert not paper.requests
    assert "wrong-one" not in said
    assert "ProxyRefusedError" in crawler.rows()["/"]["detail"]


@pytest.mark.parametrize("value", ["", "socks5://127.0.0.1:1080", "http://", f"http://ann:{PASSWORD}@127.0.0.1:x"])
def test_what_is_no_proxy_is_told_before_a_request(tmp_path, paper, value) -> None:
    status, said = crawled(Crawler(tmp_path, paper), value)
    assert (status, "$PAPER_PROXY" in said, PASSWORD in said, paper.requests) == (2, True, False, [])


def test_a_site_with_tls_keeps_its_own_end_of_the_tunnel(tmp_path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "cert.pem", "127.0.0.1"))
    html = b"<title>Paper</title><h1>The front page</h1>"
    with RawServer(lambda *_: reply(body=html), context) as site, proxied() as proxy:
        crawler = Crawler(tmp_path / "home", Paper(url=site.url))
        status, said = crawled(crawler, f"http://ann:{PASSWORD}@127.0.0.1:{proxy.port}", verify_certificates=False)
        assert status == 0, said
    assert set(proxy.asked) == {site.url.removeprefix("https://")}
    assert crawler.rows()["/"]["outcome"] == "stored"


def dateline(tmp_path, proxy: str, *words: str) -> tuple[int, str]:
    """What a command says, and its exit status."""
    command = [sys.executable, "-P", "-m", "pipelines", "--home", str(tmp_path), *words]
    done = subprocess.run(
        command, env=os.environ | {"PAPER_PROXY": proxy}, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_survey_a_check_and_a_trial_go_through_the_proxy_too(tmp_path, paper) -> None:
    with proxied() as proxy:
        address = f"http://ann:{PASSWORD}@127.0.0.1:{proxy.port}"
        for words in (
            ("sources", "add", "--private", "--name", "paper", "--proxy", "$PAPER_PROXY", f"{paper.url}/"),
            ("sources", "check", "paper"),
            ("try", "--private", "--proxy", "$PAPER_PROXY", f"{paper.url}{STORY}"),
        ):
            before, asked = len(paper.requests), len(proxy.asked)
            status, said = dateline(tmp_path, address, *words)
            assert status == 0, said
            assert len(paper.requests) > before
            assert len(proxy.asked) > asked
            assert PASSWORD not in said
    assert set(proxy.asked) == {paper.url.removeprefix("http://")}
    text = (tmp_path / "sources" / "paper.yaml").read_text()
    assert "proxy: $PAPER_PROXY\n" in text
    assert PASSWORD not in text


def test_sources_behind_several_proxies_are_checked_in_one_table(tmp_path, paper) -> None:
    for name, settings in (("first", {}), ("second", {"proxy": "$PAPER_PROXY"})):
        Crawler(tmp_path, paper, name).source(**settings)
    with proxied() as proxy:
        _, said = dateline(tmp_path, f"http://ann:{PASSWORD}@127.0.0.1:{proxy.port}", "sources", "check")
    lines = [line.split()[0] for line in said.splitlines()]
    assert lines == ["SOURCE", "first", "first", "second", "second"]
    assert proxy.asked
    assert len(proxy.asked) < len(paper.requests)


def test_the_address_of_a_proxy_is_not_taken_on_the_command_line(tmp_path) -> None:
    address = f"http://ann:{PASSWORD}@127.0.0.1:3128"
    status, said = dateline(tmp_path, "", "sources", "add", "--proxy", address, "https://paper.example/")
    assert (status, "$PAPER_PROXY" in said, PASSWORD in said) == (2, True, False)
