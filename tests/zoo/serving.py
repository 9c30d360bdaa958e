"""Serves a site at its port and notes each request: a folder of files as a usual web server does, or another server behind us."""

from __future__ import annotations

import hashlib
import http.client
import mimetypes
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from spiders.fetching.user_agent import PRODUCT
from tests.zoo.tools import UnavailableError
from tests.zoo.traffic import Traffic

TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/xml", ".atom": "application/atom+xml"}
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
START_SECONDS = 180
Answer = tuple[int, list[tuple[str, str]], bytes]
Answering = Callable[[BaseHTTPRequestHandler], Answer]


@contextmanager
def serve_folder(folder: Path, port: int, moved: Mapping[str, str] | None = None) -> Generator[Traffic]:
    """Serve files with ETag and Last-Modified, `index.html` for folders, and `404.html` for what is not there; the paths that
    have `moved` redirect.
    """

    def answer(handler: BaseHTTPRequestHandler) -> Answer:
        to = (moved or {}).get(handler.path)
        return (301, [("Location", to)], b"") if to else _file_answer(folder, handler)

    with _serving(port, answer) as traffic:
        yield traffic


@contextmanager
def serve_program(
    command: Sequence[str], folder: Path, *, backend: int, port: int, log: Path, before: str = "", **environment: str
) -> Generator[Traffic]:
    """Start a server of its own that listens at `backend`, and serve it at `port`; it ends with the context.

    `before` stands before every path that it is asked for.
    """
    with log.open("a") as out:
        server = subprocess.Popen(command, cwd=folder, env=os.environ | environment, stdout=out, stderr=out)
        try:
            wait_for(backend)
            with serve_behind(backend, port, before) as traffic:
                yield traffic
        finally:
            server.terminate()
            server.wait()


@contextmanager
def serve_php(folder: Path, router: Path, port: int, *, workers: int, **environment: str) -> Generator[Traffic]:
    """PHP's own server over `folder/program`, behind ours that notes the requests."""
    backend = free_port()
    command = ["php", "-d", "memory_limit=256M", "-S", f"127.0.0.1:{backend}", "-t", ".", str(router)]
    log, environment = folder / "php.log", environment | {"PHP_CLI_SERVER_WORKERS": str(workers)}
    with serve_program(command, folder / "program", backend=backend, port=port, log=log, **environment) as traffic:
        yield traffic


@contextmanager
def serve_behind(backend: int, port: int, before: str = "") -> Generator[Traffic]:
    """Pass requests on to the server at `backend`, with the Host that was asked, and `before` before the path."""

    def answer(handler: BaseHTTPRequestHandler) -> Answer:
        inner = http.client.HTTPConnection("127.0.0.1", backend, timeout=120)
        sent = int(handler.headers.get("Content-Length") or 0)
        given = handler.rfile.read(sent) if sent else None
        inner.request(handler.command, before + handler.path, given, dict(handler.headers.items()))
        try:
            said = inner.getresponse()
        except http.client.BadStatusLine as line:  # PHP's own server passes on "Http/1.0 404", as SPIP writes it
            status = re.search(r" ([2-5]\d\d)\b", str(line))
            return int(status[1]) if status else 502, [("Content-Type", TYPES[".html"])], b"<h1>no such page</h1>"
        headers = [(name, value) for name, value in said.getheaders() if name.lower() not in HOP_BY_HOP]
        body = said.read()
        inner.close()
        return said.status, headers, body

    with _serving(port, answer) as traffic:
        yield traffic


@contextmanager
def _serving(port: int, answer: Answering) -> Generator[Traffic]:
    traffic = Traffic()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(answer, traffic))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield traffic
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(answer: Answering, traffic: Traffic) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = answer(self)
            if PRODUCT in (self.headers.get("User-Agent") or ""):  # Ghost asks itself for its icon
                traffic.add(self.path, status, {name.lower(): value for name, value in headers}.get("content-type"))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD" and status != 304:
                with suppress(ConnectionError):  # the crawl has what it needs of it
                    self.wfile.write(body)

        do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Nothing: the traffic is noted."""

    return Handler


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port. Raises UnavailableError when nobody does for a while."""
    for _ in range(10 * START_SECONDS):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise UnavailableError(f"no server at port {port} after {START_SECONDS} s")


def _file_answer(folder: Path, handler: BaseHTTPRequestHandler) -> Answer:
    path = unquote(urlsplit(handler.path).path)
    file = (folder / path.lstrip("/")).resolve()
    if not file.is_relative_to(folder.resolve()):
        return 404, [("Content-Type", "text/plain")], b"not found"
    if file.is_dir() and not path.endswith("/"):
        return 301, [("Location", f"{path}/")], b""
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file():
        missing = folder / "404.html"
        return 404, [("Content-Type", TYPES[".html"])], missing.read_bytes() if missing.exists() else b"<h1>404</h1>"
    body = file.read_bytes()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    modified = int(file.stat().st_mtime)
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = [("Content-Type", kind), ("ETag", etag), ("Last-Modified", formatdate(modified, usegmt=True))]
    return (304, headers, b"") if _is_known(handler, etag, modified) else (200, headers, body)


def _is_known(handler: BaseHTTPRequestHandler, etag: str, modified: int) -> bool:
    if match := handler.headers.get("If-None-Match"):
        return match == etag
    since = handler.headers.get("If-Modified-Since")
    return since is not None and parsedate_to_datetime(since).timestamp() >= modified
