"""Serves the demo web on 127.0.0.1: one thread pool a port, a log of every request, and a switch for the night."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Lock, Thread

from pipelines.base.errors import EnvironmentFault
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.papers import build
from spiders.demo_web.ports import DEFAULT_PORTS, HOST
from spiders.demo_web.site import Reply, Site

__all__ = ["DEFAULT_PORTS", "NIGHTS", "DemoWeb", "serve"]


class DemoWeb:
    """The running demo web. `requests` lists (site, path with query, status) in order of answering."""

    def __init__(self, ports: Mapping[str, int], night: date) -> None:
        self.ports = dict(ports)
        self.requests: list[tuple[str, str, int]] = []
        self._lock = Lock()
        self._built: dict[date, dict[str, Site]] = {}
        self.set_night(night)

    def set_night(self, night: date) -> None:
        """Serve another night from the next request on; the log goes on, healed pages fail anew."""
        if night not in NIGHTS:
            raise ValueError(f"the demo web has two nights, {NIGHTS[0]} and {NIGHTS[1]}; not {night}")
        if night not in self._built:
            self._built[night] = build(night, self.ports)
        with self._lock:
            self.night, self._sites, self._failed = night, self._built[night], dict[tuple[str, str], int]()

    def answer(
        self,
        name: str,
        target: str,
        none_match: str | None = None,
        modified_since: str | None = None,
        cookies: str = "",
    ) -> Reply:
        """The reply to a request, logged; 304 when the validators say so."""
        with self._lock:
            site: Site = self._sites[name]
            reply = site.answer(target, cookies)
            times = self._failed.get((name, target), 0)
            if times < reply.failures:
                self._failed[(name, target)] = times + 1
                reply = Reply(b"<h1>Internal Server Error</h1>", 500)
            elif reply.fresh_for(none_match, modified_since):
                reply = Reply(b"", 304, None, tuple(h for h in reply.all_headers() if h[0] != "Content-Type"))
            self.requests.append((name, target, reply.status))
        return reply

    def sent(self, name: str, target: str, form: str) -> Reply:
        """The reply to a form that is sent, logged."""
        with self._lock:
            reply: Reply = self._sites[name].sent(target, form)
            self.requests.append((name, target, reply.status))
        return reply

    def url(self, name: str, path: str = "/") -> str:
        """Absolute URL of a path on a site."""
        return f"http://{HOST}:{self.ports[name]}{path}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, web: DemoWeb, name: str, port: int) -> None:
        self.web, self.name = web, name
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the look-up of our own name that HTTPServer makes."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is its own affair."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer; a HEAD without the body."""
        conditions = (self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"))
        cookies = self.headers.get("Cookie", "")
        self._reply(self.server.web.answer(self.server.name, self.path, *conditions, cookies))

    do_HEAD = do_GET  # noqa: N815 -- as http.server calls it

    def do_POST(self) -> None:
        """Answer a form."""
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        self._reply(self.server.web.sent(self.server.name, self.path, form))

    def _reply(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.all_headers():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Nothing: `DemoWeb.requests` is the log."""


@contextmanager
def serve(ports: Mapping[str, int] = DEFAULT_PORTS, night: date = NIGHTS[0]) -> Iterator[DemoWeb]:
    """The demo web, running until the block ends. Raises EnvironmentFault when a port cannot be had."""
    web = DemoWeb(ports, night)
    with ExitStack() as stack:
        servers = [stack.enter_context(_listen(web, name, port)) for name, port in web.ports.items()]
        for server in servers:
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.shutdown)
        yield web


def _listen(web: DemoWeb, name: str, port: int) -> _Server:
    try:
        return _Server(web, name, port)
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
        raise EnvironmentFault(
            f"port {port} on {HOST}, for {name} of the demo web, {why}; stop what listens there or choose other ports"
        ) from error
