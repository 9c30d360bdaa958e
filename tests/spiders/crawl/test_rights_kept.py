"""What a publisher says about rights is kept with every page, and respected where the source file says so."""

from datetime import date, timedelta

import pytest

from tests.pipelines.lake.archive.captures import iter_captures

NIGHT = date(2025, 11, 3)
OPEN, NO_AI = "/a-story-that-anybody-may-use-100001.html", "/a-story-that-must-not-train-100002.html"
NO_ARCHIVE, PREMIUM = "/a-story-not-to-be-archived-100003.html", "/premium/a-story-that-costs-100004.html"


@pytest.fixture(scope="module")
def crawled(shared):
    paper = shared.paper
    shared.source(respect=["noarchive"])
    paper.html("/", OPEN, NO_AI, NO_ARCHIVE, PREMIUM)
    paper.story(OPEN, ETag='"open"')
    paper.story(NO_AI, head='<meta name="robots" content="noai, noimageai">', ETag='"noai"')
    paper.story(NO_ARCHIVE, **{"X-Robots-Tag": "noarchive"})
    paper.story(PREMIUM)
    paper.answer("/robots.txt", "User-agent: GPTBot\nDisallow: /premium/\n\nUser-agent: *\nDisallow:\n")
    paper.answer("/.well-known/tdmrep.json", '[{"location": "/premium/*", "tdm-reservation": 1}]')
    shared.run(NIGHT)
    shared.run(NIGHT + timedelta(days=1))
    return shared


def test_every_page_says_whether_it_may_train(crawled):
    rows = crawled.rows(NIGHT)
    assert {path: (rows[path]["train_ai"], rows[path]["tdm"]) for path in (OPEN, NO_AI, PREMIUM)} == {
        OPEN: ("unknown", "unknown"),
        NO_AI: ("disallowed", "unknown"),
        PREMIUM: ("disallowed", "disallowed"),
    }


def test_the_signals_are_kept_as_they_stood(crawled):
    rows = crawled.rows(NIGHT)
    assert [(right["standard"], right["raw"]) for right in rows[NO_AI]["rights"]] == [("meta", "noai, noimageai")]
    assert {right["standard"] for right in rows[PREMIUM]["rights"]} == {"robots", "tdmrep"}


def test_a_page_that_is_not_sent_again_says_the_same(crawled):
    row = crawled.rows(NIGHT + timedelta(days=1))[NO_AI]
    assert (row["outcome"], row["train_ai"]) == ("not_modified", "disallowed")


def test_a_signal_that_the_source_respects_keeps_the_page_out(crawled):
    row = crawled.rows(NIGHT)[NO_ARCHIVE]
    assert (row["outcome"], row["detail"], row["warc_file"]) == ("rights_denied", "X-Robots-Tag: noarchive", None)
    assert not [c for c in iter_captures(crawled.home / "archive", "paper", NIGHT) if c.url.endswith(NO_ARCHIVE)]


def test_the_files_that_say_so_are_archived_too(crawled):
    rows = crawled.rows(NIGHT)
    assert [
        (rows[path]["resource"], rows[path]["outcome"]) for path in ("/robots.txt", "/.well-known/tdmrep.json")
    ] == [
        ("robots", "stored"),
        ("rights", "stored"),
    ]


def test_a_rights_file_that_cannot_be_had_holds_as_it_was_last_read(crawler):
    fresh = [f"/premium/a-story-of-night-{number}-that-costs-10001{number}.html" for number in range(3)]
    tdmrep = "/.well-known/tdmrep.json"
    judged = []
    for number, (status, body) in enumerate(
        ((200, '[{"location": "/premium/*", "tdm-reservation": 1}]'), (403, ""), (404, ""))
    ):
        crawler.paper.html("/", *fresh[: number + 1])
        crawler.paper.story(fresh[number])
        crawler.paper.answer(tdmrep, body, status)
        crawler.run(NIGHT + timedelta(days=number))
        judged.append(crawler.rows(NIGHT + timedelta(days=number))[fresh[number]]["train_ai"])
    assert judged == ["disallowed", "disallowed", "unknown"]


def test_a_rights_file_holds_where_a_page_or_a_redirect_stands_in_its_place(crawler):
    tdmrep, html = "/.well-known/tdmrep.json", "<!doctype html><html><body>Please wait</body></html>"
    fresh = [f"/premium/a-story-of-night-{number}-that-costs-10002{number}.html" for number in range(4)]
    answers = [
        ('[{"location": "/premium/*", "tdm-reservation": 1}]', 200, {}), (html, 200, {}), (html, 200, {}),
        ("", 302, {"Location": "/please-wait"}),
    ]  # fmt: skip
    judged = []
    for number, (body, status, headers) in enumerate(answers):
        crawler.paper.html("/", *fresh[: number + 1])
        crawler.paper.story(fresh[number])
        crawler.paper.answer(tdmrep, body, status, **headers)
        crawler.run(NIGHT + timedelta(days=number))
        judged.append(crawler.rows(NIGHT + timedelta(days=number))[fresh[number]]["train_ai"])
    assert judged == ["disallowed"] * 4
