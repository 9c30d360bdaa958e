"""A made-up news site of any size on 127.0.0.1, answered from memory: what the crawl benchmarks and tests fetch.

`python tests/benchmarks/crawl_site.py --pages 3000 --port 0` serves it and prints its address; page n links to the home
page, to eight sections and to `related` others, is about `kilobytes` long and honours If-None-Match.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SECTIONS = 8
WORDS = [
    "council",
    "river",
    "vote",
    "bridge",
    "school",
    "winter",
    "market",
    "harbour",
    "station",
    "doctor",
    "report",
    "budget",
    "weather",
    "railway",
    "theatre",
]


class Site:
    """Home page, sections and `pages` stories; every story is linked from its section or from stories before it."""

    def __init__(self, pages: int, related: int = 20, kilobytes: int = 20) -> None:
        self.pages = pages
        self.related = related
        sentence = " ".join(WORDS[i % len(WORDS)] for i in range(40)).capitalize() + "."
        self.filler = "".join(
            f"<p>{sentence} {sentence}</p>" for _ in range(kilobytes * 1024 // (2 * len(sentence) + 8))
        )
        self.requests: list[str] = []

    def page(self, path: str) -> bytes | None:
        """The body at a path; null: there is none."""
        if path == "/":
            body = self._list(range(min(40, self.pages)))
        elif path.startswith("/section/"):
            number = int(path.rsplit("/", 1)[1])
            body = self._list(range(number, min(self.pages, 400), SECTIONS))
        elif path.startswith("/story/"):
            number = int(path.rsplit("-", 1)[1].removesuffix(".html")) - 100000
            if number >= self.pages:
                return None
            body = self._story(number)
        else:
            return None
        return (
            f"<!DOCTYPE html><html><head><title>{path}</title></head><body>{self._nav()}{body}</body></html>".encode()
        )

    def _nav(self) -> str:
        links = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(SECTIONS))
        return f'<nav><ul><li><a href="/">Home</a></li>{links}</ul></nav>'

    def _list(self, numbers: range) -> str:
        return "<main><ul>" + "".join(f"<li><h2>{self._link(n)}</h2></li>" for n in numbers) + "</ul></main>"

    def _link(self, number: int) -> str:
        words = " ".join(WORDS[(number + i * 7) % len(WORDS)] for i in range(5))
        return f'<a href="/story/{words.replace(" ", "-")}-{100000 + number}.html">The {words} of number {number}</a>'

    def _story(self, number: int) -> str:
        step = max(1, self.pages // 97)
        targets = [(number * 2 + 1) % self.pages, (number * 2 + 2) % self.pages]
        targets += [(number + i * step + 1) % self.pages for i in range(self.related - 2)]
        related = "".join(f"<li>{self._link(n)}</li>" for n in targets)
        text = f"<p>Story {number} begins here, and nowhere else.</p>{self.filler}"
        return f"<article><h1>Story {number}</h1>{text}</article><aside><h3>Related</h3><ul>{related}</ul></aside>"


def handler_for(site: Site, delay: Callable[[], None] = lambda: None) -> type[BaseHTTPRequestHandler]:
    """A request handler that answers from a site."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            delay()
            site.requests.append(self.path)
            body = site.page(self.path)
            status, etag = (200, hashlib.md5(body or b"").hexdigest()) if body is not None else (404, "")
            if etag and self.headers.get("If-None-Match") == f'"{etag}"':
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            if etag:
                self.send_header("ETag", f'"{etag}"')
            self.end_headers()
            self.wfile.write(body or b"")

        def handle(self) -> None:
            with contextlib.suppress(ConnectionError):
                super().handle()

        def log_message(self, *_: object) -> None: ...

    return Handler


def serve(site: Site, port: int = 0) -> ThreadingHTTPServer:
    """Serve in a thread; `server_port` says where."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_for(site))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--related", type=int, default=20)
    parser.add_argument("--kilobytes", type=int, default=20)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    site = Site(options.pages, options.related, options.kilobytes)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), handler_for(site))
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}/\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
