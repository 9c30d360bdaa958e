"""Two sources of one host: the second takes from the archive what the first has fetched that night."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from pipelines.lake.home import Home
from spiders.crawler.shared_answers import answers_of_host
from spiders.sources.source import load_source
from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper

BOTH, ONE, TWO = (f"/a-story-with-a-long-address-{number}.html" for number in (100001, 100002, 100003))


def test_a_host_is_asked_once_for_what_two_of_its_sources_link_to(crawler: Crawler, paper: Paper) -> None:
    paper.answer("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    paper.html("/", BOTH, ONE)
    paper.html("/sport/", BOTH, TWO, "/private/a-story-that-nobody-may-read-100004.html")
    for path in (BOTH, ONE, TWO):
        paper.story(path)
    sport = replace(crawler, name="sport")
    sport.source(url=f"{paper.url}/sport/")
    assert crawler.run()["state"] == "finished"
    asked = Counter(paper.requests)
    assert sport.run()["state"] == "finished"
    again = Counter(paper.requests) - asked
    assert again["/sport/"] == again[TWO] == 1
    assert {path for path in ("/robots.txt", BOTH) if again[path]} == set()
    rows = [row for row in crawler.lake.read("fetches", night=NIGHT).to_pylist() if row["url"] == paper.url + BOTH]
    assert [(row["source"], row["outcome"], row["status"]) for row in rows] == [
        ("paper", "stored", 200),
        ("sport", "stored", 200),
    ]
    assert len({row["payload_sha256"] for row in rows}) == 1
    assert [f"source={row['source']}/" in row["warc_file"] for row in rows] == [True, True]
    outcomes = {
        row["url"].removeprefix(paper.url): row["outcome"]
        for row in crawler.lake.read("fetches", source="sport").to_pylist()
    }
    assert outcomes["/private/a-story-that-nobody-may-read-100004.html"] == "robots_denied"


def test_only_whole_answers_of_this_host_and_night_are_shared(crawler: Crawler, paper: Paper) -> None:
    paper.html("/", BOTH, ONE)
    paper.story(BOTH)
    paper.answer(ONE, "gone", 404)
    other = replace(crawler, name="other")
    other.source(url="http://127.0.0.1:9/")
    sport = replace(crawler, name="sport")
    sport.source(url=f"{paper.url}/sport/")
    crawler.run()
    home, sources = Home.at(crawler.home), crawler.home / "sources"
    shared = {url.removeprefix(paper.url) for url in answers_of_host(home, load_source(sources, "sport"), NIGHT)}
    assert shared >= {"/", BOTH}
    assert ONE not in shared
    assert answers_of_host(home, load_source(sources, "other"), NIGHT) == {}
    assert answers_of_host(home, load_source(sources, "paper"), NIGHT) == {}
    assert answers_of_host(home, load_source(sources, "sport"), NIGHT + timedelta(days=1)) == {}
