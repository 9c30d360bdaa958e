"""Captures of a web archive, from a server of ours with the Wayback Machine's interface: listing, id_ captures, pauses."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Thread
from time import monotonic
from typing import ClassVar
from urllib.parse import unquote

import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import InputError
from pipelines.lake.archive import folder
from pipelines.lake.home import Home
from spiders.imports.cdx import chosen, read_line
from spiders.imports.wayback import Asked, import_wayback
from spiders.imports.wayback_server import WaybackServer
from spiders.imports.wishes import Wishes
from tests.spiders.imports.warcs import html

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STORY, OTHER, LOST = (f"https://paper.example/{name}" for name in ("story", "other", "lost"))
LISTING = f"""\
example,paper)/logo 20190301000000 https://paper.example/logo image/png 200 LLLL 9
example,paper)/lost 20190301000000 {LOST} text/html 200 XXXX 9
example,paper)/moved 20190301000000 https://paper.example/moved text/html 301 MMMM 9
example,paper)/other 20190401000000 {OTHER} text/html 200 OOOO 9
example,paper)/story 20190301120000 {STORY} text/html 200 AAAA 9
example,paper)/story 20190302120000 {{"url": "{STORY}", "mime": "text/html", "status": "200", "digest": "AAAA"}}
example,paper)/story 20200501120000 {STORY} warc/revisit - BBBB 9
not a line of a listing
"""
HEADERS = {
    "X-Archive-Orig-Last-Modified": "Fri, 01 Mar 2019 11:00:00 GMT",
    "Content-Type": "text/html",
    "Server": "archive",
}


class Archive(BaseHTTPRequestHandler):
    """A web archive; the first request for OTHER is told to come back, LOST is nowhere."""

    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.asked[path] += 1
        if path.startswith("/web/cdx?"):
            self._answer(200, LISTING.encode(), {})
        elif path.endswith(OTHER) and self.asked[path] == 1:
            self._answer(503, b"", {"Retry-After": "0"})
        elif path.endswith(OTHER):
            self._answer(200, html("Other"), HEADERS | {"Memento-Datetime": "Fri, 05 Apr 2019 06:00:00 GMT"})
        elif path.endswith(STORY):
            self._answer(200, html(f"Story {path[5:9]}"), HEADERS)
        else:
            self._answer(404, b"", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[WaybackServer]:
    Archive.asked.clear()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Archive)
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield WaybackServer(f"http://127.0.0.1:{http.server_port}/web/", "a test", 0.0, pause_seconds=0.0)
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("choice", "times"),
    [
        ("first", ["20190301120000"]),
        ("changed", ["20190301120000", "20200501120000"]),
        ("all", ["20190301120000", "20190302120000", "20200501120000"]),
    ],
)
def test_of_each_page_the_captures_that_are_asked_for(choice, times):
    listed = [found for line in LISTING.splitlines() if (found := read_line(line))]
    wanted = [each.timestamp for each, is_wanted in chosen(listed, choice) if is_wanted and each.url == STORY]
    assert wanted == times
    assert sum(is_wanted for _, is_wanted in chosen(listed, choice)) == len(times) + 2


def fetched(home: Home, night: date) -> dict[str, dict]:
    rows = pq.read_table(
        folder(home.archive, "paper_example", night) / "fetches.parquet", partitioning=None
    ).to_pylist()
    return {row["url"]: row for row in rows}


def test_captures_are_fetched_once_and_filed_under_their_own_time(server, tmp_path):
    home = Home.at(tmp_path)
    asked = Asked(("paper.example/*",), since="2019")
    looked = import_wayback(home, server, asked, Wishes(nights="month"), NOW, dry=True, show=False)
    wanted = {"queued": 3, "not_a_page": 2, "not_chosen": 2}
    assert dict(looked.outcomes) == wanted
    found = import_wayback(home, server, asked, Wishes(nights="month"), NOW, show=False)
    assert dict(found.outcomes) == {"fetched": 2, "failed": 1, "not_a_page": 2, "not_chosen": 2, "imported": 2}
    assert sum(count for path, count in Archive.asked.items() if "cdx" in path) == 1
    story = fetched(home, date(2019, 3, 31))[STORY]
    assert story["fetched_at"] == datetime(2019, 3, 1, 12, tzinfo=UTC)
    assert (story["last_modified"], story["content_type"]) == ("Fri, 01 Mar 2019 11:00:00 GMT", "text/html")
    assert fetched(home, date(2019, 4, 30))[OTHER]["fetched_at"] == datetime(
        2019, 4, 5, 6, tzinfo=UTC
    )  # Memento-Datetime
    assert [path.name for path in (home.root / "imports").iterdir()] == []
    before = Archive.asked.total()
    more = import_wayback(
        home, server, Asked(("paper.example/*",), choice="all"), Wishes(nights="month"), NOW, show=False
    )
    assert dict(more.outcomes)["already_there"] == 1  # the story's first; of OTHER another time is listed
    assert not any(path.endswith(f"/20190301120000id_/{STORY}") for path in list(Archive.asked)[before:])


def test_an_import_that_is_killed_while_it_fetches_goes_on(server, tmp_path, monkeypatch):
    monkeypatch.setattr("spiders.imports.wayback.GROUP", 1)
    home, asked = Home.at(tmp_path), Asked(("paper.example/*",), choice="all")
    capture, left = server.capture, 3

    class Killed(BaseException): ...

    def killed(listed):
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        return capture(listed)

    monkeypatch.setattr(server, "capture", killed)
    with pytest.raises(Killed):
        import_wayback(home, server, asked, Wishes(), NOW, show=False)
    asked_before = dict(Archive.asked)
    found = import_wayback(home, server, asked, Wishes(), NOW, show=False)
    assert dict(found.outcomes) == {"fetched": 4, "failed": 1, "not_a_page": 2, "imported": 4}
    again = [path for path, count in asked_before.items() if Archive.asked[path] > count and "cdx" not in path]
    assert again == []


def test_an_archive_without_a_listing_is_told(server, tmp_path):
    wrong = WaybackServer(server.server.replace("/web", "/nothing"), "a test", 0.0, 0.0)
    with pytest.raises(InputError, match="no listing: HTTP 404"):
        import_wayback(Home.at(tmp_path), wrong, Asked(("paper.example",)), Wishes(), NOW, show=False)


def test_a_server_that_is_nowhere_is_told_at_once(tmp_path):
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = WaybackServer(f"http://127.0.0.1:{free.getsockname()[1]}/web", "a test", 0.0)
    began = monotonic()
    with pytest.raises(InputError, match=r"no listing: .*refused"):
        import_wayback(Home.at(tmp_path), nowhere, Asked(("paper.example",)), Wishes(), NOW, show=False)
    assert monotonic() - began < nowhere.pause_seconds
