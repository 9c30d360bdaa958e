"""`sources add` on a site on this machine that is made as WordPress makes one: what it asks, says and writes."""

import io
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from spiders.sources.probe import Answer
from spiders.sources.progress import Lines
from spiders.sources.source import load_source
from tests.programs import run
from tests.spiders.sources.papers import feed, served

SLUGS = ("flood-hits-the-old-harbour", "bridge-is-closed-once-again", "market-moves-to-mill-lane")
NOT_FOUND = "<!DOCTYPE html><html><head><title>Page not found</title></head><body>Nothing here</body></html>"


def wordpress(site: str) -> Mapping[str, str]:
    """A paper of three stories; its host answers for ai.txt with a page."""
    named = {"Home": "/", "Town": "/category/town/", "Closed": "/closed/", "About": "/about/"}
    menu = f"<nav><ul>{''.join(f'<li><a href={href}>{name}</a></li>' for name, href in named.items())}</ul></nav>"
    times = ("2025-11-03T18:45:00+10:30", "2025-11-02T08:15:00+10:30", "2025-06-20T12:00:00+09:30")
    cards = "".join(
        f'<article><h2><a href="/{slug}/">{slug.replace("-", " ").title()}</a></h2><time datetime="{at}">then</time></article>'
        for slug, at in zip(SLUGS, times, strict=True)
    )
    head = (
        f'<meta name="generator" content="WordPress 6.8"><link rel="alternate" type="application/rss+xml" href="{site}/feed/">'
        f'<link rel="alternate" type="application/rss+xml" title="Courier &raquo; Comments Feed" href="{site}/comments/feed/">'
    )
    items = [(slug, f"{site}/{slug}/", "Mon, 03 Nov 2025 08:15:00 +0000") for slug in SLUGS]
    stories = {f"/{slug}/": f"<html><title>{slug} – The Courier</title><body>{menu}</body></html>" for slug in SLUGS}
    return {
        "/": f'<html lang="en-US"><head><title>Home – The Courier</title>{head}</head><body>{menu}{cards}</body></html>',
        "/robots.txt": "User-agent: *\nDisallow: /closed/\n",
        "/feed/": feed("The Courier", *items),
        "/category/town/": f"<html><title>Town – The Courier</title><body>{menu}<h1>Town</h1>{cards}</body></html>",
        "/ai.txt": NOT_FOUND,
        **stories,
    }


class Added(NamedTuple):
    """What the command printed, what it wrote, and what the site was asked."""

    done: subprocess.CompletedProcess[str]
    home: Path
    site: str
    asked: list[tuple[str, str]]


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Added]:
    home = tmp_path_factory.mktemp("home")
    with served(wordpress) as (site, asked):
        named = ("--name", "courier", "--private", "--contact", "me@a.example")
        done = run("spiders.sources", "--home", str(home), "add", site, *named)
        yield Added(done, home, site, asked)


def test_the_source_file_is_what_a_reader_expects(added: Added) -> None:
    assert added.done.returncode == 0, added.done.stderr
    source = load_source(added.home / "sources", "courier")
    assert source.title == "The Courier"
    assert source.feeds == (f"{added.site}/feed/",)
    assert source.sections == (f"{added.site}/category/town/",)
    assert (source.language, source.country, source.date_order) == ("en", None, None)
    assert source.time_zone in ("Australia/Adelaide", "Australia/Broken_Hill")
    assert "Nothing here" not in (added.home / "sources" / "courier.yaml").read_text()


def test_every_request_is_a_line_and_robots_txt_is_asked_once_and_obeyed(added: Added) -> None:
    paths = [path for path, _ in added.asked]
    assert paths[:2] == ["/robots.txt", "/"]
    assert paths.count("/robots.txt") == 1
    assert "/closed/" not in paths
    assert "/comments/feed/" not in paths
    lines = added.done.stderr.splitlines()
    assert lines[0] == f"Asking {added.site}/"
    told = [line.split(" … ")[0].strip() for line in lines if line.startswith("  /")]
    assert [path for path in told if path != "/closed/"] == paths
    assert "  /closed/ … Disallow: /closed/ (line 2, user-agent: *)" in lines
    assert "  /feed/ … 3 stories, newest 2025-11-03" in lines
    assert "  /ai.txt … an HTML page, no such file" in lines


def test_requests_bear_the_name_of_the_crawl(added: Added) -> None:
    (agent,) = {agent for _, agent in added.asked}
    assert agent.startswith("Dateline/")
    assert agent.endswith(" (+me@a.example)")


def test_it_ends_with_what_a_first_night_asks_for(added: Added) -> None:
    assert added.done.stderr.splitlines()[-4:] == [
        "The Courier: 1 feed, no sitemap, 1 section",
        "Rights as the site states them today: AI training unknown, text and data mining unknown.",
        "A first night asks for 1 feed, 1 section and 3 stories and more they lead to: 9 and more requests, "
        "one every 1 s: about a minute.",
        f"Read the file, then 'dateline --home {added.home} crawl --source courier' and 'dateline --home {added.home} build'.",
    ]
    assert added.done.stdout == f"{added.home}/sources/courier.yaml\n"


def test_a_line_begins_before_its_answer_and_obeys_nobody() -> None:
    out = io.StringIO()
    lines = Lines("http://a.example/", out)
    lines.asking("http://a.example/\x1b[2J", "page")
    assert out.getvalue() == "  /\\u001b[2J … "
    lines.answered(Answer("http://a.example/", "page", "HTTP 503"), 31.0)
    assert out.getvalue().endswith(" … HTTP 503 (31 s)\n")
    lines.asking("http://b.example/feed", "feed")  # another host's address is told in full
    assert out.getvalue().endswith("\n  http://b.example/feed … ")


def test_an_interrupt_ends_it_with_130_and_writes_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        site = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        command = [sys.executable, "-m", "spiders.sources", "--home", str(tmp_path), "add", site, "--private"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            deaf.settimeout(60)
            asking, _ = deaf.accept()
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=20)  # less than a silent site is waited for
            asking.close()
    assert process.returncode == 130
    assert told.startswith(f"Asking {site}\n  /robots.txt … ")
    assert "Traceback" not in told
    assert not list(tmp_path.iterdir())
