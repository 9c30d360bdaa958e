"""Two papers with five stories, the same on every machine: former homes were crawled from them, and go on with their third night.

Both listen on loopback addresses that nothing else uses, so their stories keep their addresses, and their works their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PORT = 8083
HOSTS = {"courier": "127.83.0.2", "gazette": "127.83.0.1"}
NIGHTS = (date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4))
FERRY = (
    "The ferry to Larkhaven was taken out of service on Monday after a crack was found in its hull.",
    "The harbour master said that the crack was seen by a diver who had gone down to free a rope.",
    "Two hundred people a day cross the sound, most of them pupils of the school on the other shore.",
    "A smaller boat will sail four times a day until the yard has welded the plate.",
)
STORIES: dict[str, tuple[tuple[str, str, str, tuple[str, ...], int], ...]] = {
    "gazette": (
        (
            "/2026/02/01/ferry-out-of-service",
            "Ferry to Larkhaven taken out of service",
            "2026-02-01T09:30:00+00:00",
            FERRY,
            0,
        ),
        (
            "/news/bakery-closes",
            "The last bakery of Mill Street closes",
            "",
            (
                "The last bakery of Mill Street will close at the end of the month, its owner said in the shop window.",
                "Flour and heating have become dearer by a third within two winters, and no baker wants to take over.",
                "Neighbours have collected four hundred signatures for a stall at the weekly market.",
            ),
            0,
        ),
        (
            "/2026/02/03/council-votes-on-bridge",
            "Council votes for a bridge over the sound",
            "2026-02-03T00:20:00+00:00",
            (
                "The council voted for a bridge over the sound late in the evening, by nine votes to six.",
                "It would cost eleven million and be ready in four years, if the county pays one half of it.",
                "Fishermen fear that the piers will narrow the channel, and will ask the court to look at the plan.",
            ),
            1,
        ),
        (
            "/2026/02/04/yard-finds-rust",
            "Yard finds rust below the ferry's engine",
            "2026-02-04T00:10:00+00:00",
            (
                "The yard has found rust below the engine of the ferry, which nobody had seen since it was built.",
                "The plates there will be changed, and the ferry will not sail before the middle of the month.",
                "Travellers with a monthly ticket get half of its price back, the operator said.",
            ),
            2,
        ),
    ),
    "courier": (
        ("/a/4711-ferry.html", "Ferry to Larkhaven taken out of service", "2026-02-01T14:00:00+00:00", FERRY, 0),
    ),
}
"""By paper: path, headline, instant (empty if the page has none), paragraphs, and the index of the first night that lists it."""
EDIT = "On Tuesday the yard found a second crack, and the repair will take a week longer."


def pages(paper: str, night: int) -> dict[str, str]:
    """Every page of a paper on a night (an index of NIGHTS) by path."""
    listed = [story for story in STORIES[paper] if story[4] <= night]
    items = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title, *_ in listed)
    front = f"<html lang=en><head><title>The {paper.title()}</title></head><body><main><ul>{items}</ul></main></body></html>"
    return {"/": front} | {path: _page(title, at, prose, night) for path, title, at, prose, _ in listed}


def _page(title: str, at: str, prose: tuple[str, ...], night: int) -> str:
    edit = (EDIT,) if prose is FERRY and night else ()
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*prose, *edit))
    stamp = f'<meta property="article:published_time" content="{at}">' if at else ""
    return (
        f'<html lang=en><head><title>{title}</title><meta property="og:type" content="article">{stamp}</head><body><article>'
        f"<h1>{title}</h1><p class=byline>By Jane Doe</p>{body}</article></body></html>"
    )


@contextmanager
def serving(night: int) -> Iterator[None]:
    """Both papers as they are on a night (an index of NIGHTS), on their own addresses."""
    with ExitStack() as servers:
        for paper, host in HOSTS.items():
            server = ThreadingHTTPServer((host, PORT), _handler(pages(paper, night)))
            server.daemon_threads = True
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            servers.callback(thread.join)
            servers.callback(server.server_close)
            servers.callback(server.shutdown)
        yield


def _handler(answers: Mapping[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            body = answers.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    return Handler
