"""`sources add` of many: beside one another, one request at a time to a host, whatever fails."""

import csv
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import ClassVar

import pytest

from pipelines.lake.home import Home
from spiders.sources.batch import Batch
from spiders.sources.batch_outcome import Outcome
from spiders.sources.paper_list import Listed
from spiders.sources.source import load_source
from tests.programs import run
from tests.spiders.sources.papers import feed, served

DAY = "Mon, 03 Nov 2025 08:15:00 +0000"


def paper(site: str) -> Mapping[str, str]:
    """A paper with one story; its feed is not named by its pages."""
    story = "/flood-hits-the-old-harbour/"
    listed = feed("Paper", ("Flood", f"{site}{story}", DAY)).replace("<title>", f"<link>{site}/</link><title>", 1)
    return {
        "/": f'<html lang="en"><title>Paper at {site}</title><body><h2><a href="{story}">Flood</a></h2></body></html>',
        "/robots.txt": "User-agent: *\n",
        "/secret.xml": listed,
        story: "<html><title>Flood</title><body><p>Water.</p></body></html>",
    }


class Counted(Mapping[str, str]):
    """Pages that take a moment; counts how many are asked for at a time, of one host and of all."""

    now: ClassVar[Counter[str]] = Counter()
    of_host: ClassVar[Counter[str]] = Counter()
    of_all: ClassVar[int] = 0
    lock = Lock()

    def __init__(self, site: str) -> None:
        self.host, self.pages = site.rpartition(":")[0], paper(site)

    def get(self, path: str, default: object = None) -> object:
        with self.lock:
            self.now[self.host] += 1
            self.of_host[self.host] = max(self.of_host[self.host], self.now[self.host])
            Counted.of_all = max(self.of_all, self.now.total())
        time.sleep(0.05)
        with self.lock:
            self.now[self.host] -= 1
        return self.pages.get(path, default)

    def __getitem__(self, path: str) -> str:
        return self.pages[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pages)

    def __len__(self) -> int:
        return len(self.pages)


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["url"]: row for row in csv.DictReader(file)}


def test_many_are_surveyed_beside_one_another_and_no_failure_stops_the_rest(tmp_path: Path) -> None:
    home, outcome = tmp_path / "home", tmp_path / "outcome.csv"
    with served(Counted) as (a, _), served(Counted) as (b, _), served(Counted, "127.0.0.2") as (c, _):
        listing = tmp_path / "papers.txt"
        listing.write_text(
            f"{a}/\nno address\n{b}/\n{a}\n{c}/secret.xml\nhttp://127.0.0.3:9/\nftp://d.example/\nhttps://me:pw@e.example/\n"
        )
        command = ("--home", str(home), "add", "--private", "--group", "north", "--outcome", str(outcome))
        done = run("spiders.sources", *command, "--from", str(listing))
        again = run("spiders.sources", *command, "--from", str(outcome))
        alone = run("spiders.sources", *command, a, f"{c}/secret.xml")
    assert done.returncode == 1, done.stderr
    assert {url: row["state"] for url, row in rows(outcome).items()} == {f"{a}/": "exists", f"{c}/secret.xml": "exists"}
    assert Counted.of_host == {"http://127.0.0.1": 1, "http://127.0.0.2": 1}
    assert Counted.of_all == 2

    told = done.stderr.splitlines()
    assert told[0] == f"8 listed, 0 done before, 1 repeated, 4 to be surveyed: {outcome}"
    assert [line for line in told if "wrong:" in line] == [
        f"  wrong: {listing}:2: 'https://no address' is not an absolute http(s) URL; write it with https://",
        f"  wrong: {listing}:7: 'ftp://d.example/' is not an absolute http(s) URL; write it with https://",
        f"  wrong: {listing}:8: a URL with a user name or password is not crawled; write it without",
    ]
    assert "3 wrong" in told[-3]
    heading, *table = done.stdout.splitlines()
    assert re.split("  +", heading) == ["NAME", "FOUND", "BY", "FIRST NIGHT", "TRAIN AI", "LANGUAGE", "GROUP"]
    assert sum("north" in line for line in table) == 3
    assert ["failed", "http://127.0.0.3:9/", "robots.txt: connection refused, unreachable"] in [
        re.split("  +", line) for line in table
    ]
    names = [line.split()[0] for line in table if "north" in line]
    assert {load_source(home / "sources", name).group for name in names} == {"north"}
    of_feed = load_source(home / "sources", next(name for name in names if "127_0_0_2" in name))
    assert (of_feed.url, of_feed.feeds) == (f"{c}/", (f"{c}/secret.xml",))

    assert again.stderr.startswith(f"7 listed, 3 done before, 0 repeated, 1 to be surveyed: {outcome}\n")
    assert alone.returncode == 0
    assert f"{c}/secret.xml leads to {of_feed.name}, left as it is" in alone.stderr
    assert f"{a}/ is s127_0_0_1_{a.rpartition(':')[2]}, left as it is" in alone.stderr


def test_an_interrupt_keeps_what_was_written_and_the_rest_can_be_tried_again(tmp_path: Path) -> None:
    home, outcome = tmp_path / "home", tmp_path / "outcome.csv"
    with served(paper) as (quick, asked), socket.create_server(("127.0.0.2", 0)) as deaf:
        silent = f"http://127.0.0.2:{deaf.getsockname()[1]}/"
        arguments = ["--home", str(home), "add", "--private", "--outcome", str(outcome)]
        command = [sys.executable, "-m", "spiders.sources", *arguments, silent, quick]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            while not (line := process.stderr.readline()).startswith("[1/2]"):
                assert line, "it ended before it was interrupted"
            process.send_signal(signal.SIGINT)
            out, told = process.communicate(timeout=20)
        assert (process.returncode, out) == (130, "")
        assert "Traceback" not in told
        assert {url: row["state"] for url, row in rows(outcome).items()} == {silent: "left", f"{quick}/": "added"}
        assert len(list((home / "sources").iterdir())) == 1
        before = len(asked)
        deaf.close()
        again = run("spiders.sources", *arguments, "--from", str(outcome))
    assert len(asked) == before
    assert "2 listed, 1 done before, 0 repeated, 1 to be surveyed" in again.stderr
    assert rows(outcome)[silent]["state"] == "failed"


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "there.yaml").write_text("title: There\nurl: https://www.there.example/\n")
    return Batch(Home.at(tmp_path).sources, Outcome(tmp_path / "outcome.csv", "dateline"))


def test_lines_of_one_publication_are_one_row_with_all_feeds(batch: Batch) -> None:
    listed = [
        Listed("a:1", "http://www.a.example", feeds=("https://a.example/1",)),
        Listed("a:2", "https://a.example/", feeds=("https://a.example/2", "https://a.example/1")),
        Listed("a:3", "there.example"),
        Listed("a:4", ""),
        Listed("a:5", "https://a.example/sport/"),
    ]
    planned = batch.planned(listed)
    assert [(row.listed.url, row.state) for row in planned] == [
        ("http://www.a.example/", "left"), ("https://there.example/", "exists"), ("", "wrong"),
        ("https://a.example/sport/", "left"),
    ]  # fmt: skip
    assert planned[0].listed.feeds == ("https://a.example/1", "https://a.example/2")
    assert planned[1].detail == "https://there.example/ is there, left as it is"
    assert planned[2].detail == "a:4: no address"


def test_a_cell_of_the_outcome_is_no_formula(batch: Batch) -> None:
    outcome, listed = batch.outcome, Listed("a:1", '=HYPERLINK("https://evil.example/")')
    outcome.begin(batch.planned([listed]), [listed])
    assert outcome.path.read_text().splitlines()[1].startswith("\"'=HYPERLINK(")
