"""One site with every trap at once, crawled by the real crawl process: all stories, nothing forbidden, an end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.corpus.fetches.step import land_night
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.spiders.inside import SPELLINGS
from tests.spiders.raw_server import Answer, RawServer, reply

STORIES = [f"/news/story-{number}-of-the-day" for number in range(40)]
PROSE = "<p>A paragraph of a story that is long enough to be one, with a sentence or two about nothing at all.</p>" * 4
NIGHT = date(2025, 11, 3)


class Trap:
    """The site; `inside` is the port of a server that nobody must reach."""

    def __init__(self, inside: int) -> None:
        self.inside = inside
        self.host = ""

    def __call__(self, path: str, _: bytes) -> Answer:
        if path == "/robots.txt":
            return reply(body=f"User-agent: *\nDisallow: /forbidden/\nSitemap: http://{self.host}/index-0.xml".encode())
        if path.startswith("/index-"):
            number = int(path[7:].partition(".")[0])
            names = (f"index-{number}.xml", f"index-{number * 2 + 1}.xml", f"index-{number * 2 + 2}.xml")
            entries = "".join(f"<sitemap><loc>http://{self.host}/{name}</loc></sitemap>" for name in names)
            return reply(body=f"<sitemapindex>{entries}</sitemapindex>".encode())
        if path == "/":
            inside = [f"http://{spelling}:{self.inside}/" for spelling in SPELLINGS]
            return page(["/forbidden/1", "/calendar/2025/11", STORIES[0], "/in-a-circle", "/a/b/a/b/a/b/x", *inside])
        if path in STORIES:
            number = STORIES.index(path)
            return page(
                [*STORIES[3 * number + 1 : 3 * number + 4], f"{path}?PHPSESSID={number}", "/forbidden/2"], PROSE
            )
        if path.startswith("/calendar/"):
            year, month = map(int, path.split("/")[2:4])
            return page([f"/calendar/{year + month // 12}/{month % 12 + 1}"])
        if path.startswith("/in-a-circle"):
            return reply(302, headers={"Location": "/in-a-circle"})
        return reply(404)


def page(links: list[str], prose: str = "") -> bytes:
    listed = "".join(f'<li><a href="{link}">Headline that leads to {link}</a></li>' for link in links)
    return reply(
        body=f"<html><h1>Page</h1>{prose}<ul>{listed}</ul>".encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RawServer, RawServer, list[dict[str, object]]]]:
    home = Home.at(tmp_path_factory.mktemp("home"))
    with RawServer(lambda *_: reply(body=b"secret")) as inside:
        trap = Trap(inside.port)
        with RawServer(trap) as server:
            trap.host = server.url.removeprefix("http://")
            write_source(home.sources, server.url)
            command = [sys.executable, "-m", "spiders.crawl", "--home", str(home.root), "--source", "trap"]
            done = subprocess.run(
                [*command, "--night", NIGHT.isoformat()], capture_output=True, text=True, timeout=600, check=False
            )
            assert done.returncode == 0, done.stderr
            land_night(home, NIGHT, lambda done, total: None)
            yield server, inside, Lake(home.lake).read("fetches").to_pylist()


def write_source(folder: Path, url: str) -> None:
    folder.mkdir(parents=True)
    settings = {"name": "trap", "title": "Trap", "url": f"{url}/", "delay_seconds": 0, "allow_private_addresses": True}
    (folder / "trap.yaml").write_text(json.dumps(settings | {"contact": "mailto:test@a.example"}))


Crawled = tuple[RawServer, RawServer, list[dict[str, object]]]


def test_every_story_is_fetched_once(crawled: Crawled) -> None:
    server, _, _ = crawled
    assert [server.paths.count(story) for story in STORIES] == [1] * len(STORIES)
    assert not [path for path in server.paths if "PHPSESSID" in path]


def test_nothing_forbidden_and_nothing_inside_is_asked_for(crawled: Crawled) -> None:
    server, inside, rows = crawled
    assert not [path for path in server.paths if path.startswith("/forbidden/")]
    assert inside.connections == 0
    denied = {row["url"]: row["robots"] for row in rows if row["outcome"] == "robots_denied"}
    assert denied == {f"{server.url}/forbidden/{n}": "Disallow: /forbidden/ (line 2, user-agent: *)" for n in (1, 2)}


def test_endless_spaces_end(crawled: Crawled) -> None:
    server, _, rows = crawled
    assert sum(path.startswith("/calendar/") for path in server.paths) <= 60
    assert sum(path.startswith("/index-") for path in server.paths) <= 20
    assert server.paths.count("/in-a-circle") <= 2
    outcomes = {str(row["url"]).removeprefix(server.url): row["outcome"] for row in rows}
    assert outcomes["/a/b/a/b/a/b/x"] == "trap"
    assert outcomes["/in-a-circle"] == "http_error"
