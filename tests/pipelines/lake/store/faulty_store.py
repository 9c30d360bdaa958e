"""A small server that speaks S3 as far as homes need it, and fails as it is bid: it hangs, loses answers, has no bucket."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

BUCKET = "news"
HEADERS = {"ETag": '"1"', "Last-Modified": "Mon, 02 Feb 2026 02:00:00 GMT"}
Answer = tuple[int, bytes]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: FaultyStore

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle()

    def answer(self) -> None:
        store = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        store.asked.append(f"{self.command} {self.path}")
        store.answers.wait()
        if store.unavailable:
            store.unavailable -= 1
            return self.send(503, code("SlowDown"))
        if not store.has_bucket:
            return self.send(404, code("NoSuchBucket"))
        status, content = self.done(body)
        if self.command == "PUT" and store.lost:
            store.lost -= 1
            self.close_connection = True
            return None
        return self.send(status, content)

    do_GET = do_PUT = do_POST = answer  # noqa: N815 -- names that the library looks for

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def done(self, body: bytes) -> Answer:
        objects, name = self.server.objects, unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}/")
        if self.command == "POST":  # deletions
            gone = re.findall(r"<Key>(.*?)</Key>", body.decode())
            for each in gone:
                objects.pop(unescape(each), None)
            said = "".join(f"<Deleted><Key>{each}</Key></Deleted>" for each in gone)
            return 200, f"<DeleteResult>{said}</DeleteResult>".encode()
        if self.command == "PUT":
            if self.headers.get("If-None-Match") == "*" and name in objects:
                return 412, code("PreconditionFailed")
            objects[name] = body
            return 200, b""
        if "list-type=2" in self.path:
            return 200, listing(objects, {key: value[0] for key, value in parse_qs(urlsplit(self.path).query).items()})
        return (200, objects[name]) if name in objects else (404, code("NoSuchKey"))

    def log_message(self, *_: object) -> None: ...


class FaultyStore(ThreadingHTTPServer):
    """The objects of one bucket, and the faults that requests meet from now on."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.answers = threading.Event()
        """While it is clear, requests are accepted and never answered."""
        self.answers.set()
        self.lost = 0
        """So many writes are done, and their answers lost."""
        self.unavailable = 0
        """So many requests are answered with 503."""
        self.has_bucket = True


@contextlib.contextmanager
def serving() -> Iterator[FaultyStore]:
    """A store that answers, until the block ends."""
    store = FaultyStore()
    threading.Thread(target=store.serve_forever, daemon=True).start()
    try:
        yield store
    finally:
        store.answers.set()
        store.shutdown()
        store.server_close()


def listing(objects: dict[str, bytes], asked: dict[str, str]) -> bytes:
    prefix, after = asked.get("prefix", ""), asked.get("start-after", "")
    names = [name for name in sorted(objects) if name.startswith(prefix) and name > after]
    folders: set[str] = set()
    if "delimiter" in asked:
        folders = {
            prefix + name.removeprefix(prefix).split("/")[0] + "/" for name in names if "/" in name.removeprefix(prefix)
        }
        names = [name for name in names if "/" not in name.removeprefix(prefix)]
    listed = "".join(
        f"<Contents><Key>{escape(name)}</Key><Size>{len(objects[name])}</Size>"
        "<LastModified>2026-02-02T02:00:00.000Z</LastModified><ETag>1</ETag></Contents>"
        for name in names
    )
    below = "".join(f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in sorted(folders))
    return f"<ListBucketResult><Name>{BUCKET}</Name>{listed}{below}</ListBucketResult>".encode()


def code(name: str) -> bytes:
    return f"<Error><Code>{name}</Code><Message>{name}</Message></Error>".encode()
