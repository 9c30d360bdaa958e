"""Sections that redirect to their address with a slash say nothing of the addresses of stories."""

from datetime import timedelta
from pathlib import Path

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


def test_a_story_that_redirects_to_its_address_with_a_slash_is_asked_for_there_on_later_nights(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *STORIES)
        for path in STORIES:
            paper.pages[path] = Reply(status=301, headers={"Location": f"{path}/"})
            paper.story(f"{path}/")
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source(connections=1)
        crawler.run(NIGHT)
        assert set(STORIES) <= set(paper.requests)
        paper.requests.clear()
        crawler.run(NIGHT + timedelta(days=1))
        assert {f"{path}/" for path in STORIES} <= set(paper.requests)
        assert not set(STORIES) & set(paper.requests)


def test_one_that_is_gone_there_is_asked_for_as_it_is_linked(tmp_path: Path) -> None:
    with serving(Paper()) as paper:
        paper.html("/", *STORIES)
        for path in STORIES:
            paper.pages[path] = Reply(status=301, headers={"Location": f"{path}/"})
            paper.story(f"{path}/")
        crawler = Crawler(tmp_path / "home", paper)
        crawler.source(connections=1)
        crawler.run(NIGHT)
        for path in STORIES:
            paper.pages[f"{path}/"] = Reply(status=404)
            paper.story(path)
        nights = [NIGHT + timedelta(days=days) for days in (1, 2, 3)]
        for night in nights:
            crawler.run(night)
        outcomes = {crawler.rows(nights[-1])[path]["outcome"] for path in STORIES}
        assert outcomes <= {"stored", "not_modified", "skipped_fresh", "duplicate_payload"}
        assert set(STORIES) <= set(paper.requests)
