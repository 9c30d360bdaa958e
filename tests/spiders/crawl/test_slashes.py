"""Addresses that redirect to themselves with a slash: what is learned of them, and that nothing is called gone for it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.spiders.crawl.conftest import NIGHT, Crawler, Paper, Reply, serving

SECTIONS = ("/politics", "/sport", "/culture")
STORIES = [f"{section}/story-{number}-of-the-harbour" for section in SECTIONS for number in (1, 2)]


def test_stories_are_asked_for_as_they_are_linked(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *SECTIONS, *STORIES)
        for section in SECTIONS:
            paper.pages[section] = Reply(status=301, headers={"Location": f"{section}/"})
            paper.html(f"{section}/", *(path for path in STORIES if path.startswith(section)))
        for path in STORIES:
            paper.story(path)
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source(connections=1)
        for night in (NIGHT, NIGHT + timedelta(days=1)):
            crawler.run(night)
            assert not any(f"{path}/" in paper.requests for path in STORIES)
        rows = crawler.rows(NIGHT)
        assert {rows[path]["outcome"] for path in STORIES} == {"stored"}


POSTS = [f"/posts/story-{number}-of-the-harbour" for number in range(8)]


def slashed(paper: Paper, *paths: str, status: int = 301) -> None:
    for path in paths:
        paper.pages[path] = Reply(status=status, headers={"Location": f"{path}/"})
        paper.story(f"{path}/")


def crawled(tmp_path: Path, paper: Paper) -> Crawler:
    crawler = Crawler(tmp_path / "home", paper)
    crawler.source(connections=1)
    crawler.run(NIGHT)
    return crawler


def test_stories_that_redirect_by_a_slash_are_asked_for_with_it(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *POSTS)
        slashed(paper, *POSTS)
        crawler = crawled(tmp_path, paper)
        asked = [path for path in paper.requests if path.startswith("/posts/")]
        assert asked == [spelling for path in POSTS[:3] for spelling in (path, f"{path}/")] + [
            f"{p}/" for p in POSTS[3:]
        ]
        assert {crawler.rows(NIGHT)[path]["outcome"] for path in POSTS} == {"stored"}
        paper.requests.clear()
        crawler.run(NIGHT + timedelta(days=1))
        asked = {path for path in paper.requests if path.startswith("/posts/")}
        assert asked == {f"{path}/" for path in POSTS}
        assert {crawler.rows(NIGHT + timedelta(days=1))[path]["outcome"] for path in POSTS} == {"duplicate_payload"}


MONTHS = [f"/2026/{month:02}/story-{month}-of-the-harbour" for month in range(1, 9)]


def test_folders_that_differ_by_their_dates_alone_are_one(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *MONTHS)
        slashed(paper, *MONTHS)
        crawler = crawled(tmp_path, paper)
        assert [path for path in MONTHS if path in paper.requests] == MONTHS[:3]
        assert {crawler.rows(NIGHT)[path]["outcome"] for path in MONTHS} == {"stored"}


def test_stories_that_a_feed_names_with_their_slash_say_nothing_of_those_without(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *POSTS[:4], *(f"{path}/" for path in POSTS[4:7]), "/posts/story-9-of-the-harbour.html")
        slashed(paper, *POSTS)
        paper.story("/posts/story-9-of-the-harbour.html")  # nor does a file
        crawler = crawled(tmp_path, paper)
        paper.requests.clear()
        paper.html("/", *POSTS)
        crawler.run(NIGHT + timedelta(days=1))
        assert (paper.requests.count(POSTS[7]), paper.requests.count(f"{POSTS[7]}/")) == (0, 1)


@pytest.mark.parametrize("stories", [POSTS, MONTHS], ids=["a folder", "months"])
def test_one_story_that_does_not_redirect_speaks_for_all_of_its_folder(tmp_path: Path, stories: list[str]) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *stories)
        slashed(paper, *stories[1:])
        paper.story(stories[0])
        crawler = crawled(tmp_path, paper)
        assert all(path in paper.requests for path in stories)
        assert {crawler.rows(NIGHT)[path]["outcome"] for path in stories} == {"stored"}


def test_a_story_that_is_not_there_with_a_slash_is_asked_for_as_it_is_linked(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *POSTS)
        slashed(paper, *POSTS[:3], *POSTS[5:])
        paper.story(POSTS[3])
        paper.story(POSTS[4])
        paper.pages[f"{POSTS[4]}/"] = Reply(status=302, headers={"Location": "/"})
        crawler = crawled(tmp_path, paper)
        assert paper.requests.count(f"{POSTS[3]}/") == 1
        assert all(path in paper.requests for path in POSTS[4:])  # it has shown that the slash says nothing
        assert {crawler.rows(NIGHT)[path]["outcome"] for path in POSTS} == {"stored"}


def test_a_story_that_moved_from_its_slash_is_not_gone(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *POSTS)
        slashed(paper, *POSTS)
        crawler = crawled(tmp_path, paper)
        del paper.pages[f"{POSTS[5]}/"]
        paper.pages[POSTS[5]] = Reply(status=301, headers={"Location": "/archive/story-5-of-the-harbour"})
        paper.story("/archive/story-5-of-the-harbour")
        del paper.pages[f"{POSTS[6]}/"], paper.pages[POSTS[6]]
        crawler.run(NIGHT + timedelta(days=1))
        rows = crawler.rows(NIGHT + timedelta(days=1))
        assert (rows[POSTS[5]]["outcome"], rows["/archive/story-5-of-the-harbour"]["outcome"]) == (
            "redirected",
            "stored",
        )
        assert rows[POSTS[6]]["status"] == 404
        late = "/posts/story-9-of-the-harbour"
        paper.html("/", late, *POSTS)
        slashed(paper, late)
        crawler.run(NIGHT + timedelta(days=2))
        assert (paper.requests.count(late), paper.requests.count(f"{late}/")) == (0, 1)


def test_a_redirect_for_the_time_being_is_not_remembered(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *POSTS)
        slashed(paper, *POSTS, status=302)
        crawler = crawled(tmp_path, paper)
        paper.requests.clear()
        crawler.run(NIGHT + timedelta(days=1))
        assert all(path in paper.requests for path in POSTS)


def test_a_story_that_fails_or_does_not_answer_with_its_slash_is_asked_for_as_it_is_linked(tmp_path: Path) -> None:
    def silent(_: int) -> Reply:
        raise ConnectionError

    with serving(Paper()) as paper:
        paper.html("/", *POSTS)
        slashed(paper, *POSTS)
        crawler = crawled(tmp_path, paper)
        for path, answer in ((POSTS[1], Reply(status=501)), (POSTS[2], silent)):
            paper.pages[f"{path}/"] = answer
            paper.story(path)
        paper.pages[f"{POSTS[3]}/"] = paper.pages[POSTS[3]] = Reply(status=501)
        paper.requests.clear()
        crawler.run(NIGHT + timedelta(days=1))
        rows = crawler.rows(NIGHT + timedelta(days=1))
        assert {rows[path]["status"] for path in POSTS[1:3]} == {200}
        assert rows[POSTS[3]]["status"] == 501
        assert [paper.requests.count(path) for path in POSTS[:4]] == [0, 1, 1, 1]
