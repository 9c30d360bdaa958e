"""The made-up papers of `tests.pipelines.health.press` as sites on 127.0.0.1, as they are on a night, and crawls of them.

A fault of `tests.pipelines.health.faults` changes what a site serves: a failure is a real one (a closed port, a connection that
is never answered, a status), a broken page is sent over a real connection.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import re
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

from pipelines.lake.home import Home
from tests import forked
from tests.pipelines.health.press import CRAWLED, FIRST, Answer, Crawl, Paper, Story, front_page, quiet, stories

Breaks = Mapping[Paper, Callable[[Crawl], None]]
MISSING = Answer("", b"<html lang=en><title>Not found</title><h1>Not found</h1></html>", "http_error", 404)
PORT = re.compile(r"127\.0\.0\.1:(\d+)/")
PORTS = range(23_000, 32_000)
TLS_HANDSHAKE = b"\x16"
PRELOADED = [*forked.PRELOADED, "dagster_pipes", "pandas"]


class Server(ThreadingHTTPServer):
    """One paper's site; `answer` is asked with the path."""

    daemon_threads = True
    request_queue_size = 256
    answer: Callable[[str], Answer]
    closing: threading.Event
    tls: ssl.SSLContext

    def handle_error(self, *_: object) -> None: ...


class Handler(BaseHTTPRequestHandler):
    """Sends an answer as it is meant: a failure of the network too."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        answer = self.server.answer(self.path)
        if answer.outcome == "timeout":
            self.server.closing.wait(300)
        if answer.outcome in ("timeout", "connection_error"):
            self.close_connection = True
            return
        body = answer.body or b""
        tag = f'"{hashlib.sha1(body).hexdigest()}"'
        if answer.status == 200 and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(answer.status or 200)
        rights = {"X-Robots-Tag": "noai"} if answer.train_ai == "disallowed" else {}
        onward = {"Location": answer.final_url} if answer.final_url else {}
        sent = {"Content-Type": answer.content_type, "ETag": tag, "Content-Length": str(len(body))}
        for name, value in (sent | rights | onward | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection |= "Content-Length" in answer.headers

    def setup(self) -> None:
        if self.request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            super().handle()

    def log_message(self, *_: object) -> None: ...


class Sites:
    """The papers' sites, each on a port that stays its own; `open_night` says what they serve."""

    def __init__(self, papers: Sequence[Paper], per_day: int, ports: Mapping[Paper, int]) -> None:
        self.papers, self.per_day = papers, per_day
        self.ports = dict(ports)
        self.crawls: dict[Paper, Crawl] = {}
        self.servers: dict[Paper, Server] = {}
        self.tls = self_signed()
        for paper in papers:
            self._listen(paper)

    def open_night(self, night: date, breaks: Breaks) -> None:
        """Serve the papers of a night, some of them broken; those that are down are not there at all."""
        for paper in self.papers:
            told = [s for n in reversed(nights_before(night)) for s in self._stories(paper, n)]
            crawl = quiet(paper, night, self.per_day, told, revisited=len(told))
            if paper in breaks:
                breaks[paper](crawl)
            self.crawls[paper] = crawl
            down = crawl.answers[paper.start].outcome == "connection_error"
            if down and paper in self.servers:
                self._close(paper)
            elif not down and paper not in self.servers:
                self._listen(paper)

    def write_sources(self, home: Home) -> None:
        """The source files of the papers: a start page and a feed."""
        home.sources.mkdir(parents=True)
        for paper in self.papers:
            start = self._here(paper, paper.start)
            (home.sources / f"{paper.name}.yaml").write_text(
                f"title: {paper.name}\nurl: {start}\nfeeds: [{start}feed.xml]\nlanguage: en\ncountry: GB\n"
                "allow_private_addresses: true\ndelay_seconds: 0\ndiscover: false\nconnections: 4\nmax_outage_minutes: 0\n"
            )

    def close(self) -> None:
        """Close all sites."""
        for paper in list(self.servers):
            self._close(paper)

    def _stories(self, paper: Paper, night: date) -> list[Story]:
        return stories(paper, night, paper.story_count(night, self.per_day))

    def _listen(self, paper: Paper) -> None:
        server = bound(self.ports.get(paper))
        server.answer, server.closing = lambda path: self._answer(paper, path), threading.Event()
        server.tls = self.tls
        self.ports[paper], self.servers[paper] = server.server_port, server
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def _close(self, paper: Paper) -> None:
        server = self.servers.pop(paper)
        server.closing.set()
        server.shutdown()
        server.server_close()

    def _answer(self, paper: Paper, path: str) -> Answer:
        crawl = self.crawls[paper]
        url = paper.start + path.removeprefix("/")
        found = self._robots(crawl) if path == "/robots.txt" else feed(crawl) if url == paper.feed else page(crawl, url)
        body = found.body and self._local(paper, found.body)
        to = found.final_url and self._here(paper, found.final_url)
        return Answer(
            url, body, found.outcome, found.status, None, to, found.train_ai, found.content_type, found.headers
        )

    def _robots(self, crawl: Crawl) -> Answer:
        start = crawl.answers[crawl.paper.start]
        if start.outcome == "robots_denied":
            return Answer("", b"User-agent: *\nDisallow: /\n", content_type="text/plain")
        failing = crawl.feed is not None and crawl.feed.outcome == start.outcome != "stored"
        return start if failing else crawl.robots or Answer("", b"User-agent: *\nAllow: /\n", content_type="text/plain")

    def _here(self, paper: Paper, url: str) -> str:
        here = f"127.0.0.1:{self.ports[paper]}/"
        return url.replace(paper.start, f"http://{here}").replace(
            paper.start.replace("https", "tls"), f"https://{here}"
        )

    def _local(self, paper: Paper, body: bytes) -> bytes:
        return body.replace(paper.start.encode(), f"http://127.0.0.1:{self.ports[paper]}/".encode())


def bound(port: int | None) -> Server:
    """A server at this port, or at the first free one below those that connections get, which may be taken in between."""
    for each in (port,) if port else PORTS:
        with contextlib.suppress(OSError):
            return Server(("127.0.0.1", each), Handler)
    raise OSError(f"no free port: {port or PORTS}")


def page(crawl: Crawl, url: str) -> Answer:
    """The answer to a page's address."""
    start = crawl.answers[crawl.paper.start]
    if crawl.feed is not None and crawl.feed.outcome == start.outcome not in ("stored", "not_modified"):
        return start if start.outcome != "redirected" else Answer(url, None, "redirected", 301, None, start.final_url)
    if url == f"{crawl.paper.start}news/":
        return Answer(url, front_page(crawl.paper, crawl.entries))
    found = crawl.answers.get(url, crawl.otherwise or MISSING)
    if found.outcome == "not_modified":
        return replace(found, outcome="stored", status=200)
    return found


def feed(crawl: Crawl) -> Answer:
    """The answer to the feed's address: RSS of its entries, unless a fault says otherwise."""
    assert crawl.feed is not None
    if crawl.feed.outcome != "stored" or crawl.feed.body != b"<rss/>":
        return crawl.feed
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{s.url}</link><guid>{s.url}</guid>"
        f"<pubDate>{s.at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for s in crawl.entries
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{crawl.paper.name}</title>{items}</channel></rss>'
    return Answer(crawl.paper.feed, body.encode(), content_type="application/rss+xml; charset=utf-8")


def self_signed() -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=9)
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(pem + key.private_bytes(serialization.Encoding.PEM, *form))
        file.flush()
        context.load_cert_chain(file.name)
    return context


def nights_before(night: date) -> list[date]:
    """The nights from the second on, up to the one before."""
    first = FIRST + timedelta(days=1)
    return [first + timedelta(days=n) for n in range((night - first).days)]


@contextlib.contextmanager
def crawlers(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that crawl, each for one crawl, forked from one that has imported what a crawl needs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        yield pool


def ports_of(home: Home, papers: Sequence[Paper]) -> dict[Paper, int]:
    """The ports in the source files of a home where they stand already."""
    files = {paper: home.sources / f"{paper.name}.yaml" for paper in papers}
    return {paper: int(PORT.findall(file.read_text())[0]) for paper, file in files.items() if file.exists()}


def crawl_served(
    sites: Sites,
    pool: ProcessPoolExecutor,
    home: Home,
    night: date,
    breaks: Breaks,
    papers: Sequence[Paper] | None = None,
) -> None:
    """Serve a night and crawl every paper of it, or these, as `python -m spiders.crawl` does."""
    sites.open_night(night, breaks)
    clock = datetime.combine(night, CRAWLED).isoformat()
    running = [
        pool.submit(crawl_one, str(home.root), paper.name, str(night), clock) for paper in papers or sites.papers
    ]
    for each in running:
        each.result()
    pass_a_day(home)


def pass_a_day(home: Home) -> None:
    """Make the copies of robots.txt a day older: the nights of a benchmark are minutes apart."""
    for file in (home.frontier / "robots").glob("*.txt"):
        at = file.stat().st_mtime - 86_400
        os.utime(file, (at, at))


def crawl_one(home: str, source: str, night: str, clock: str) -> int:
    """One crawl in a process of its own, silent."""
    from spiders.crawl import main

    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        return main(["--home", home, "--source", source, "--night", night, "--clock", clock])
