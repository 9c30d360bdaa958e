"""Outages: a host that does not answer is waited for; what was not asked is never recorded as failed.

Measured at full size by `tests/benchmarks/crawl_outages.py`; here the pauses are parts of seconds.
"""

import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pipelines.lake.home import Home
from spiders.nightly import crawl_sources
from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, Reply

STORIES = [f"/one-of-many-stories-here-{number}.html" for number in range(100001, 100031)]
RESET = Reply(status=0)
OUTAGES = {
    "resets": RESET,
    "silence": Reply(seconds=2.5, status=0),
    "503": Reply(b"<h1>Back soon</h1>", 503),
    "503 with Retry-After": Reply(b"<h1>Back soon</h1>", 503, {"Retry-After": "1"}),
}
FAILED = {"timeout", "connection_error", "http_error", "robots_denied"}


def printed(paper: Paper) -> None:
    paper.answer("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    paper.html("/", *STORIES)
    for path in STORIES:
        paper.story(path)


def breaking(paper: Paper, after: int, seconds: float, reply: Reply) -> Callable[[str], Reply | None]:
    """Out of order for a time, from the request with this number."""
    began: list[float] = []

    def outage(_path: str) -> Reply | None:
        if len(paper.requests) > after and not began:
            began.append(time.monotonic())
        return reply if began and time.monotonic() - began[0] < seconds else None

    return outage


@pytest.mark.parametrize("kind", OUTAGES)
def test_stories_of_an_outage_are_in_the_nights_corpus_once_it_is_over(
    crawler: Crawler, paper: Paper, kind: str
) -> None:
    printed(paper)
    crawler.source(max_outage_minutes=2)
    paper.outage = breaking(paper, 15, 2.0, OUTAGES[kind])
    assert crawler.run(timeout_seconds=2)["state"] == "finished"
    assert crawler.outcomes() == dict.fromkeys(["/", *STORIES], "stored")
    assert len(paper.requests) < 60


def test_four_hanging_pages_cost_none_of_the_others(crawler: Crawler, paper: Paper) -> None:
    printed(paper)
    crawler.source(connections=8, max_outage_minutes=2)
    hanging = STORIES[2:6]
    paper.outage = lambda path: Reply(seconds=4, status=0) if path in hanging else None
    assert crawler.run(timeout_seconds=1)["state"] == "finished"
    outcomes = crawler.outcomes()
    assert {path for path, outcome in outcomes.items() if outcome != "stored"} == set(hanging)
    assert {outcomes[path] for path in hanging} == {"timeout"}
    assert [paper.requests.count(path) for path in hanging] == [3] * 4


def test_a_site_that_is_gone_when_the_night_begins_is_waited_for(crawler: Crawler, paper: Paper) -> None:
    printed(paper)
    crawler.source(max_outage_minutes=2)
    paper.outage = breaking(paper, -1, 2.0, RESET)
    assert crawler.run()["state"] == "finished"
    assert crawler.outcomes() == dict.fromkeys(["/", *STORIES], "stored")


def test_a_source_that_stays_silent_leaves_its_night_unfinished_and_any_later_run_goes_on(
    crawler: Crawler, paper: Paper
) -> None:
    printed(paper)
    paper.outage = breaking(paper, 15, 3600.0, RESET)
    done = crawler.run(status=1)
    assert done["state"] == "unfinished"
    assert done["problem"] == "does not answer: connection failed"
    asked, rows = set(paper.requests), crawler.rows()
    failed = {path for path, row in rows.items() if row["outcome"] in FAILED and path in STORIES}
    assert failed
    assert failed == {path for path in STORIES if path in asked and rows[path]["outcome"] != "stored"}
    never = [path for path in STORIES if path not in asked]
    assert {rows[path]["outcome"] for path in never} == {"not_crawled"}
    assert {rows[path]["detail"] for path in never} == {f"{paper.url.removeprefix('http://')} {done['problem']}"}
    paper.outage = lambda _path: None
    assert crawler.run(NIGHT, "--clock", f"{NIGHT}T09:00:00Z")["state"] == "finished"
    assert crawler.outcomes() == dict.fromkeys(["/", *STORIES], "stored")
    assert [paper.requests.count(path) for path in ("/robots.txt", "/ai.txt")] == [2, 2]  # hours later: asked again


@pytest.mark.parametrize(("nights", "minutes"), [(2, 60), (3, 1)])
def test_a_site_that_was_closed_is_not_waited_for(crawler: Crawler, paper: Paper, nights: int, minutes: int) -> None:
    paper.outage = lambda _path: RESET
    for number in range(nights):
        crawler.source(max_outage_minutes=0)
        assert crawler.run(NIGHT + timedelta(days=number), status=1)["state"] == "unreached"
    crawler.source(max_outage_minutes=60)
    began = datetime.now().astimezone()
    with crawler.start(NIGHT + timedelta(days=nights), stdout=subprocess.DEVNULL) as crawl:
        assert crawl.stderr is not None
        said = next(found for line in crawl.stderr if (found := re.search(r"waited for until (\d\d):(\d\d)", line)))
        crawl.terminate()
    until = (int(said[1]) * 60 + int(said[2]) - began.hour * 60 - began.minute) % (24 * 60)
    assert minutes - 1 <= until <= minutes + 2


def test_pages_of_a_night_that_was_too_long_are_fetched_on_the_next_night(crawler: Crawler, paper: Paper) -> None:
    printed(paper)
    crawler.source(max_hours=5 / 3600, delay_seconds=0.3)
    assert crawler.run(status=1)["problem"].startswith("its longest night is over: ")
    first = crawler.outcomes()
    assert Counter(first.values()).keys() == {"stored", "not_crawled"}
    paper.html("/")  # nothing names the stories any more
    crawler.source()
    following = NIGHT + timedelta(days=1)
    assert crawler.run(following)["state"] == "finished"
    left = [path for path, outcome in first.items() if outcome == "not_crawled"]
    assert {path: crawler.outcomes(following).get(path) for path in left} == dict.fromkeys(left, "stored")
    assert crawler.outcomes() == first


def test_other_sources_do_not_wait_for_a_silent_one(crawler: Crawler, paper: Paper) -> None:
    printed(paper)
    crawler.source(delay_seconds=0)
    silent = {"title": "Silent", "url": "http://127.0.0.1:9/", "allow_private_addresses": True}
    (crawler.home / "sources" / "a_silent_one.yaml").write_text(json.dumps(silent))
    crawls = crawl_sources(Home.at(crawler.home), ["a_silent_one", "paper"], NIGHT, parallel=1)
    try:
        first = next(crawls)
        assert (first.source, first.summary["state"]) == ("paper", "finished")
    finally:
        crawls.close()
