"""A night that is broken off leaves no crawl behind, whoever breaks it off and wherever."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Timer

import psutil
import pytest

from pipelines.lake.home import Home
from spiders.nightly import Crawls, crawl_sources, stop_crawls, warn_of_no_contact
from tests.programs import fresh, run
from tests.spiders.sources.papers import served

NIGHT = date(2025, 11, 3)


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """A server that never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(120)
        yield server


@pytest.fixture
def home(tmp_path: Path, deaf: socket.socket) -> Iterator[Home]:
    """With the source `deaf`; its crawls are children of this process."""
    home = Home.at(tmp_path)
    home.sources.mkdir()
    settings = {"title": "Deaf", "url": f"http://127.0.0.1:{deaf.getsockname()[1]}/", "allow_private_addresses": True}
    (home.sources / "deaf.yaml").write_text(json.dumps(settings))
    with fresh():
        yield home


def crawling() -> list[str]:
    """Sources of the crawls that are children of this process."""
    commands = [child.cmdline() for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [command[command.index("--source") + 1] for command in commands if "spiders.crawl" in command]


def test_closing_ends_the_crawls(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.nightly.GRACE_SECONDS", 1.0)
    crawls = crawl_sources(home, ["deaf", "unknown"], NIGHT)
    assert next(crawls).source == "unknown"
    assert crawling() == ["deaf"]
    crawls.close()
    assert crawling() == []


def test_crawls_that_nobody_closed_can_be_stopped(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.nightly.GRACE_SECONDS", 1.0)
    crawls = crawl_sources(home, ["deaf", "unknown"], NIGHT)
    next(crawls)
    stop_crawls()
    assert crawling() == []
    assert [crawled.finished for crawled in crawls] == [False]


def test_crawls_that_are_not_over_by_a_time_are_stopped(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.nightly.GRACE_SECONDS", 1.0)
    crawls = crawl_sources(home, ["deaf", "unknown"], NIGHT, until=datetime.now(UTC) + timedelta(seconds=4))
    assert [crawled.source for crawled in crawls] == ["unknown"]
    assert crawling() == []


def test_a_further_interrupt_ends_the_crawls_at_once(home: Home, deaf: socket.socket) -> None:
    crawls = crawl_sources(home, ["deaf", "unknown"], NIGHT)
    next(crawls)

    with deaf.accept()[0], pytest.raises(KeyboardInterrupt):
        Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        stop_crawls()
    assert crawling() == []
    crawls.close()


def test_what_was_stopped_begins_no_other_crawl(home: Home) -> None:
    crawls = Crawls(home, NIGHT, None)
    crawls.stop()
    assert (crawls.run("deaf").status, crawling()) == (130, [])


def run_nightly(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`dateline crawl` over a home, tonight."""
    return run("spiders.nightly", "--home", str(home.root), *arguments)


@pytest.mark.parametrize("named", [[], ["--source", "good", "--source", "bad"]], ids=["all", "named"])
def test_a_wrong_source_file_stops_that_source_alone(named: list[str], tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    with served(lambda _site: {"/": "<html><body><a href='/story'>A story of the town council</a></body></html>"}) as (
        site,
        _,
    ):
        good = {"title": "Good", "url": f"{site}/", "allow_private_addresses": True, "delay_seconds": 0}
        (home.sources / "good.yaml").write_text(json.dumps(good))
        (home.sources / "bad.yaml").write_text("title: Bad\nurl: bad.example\n")
        done = run_nightly(home, *named)
    problem = f"{home.sources}/bad.yaml:2: url: 'bad.example' is not an absolute http(s) URL; write it with https://"
    lines = done.stderr.splitlines()
    assert lines[0] == f"dateline: {problem}; the other sources are crawled"
    assert lines[-1] == "dateline: not crawled, their files are wrong: bad"
    assert done.returncode == 2  # everything else went well: nobody overlooks the one that did not
    assert [path.name for path in home.archive.iterdir()] == ["source=good"]


def test_where_every_file_is_wrong_nothing_is_crawled(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    (home.sources / "bad.yml").write_text("title: Bad\n")
    done = run_nightly(home)
    assert done.returncode == 2
    assert (
        done.stderr
        == f"dateline: {home.sources}/bad.yml:1: url: is missing; add it: home page, such as https://paper.example/\n"
    )
    assert not home.archive.exists()


@pytest.mark.parametrize(
    ("contact", "variable", "private", "warns"),
    [
        ("", "", False, True),
        ("a@b.example", "", False, False),
        ("", "a@b.example", False, False),
        ("", "", True, False),
    ],
)
def test_a_source_without_a_contact_is_named(
    contact: str, variable: str, private: bool, warns: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("DATELINE_CONTACT", variable)
    home = Home.at(tmp_path)
    home.sources.mkdir()
    settings = {"title": "Paper", "url": "https://paper.example/", "allow_private_addresses": private}
    (home.sources / "paper.yaml").write_text(json.dumps(settings | ({"contact": contact} if contact else {})))
    warn_of_no_contact(home, ["paper"])
    remedy = "write `contact: you@example.org` in the source file, or set DATELINE_CONTACT"
    assert capsys.readouterr().err == (f"dateline: paper: no contact for the site; {remedy}\n" if warns else "")
