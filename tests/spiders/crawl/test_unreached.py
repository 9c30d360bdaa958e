"""A night on which the source could not be had at all: told, with its rows, and tried again."""

import json
import socket
from datetime import date, timedelta

from tests.programs import run
from tests.spiders.crawl.conftest import Reply

NIGHT = date(2025, 11, 3)


def test_a_source_that_cannot_be_reached_is_told_and_tried_again(crawler, paper):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}/"
    crawler.source(url=nowhere)
    done = run("spiders.crawl", *crawler.command()[4:])
    assert (done.returncode, json.loads(done.stdout)["state"]) == (1, "unreached")
    assert done.stderr.splitlines()[-1] == (
        "dateline: paper: could not be reached (robots.txt: DownloadConnectionRefusedError, unreachable); "
        "run the same command again to try once more"
    )
    assert crawler.rows()[nowhere]["outcome"] == "not_crawled"
    assert crawler.rows()[f"{nowhere}robots.txt"]["outcome"] == "connection_error"
    paper.html("/")
    crawler.source()
    assert crawler.run()["state"] == "finished"
    assert crawler.outcomes() == {"/": "stored"}
    assert crawler.run()["state"] == "already_finished"


def test_the_next_night_leaves_the_rows_of_one_that_was_not_reached(crawler, paper):
    paper.answer("/robots.txt", status=503)
    paper.html("/")
    assert crawler.run(status=1)["state"] == "unreached"
    rows = crawler.rows()
    paper.answer("/robots.txt")
    assert crawler.run(NIGHT + timedelta(days=1))["state"] == "finished"
    assert crawler.rows() == rows
    assert rows["/"]["detail"] == "robots.txt: HTTP 503, unreachable"


def test_a_source_out_of_service_is_asked_once_and_tried_again(crawler, paper):
    stories = [f"/2025/11/03/flood-hits-town-{n}" for n in range(8)]
    paper.html("/", *stories)
    for path in stories:
        paper.story(path)
    assert crawler.run()["state"] == "finished"
    paper.answer("/robots.txt")
    served, maintained = dict(paper.pages), Reply(b"<h1>Back soon</h1>", 503, {"Retry-After": "3600"})
    paper.pages |= dict.fromkeys(["/", *stories], maintained)
    asked = len(paper.requests)
    night = NIGHT + timedelta(days=1)
    done = crawler.run(night, status=1)
    assert (done["state"], done["problem"]) == ("unreached", "HTTP 503")
    assert [path for path in paper.requests[asked:] if path in ("/", *stories)] == ["/"]
    left = {row["detail"] for row in crawler.rows(night).values() if row["outcome"] == "not_crawled"}
    assert left == {f"{paper.url.removeprefix('http://')} asks to be left alone for 3600 seconds (HTTP 503)"}
    paper.pages = served
    assert crawler.run(night)["state"] == "finished"
    assert crawler.outcomes(night)["/"] == "duplicate_payload"


def test_one_page_out_of_service_ends_no_night(crawler, paper):
    paper.html("/", "/2025/11/03/flood-hits-town-1", "/2025/11/03/flood-hits-town-2")
    paper.answer("/2025/11/03/flood-hits-town-1", status=503, **{"Retry-After": "1"})
    paper.story("/2025/11/03/flood-hits-town-2")
    assert crawler.run()["state"] == "finished"
    assert crawler.outcomes()["/2025/11/03/flood-hits-town-2"] == "stored"


LEFT = {"Retry-After": "3600"}


def test_one_page_that_asks_for_a_long_pause_ends_no_night(crawler, paper):
    stories = [f"/2025/11/03/flood-hits-town-{n}" for n in range(6)]
    paper.answer("/.well-known/tdmrep.json", status=429, **{"Retry-After": "86400"})
    paper.html("/", *stories)
    for path in stories:
        paper.story(path)
    paper.answer(stories[1], status=503, **LEFT)
    assert crawler.run()["state"] == "finished"
    outcomes = crawler.outcomes()
    assert [outcomes[path] for path in stories] == ["stored", "http_error", *["stored"] * 4]


def test_a_paper_out_of_service_behind_a_busy_rights_file_is_tried_again(crawler, paper):
    paper.answer("/robots.txt")
    paper.answer("/.well-known/tdmrep.json", status=503, **LEFT)
    paper.answer("/", status=503, **LEFT)
    done = crawler.run(status=1)
    assert (done["state"], done["problem"]) == ("unreached", "HTTP 503")
