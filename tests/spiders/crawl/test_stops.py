"""Stops of every kind: the night is completed by the next run, with nothing lost and nothing stored twice."""

import hashlib
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import date, timedelta

import psutil
import pytest

from pipelines.lake.archive import read_capture
from tests.pipelines.lake.archive.captures import check, iter_captures
from tests.programs import run
from tests.spiders.crawl.conftest import Reply

NIGHT = date(2025, 11, 3)
PATHS = [f"/one-of-many-stories-here-{number}.html" for number in range(100001, 100151)]


@pytest.fixture
def large(paper, crawler):
    paper.html("/", *PATHS[:40])
    for number, path in enumerate(PATHS):
        paper.story(path, *(PATHS[(number * 3 + step) % 150] for step in range(1, 8)))
    crawler.source(max_hops=40)
    return crawler


def done(crawler):
    """What the frontier calls stored, as another process sees it: key → place and hash."""
    path = crawler.home / "frontier" / "paper.sqlite"
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as db:
            rows = db.execute("SELECT key, result FROM visits WHERE state=1 AND resource='page'").fetchall()
        db.close()
    except sqlite3.OperationalError:
        return {}
    results = {key: json.loads(result) for key, result in rows}
    return {key: result for key, result in results.items() if result["outcome"] == "stored"}


def wait_for(crawler, process, count):
    deadline = time.monotonic() + 120
    while process.poll() is None and len(done(crawler)) < count and time.monotonic() < deadline:
        time.sleep(0.01)


def test_kills_at_random_moments_lose_nothing(large):
    rng = random.Random(3)
    acknowledged, refetched = {}, []
    for count in (1, 40, 90):
        before = Counter(large.paper.requests)
        with large.start() as process:
            wait_for(large, process, count + rng.randint(0, 20))
            process.kill()
        acknowledged |= done(large)
        refetched.append(sum(before[path] > 0 for path in Counter(large.paper.requests) - before if path in PATHS))
    assert large.run()["state"] == "finished"
    archive = large.home / "archive"
    for result in acknowledged.values():
        capture = read_capture(archive, result["warc_file"], result["warc_offset"])
        assert hashlib.sha256(capture.body).hexdigest() == result["payload_sha256"]
    stored = Counter(capture.url for capture in iter_captures(archive, "paper", NIGHT) if capture.status == 200)
    assert sorted(url.removeprefix(large.paper.url) for url in stored if "stories" in url) == PATHS
    assert {stored[large.paper.url + path] for path in PATHS} == {1}
    assert max(refetched) <= 2  # connections: 1
    assert len(large.paper.requests) <= 1.1 * len(set(large.paper.requests))
    assert check(archive) == []
    assert len(acknowledged) > 60


def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(large):
    with large.start() as process:
        wait_for(large, process, 20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert json.loads(out)["state"] == "interrupted"
    assert err.strip().endswith("run the same command again to go on")
    assert not list(large.home.rglob("*.open"))
    kept = len(done(large))
    requests = len(large.paper.requests)
    assert large.run()["state"] == "finished"
    assert len(large.paper.requests) - requests <= 151 - kept + 8


def as_from_a_terminal():
    os.setsid()
    for stop in (signal.SIGINT, signal.SIGHUP):  # a suite run by nohup or in the background has them ignored
        signal.signal(stop, signal.SIG_DFL)


def command_line(crawler):
    """`dateline crawl` and what it starts, in a session of their own."""
    arguments = ["--home", str(crawler.home), "crawl", "-s", "paper", "--night", str(NIGHT), "--backdate"]
    return started([sys.executable, "-m", "pipelines", *arguments])


def started(command):
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=as_from_a_terminal)


PATIENT = "import sys, spiders.nightly as nightly; nightly.HURRY_SECONDS = 120; sys.exit(nightly.main())"
"""A night that waits for its crawls after SIGTERM as well, for a machine too busy to end them in time."""


@pytest.mark.parametrize("stop", ["Ctrl-C", "SIGTERM", "SIGHUP"])
def test_a_night_stops_its_crawls_in_order(large, stop):
    options = ["--home", str(large.home), "--source", "paper", "--night", str(NIGHT), "--backdate"]
    night = [sys.executable, "-c", PATIENT, *options]
    with started(night) if stop != "Ctrl-C" else command_line(large) as process:
        wait_for(large, process, 20)
        if stop == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.Signals[stop])
        _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    said = [line for line in err.splitlines() if not line.startswith("paper: ")]  # but for progress
    assert len(said) == 1
    assert re.fullmatch(r"dateline: paper: interrupted after \d+ pages; run the same command again to go on", said[0])
    assert not list(large.home.rglob("*.open"))
    kept, requests = len(done(large)), len(large.paper.requests)
    assert large.run()["state"] == "finished"
    assert len(large.paper.requests) - requests <= 151 - kept + 8


@pytest.mark.parametrize("stop", ["SIGKILL", "SIGTERM", "SIGHUP", "closed terminal"])
def test_nothing_outlives_a_command_line_that_is_ended(large, stop):
    with command_line(large) as process:
        wait_for(large, process, 20)
        below = psutil.Process(process.pid).children(recursive=True)
        assert any("spiders.crawl" in child.cmdline() for child in below)
        if stop == "closed terminal":
            os.killpg(process.pid, signal.SIGHUP)
        else:
            process.send_signal(signal.Signals[stop])
        _, alive = psutil.wait_procs(below, timeout=30)
        process.communicate(timeout=120)
    assert (alive, process.returncode) == ([], -signal.SIGKILL if stop == "SIGKILL" else 130)
    kept, requests = len(done(large)), len(large.paper.requests)
    assert large.run()["state"] == "finished"
    assert len(large.paper.requests) - requests <= 151 - kept + 8


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGHUP])
def test_a_site_that_does_not_answer_cannot_delay_a_termination(paper, crawler, stop):
    asked, over = threading.Event(), threading.Event()

    def never(_earlier):
        asked.set()
        over.wait(300)
        return Reply(b"", 500)

    paper.html("/", "/a-story-that-never-comes-100001.html")
    paper.pages["/a-story-that-never-comes-100001.html"] = never
    try:
        with command_line(crawler) as process:
            assert asked.wait(120)
            below = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(stop)
            _, alive = psutil.wait_procs(below, timeout=30)  # Ctrl-C would wait for up to 45 seconds
        assert (alive, process.returncode) == ([], 130)
    finally:
        over.set()
    paper.story("/a-story-that-never-comes-100001.html")
    assert crawler.run()["state"] == "finished"
    assert crawler.outcomes() == {"/": "stored", "/a-story-that-never-comes-100001.html": "stored"}


def test_a_stopped_night_ends_with_the_outcomes_of_one_that_was_not(large):
    large.paper.answer("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    large.paper.answer("/.well-known/tdmrep.json", "[]")
    with large.start() as process:
        wait_for(large, process, 20)
        process.send_signal(signal.SIGINT)
    assert large.run()["state"] == "finished"
    asked = [large.paper.requests.count(path) for path in ("/robots.txt", "/ai.txt", "/.well-known/tdmrep.json")]
    assert asked == [1, 1, 1]
    rows = large.rows()
    assert (rows["/robots.txt"]["outcome"], rows["/.well-known/tdmrep.json"]["outcome"]) == ("stored", "stored")
    assert Counter(large.outcomes().values()) == {"stored": 151}


def test_a_connection_that_the_stop_itself_cuts_is_no_outcome(paper, crawler):
    slow, asked = "/a-slow-story-of-the-day-100001.html", threading.Event()
    paper.html("/", slow)
    paper.story(slow)
    story = paper.pages[slow]

    def answer(earlier):
        if earlier == 0:
            asked.set()
            time.sleep(2)
        return story

    paper.pages[slow] = answer
    with crawler.start() as process:
        assert asked.wait(120)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
    time.sleep(2)
    assert crawler.run()["state"] == "finished"
    assert crawler.outcomes() == {"/": "stored", slow: "stored"}


def test_a_full_disk_pauses_with_one_clear_line(large):
    paused = large.run(NIGHT, "--keep-free-mb", "1000000000", status=2)
    assert paused["state"] == "paused"
    assert large.run()["state"] == "finished"
    assert sum(outcome == "stored" for path, outcome in large.outcomes().items() if path in PATHS) == 150


def test_a_disk_that_takes_no_more_is_one_line_and_nothing_is_lost(large):
    def refuse_large_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    for _ in range(2):
        command = large.command(NIGHT)
        done = subprocess.run(
            command, capture_output=True, text=True, preexec_fn=refuse_large_files, timeout=300, check=False
        )
        assert done.returncode == 2
        said = [line for line in done.stderr.splitlines() if not line.startswith("paper: ")]  # but for progress
        assert len(said) == 1
        assert said[0].endswith("put it right and run again: it goes on")
    large.run()
    archive = large.home / "archive"
    for row in large.rows().values():
        if row["outcome"] == "stored":
            body = read_capture(archive, row["warc_file"], row["warc_offset"]).body
            assert hashlib.sha256(body).hexdigest() == row["payload_sha256"]
    stored = Counter(capture.url for capture in iter_captures(archive, "paper", NIGHT) if capture.status == 200)
    assert {stored[large.paper.url + path] for path in PATHS} == {1}
    assert check(archive) == []


def test_an_earlier_night_that_was_left_open_is_closed_first(large):
    with large.start() as process:
        wait_for(large, process, 10)
        process.kill()
    following = NIGHT + timedelta(days=1)
    assert large.run(following)["state"] == "finished"
    assert Counter(large.outcomes(NIGHT).values())["not_crawled"] > 0
    assert set(large.outcomes(following).values()) <= {"stored", "duplicate_payload"}
    assert check(large.home / "archive") == []


def test_mistakes_are_one_line_and_status_2(crawler):
    for command, says in (
        (["--source", "papper"], "unknown source: papper (did you mean paper?)"),
        (["--night", "tonight"], "--night tonight: write a date as YYYY-MM-DD"),
        (["--clock", "2025-11-03T02:00"], "--clock 2025-11-03T02:00: say which zone, such as 2025-11-03T02:00Z"),
    ):
        done = run("spiders.crawl", *crawler.command()[4:], *command)
        assert (done.returncode, done.stderr.strip(), done.stdout) == (2, f"dateline: {says}", "")


def test_two_crawls_of_one_source_do_not_run_at_once(large):
    with large.start() as process:
        wait_for(large, process, 1)
        refused = large.run(status=2)
        process.kill()
    assert refused["stderr"].strip() == "dateline: paper: another crawl of this source is running; wait for it"
