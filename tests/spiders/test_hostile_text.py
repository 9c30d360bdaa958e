"""A site whose feed, rights, headers and stories hold text that cannot be stored: it is crawled, and its night is built."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from pipelines.base.storable import UNSTORABLE
from pipelines.cli import dateline
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.programs import run
from tests.spiders.raw_server import Answer, RawServer

NIGHT = date(2025, 11, 3)
STORIES = ("/news/storm-over-hull-on-monday", "/news/old-bridge-will-be-mended", "/news/ferry-sails-again-at-last")
LAST_MODIFIED = ("Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 13 Sep 275760 00:00:00 GMT")
SUBJECTS = ("storm", "bridge", "ferry")
TITLES = ("Storm \ud83d over Hull", "Old bridge \x00 mended", "Ferry \u202e sails")


def story(number: int) -> bytes:
    """A page whose structured data spell what UTF-8 cannot."""
    data = {
        "@type": "NewsArticle",
        "headline": TITLES[number],
        "author": {"name": "Jane Doe \ud83d"},
        "datePublished": "2025-11-02",
    }
    prose = (
        f"<p>The story of the {SUBJECTS[number]} is long enough to be one, with a sentence or two about the matter at hand.</p>"
        * 5
    )
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f"<html lang=en><head>{head}</head><body><article><h1>Story {number}</h1>{prose}</article></body></html>".encode()


def site(path: str, _: bytes) -> Answer:
    """Every resource of the site."""
    if path == "/":
        links = b"".join(
            b'<li><a href="%s">Anchor \xed\xa0\xbd \x00 %s</a></li>' % (p.encode(), p.encode()) for p in STORIES
        )
        return answer(b"<html><h1>Page</h1><ul>" + links + b"</ul></html>", "text/html; charset=utf-8")
    if path == "/feed.json":
        items = [
            {"url": url, "title": title, "date_published": "\ude00"} for url, title in zip(STORIES, TITLES, strict=True)
        ]
        return answer(
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), "application/json"
        )
    if path == "/.well-known/tdmrep.json":
        rule = [{"location": "/", "tdm-reservation": 0, "tdm-policy": "\ud83d"}]
        return answer(json.dumps(rule).encode(), "application/json")
    if path in STORIES:
        return answer(story(STORIES.index(path)), "text/html; charset=\xe9", LAST_MODIFIED[STORIES.index(path)])
    return b"HTTP/1.1 404 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def answer(body: bytes, content_type: str, last_modified: str = "") -> bytes:
    """A response whose headers are Latin-1."""
    head = f"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    head += f'Content-Type: {content_type}\r\nETag: "\xe9\x01"\r\n'
    head += f"Last-Modified: {last_modified}\r\n" if last_modified else ""
    return f"{head}\r\n".encode("latin-1") + body


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("home"))
    with RawServer(site) as server:
        home.sources.mkdir(parents=True)
        settings = {
            "name": "paper",
            "title": "Paper",
            "url": f"{server.url}/",
            "feeds": [f"{server.url}/feed.json"],
            "delay_seconds": 0,
        }
        settings |= {"allow_private_addresses": True, "contact": "mailto:test@a.example"}
        (home.sources / "paper.yaml").write_text(json.dumps(settings))
        done = run("spiders.crawl", "--home", str(home.root), "--source", "paper", "--night", str(NIGHT))
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
    CliRunner().invoke(dateline, ["--home", str(home.root), "build"], catch_exceptions=False)
    return home


def test_what_was_advertised_is_kept_mended(built: Home) -> None:
    rows = Lake(built.lake).read("fetches", where=None).to_pylist()
    feed = {
        c["anchor"]: c["date_raw"] for row in rows for c in row["channels"] if c["channel"] == "feed" and c["anchor"]
    }
    assert feed == {
        "Storm \ufffd over Hull": "\ufffd",
        "Old bridge \ufffd mended": "\ufffd",
        "Ferry \u202e sails": "\ufffd",
    }
    rights = {right["raw"] for row in rows for right in row["rights"] or () if right["standard"] == "tdmrep"}
    assert rights == {'{"location": "/", "tdm-reservation": 0, "tdm-policy": "\ufffd"}'}
    assert {row["last_modified"] for row in rows} >= set(LAST_MODIFIED)
    assert not UNSTORABLE.search(json.dumps(rows, default=str, ensure_ascii=False))


def test_the_night_is_built_with_every_story(built: Home) -> None:
    lake = Lake(built.lake)
    titles = {row["title"]: row["authors"] for row in lake.read("articles").to_pylist()}
    assert titles["Storm \ufffd over Hull"] == ["Jane Doe"]
    assert len(titles) == 3
    flags = {
        flag["text"]
        for row in lake.read("documents").to_pylist()
        for flag in row["flags"]
        if flag["rule"] == "mended_text"
    }
    assert "title: Storm \\ud83d over Hull" in flags
