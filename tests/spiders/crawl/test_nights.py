from datetime import date, timedelta
from types import SimpleNamespace

from pipelines.archive import check, iter_captures, nights, read_capture, source_settings
from pipelines.home import Home

FIRST = date(2025, 11, 3)
SECOND = FIRST + timedelta(days=1)


def reply(body=b"", status=200, **headers):
    return SimpleNamespace(body=body, status=status, headers=headers)


def test_an_unchanged_second_night_is_answered_by_304(paper, crawler):
    stories = [f"/a-story-that-does-not-change-{n}.html" for n in range(100001, 100021)]
    paper.html("/", *stories, ETag='"home"')
    for path in stories:
        paper.story(path, ETag=f'"{path[-11:-5]}"')
    crawler.run(FIRST)
    requests = len(paper.requests)
    crawler.run(SECOND)
    outcomes = crawler.outcomes(SECOND)
    assert set(outcomes.values()) == {"not_modified"}
    assert len(outcomes) == 21
    assert len(paper.requests) - requests <= 21 + 4  # robots.txt and three files on rights and sitemaps at most
    first, second = crawler.rows(FIRST)[stories[0]], crawler.rows(SECOND)[stories[0]]
    assert second["payload_sha256"] == first["payload_sha256"]
    assert [c["channel"] for c in second["channels"]] == [c["channel"] for c in first["channels"]]
    assert [c.revisit for c in iter_captures(crawler.home / "archive", "paper", SECOND) if c.status == 304] == [
        True
    ] * 21


def test_a_payload_that_comes_again_without_validators_is_a_revisit(paper, crawler):
    paper.html("/", "/a-story-without-any-validators-100001.html")
    paper.story("/a-story-without-any-validators-100001.html")
    crawler.run(FIRST)
    crawler.run(SECOND)
    row = crawler.rows(SECOND)["/a-story-without-any-validators-100001.html"]
    assert row["outcome"] == "duplicate_payload"
    assert read_capture(crawler.home / "archive", row["warc_file"], row["warc_offset"]).revisit


def test_a_corrected_story_is_stored_again(paper, crawler):
    path = "/a-story-that-is-corrected-100001.html"
    paper.html("/", path)
    paper.story(path, text="The bridge fell.", ETag='"1"')
    crawler.run(FIRST)
    paper.story(path, text="The bridge did not fall.", ETag='"2"')
    crawler.run(SECOND)
    row = crawler.rows(SECOND)[path]
    assert (row["outcome"], row["etag"]) == ("stored", '"2"')
    assert b"did not fall" in read_capture(crawler.home / "archive", row["warc_file"], row["warc_offset"]).body


def test_old_stories_are_looked_at_ever_more_rarely(paper, crawler):
    path = "/2024/01/05/a-story-of-long-ago-100001.html"
    paper.html("/", path)
    paper.story(path)
    seen = []
    for days in range(4):
        night = FIRST + timedelta(days=days)
        crawler.run(night)
        seen.append(crawler.outcomes(night)[path])
    assert seen == ["stored", "duplicate_payload", "skipped_fresh", "skipped_fresh"]


def test_a_redirect_is_remembered_and_the_story_still_visited(paper, crawler):
    paper.html("/", "/go/7")
    paper.pages["/go/7"] = reply(status=301, Location="/where-it-really-is-100001.html")
    paper.story("/where-it-really-is-100001.html")
    crawler.run(FIRST)
    crawler.run(SECOND)
    outcomes = crawler.outcomes(SECOND)
    assert outcomes["/go/7"] == "duplicate_url"
    assert outcomes["/where-it-really-is-100001.html"] == "duplicate_payload"
    assert paper.requests.count("/go/7") == 1
    assert "redirect to" in crawler.rows(SECOND)["/go/7"]["detail"]


def test_a_canonical_on_the_same_site_is_another_name(paper, crawler):
    own, other = "/a-story-by-its-own-name-100001.html", "/topics/a-story-by-another-name-200001.html"
    paper.html("/", own, other)
    paper.story(own)
    paper.story(other, head=f'<link rel="canonical" href="{own}">')
    crawler.run(FIRST)
    crawler.run(SECOND)
    assert crawler.outcomes(FIRST) == {"/": "stored", own: "stored", other: "stored"}
    assert crawler.outcomes(SECOND) == {"/": "duplicate_payload", own: "duplicate_payload", other: "duplicate_url"}


def test_a_home_page_as_canonical_of_everything_costs_no_story(paper, crawler):
    paths = [f"/a-story-with-a-wrong-canonical-{n}.html" for n in range(100001, 100006)]
    paper.html("/", *paths)
    for path in paths:
        paper.story(path, head='<link rel="canonical" href="/">')
    crawler.run(FIRST)
    crawler.run(SECOND)
    assert [crawler.outcomes(SECOND)[path] for path in paths] == ["duplicate_payload"] * 5


def test_a_finished_night_is_left_alone(paper, crawler):
    paper.html("/", "/a-story-of-the-night-100001.html")
    paper.story("/a-story-of-the-night-100001.html")
    assert crawler.run()["changed"] is True
    files = {
        path: path.stat().st_mtime_ns
        for path in crawler.home.rglob("*")
        if path.is_file() and "frontier" not in str(path)
    }
    requests = len(paper.requests)
    again = crawler.run()
    assert (again["state"], again["changed"], len(paper.requests)) == ("already_finished", False, requests)
    after = {
        path: path.stat().st_mtime_ns
        for path in crawler.home.rglob("*")
        if path.is_file() and "frontier" not in str(path)
    }
    assert files == after


def test_a_lost_lake_is_filled_again_from_the_archive(paper, crawler):
    import shutil

    paper.html("/")
    crawler.run()
    before = crawler.rows()
    shutil.rmtree(crawler.home / "lake")
    assert crawler.run()["changed"] is True
    assert crawler.rows() == before


def test_the_settings_of_the_night_stand_beside_the_captures(paper, crawler):
    crawler.source(time_zone="Europe/Berlin", language="de")
    paper.html("/")
    crawler.run()
    settings = source_settings(Home.at(crawler.home), "paper", FIRST)
    assert (settings["name"], settings["time_zone"], settings["language"]) == ("paper", "Europe/Berlin", "de")
    assert nights(crawler.home / "archive") == [("paper", FIRST)]
    assert check(crawler.home / "archive") == []


def test_two_crawls_of_the_same_site_have_the_same_rows_and_bytes(paper, crawler, tmp_path):
    from dataclasses import replace

    paths = [f"/one-of-many-stories-here-{n}.html" for n in range(100001, 100031)]
    paper.html("/", *paths)
    for number, path in enumerate(paths):
        paper.story(path, paths[(number * 7 + 1) % 30], paths[(number * 11 + 5) % 30])
    other = replace(crawler, home=tmp_path / "other")
    other.source(connections=4)
    crawler.run()
    other.run()
    for table in ("fetches", "links"):
        one, two = (
            side.lake.read(table).drop_columns(["warc_offset"] if table == "fetches" else [])
            for side in (crawler, other)
        )
        assert one.equals(two)
