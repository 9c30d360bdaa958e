"""Three nights over one paper: what is asked again, how, and what is remembered."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipelines.lake.archive import nights, read_capture, source_settings
from pipelines.lake.checksums.ledger import FILE
from pipelines.lake.home import Home
from tests.pipelines.lake.archive.captures import check, iter_captures

FIRST, SECOND, THIRD = (date(2025, 11, 3) + timedelta(days=days) for days in range(3))
UNCHANGED = [f"/a-story-that-does-not-change-{number}.html" for number in range(100001, 100011)]
PLAIN = "/a-story-without-any-validators-100020.html"
CORRECTED = "/a-story-that-is-corrected-100021.html"
OLD = "/2024/01/05/a-story-of-long-ago-100022.html"
OWN, OTHER = "/a-story-by-its-own-name-100023.html", "/topics/a-story-by-another-name-200023.html"
WRONG = [f"/a-story-with-a-wrong-canonical-{number}.html" for number in range(100031, 100034)]
TARGET = "/where-it-really-is-100040.html"
NEW = "/a-story-of-the-second-night-100050.html"


@pytest.fixture(scope="module")
def crawled(shared):
    paper = shared.paper
    shared.source(time_zone="Europe/Berlin", language="de")
    front = [*UNCHANGED, PLAIN, CORRECTED, OLD, OWN, OTHER, *WRONG, "/go/7"]
    paper.html("/", *front)
    for path in UNCHANGED:
        paper.story(path, ETag=f'"{path[-11:-5]}"')
    for path in (PLAIN, OLD, OWN, TARGET):
        paper.story(path)
    paper.story(CORRECTED, text="The bridge fell.", ETag='"1"')
    paper.story(OTHER, head=f'<link rel="canonical" href="{OWN}">')
    for path in WRONG:
        paper.story(path, head='<link rel="canonical" href="/">')
    paper.answer("/go/7", status=301, Location=TARGET)
    shared.run(FIRST)
    shared.first_requests = len(paper.requests)
    paper.story(CORRECTED, text="The bridge did not fall.", ETag='"2"')
    paper.html("/", *front, NEW)
    paper.story(NEW)
    shared.run(SECOND)
    shared.run(THIRD)
    return shared


def test_unchanged_pages_are_answered_by_304_and_kept_as_revisits(crawled):
    outcomes = crawled.outcomes(SECOND)
    assert {outcomes[path] for path in UNCHANGED} == {"not_modified"}
    first, second = crawled.rows(FIRST)[UNCHANGED[0]], crawled.rows(SECOND)[UNCHANGED[0]]
    assert second["payload_sha256"] == first["payload_sha256"]
    captures = iter_captures(crawled.home / "archive", "paper", SECOND)
    assert [capture.revisit for capture in captures if capture.status == 304] == [True] * 10


def test_the_same_payload_without_validators_is_a_revisit(crawled):
    row = crawled.rows(SECOND)[PLAIN]
    assert row["outcome"] == "duplicate_payload"
    assert read_capture(crawled.home / "archive", row["warc_file"], row["warc_offset"]).revisit


def test_a_correction_is_stored(crawled):
    row = crawled.rows(SECOND)[CORRECTED]
    assert (row["outcome"], row["etag"]) == ("stored", '"2"')
    assert b"did not fall" in read_capture(crawled.home / "archive", row["warc_file"], row["warc_offset"]).body


def test_new_stories_are_found(crawled):
    assert NEW not in crawled.outcomes(FIRST)
    assert crawled.outcomes(SECOND)[NEW] == "stored"


def test_an_old_story_waits_while_young_ones_take_the_looks_of_a_night_until_it_was_not_asked_for_longest(crawled):
    outcomes = [crawled.outcomes(night)[OLD] for night in (FIRST, SECOND, THIRD)]
    assert outcomes == ["stored", "skipped_fresh", "duplicate_payload"]


def test_a_redirect_is_remembered_and_its_target_still_visited(crawled):
    outcomes = crawled.outcomes(SECOND)
    assert (outcomes["/go/7"], outcomes[TARGET]) == ("duplicate_url", "duplicate_payload")
    assert crawled.paper.requests.count("/go/7") == 1
    assert "redirect to" in crawled.rows(SECOND)["/go/7"]["detail"]


def test_a_canonical_on_the_same_site_is_another_name(crawled):
    assert [crawled.outcomes(FIRST)[path] for path in (OWN, OTHER)] == ["stored", "stored"]
    assert [crawled.outcomes(SECOND)[path] for path in (OWN, OTHER)] == ["duplicate_payload", "duplicate_url"]


def test_a_home_page_as_canonical_of_everything_costs_no_story(crawled):
    assert [crawled.outcomes(SECOND)[path] for path in WRONG] == ["duplicate_payload"] * 3


def test_linked_urls_have_one_row_on_every_night(crawled):
    for night in (FIRST, SECOND, THIRD):
        keys = [row["url_key"] for row in crawled.lake.read("fetches", night=night).to_pylist()]
        linked = {row["to_url_key"] for row in crawled.lake.read("links", night=night).to_pylist()}
        assert len(keys) == len(set(keys))
        assert linked <= set(keys)


def test_the_settings_of_a_night_stand_beside_its_captures(crawled):
    settings = source_settings(Home.at(crawled.home), "paper", FIRST)
    assert (settings["name"], settings["time_zone"], settings["language"]) == ("paper", "Europe/Berlin", "de")
    assert nights(crawled.home / "archive") == [("paper", night) for night in (FIRST, SECOND, THIRD)]
    assert check(crawled.home / "archive") == []


def test_a_finished_night_is_left_alone_and_lands_in_a_new_lake_as_before(crawled):
    before = crawled.lake.read("fetches", night=FIRST)
    files = stamps(crawled.home)
    again = crawled.run(FIRST)
    assert (again["state"], again["changed"]) == ("already_finished", False)
    assert stamps(crawled.home) == files
    shutil.rmtree(crawled.home / "lake")
    assert crawled.lake.read("fetches", night=FIRST).equals(before)


def stamps(home):
    """When each file but the frontier's, and the checksum that was taken of it, was last written."""
    files = (path for path in home.rglob("*") if path.is_file() and path.parent.name != "frontier")
    return {path: path.stat().st_mtime_ns for path in files if path.name != FILE}


def test_two_crawls_of_the_same_site_have_the_same_rows(paper, crawler, tmp_path):
    paths = [f"/one-of-many-stories-here-{number}.html" for number in range(100001, 100031)]
    paper.html("/", *paths)
    for number, path in enumerate(paths):
        paper.story(path, paths[(number * 7 + 1) % 30], paths[(number * 11 + 5) % 30])
    other = replace(crawler, home=tmp_path / "other")
    other.source(connections=4)
    crawler.run()
    other.run()
    assert crawler.lake.read("links").equals(other.lake.read("links"))
    one, two = (side.lake.read("fetches").drop_columns(["warc_offset"]) for side in (crawler, other))
    assert one.equals(two)
