import json
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipelines.base.processes import program
from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.corpus.fetches.step import land_night
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.forked import run_crawl

NIGHT = date(2025, 11, 3)


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    """0: the connection is reset."""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """Silence before the answer."""


@dataclass
class Paper:
    """A site that answers from a table; a value may be a function of the number of earlier requests to its path."""

    pages: dict[str, Reply | Callable[[int], Reply]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)
    url: str = ""
    outage: Callable[[str], Reply | None] = lambda path: None
    """The answer to a path in place of its page, while the site is out of order."""

    def answer(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Reply(data, status, {"Content-Type": "text/xml"} | headers)

    def html(self, path: str, *links: str, text: str = "", **headers: str) -> None:
        items = "".join(f'<li><a href="{link}">A headline about the story at {link}</a></li>' for link in links)
        body = f"<html><head><title>{path}</title>{text}</head><body><main><ul>{items}</ul></main></body></html>"
        self.pages[path] = Reply(body.encode(), headers={"Content-Type": "text/html"} | headers)

    def story(self, path: str, *related: str, text: str = "news", head: str = "", **headers: str) -> None:
        items = "".join(f'<li><a href="{link}">Another headline, the one at {link}</a></li>' for link in related)
        prose = f"<p>{text} {'and the council met again to talk about the harbour wall. ' * 4}</p>" * 4
        body = (
            f'<html><head><title>{path}</title><meta property="og:type" content="article">{head}</head><body><article>'
            f"<h1>{path}</h1>{prose}</article><aside><h3>Related</h3><ul>{items}</ul></aside></body></html>"
        )
        self.pages[path] = Reply(body.encode(), headers={"Content-Type": "text/html"} | headers)


def _handler(paper: Paper) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            reply = paper.pages.get(self.path, Reply(b"no such page", 404))
            if callable(reply):
                reply = reply(paper.requests.count(self.path))
            paper.requests.append(self.path)
            reply = paper.outage(self.path) or reply
            time.sleep(reply.seconds)
            if reply.status == 0:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            if any(name in self.headers for name in ("If-None-Match", "If-Modified-Since")):
                paper.conditional.append(self.path)
            etag = reply.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                reply = Reply(b"", 304, {"ETag": etag})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

        def log_message(self, *_: object) -> None: ...

    return Handler


@contextmanager
def serving(paper: Paper) -> Iterator[Paper]:
    """The paper, answering on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(paper))
    server.daemon_threads = True
    paper.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Crawler:
    """Runs `python -m spiders.crawl` over a paper."""

    home: Path
    paper: Paper
    name: str = "paper"

    def source(self, **settings: Any) -> None:
        lines = {"title": "Paper", "url": f"{self.paper.url}/", "allow_private_addresses": True, "delay_seconds": 0}
        waits = {"max_outage_minutes": settings.get("max_outage_minutes", 0)}
        folder = self.home / "sources"
        folder.mkdir(parents=True, exist_ok=True)
        text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in (lines | settings | waits).items())
        (folder / f"{self.name}.yaml").write_text(text)

    def command(self, night: date = NIGHT, *more: str) -> list[str]:
        return [sys.executable, "-P", "-m", "spiders.crawl", *self._arguments(night, *more)]

    def start(self, night: date = NIGHT, *more: str, **options: Any) -> subprocess.Popen[str]:
        """A crawl that goes on; `options` are those of Popen, without them its output is kept."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return program.PROCESS(self.command(night, *more), **pipes | options)

    def run(
        self,
        night: date = NIGHT,
        *more: str,
        status: int | None = 0,
        timeout_seconds: float | None = None,
        most: float = 300,
    ) -> dict[str, Any]:
        """The summary of a crawl; `status` is its exit status, None if any is right. It ends within `most` seconds."""
        done = run_crawl(self._arguments(night, *more), answer_seconds=timeout_seconds, timeout=most)
        assert status in (None, done.returncode), done.stderr
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"stderr": done.stderr}

    def _arguments(self, night: date, *more: str) -> list[str]:
        clock = f"{night}T02:00:00Z"
        return ["--home", str(self.home), "--source", self.name, "--night", str(night), "--clock", clock, *more]

    @property
    def lake(self) -> Lake:
        """The lake, with every night that has been crawled in it."""
        home = Home.at(self.home)
        for night in crawled_nights(home):
            land_night(home, night, lambda done, total: None)
        return Lake(home.lake)

    def rows(self, night: date = NIGHT) -> dict[str, dict[str, Any]]:
        """Rows of `fetches` by what follows the address of the site (whole URL for others)."""
        rows = self.lake.read("fetches", night=night).to_pylist()
        return {row["url"].removeprefix(self.paper.url): row for row in rows}

    def outcomes(self, night: date = NIGHT) -> dict[str, str]:
        """Outcomes of pages and channels, without what is asked for in the usual places."""
        usual = ("/robots.txt", "/ai.txt", "/.well-known/tdmrep.json", "/sitemap.xml", "/sitemap_index.xml")
        usual += ("/news-sitemap.xml", "/sitemap-news.xml")
        return {path: row["outcome"] for path, row in self.rows(night).items() if path not in usual}


@pytest.fixture
def paper():
    with serving(Paper()) as paper:
        yield paper


@pytest.fixture
def crawler(tmp_path, paper):
    crawler = Crawler(tmp_path / "home", paper)
    crawler.source()
    return crawler


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A crawler that all tests of a module share."""
    with serving(Paper()) as paper:
        crawler = Crawler(tmp_path_factory.mktemp("shared"), paper)
        crawler.source()
        yield crawler
