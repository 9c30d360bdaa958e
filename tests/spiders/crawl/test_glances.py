"""Two glances between two nights: what a feed lists for an hour is not lost, and the night goes on from there."""

from datetime import date

import pytest

from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.lake.home import Home
from spiders.landing.reading_again import read_again

FIRST, SECOND, THIRD = (date(2025, 11, day) for day in (3, 4, 5))
OLD = "/a-story-of-the-first-night-100001.html"
FALLEN = "/a-story-that-the-feed-names-for-an-hour-100002.html"
SECOND_GLANCE = "/a-story-of-the-second-glance-100003.html"
AT_NIGHT = "/a-story-of-the-second-night-100004.html"
RELATED = "/an-older-story-that-another-names-100005.html"
BEFORE_THE_FALL = "/a-story-of-the-hour-before-the-site-is-down-100006.html"


def feed(paper, *stories):
    day = "<pubDate>Mon, 03 Nov 2025 18:45:00 +0100</pubDate>"
    items = "".join(f"<item><title>{path}</title><link>{paper.url}{path}</link>{day}</item>" for path in stories)
    paper.answer("/rss.xml", f"<rss version='2.0'><channel>{items}</channel></rss>")


@pytest.fixture(scope="module")
def crawled(shared):
    paper = shared.paper
    shared.source(feeds=[f"{paper.url}/rss.xml"])
    paper.html("/", OLD)
    feed(paper, OLD)
    for path in (OLD, SECOND_GLANCE, AT_NIGHT, RELATED):
        paper.story(path)
    paper.story(FALLEN, RELATED)
    shared.early = shared.run(FIRST, "--glance")
    shared.run(FIRST)
    shared.asked = []
    for named in ((FALLEN, OLD), (SECOND_GLANCE, OLD)):
        feed(paper, *named)
        before = len(paper.requests)
        shared.summary = shared.run(FIRST, "--glance")
        shared.asked.append(paper.requests[before:])
    shared.nights_after_glances = crawled_nights(Home.at(shared.home))
    feed(paper, AT_NIGHT, SECOND_GLANCE)
    before = len(paper.requests)
    shared.run(SECOND)
    shared.asked.append(paper.requests[before:])
    paper.story(BEFORE_THE_FALL)
    feed(paper, BEFORE_THE_FALL)
    shared.run(SECOND, "--glance")
    up, paper.pages = paper.pages, {}
    paper.answer("/robots.txt", status=503)
    shared.down = shared.run(THIRD, status=1)
    paper.pages = up
    shared.up = shared.run(THIRD)
    return shared


def test_a_source_that_was_never_crawled_waits_for_its_first_night(crawled):
    assert (crawled.early["state"], crawled.early["pages"]) == ("glanced", 0)


def test_a_glance_asks_for_channels_and_the_new_stories_that_they_list(crawled):
    stories = [[path for path in asked if path.endswith(".html")] for asked in crawled.asked[:2]]
    assert stories == [[FALLEN], [SECOND_GLANCE]]
    assert all("/rss.xml" in asked and "/" in asked and "/sitemap.xml" not in asked for asked in crawled.asked[:2])


def test_it_belongs_to_the_coming_night_which_stays_open(crawled):
    assert (crawled.summary["night"], crawled.summary["state"]) == (str(SECOND), "glanced")
    assert crawled.nights_after_glances == [FIRST]


def test_the_night_reads_its_channels_again_and_no_story_twice(crawled):
    asked = crawled.asked[2]
    assert "/rss.xml" in asked
    assert [path for path in asked if path in (FALLEN, SECOND_GLANCE)] == []
    outcomes = crawled.outcomes(SECOND)
    assert {outcomes[path] for path in (FALLEN, SECOND_GLANCE, AT_NIGHT, RELATED)} == {"stored"}


def test_each_reading_of_a_feed_has_a_row_and_what_it_alone_named(crawled):
    lake = crawled.lake
    rows = [row for row in lake.read("fetches", night=SECOND).to_pylist() if row["resource"] == "feed"]
    key = next(row["url_key"] for row in rows if "#" not in row["url_key"])
    assert {row["url_key"]: row["outcome"] for row in rows} == dict.fromkeys((key, f"{key}#01", f"{key}#02"), "stored")
    named = [link for link in lake.read("links", night=SECOND).to_pylist() if link["kind"] == "feed"]
    path = len(crawled.paper.url)
    assert [(link["from_url_key"].removeprefix(key), link["to_url"][path:]) for link in named] == [
        ("", AT_NIGHT),
        ("", SECOND_GLANCE),
        ("#01", FALLEN),
        ("#01", OLD),
    ]
    assert [channel["channel"] for channel in crawled.rows(SECOND)[FALLEN]["channels"]] == ["feed"]


def test_a_night_whose_site_only_a_glance_reached_is_tried_again_and_keeps_what_that_had(crawled):
    assert (crawled.down["state"], crawled.up["state"]) == ("unfinished", "finished")
    rows = crawled.lake.read("fetches", night=THIRD).to_pylist()
    captured = {row["url_key"].removeprefix(crawled.paper.url[7:]) for row in rows if row["warc_file"]}
    assert {"", "#01", "/rss.xml", "/rss.xml#01", BEFORE_THE_FALL} <= captured


def test_its_rows_are_the_same_read_again_from_the_archive(crawled, tmp_path):
    home = Home.at(crawled.home)
    read_again(home, "paper", SECOND, tmp_path)
    for table in ("links", "fetches"):
        made, again = (root / f"source=paper/night={SECOND}/{table}.parquet" for root in (home.archive, tmp_path))
        assert rows_of(again) == rows_of(made)


def rows_of(file):
    import pyarrow.parquet as pq

    return pq.ParquetFile(file).read().to_pylist()
