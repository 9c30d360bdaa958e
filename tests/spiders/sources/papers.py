"""Small sites as publishing systems write them, answered from a dictionary, for tests of what a survey makes of them."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from spiders.resources.reading import Reading, read_resource
from spiders.robots.robots import parse_robots
from spiders.sources.findings import Findings
from spiders.sources.probe import Answer
from spiders.sources.survey import survey


class Paper:
    """A site: bodies by URL; `asked` is what was asked for, in order."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def ask(self, url: str, resource: str) -> Answer:
        """The page at a URL, read as `resource`; else a 404."""
        self.asked.append(url)
        if url not in self.pages:
            return Answer(url, resource, "HTTP 404", status=404)
        body = self.pages[url].encode()
        if resource == "robots":
            rules = parse_robots(body)
            sitemaps = tuple(line.value for line in rules.lines("sitemap"))
            return Answer(url, resource, reading=Reading(sitemaps=sitemaps), status=200, robots=rules)
        kind = "text/html" if resource == "page" else "text/xml"
        headers = (("Content-Type", kind),)
        return Answer(url, resource, None, body, headers, read_resource(resource, url, body, kind), 200)

    def surveyed(self) -> Findings:
        """What a survey of it finds."""
        return asyncio.run(survey(self.ask, next(iter(self.pages))))


def feed(title: str, *items: tuple[str, str, str]) -> str:
    """RSS of (title, link, pubDate)."""
    written = "".join(
        f"<item><title>{name}</title><link>{link}</link><pubDate>{at}</pubDate></item>" for name, link, at in items
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{written}</channel></rss>"


def sitemap(*urls: str) -> str:
    """A sitemap of URLs."""
    return f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>"


def index(*urls: str) -> str:
    """A sitemap index."""
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{url}</loc></sitemap>' for url in urls)}</sitemapindex>"


@contextmanager
def served(
    pages: Callable[[str], Mapping[str, str]], host: str = "127.0.0.1"
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Serve what `pages(site)` gives by path on this machine; yields the site and the (path, user agent) of each request."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["User-Agent"]))
            body = bodies.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header(
                "Content-Type", "text/xml" if (body or "").startswith("<rss") else "text/html; charset=utf-8"
            )
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        site = f"http://{host}:{server.server_port}"
        bodies = pages(site)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site, asked
        finally:
            server.shutdown()
            thread.join()
