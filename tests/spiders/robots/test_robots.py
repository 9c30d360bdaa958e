"""robots.txt as text: groups, matching, evidence; the published cases where they are at hand."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.robots.access import judge, unreachable, with_copy
from spiders.robots.copies import RobotsCopies
from spiders.robots.robots import matches, parse_robots, product_token, url_path
from tests.spiders.probe_crawl import crawl
from tests.spiders.raw_server import RawServer, reply

CASES = Path(os.environ.get("DATELINE_ROBOTS_CASES", "no such file"))


def allowed(robots: str, path: str, agent: str = "dateline") -> bool:
    return parse_robots(robots.encode()).decide(f"http://a.example{path}", agent).allowed


@pytest.mark.parametrize(
    ("robots", "path", "verdict"),
    [
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/x", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True),
        ("User-agent: *\nDisallow: /caf%c3%a9", "/caf%C3%A9", False),
        ("User-agent: *\nDisallow: /café", "/caf%C3%A9", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: Dateline\nDisallow: /x\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\nUser-agent: DATELINE/2.0\nAllow: /", "/a", True),
        ("User-agent: a\nUser-agent: dateline\nDisallow: /", "/a", False),
        ("User-agent: dateline\nDisallow: /x\n\nUser-agent: dateline\nDisallow: /y", "/y", False),
        ("User-agent: a\nCrawl-delay: 5\nUser-agent: dateline\nDisallow: /", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html><body>Not found</body></html>", "/a", True),
        ("User-agent: *\nDisalow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a # all of it", "/a", False),
    ],
)
def test_verdict(robots: str, path: str, verdict: bool) -> None:
    assert allowed(robots, path) is verdict


def test_evidence_names_line_and_group() -> None:
    robots = parse_robots(b"# hello\nUser-agent: *\nUser-agent: dateline\nDisallow: /x\n")
    line = robots.decide("http://a.example/x/y", "dateline").line
    assert str(line) == "Disallow: /x (line 4, user-agent: *, dateline)"
    assert robots.decide("http://a.example/y", "dateline").line is None


def test_crawl_delay() -> None:
    robots = parse_robots(b"User-agent: *\nCrawl-delay: 9\nDisallow: /x\n\nUser-agent: dateline\nCrawl-delay: 2.5\n")
    assert robots.crawl_delay("dateline") == 2.5
    assert robots.crawl_delay("other") == 9.0
    assert parse_robots(b"User-agent: *\nCrawl-delay: soon").crawl_delay("dateline") is None


def test_only_rules_end_a_group() -> None:
    robots = parse_robots(b"User-agent: *\nCrawl-delay: 9\n\nUser-agent: dateline\nCrawl-delay: 2.5\nDisallow: /x")
    assert robots.crawl_delay("dateline") == 9.0
    assert not robots.decide("http://a.example/x", "other").allowed


def test_what_stands_beyond_500_kib_is_not_read() -> None:
    assert allowed("User-agent: *\n" + "# x\n" * 200_000 + "Disallow: /", "/a")


def test_many_agents_and_rules_stay_cheap() -> None:
    robots = parse_robots(b"".join(b"User-agent: a%d\n" % n for n in range(15_000)) + b"Disallow: /x\n" * 20_000)
    assert len(robots.groups) == 2
    assert not robots.decide("http://a.example/x", "a").allowed


@pytest.mark.parametrize(
    ("agent", "token"), [("Dateline/0.1 (+x)", "dateline"), ("AI2Bot", "ai"), ("Foo Bar", "foo bar"), ("", "")]
)
def test_product_token(agent: str, token: str) -> None:
    assert product_token(agent) == token


@given(st.text(alphabet="/ab*$", max_size=12), st.text(alphabet="/ab$", max_size=14))
def test_matching_is_what_a_regular_expression_says(pattern: str, path: str) -> None:
    anchored = pattern.endswith("$")
    parts = (pattern[:-1] if anchored else pattern).split("*")
    expected = re.match(".*".join(map(re.escape, parts)) + (r"\Z" if anchored else ""), path) is not None
    assert matches(pattern, path) is expected


@given(st.binary(max_size=500), st.text(max_size=30))
def test_any_bytes_are_read(body: bytes, agent: str) -> None:
    assert parse_robots(body).decide("http://a.example/x?y", agent).allowed in (True, False)


@given(st.text(alphabet="%aF3/é", max_size=20))
def test_paths_are_normalised_once(path: str) -> None:
    once = url_path(f"http://a.example/{path}")
    assert url_path(f"http://a.example{once}") == once


@pytest.mark.skipif(not CASES.is_file(), reason="DATELINE_ROBOTS_CASES names no file of google/robotstxt cases")
def test_published_cases() -> None:
    wrong = []
    for text in CASES.read_text().splitlines():
        case = json.loads(text)
        robots = parse_robots(case["robotstxt"].encode("latin-1"))
        if robots.decide(case["url"], case["useragent"]).allowed != case["allowed"]:
            wrong.append(case)
    assert wrong == []


def test_a_copy_of_last_night_stands_in_while_robots_does_not_answer(tmp_path: Path) -> None:
    def answer(path: str, _: bytes) -> bytes:
        if path != "/robots.txt":
            return reply(body=b"<p>page")
        return reply(503) if down else reply(body=b"User-agent: *\nDisallow: /no")

    down = False
    with RawServer(answer) as server:
        settings = {"PRIVATE_URLS": [server.url], "ROBOTS_COPIES": str(tmp_path / "robots"), "ROBOTS_RETRY_SECONDS": 0}
        urls = [f"{server.url}/yes", f"{server.url}/no"]
        first = crawl(urls, settings)["results"]
        down = True
        second = crawl(urls, settings)["results"]
        (copy,) = (tmp_path / "robots").iterdir()
        os.utime(copy, (0, 0))
        third = crawl(urls, settings)["results"]
    assert [first[url]["outcome"] for url in urls] == ["answered", "robots_denied"]
    assert [second[url]["outcome"] for url in urls] == ["answered", "robots_denied"]
    assert second[urls[0]]["robots"] == "robots.txt: HTTP 503, unreachable; rules of a copy 0 h old"
    assert [third[url]["outcome"] for url in urls] == ["robots_denied", "robots_denied"]


def test_copies_are_kept_by_origin(tmp_path: Path) -> None:
    copies = RobotsCopies(tmp_path / "robots")
    assert copies.load("http://a.example") == (None, 0.0)
    copies.save("http://a.example", b"one")
    copies.save("http://a.example", b"two")
    body, hours = copies.load("http://a.example")
    assert body == b"two"
    assert 0 <= hours < 0.1
    assert copies.load("https://a.example") == (None, 0.0)


def test_a_copy_never_replaces_an_answer() -> None:
    assert with_copy(judge(404, b""), b"User-agent: *\nDisallow: /", 1).decide("http://a.example/x", "d")[0]
    assert not with_copy(unreachable("timeout"), None, 0).decide("http://a.example/x", "d")[0]


def test_an_html_page_in_its_place_is_no_robots_txt() -> None:
    page = b"\n<!-- cached --><!DOCTYPE html>\n<html><body><pre>\nDisallow: /\n</pre></body></html>"
    access = judge(200, page)
    assert (access.state, access.reason) == ("no_file", "robots.txt: an HTML page, no rules")
    assert access.decide("http://a.example/x", "d") == (True, "robots.txt: an HTML page, no rules")
    mixed = b"<html>\nUser-agent: *\nDisallow: /x\n</html>"  # what may forbid is not overlooked
    assert not judge(200, mixed).decide("http://a.example/x", "d")[0]
